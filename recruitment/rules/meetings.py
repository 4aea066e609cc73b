"""The gates of chapter 13 on meetings: who comes before them, and how they vote on him."""

from collections.abc import Callable
from datetime import date
from typing import Any

from meetings.decisions import RECRUITMENT, formula_for
from meetings.models import AgendaItem, Matter, Meeting, Vote
from members.models import Person
from recruitment.journey import Journey, journey_of
from recruitment.models import Kind, Recruit
from recruitment.rules.admission import heard, silent_sponsors
from recruitment.rules.candidates import group_unheard, suspended, too_early, unheard
from recruitment.rules.order import listed
from recruitment.steps import Key
from rulebook.catalogue import Clause
from rulebook.kernel import gate
from rulebook.periods import add_months

OUTCOMES = (Matter.CONVERSION, Matter.PROBATION_EXTENSION, Matter.PROBATION_CANCELLATION)
BEGINNING = ("meetings.introduce_item", "meetings.open_vote")
TALKING = ("meetings.introduce_item", "meetings.record_remark", "meetings.open_vote")


def recruit_of(person: Person | None, organization: Any) -> Recruit | None:
    """The running way of the person an item concerns."""
    return Recruit.objects.running().filter(person=person, organization=organization).first() if person else None


def journey_to(item: AgendaItem, on: date) -> Journey | None:
    recruit = concerned(item)
    return journey_of(recruit, on) if recruit else None


def concerned(item: AgendaItem) -> Recruit | None:
    """The recruit an item is about; kept on its person, whom every act reads anew, for the gates of that one act."""
    if item.concerns is None:
        return None
    known = item.concerns.__dict__.setdefault("recruits_by_branch", {})
    if item.organization not in known:
        known[item.organization] = recruit_of(item.concerns, item.organization)
    recruit: Recruit | None = known[item.organization]
    return recruit


def on_acts(acts: tuple[str, ...], *ids: str, matter: str | None = None, cure: str = "") -> Callable[..., Any]:
    """The same gate on several acts of meetings."""

    def register(function: Callable[..., str | None]) -> Callable[..., str | None]:
        for act in acts:
            gate(*ids, act=act, matter=matter, cure=cure)(function)
        return function

    return register


def concerns_a_recruit(matter: str) -> None:
    """Items of this matter name a person whose way is on record; before that nothing about him can be judged."""

    @gate("13.0p", act="meetings.add_item", matter=matter, cure="请在“涉及人员”中选择已登记发展事项的人")
    def names_a_recruit(meeting: Meeting, *, concerns: Person | None, **_: Any) -> str | None:
        if concerns is None:
            return "发展党员的议题须写明涉及的人员，一人一项"
        return None if recruit_of(concerns, meeting.organization) else f"{concerns}没有正在办理的发展事项"

    @gate("13.0p", act="meetings.add_item", matter=matter, cure="请用议程上已有的议题")
    def stands_there_once(meeting: Meeting, *, concerns: Person | None, **_: Any) -> str | None:
        """What was voted down is not put to the vote a second time at the same meeting."""
        there = concerns is not None and meeting.items.filter(matter=matter, concerns=concerns).exists()
        return f"{concerns}已在本次会议的议程上" if there else None


for recruitment_matter in (Matter.ACTIVIST, Matter.CANDIDATE, Matter.ADMISSION, *OUTCOMES):
    concerns_a_recruit(recruitment_matter)


# Before the committee


