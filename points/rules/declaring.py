"""Before somebody declares: he takes part, in time, once, with the proof his item asks for."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from accounts.models import Organization, User
from meetings.models import Attendance, MakeUp, Meeting
from members.models import Person
from points.items import MOST_GAINED, code_of_meeting
from points.models import Entry, Honour, MonthlyFigure, Settlement, TestMark, WorkItem
from points.participants import takes_part
from points.scheme import begins_on, is_closed, quarter_of, scheme_on
from rulebook.kernel import gate
from rulebook.periods import first_of_month, last_of_month

Evidence = Attendance | MonthlyFigure | TestMark | WorkItem
FIXED = (Honour.Level.BUREAU, Honour.Level.CENTRE)
PIONEER = "先锋标兵"


def day_of(subject: Model, given: date | None = None) -> date | None:
    """The day of the event: status, scheme, month and quarter go by it. Of a monthly figure the month's last day."""
    if isinstance(subject, Attendance):
        return subject.meeting.held_on
    if isinstance(subject, TestMark):
        return subject.test.held_on
    if isinstance(subject, WorkItem):
        return subject.recognised_on
    return last_of_month(subject.month) if isinstance(subject, MonthlyFigure) else given


def organization_of(subject: Model) -> Organization:
    return subject.organization  # type: ignore[attr-defined]


def person_of(subject: Model, given: Person | None = None) -> Person | None:
    """Whose points they are; of a task its owner who declares."""
    if isinstance(subject, Person):
        return subject
    return given or getattr(subject, "person", None)


@gate("39.1")
def takes_part_that_day(
    subject: Model, *, by: User, event_on: date | None = None, owner: Person | None = None, **_: Any
) -> str | None:
    person, day = person_of(subject, owner), day_of(subject, event_on)
    if person is None or day is None or takes_part(organization_of(subject), person, day):
        return None
    return "该人员不在积分适用范围"


