"""From the candidate to the probationary member: examination, pre-review, form, resolution, dossier, approval."""

from datetime import date
from typing import Any

from archives.models import Submission
from meetings.models import AgendaItem, Matter, Meeting
from members.models import Person
from recruitment.journey import Journey, journey_of
from recruitment.models import Kind, Record, Recruit
from recruitment.rules.order import listed, undecided
from recruitment.steps import Key
from rulebook.catalogue import Clause
from rulebook.kernel import gate
from rulebook.periods import add_months


@gate(cure="请系统管理员补充上级机关党委")
def has_department_committee(recruit: Recruit, **_: Any) -> str | None:
    return None if recruit.organization.department_committee else "没有设置上级机关党委"


def waiting(recruit: Recruit, kind: str, on: date) -> Submission | None:
    """What was sent up last under this kind, unless it was refused."""
    record = journey_of(recruit, on).last(kind)
    submission = record.submission if record else None
    return None if submission is None or submission.decision == Submission.Decision.REFUSED else submission


def sent_once(kind: str) -> Any:
    """The gate against sending the same thing up twice; a refused resolution goes back to the general meeting."""

    @gate()
    def not_sent_yet(recruit: Recruit, *, on: date, **_: Any) -> str | None:
        submission = waiting(recruit, kind, on)
        if submission is not None:
            return f"已于{submission.sent_on}报送"
        resolved = kind in (Kind.DOSSIER, Kind.CONVERSION_REPORT) and journey_of(recruit, on).of(kind)
        return "上级没有批准，请先登记，再由党员大会重新讨论" if resolved else None

    return not_sent_yet


@gate("13.3.1a", cure="请列入支委会会议，表决通过后再登记")
def examined_by_committee(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, [Matter.ADMISSION], Meeting.Kind.COMMITTEE, "支部委员会审查")


@gate("N13.19a", cure="确需办理的，请写明原因")
def stays_in_the_unit(
    recruit: Recruit, *, clause: Clause, on: date, happened_on: date | None = None, **_: Any
) -> str | None:
    day, leaves = happened_on or on, recruit.leaving_on
    if leaves is None or leaves < day or leaves >= add_months(day, clause.raw["months"]):
        return None
    return f"将于{leaves}离开本单位，未来{clause.raw['months']}个月内离开的一般不办理接收手续"


@gate("13.3.1b", "N13.19b", cure="请先报机关党委预审")
def pre_review_passed(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).done_on(Key.PRE_REVIEW) else "预审合格后方可发放《入党志愿书》"


@gate("13.2.2c", cure="请先登记发放志愿书")
def form_is_in_his_hands(recruit: Recruit, *, happened_on: date, on: date, **_: Any) -> str | None:
    form = journey_of(recruit, on).last(Kind.FORM)
    if form is None:
        return "还没有发放《入党志愿书》"
    return f"日期早于发放志愿书的日期{form.happened_on}" if happened_on < form.happened_on else None


@gate("13.3.4b", cure="请补齐后再登记")
def resolution_is_complete(
    recruit: Recruit, *, decision: AgendaItem, main_conduct: str, signed_by: Person | None, **_: Any
) -> str | None:
    vote = getattr(decision, "vote", None)
    elements = {
        "主要表现": bool(main_conduct.strip()),
        "应到会有表决权的党员人数": bool(vote and vote.eligible),
        "实到会有表决权的党员人数": bool(vote and vote.present),
        "表决结果": bool(vote and vote.counted_at),
        "通过决议的日期": decision.meeting.closed_at is not None,
        "支部书记签名": signed_by is not None,
    }
    missing = [name for name, there in elements.items() if not there]
    return f"决议缺：{listed(missing)}" if missing else None


@gate("13.3.4b")
def signed_by_the_secretary(
    recruit: Recruit, *, decision: AgendaItem, signed_by: Person | None, **_: Any
) -> str | None:
    if signed_by is None:
        return None
    terms = signed_by.terms.running(decision.meeting.held_on).filter(
        organization=recruit.organization, post="secretary"
    )
    return None if terms.exists() else f"{signed_by}那天不是支部书记"


@gate("13.3.3.4b", cure="须由党员大会表决通过")
def admitted_by_general_meeting(recruit: Recruit, *, decision: AgendaItem, **_: Any) -> str | None:
    return undecided(recruit, decision, [Matter.ADMISSION], Meeting.Kind.GENERAL, "支部党员大会讨论")


