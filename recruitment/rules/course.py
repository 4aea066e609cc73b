"""What stands before somebody is stopped, moves in or out, or a record of him is corrected."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from meetings.models import AgendaItem, Matter, Meeting
from members.amendments import amended, label_of
from members.models import Person
from recruitment.journey import journey_of
from recruitment.models import TAKEN_OVER, Kind, Record, Recruit
from recruitment.rules.order import listed, undecided
from recruitment.steps import STEPS, Key
from rulebook.kernel import gate


@gate()
def not_yet_a_member(recruit: Recruit, **_: Any) -> str | None:
    return "已是党员，不适用停止培养" if recruit.person.admitted_on else None


@gate(cure="停止培养由支委会研究决定，请列入支委会议题（其他重要事项，注明涉及人员）")
def stopped_by_committee(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, [Matter.OTHER], Meeting.Kind.COMMITTEE, "支部委员会研究")


@gate("13.3.4d", cure="请等候上级批复；上级不批准的，登记后再研究")
def not_resolved_by_the_general_meeting(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    """What the general meeting has resolved, the committee does not undo."""
    resolution = journey_of(recruit, on).last(Kind.RESOLUTION)
    return f"党员大会已于{resolution.happened_on}通过接收，等候上级审批" if resolution else None


@gate()
def moved_by_today(organization: Organization, *, moved_on: date, on: date, **_: Any) -> str | None:
    return "转入日期不能晚于今天" if moved_on > on else None


@gate()
def dates_follow(
    organization: Organization, *, received_on: date, activist_on: date | None, moved_on: date, **_: Any
) -> str | None:
    if received_on > moved_on:
        return "收到申请书的日期晚于转入日期"
    if activist_on is None:
        return None
    return None if received_on <= activist_on <= moved_on else "确定为积极分子的日期须在申请之后、转入之前"


@gate()
def are_gaps(recruit: Recruit, *, steps: list[str], on: date, **_: Any) -> str | None:
    """Only what lies behind him can be explained: a step that is still to come is taken."""
    gaps = {step.key for step in journey_of(recruit, on).gaps}
    others = [STEPS[Key(step)].title for step in steps if step not in gaps]
    if others:
        return f"{listed(others)}不是缺项：已有记录，或者还没有办到"
    return None if steps else "请选择要说明的步骤"


@gate()
def explanation_is_written(recruit: Recruit, *, text: str, **_: Any) -> str | None:
    return None if text.strip() else "请写明缺项的原因"


@gate()
def not_his_own(record: Record, *, by: User, **_: Any) -> str | None:
    return "不能更正本人的记录" if record.recruit.person.user_id == by.pk else None


RECORDED_BY = {
    "applied_on": Kind.APPLICATION,
    "activist_on": Kind.ACTIVIST,
    "candidate_on": Kind.LISTED,
    "approved_on": Kind.ADMISSION,  # a roster tells who was admitted, and not when the superior approved
    "admitted_on": Kind.RESOLUTION,
    "full_on": Kind.CONVERSION,
}


@gate("13.0p", act="members.record_dates", cure="请在此人的发展党员页面逐步办理；这里只更正名册带来的日期")
def standing_comes_by_the_steps(person: Person, *, full_on: date | None, **others: Any) -> str | None:
    """On a way that runs no date is moved that a step has set, and none is reached but by its step.

    What a roster gave may be mended, and what lies behind him filled in.
    """
    recruit = person.recruitments.running().first()
    own = set(recruit.records.valid().exclude(organ=TAKEN_OVER).values_list("kind", flat=True)) if recruit else set()
    given, names = {**others, "full_on": full_on}, list(RECORDED_BY)
    changed = amended(person, {name: given[name] for name in names if name in given})
    ahead = {name for place, name in enumerate(names) if not any(getattr(person, later) for later in names[place:])}
    moved = [name for name in changed if own and (RECORDED_BY[name] in own or name in ahead)]
    return f"{person}的发展事项正在办理，{listed(map(label_of, moved))}由办理的步骤确定" if moved else None