@on_acts(BEGINNING, "13.2.1b", matter=Matter.CANDIDATE, cure="请先听取并登记意见")
def sides_heard_before_the_committee(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    return unheard(journey) if journey else None


@on_acts(BEGINNING, "N13.13", matter=Matter.CANDIDATE, cure="设党小组的，还须听取党小组意见")
def group_heard_before_the_committee(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    return group_unheard(journey, Kind.OPINION) if journey else None


@on_acts(BEGINNING, "13.2.1a", matter=Matter.CANDIDATE)
def a_year_before_the_committee(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    return too_early(journey, item.meeting.held_on) if journey else None


@gate(
    "6.2.4b", "13.2.1c", act="meetings.open_vote", matter=Matter.CANDIDATE,
    cure="请另行召开支委会会议，使实到委员达到三分之二",
)  # fmt: skip
def listing_needs_two_thirds(item: AgendaItem, **_: Any) -> str | None:
    formula, due, here = formula_for(item), item.eligible_voters, item.voters_present
    if not item.meeting.is_committee or formula is None:
        return None
    least = formula.least_present(due)
    return None if due and here >= least else f"实到{here}人，须达应到{due}人的三分之二以上（至少{least}人）"


@on_acts(BEGINNING, "13.3.1a", matter=Matter.ADMISSION, cure="请先补齐，再由支委会审查")
def examination_has_its_papers(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    if not item.meeting.is_committee or journey is None:
        return None
    inputs = {
        "两名入党介绍人": journey.done_on(Key.SPONSORS),
        "政治审查结论": journey.done_on(Key.REVIEW),
        "集中培训": journey.done_on(Key.TRAINING),
        "培养教育考察材料": journey.of(Kind.INSPECTION),
    }
    missing = [name for name, there in inputs.items() if not there]
    return f"审查前缺：{listed(missing)}" if missing else None


def before_conversion(function: Callable[[AgendaItem, Journey], str | None], *ids: str, cure: str = "") -> None:
    """A gate on the committee's examination of conversion and extension; a cancellation may come at any time."""

    def ask(item: AgendaItem, *, on: date, **_: Any) -> str | None:
        journey = journey_to(item, on)
        return function(item, journey) if item.meeting.is_committee and journey else None

    ask.__name__, ask.__qualname__ = function.__name__, function.__qualname__
    for matter in (Matter.CONVERSION, Matter.PROBATION_EXTENSION):
        on_acts(BEGINNING, *ids, matter=matter, cure=cure)(ask)


def conversion_was_applied_for(item: AgendaItem, journey: Journey) -> str | None:
    return None if journey.of(Kind.CONVERSION_APPLICATION) else "缺书面转正申请"


def conversion_sides_heard(item: AgendaItem, journey: Journey) -> str | None:
    missing = journey.unheard(Kind.CONVERSION_OPINION, journey.conversion_sources[:2])
    return f"缺{listed(source.label for source in missing)}的意见" if missing else None


def conversion_group_heard(item: AgendaItem, journey: Journey) -> str | None:
    return group_unheard(journey, Kind.CONVERSION_OPINION)


def oath_was_taken(item: AgendaItem, journey: Journey) -> str | None:
    return None if journey.of(Kind.OATH) else "未进行入党宣誓"


def probation_was_inspected(item: AgendaItem, journey: Journey) -> str | None:
    return None if journey.of(Kind.PROBATION_INSPECTION) else "缺预备期考察材料"


before_conversion(conversion_was_applied_for, "13.4.5a", cure="由本人书面提出转正申请")
before_conversion(conversion_sides_heard, "13.4.5b", cure="请先征求并登记意见")
before_conversion(conversion_group_heard, "N13.33", cure="设党小组的，还须听取党小组意见")
before_conversion(oath_was_taken, "13.4.2", cure="请先组织宣誓并登记")
before_conversion(probation_was_inspected, "13.4.3", cure="请先登记预备期考察情况")


# Onto the general meeting's agenda


def prepared_by_committee(meeting: Meeting, person: Person | None, prepared_in: AgendaItem | None, matter: str) -> bool:
    """Whether the committee has passed an item of the same matter on the same person."""
    if prepared_in is None or person is None:
        return False
    passed = hasattr(prepared_in, "vote") and prepared_in.vote.passed
    same = prepared_in.matter == matter and prepared_in.concerns_id == person.pk
    ours = prepared_in.meeting.is_committee and prepared_in.meeting.organization_id == meeting.organization_id
    return bool(passed and same and ours)


@gate("6.1.3", act="meetings.add_item", matter=Matter.ADMISSION, cure="请先列入支委会会议，审查通过后提交大会")
def admission_studied_by_committee(
    meeting: Meeting, *, matter: str, concerns: Person | None, prepared_in: AgendaItem | None, **_: Any
) -> str | None:
    if not meeting.is_general or prepared_by_committee(meeting, concerns, prepared_in, matter):
        return None
    return "须先经支委会研究"


@gate(
    "13.3.2a", act="meetings.add_item", matter=Matter.ADMISSION, cure="请选择支委会审查通过的议题作为“支委会讨论记录”"
)
def put_up_by_committee(
    meeting: Meeting, *, matter: str, concerns: Person | None, prepared_in: AgendaItem | None, **_: Any
) -> str | None:
    if not meeting.is_general or prepared_by_committee(meeting, concerns, prepared_in, matter):
        return None
    return "由支部委员会提交支部大会讨论"


@gate("13.3.1b", act="meetings.add_item", matter=Matter.ADMISSION, cure="请先报机关党委预审")
def pre_reviewed_before_the_meeting(meeting: Meeting, *, concerns: Person | None, on: date, **_: Any) -> str | None:
    recruit = recruit_of(concerns, meeting.organization) if meeting.is_general else None
    if recruit is None or journey_of(recruit, on).done_on(Key.PRE_REVIEW):
        return None
    return "须机关党委预审合格"


def onto_the_agenda(matter: str) -> None:
    """The conversion, extension or cancellation comes from the committee's examination (13.4.5c)."""

    @gate(
        "13.4.5c",
        "6.1.3",
        act="meetings.add_item",
        matter=matter,
        cure="请选择支委会审查通过的议题作为“支委会讨论记录”",
    )
    def conversion_examined_by_committee(
        meeting: Meeting, *, matter: str, concerns: Person | None, prepared_in: AgendaItem | None, **_: Any
    ) -> str | None:
        if not meeting.is_general or prepared_by_committee(meeting, concerns, prepared_in, matter):
            return None
        return "须先经支部委员会审查"


for outcome in OUTCOMES:
    onto_the_agenda(outcome)


def probation_over(meeting: Meeting, concerns: Person | None, on: date) -> str | None:
    recruit = recruit_of(concerns, meeting.organization) if meeting.is_general else None
    end = journey_of(recruit, on).probation_end if recruit else None
    return f"预备期未满，最早{end}" if end and meeting.held_on < end else None


@gate("13.4.4a", act="meetings.add_item", matter=Matter.CONVERSION)
def probation_is_over(meeting: Meeting, *, concerns: Person | None, on: date, **_: Any) -> str | None:
    return probation_over(meeting, concerns, on)


@gate("13.4.4a", act="meetings.open_vote", matter=Matter.CONVERSION)
def probation_is_over_at_the_vote(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    return probation_over(item.meeting, item.concerns, on)


# At the general meeting


def at_general(item: AgendaItem) -> bool:
    return item.meeting.is_general and item.matter in RECRUITMENT


@on_acts(TALKING, "13.2.2c", matter=Matter.ADMISSION, cure="请两名介绍人在志愿书上填写意见")
def sponsors_have_written(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    if not item.meeting.is_general or journey is None or journey.done_on(Key.FORM):
        return None
    return "介绍人意见未填写"


@on_acts(TALKING, "13.3.3.1", matter=Matter.ADMISSION, cure="请把发展对象列为列席人员，并请其签到")
def candidate_is_there(item: AgendaItem, **_: Any) -> str | None:
    if not item.meeting.is_general or concerned(item) is None:
        return None
    return None if item.meeting.attendances.present().filter(person=item.concerns).exists() else "发展对象须到会汇报"


def others_under_way(item: AgendaItem) -> AgendaItem | None:
    """Another person's item of this kind whose discussion has begun and whose vote is not counted."""
    others = item.meeting.items.filter(matter__in=RECRUITMENT).exclude(pk=item.pk)
    begun = others.exclude(introduction="") | others.filter(remarks__isnull=False)
    open_states = (AgendaItem.State.SETTLED, AgendaItem.State.VOTING)
    return begun.filter(state__in=open_states).first()


@on_acts(TALKING, "13.3.3.4d", cure="请先完成前一人的讨论和表决")
def one_person_at_a_time(item: AgendaItem, **_: Any) -> str | None:
    return "必须逐个讨论和表决" if at_general(item) and others_under_way(item) else None


@gate("13.3.3.2", act="meetings.open_vote", matter=Matter.ADMISSION, cure="请记录介绍人的介绍和意见")
def sponsors_have_spoken(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    return silent_sponsors(journey, item) if item.meeting.is_general and journey else None


@gate("13.3.3.1", act="meetings.open_vote", matter=Matter.ADMISSION, cure="请记录发展对象的汇报")
def candidate_has_reported(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    if not item.meeting.is_general or journey is None or heard(journey, Kind.HEARD_CANDIDATE, item):
        return None
    return "发展对象还没有汇报"


@gate("13.3.3.3", act="meetings.open_vote", matter=Matter.ADMISSION, cure="请记录支委会的报告")
def committee_has_reported(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    if not item.meeting.is_general or journey is None or heard(journey, Kind.HEARD_COMMITTEE, item):
        return None
    return "支委会须报告审查情况"


@gate("13.3.2b", "13.4.5d", act="meetings.open_vote", cure="请等候到会，或改期再议")
def more_than_half_are_there(item: AgendaItem, **_: Any) -> str | None:
    formula = formula_for(item)
    if not at_general(item) or formula is None:
        return None
    return formula.quorum_gap(item.eligible_voters, item.voters_present)


@gate("13.3.3.4a", act="meetings.open_vote", matter=Matter.ADMISSION)
def admission_is_voted_in_secret(item: AgendaItem, *, method: str, **_: Any) -> str | None:
    return "须无记名投票" if at_general(item) and method != Vote.Method.SECRET_BALLOT else None


@gate("13.2.2b", act="meetings.open_vote", matter=Matter.ADMISSION, cure="请另行确定介绍人")
def sponsors_still_have_rights(item: AgendaItem, *, on: date, **_: Any) -> str | None:
    journey = journey_to(item, on)
    if not item.meeting.is_general or journey is None:
        return None
    people = [record.person for record in journey.sponsors if record.person]
    barred = [person.name for person in people if suspended(person, item.meeting.held_on)]
    return f"{listed(barred)}受留党察看处分未恢复权利，不能作介绍人" if barred else None


@gate("N13.19c", act="meetings.open_vote", matter=Matter.ADMISSION, warns=True)
def within_a_month_of_the_pre_review(item: AgendaItem, *, on: date, clause: Clause, **_: Any) -> str | None:
    journey = journey_to(item, on)
    passed = journey.done_on(Key.PRE_REVIEW) if journey and item.meeting.is_general else None
    if passed is None or passed < date.fromisoformat(clause.raw["from"]):
        return None
    last = add_months(passed, clause.raw["months"])
    return f"预审合格于{passed}，一个月内应召开大会（{last}前）" if item.meeting.held_on > last else None