@gate("39.5.1")
def scheme_had_begun(subject: Model, *, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    return before_the_start(organization_of(subject), day) if day else None


def before_the_start(organization: Organization, day: date) -> str | None:
    start = begins_on(organization, day)
    return f"积分制度自{start.month}月{start.day}日起试行" if day < start else None


@gate("39.3.1.1.1")
def platform_counts_since_february(subject: Model, *, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    early = day is not None and day < begins_on(organization_of(subject), day)
    return "“学习强国”自2月份开始计分" if early else None


@gate("39.3.1.1.1", cure="请在月末当天或次月关账前申报")
def month_of_the_figure_is_over(subject: Model, *, on: date, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    return "当月积分到月末才能确定" if day is not None and on < day else None


@gate()
def has_happened(subject: Model, *, on: date, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    return "事项日期不能晚于今天" if day is not None and day > on else None


@gate("39.4.2.2c", cure="按时申报、证明材料补交在后的不受影响；因系统故障未能申报的，请书记重新开放当月")
def month_still_takes_claims(subject: Model, *, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    closed = day is not None and is_closed(organization_of(subject), day)
    return "未在当月申报，不再登记到下月" if closed else None


@gate("39.4.2.2b")
def quarter_is_not_settled(subject: Model, *, event_on: date | None = None, **_: Any) -> str | None:
    day = day_of(subject, event_on)
    return settled_already(organization_of(subject), day) if day else None


def settled_already(organization: Organization, day: date) -> str | None:
    known = Settlement.objects.filter(organization=organization, quarter=quarter_of(day).since)
    return "本季度积分已结算" if known.exists() else None


@gate("39.4.2.1b", cure="请本人申报；没有账号的，由支委会成员代为录入")
def declared_by_himself(subject: Model, *, by: User, owner: Person | None = None, **_: Any) -> str | None:
    person = person_of(subject, owner)
    own = person is not None and person.user_id == by.pk
    enters = by.has_perm("points.read_entries", organization_of(subject))
    return None if own or enters else "每次积分由本人主动申报"


def standing(person: Person, code: str, **evidence: Any) -> bool:
    return Entry.objects.filter(person=person, code=code, **evidence).standing().exists()


@gate()
def attendance_not_declared_yet(attendance: Attendance, **_: Any) -> str | None:
    code = code_of_meeting(attendance.meeting.kind)
    return "本次活动已经申报" if standing(attendance.person, code, attendance=attendance) else None


@gate()
def speech_not_declared_yet(attendance: Attendance, **_: Any) -> str | None:
    return "本次发言已经申报" if standing(attendance.person, "A1.3", attendance=attendance) else None


@gate("39.3.1.4.1")
def one_reflection_a_study(attendance: Attendance, **_: Any) -> str | None:
    return "每次集体学习后心得计1次" if standing(attendance.person, "A4.1", attendance=attendance) else None


@gate("39.3.1.1.2", "39.4.1.1")
def signed_in(attendance: Attendance, **_: Any) -> str | None:
    return None if attendance.signed_at else "参加以签到表为准，未签到不计分"


@gate()
def meeting_was_held(attendance: Attendance, **_: Any) -> str | None:
    over = attendance.meeting.state in (Meeting.State.CLOSED, Meeting.State.ARCHIVED)
    return None if over else "活动还没有结束"


@gate("39.3.1.2.1")
def organisation_life_of_all_members(attendance: Attendance, **_: Any) -> str | None:
    meeting = attendance.meeting
    code = code_of_meeting(meeting.kind)
    if not code or (code in ("A1.2", "A1.4", "A2.1") and not meeting.for_all_members):
        return "非全体党员范围的组织生活不计分"
    return None


@gate("39.3.1.2.2")
def service_of_all_members(attendance: Attendance, **_: Any) -> str | None:
    meeting = attendance.meeting
    partly = meeting.kind == Meeting.Kind.VOLUNTEER and not meeting.for_all_members
    return "仅全体党员范围的活动计分" if partly else None


@gate("39.3.1.2.3")
def training_of_all_members(attendance: Attendance, **_: Any) -> str | None:
    meeting = attendance.meeting
    partly = meeting.kind == Meeting.Kind.BUREAU and not meeting.for_all_members
    return "须为省局组织的全体党员范围活动" if partly else None


@gate("39.3.1.1.3")
def spoke_at_a_study_of_the_members(attendance: Attendance, **_: Any) -> str | None:
    return None if of_all_members(attendance.meeting) else "只有党员集体学习的重点发言计分"


def of_all_members(meeting: Meeting) -> bool:
    """A collective study of the members (党员集体学习): what A1.3 and A4.1 are added to."""
    return meeting.kind == Meeting.Kind.STUDY and meeting.for_all_members


@gate("39.3.1.1.3", cure="重点发言由记录人写入会议记录")
def spoke_where_he_was_present(attendance: Attendance, **_: Any) -> str | None:
    if not attendance.signed_at:
        return "未参加该次学习"
    return None if attendance.key_speech else "会议记录上没有重点发言"


@gate("39.3.1.4.1")
def after_a_collective_study(attendance: Attendance, **_: Any) -> str | None:
    return None if of_all_members(attendance.meeting) else "心得须在党员集体学习之后"


@gate("39.3.1.4.1", cure="缺席的，补课后再申报")
def took_part_or_made_it_up(attendance: Attendance, **_: Any) -> str | None:
    made_up = MakeUp.objects.filter(attendance=attendance, handed_in_on__isnull=False)
    return None if attendance.signed_at or made_up.exists() else "未参加该次学习，也没有补课"


@gate("39.3.1.4.1")
def reflection_of_this_study_alone(attendance: Attendance, *, link: str, **_: Any) -> str | None:
    counted = bool(link.strip()) and standing(attendance.person, "A4.1", link=link.strip())
    return "这篇心得已在另一次学习申报" if counted else None


@gate("39.4.1.3")
def proof_is_there(subject: Model, *, proof: UploadedFile | None, link: str = "", **_: Any) -> str | None:
    return None if proof or link.strip() else "请提供证明材料"


@gate()
def month_not_declared_yet(subject: Model, *, event_on: date | None = None, **_: Any) -> str | None:
    person, day = person_of(subject), day_of(subject, event_on)
    if person is None or day is None:
        return None
    return "这个月的学习强国积分已经申报" if standing(person, "A1.1", month=first_of_month(day)) else None


@gate("39.3.1.1.1", cure="累计积分请填写上月末和本月末两个数，由程序取差")
def gained_in_the_month(
    person: Person, *, gained: int | None, total_before: int | None, total_after: int | None, **_: Any
) -> str | None:
    if (gained is None) == (total_before is None or total_after is None):
        return "请填写当月积分，或上月末、本月末的累计积分"
    if total_before is not None and total_after is not None and total_after < total_before:
        return "本月末的累计积分不能少于上月末"
    if total_before is not None and total_after is not None and total_after - total_before > MOST_GAINED:
        return f"当月积分不会超过{MOST_GAINED}，请核对两个累计数"
    return None


@gate()
def mark_not_declared_yet(mark: TestMark, **_: Any) -> str | None:
    return "本次测试已经申报" if standing(mark.person, "A1.6", mark=mark) else None


@gate("39.3.1.3.2")
def task_recognised_by_the_general_branch(work: WorkItem, **_: Any) -> str | None:
    if not work.is_special:
        return "月度计划的项目完成不加分"
    recognised = work.recognised_by == WorkItem.Recogniser.GENERAL_BRANCH
    return None if recognised else "须经党总支认定"


@gate()
def owner_of_the_task(work: WorkItem, *, owner: Person, **_: Any) -> str | None:
    return None if work.owners.filter(pk=owner.pk).exists() else f"{owner}不是这项工作的责任人"


@gate()
def task_not_declared_yet(work: WorkItem, *, owner: Person, **_: Any) -> str | None:
    return "本项已经申报" if standing(owner, "A3.2", work=work) else None


@gate("39.3.1.4.2")
def own_article_not_counted_yet(
    person: Person, *, title: str, event_on: date, link: str, own_byline: bool, **_: Any
) -> str | None:
    """The same by its address, or by its title and day: a picture of it is no second article."""
    by_address = bool(link.strip()) and standing(person, "A4.2", link=link.strip())
    counted = by_address or standing(person, "A4.2", title=title.strip(), event_on=event_on)
    return None if own_byline and not counted else "须为本人署名且未计过分的文章"


@gate("39.3.2")
def not_a_fixed_award(person: Person, *, level: str, regular: bool, **_: Any) -> str | None:
    return "省局和信息计算中心固定评优荣誉不计分" if regular and level in FIXED else None


@gate("18.2", cure="标兵由季度结算产生，见“积分”的季度结算")
def no_pioneer_by_hand(person: Person, *, title: str, **_: Any) -> str | None:
    return "标兵须由季度积分结算产生并经党总支审批" if PIONEER in title else None


@gate()
def honour_not_declared_yet(person: Person, *, title: str, issuer: str, event_on: date, **_: Any) -> str | None:
    known = Honour.objects.filter(person=person, title=title.strip(), issuer=issuer.strip(), awarded_on=event_on)
    return "这项荣誉已经登记" if Entry.objects.filter(honour__in=known).standing().exists() else None


@gate("39.3", "39.5.2", "39.5.3-4", cure="请先经支委会研究并报党总支批准")
def item_is_approved(person: Person, *, code: str, event_on: date, **_: Any) -> str | None:
    line = scheme_on(person.organization, event_on).get(code)
    return None if line is not None and line.is_new else "该类别暂无经批准的积分项目"


@gate()
def item_not_declared_yet(person: Person, *, code: str, title: str, event_on: date, **_: Any) -> str | None:
    return "这一项已经申报" if standing(person, code, title=title.strip(), event_on=event_on) else None
