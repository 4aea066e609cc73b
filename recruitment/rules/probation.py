"""From the probationary to the full member: oath, inspection, application, the meeting's three outcomes, hand-over."""

from datetime import date
from typing import Any

from archives.models import Submission
from meetings.models import AgendaItem, Matter, Meeting
from recruitment.journey import Journey, journey_of
from recruitment.models import Kind, Recruit
from recruitment.rules.admission import not_refused_by
from recruitment.rules.meetings import OUTCOMES
from recruitment.rules.order import listed, undecided, unfinished
from recruitment.steps import Key
from rulebook.catalogue import Clause
from rulebook.kernel import built, gate
from rulebook.periods import add_months

PAPERS = {
    "form": "入党志愿书",
    "application": "入党申请书",
    "political_review": "政治审查材料",
    "regularisation_application": "转正申请书",
    "training_inspection_papers": "培养教育考察材料",
}


@gate()
def is_probationary(recruit: Recruit, **_: Any) -> str | None:
    person = recruit.person
    if person.admitted_on is None:
        return "还不是预备党员"
    return f"已于{person.full_on}转为正式党员" if person.full_on else None


@gate("13.3.4d")
def approved_before_the_oath(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    approved = recruit.person.approved_on
    return f"日期早于上级批准的日期{approved}" if approved and happened_on < approved else None


@gate("13.4.5a", cure="请本人重新书面提出转正申请")
def applied_in_this_round(recruit: Recruit, *, happened_on: date, on: date, **_: Any) -> str | None:
    """The application made before an extension or a refusal has served its round."""
    journey = journey_of(recruit, on)
    began = journey.round_began(Kind.CONVERSION_APPLICATION)
    setback = next((row for row in journey.records if row.pk == began), None)
    if setback is None or happened_on >= setback.happened_on:
        return None
    return f"是{setback.happened_on}以前的申请，须重新提出"


@gate("13.4.5c", cure="请列入支委会会议，表决通过后再登记")
def conversion_examined(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, OUTCOMES, Meeting.Kind.COMMITTEE, "支部委员会审查")


@gate("13.4.4c")
def one_of_three_outcomes(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return None if decision.matter in OUTCOMES else "只能作出转正、延长或取消三种决定"


@gate("13.4.5d", "13.4.4e", cure="须由党员大会表决通过")
def outcome_by_general_meeting(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    if decision.matter not in OUTCOMES:
        return None
    return undecided(recruit, decision, OUTCOMES, Meeting.Kind.GENERAL, "支部党员大会讨论")


PROBATION_STEPS = (Key.OATH, Key.PROBATION, Key.CONVERSION_APPLICATION, Key.CONVERSION_OPINIONS)


@gate("13.0p", cure="请先办理并登记前一步骤")
def probation_is_complete(recruit: Recruit, *, decision: AgendaItem, on: date, **_: Any) -> str | None:
    """What stands before conversion and extension; a cancellation may come at any time."""
    if decision.matter not in (Matter.CONVERSION, Matter.PROBATION_EXTENSION):
        return None
    return unfinished(recruit, PROBATION_STEPS, on, decision.meeting.held_on)


@gate("13.4.4a")
def probation_was_over(recruit: Recruit, *, decision: AgendaItem, on: date, **_: Any) -> str | None:
    end = journey_of(recruit, on).probation_end
    early = decision.matter == Matter.CONVERSION and end is not None and decision.meeting.held_on < end
    return f"预备期未满，最早{end}" if early else None


GROUNDS = {
    Matter.CONVERSION: "认真履行党员义务、具备党员条件的情况",
    Matter.PROBATION_EXTENSION: "需要继续考察和教育的情况",
    Matter.PROBATION_CANCELLATION: "不履行党员义务、不具备党员条件的情况",
}


@gate("13.4.4c", cure="请写明依据")
def outcome_has_its_ground(recruit: Recruit, *, decision: AgendaItem, ground: str, **_: Any) -> str | None:
    wanted = GROUNDS.get(Matter(decision.matter))
    return f"须写明{wanted}" if wanted and not ground.strip() else None


@gate("13.4.4d")
def extension_within_its_limits(
    recruit: Recruit, *, decision: AgendaItem, months: int | None, clause: Clause, **_: Any
) -> str | None:
    """Six to twelve months, once (X1-20)."""
    if decision.matter != Matter.PROBATION_EXTENSION:
        return None
    said = "延长预备期不少于半年、不超过一年且只能一次"
    if recruit.extended_until is not None:
        return said
    return None if months is not None and 6 <= months <= 12 else said


@gate()
def outcome_not_resolved_yet(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    record = journey_of(recruit, on).last(Kind.CONVERSION_RESOLUTION)
    return f"大会已于{record.happened_on}作出决议" if record else None


@gate()
def outcome_is_resolved(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).of(Kind.CONVERSION_RESOLUTION) else "党员大会还没有作出决议"


@gate("13.4.4e", "13.4.5e", cure="请报党总支和机关党委审批，登记批复")
def outcome_is_approved(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return unapproved(journey_of(recruit, on))


def unapproved(journey: Journey) -> str | None:
    record = journey.last(Kind.CONVERSION_REPORT)
    submission = record.submission if record else None
    if submission is None or not submission.decision:
        forwarded = submission is not None and submission.forwarded_on is not None
        return "须机关党委审批" if forwarded else "须经上级党组织批准"
    return None if submission.decision == Submission.Decision.APPROVED else "上级党组织没有批准"


@gate("13.4.4e")
def outcome_was_refused(recruit: Recruit, *, on: date, told_on: date | None = None, **_: Any) -> str | None:
    return not_refused_by(journey_of(recruit, on).last(Kind.CONVERSION_REPORT), told_on, on)


@gate("13.4.6", cure="请补齐后再移交")
def five_papers(recruit: Recruit, *, papers: list[str], **_: Any) -> str | None:
    missing = [label for name, label in PAPERS.items() if name not in papers]
    return f"移交清单缺：{listed(missing)}" if missing else None


@gate()
def is_converted(recruit: Recruit, **_: Any) -> str | None:
    return None if recruit.person.full_on else "还没有转为正式党员"


@built("13.4.4d")
def end_of_extension(journey: Journey, months: int) -> date:
    """Counted from the end of the first year, not from the resolution."""
    end = journey.probation_end
    assert end is not None
    return add_months(end, months)