@gate()
def admission_not_resolved_yet(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    record = journey_of(recruit, on).last(Kind.RESOLUTION)
    return f"大会已于{record.happened_on}通过" if record else None


@gate("13.3.4a", cure="请把决议写入志愿书，并登记")
def resolution_is_in_the_form(recruit: Recruit, *, on: date, happened_on: date | None = None, **_: Any) -> str | None:
    entry = journey_of(recruit, on).first(Kind.FORM_ENTRY)
    if entry is None:
        return "决议未写入志愿书"
    early = happened_on is not None and happened_on < entry.happened_on
    return f"日期早于决议写入志愿书的日期{entry.happened_on}" if early else None


@gate("13.3.4c", cure="请补齐材料后再报送")
def dossier_is_complete(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    journey = journey_of(recruit, on)
    papers = {
        "入党志愿书": journey.done_on(Key.FORM),
        "入党申请书": journey.of(Kind.APPLICATION),
        "政治审查材料": journey.done_on(Key.REVIEW),
        "培养教育考察材料": journey.of(Kind.INSPECTION),
    }
    missing = [name for name, there in papers.items() if not there]
    return f"缺{listed(missing)}" if missing else None


@gate("13.3.4d", cure="请等候机关党委审批，或登记批复")
def admission_is_approved(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).approved(Kind.DOSSIER) else "尚未经机关党委批准"


@gate("13.3.4d")
def admission_was_refused(recruit: Recruit, *, on: date, told_on: date | None = None, **_: Any) -> str | None:
    return not_refused_by(journey_of(recruit, on).last(Kind.DOSSIER), told_on, on)


def not_refused_by(record: Record | None, told_on: date | None, on: date) -> str | None:
    """Why nobody could be told that day of a refusal of what went up with this record."""
    submission = record.submission if record else None
    if submission is None or submission.decision != Submission.Decision.REFUSED:
        return "上级没有作出不批准的批复"
    if told_on is not None and submission.decided_on is not None and told_on < submission.decided_on:
        return f"告知日期早于上级批复的日期{submission.decided_on}"
    return "日期不能晚于今天" if told_on is not None and told_on > on else None


@gate("N13.24", warns=True)
def superior_has_talked(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    return None if journey_of(recruit, on).of(Kind.SUPERIOR_TALK) else "未记录上级派人谈话"


@gate()
def not_admitted_yet(recruit: Recruit, **_: Any) -> str | None:
    day = recruit.person.admitted_on
    return f"已是预备党员（{day}）" if day else None


REPORTED = {
    "view_of_party": "对党的认识",
    "motive": "入党动机",
    "life_record": "本人履历",
    "family_and_relations": "家庭和主要社会关系",
    "other": "需向党组织说明的问题",
}


def item_before_the_meeting(recruit: Recruit) -> AgendaItem:
    """The item on him at the general meeting that is open. Raises AgendaItem.DoesNotExist where there is none."""
    items = AgendaItem.objects.select_related("meeting").filter(
        concerns=recruit.person,
        matter=Matter.ADMISSION,
        state=AgendaItem.State.SETTLED,
        meeting__organization=recruit.organization,
        meeting__kind=Meeting.Kind.GENERAL,
        meeting__state=Meeting.State.OPEN,
    )
    return items.earliest("pk")


def open_item(recruit: Recruit) -> AgendaItem | None:
    try:
        return item_before_the_meeting(recruit)
    except AgendaItem.DoesNotExist:
        return None


@gate(cure="请在接收预备党员的大会上，表决开始前记录")
def at_the_open_meeting(recruit: Recruit, **_: Any) -> str | None:
    return None if open_item(recruit) else "讨论其入党的党员大会没有在进行"


@gate("13.3.3.1", cure="请把发展对象列为列席人员，并请其签到")
def candidate_present(recruit: Recruit, **_: Any) -> str | None:
    item = open_item(recruit)
    if item is None or item.meeting.attendances.present().filter(person=recruit.person).exists():
        return None
    return "发展对象须到会汇报"


@gate("13.3.3.1")
def report_is_whole(recruit: Recruit, *, parts: list[str], **_: Any) -> str | None:
    missing = [label for name, label in REPORTED.items() if name not in parts]
    return f"汇报缺：{listed(missing)}" if missing else None


@gate("13.3.3.1", cure="请先记录发展对象的汇报")
def candidate_reported_first(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    item = open_item(recruit)
    return (
        None if item is None or heard(journey_of(recruit, on), Kind.HEARD_CANDIDATE, item) else "第一步是发展对象汇报"
    )


@gate("13.3.3.2", cure="请先记录介绍人的介绍和意见")
def sponsors_spoke_first(recruit: Recruit, *, on: date, **_: Any) -> str | None:
    item = open_item(recruit)
    return silent_sponsors(journey_of(recruit, on), item) if item else None


def heard(journey: Journey, kind: str, item: AgendaItem) -> list[Record]:
    """What was heard of this kind at the meeting of the item; what an earlier meeting heard does not count here."""
    return [record for record in journey.of(kind) if record.item_id == item.pk]


def silent_sponsors(journey: Journey, item: AgendaItem) -> str | None:
    spoken = {record.person_id for record in heard(journey, Kind.HEARD_SPONSOR, item)}
    silent = [record.person.name for record in journey.sponsors if record.person and record.person_id not in spoken]
    return f"介绍人{listed(silent)}还没有介绍情况、表明意见" if silent else None
