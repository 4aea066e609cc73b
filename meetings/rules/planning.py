"""Before the meeting: who calls and chairs it, its agenda, the superior's approval, the notice."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Organization
from meetings.guests import guests_of
from meetings.models import AgendaItem, Matter, Meeting
from members.models import Person, Term
from members.posts import COMMITTEE, Post
from rulebook.catalogue import Clause
from rulebook.choices import chosen
from rulebook.kernel import built, gate
from rulebook.periods import latest_day_before


def day_of(day: date) -> str:
    return f"{day.month}月{day.day}日"


@built("1.4.1a")
def expected_people(meeting: Meeting) -> list[tuple[Person, bool]]:
    """Who should attend on the meeting's day, and whether with a vote (committee and group: their members).

    In the roster's order, by pinyin; at an activity of a few nobody, who comes there is invited.
    """
    organization, on = meeting.organization, meeting.held_on
    people = Person.objects.sorted_by("pinyin")
    if not meeting.for_all_members:
        return []
    if meeting.is_committee:
        return [(person, True) for person in people.committee(organization, on)]
    if meeting.group is not None:
        return [(person, False) for person in people.in_group(meeting.group, on)]
    members = people.members(organization, on)
    voters = set(Person.objects.voters(organization, on).values_list("pk", flat=True)) if meeting.is_general else set()
    return [(person, person.pk in voters) for person in members]


def holds(person: Person, meeting: Meeting, posts: frozenset[Post] | set[Post], on: date) -> bool:
    return Term.objects.running(on).filter(person=person, organization=meeting.organization, post__in=posts).exists()


@gate("8.1.1c", cure="请改由书记主持，或写明书记委托哪位委员主持及原因")
def general_meeting_chaired_by_secretary(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_general or holds(meeting.chair, meeting, {Post.SECRETARY}, meeting.held_on):
        return None
    if not holds(meeting.chair, meeting, COMMITTEE, meeting.held_on):
        return f"大会由支部书记主持；{meeting.chair}不是支部委员，不能受委托主持"
    return None if meeting.chair_reason else "大会由支部书记主持；书记委托委员主持的，须写明原因"


@gate("6.2.2a", "6.2.2b", cure="请由书记委托一名委员，并写明原因")
def committee_chaired_by_secretary(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_committee or holds(meeting.chair, meeting, {Post.SECRETARY}, meeting.held_on):
        return None
    if not holds(meeting.chair, meeting, COMMITTEE, meeting.held_on):
        return f"只能委托党支部委员召集和主持，{meeting.chair}不是委员"
    return None if meeting.chair_reason else "须有书记委托：请写明书记因故不能参加的原因"


@gate("8.1.2a", cure="请在支委会会议上列一项议题，讨论确定大会议题")
def agenda_settled_by_committee(meeting: Meeting, **_: Any) -> str | None:
    if meeting.is_general and meeting.agenda_decision is None:
        return "大会议题须经支委会确定"
    return None


@gate("8.1.2a")
def decided_by_committee(meeting: Meeting, *, decision: AgendaItem, **_: Any) -> str | None:
    committee = decision.meeting
    if committee.organization_id != meeting.organization_id or not committee.is_committee:
        return "大会议题须由本支部支委会确定"
    if committee.state not in (Meeting.State.CLOSED, Meeting.State.ARCHIVED):
        return f"{committee}还没有结束，请先结束会议"
    if not hasattr(decision, "vote") or not decision.vote.passed:
        return f"支委会没有表决通过“{decision}”"
    if committee.held_on > meeting.held_on:
        return "支委会会议须在大会之前召开"
    return None


@gate()
def agenda_has_items(meeting: Meeting, **_: Any) -> str | None:
    """Where there is an agenda: a lecture has a topic, an activity its contents."""
    return "还没有列入议题" if meeting.has_agenda and not meeting.items.exists() else None


@gate("6.2.3a", cure="请书记列入议程，或者删除")
def proposals_are_answered(meeting: Meeting, **_: Any) -> str | None:
    waiting = [item.title for item in meeting.items.filter(state=AgendaItem.State.PROPOSED)]
    return f"委员提出的议题须由书记确定：{'、'.join(waiting)}" if waiting else None


@gate()
def has_an_agenda(meeting: Meeting, **_: Any) -> str | None:
    if meeting.is_activity:
        return f"{meeting.get_kind_display()}不列议题，内容写在活动安排中"
    return "党课不列议题，题目写在授课安排中" if meeting.is_lecture else None


@gate("6.2.3a")
def waits_for_the_secretary(item: AgendaItem, **_: Any) -> str | None:
    return None if item.state == AgendaItem.State.PROPOSED else f"本项议题{item.get_state_display()}"


@gate(cure="请先从那次会议的议程上删除")
def nothing_rests_on_the_item(item: AgendaItem, **_: Any) -> str | None:
    resting = item.led_to.select_related("meeting").first()
    return f"“{resting.meeting}”的议题以本项为支委会讨论记录，不能删除" if resting else None


@gate()
def somebody_is_still_to_be_told(meeting: Meeting, **_: Any) -> str | None:
    """Who joined since the notice is sent it; nobody gets it twice."""
    if meeting.notified_at is None:
        return None
    told = set(meeting.attendances.filter(notified_at__isnull=False).values_list("person", flat=True))
    people = [person for person, _ in expected_people(meeting)] + guests_of(meeting)
    return None if {person.pk for person in people} - told else "名单上的人都已经通知"


@gate(cure="请从本支部（党小组会从本小组）的党员中选定")
def led_and_recorded_by_own_people(meeting: Meeting, *, chair: Person, recorder: Person, **_: Any) -> str | None:
    on = meeting.held_on
    own = (
        Person.objects.in_group(meeting.group, on)
        if meeting.group
        else Person.objects.members(meeting.organization, on)
    )
    here = set(own.filter(pk__in=[chair.pk, recorder.pk]).values_list("pk", flat=True))
    strangers = [str(person) for person in dict.fromkeys((chair, recorder)) if person.pk not in here]
    return f"{'、'.join(strangers)}不在{meeting.seat.short_name}" if strangers else None


LATE_CURE = "请将会议改期；上级书面同意缩短报送时间的，登记同意文号"


def late_report(meeting: Meeting, sent_on: date, days: int) -> str | None:
    latest = latest_day_before(meeting.held_on, days)
    if sent_on <= latest or meeting.short_notice_consent:
        return None
    return f"须提前{days}天报上级党组织，最迟{day_of(latest)}报送；现为{day_of(sent_on)}"


@gate("8.1.5a", cure=LATE_CURE)
def general_meeting_reported_in_time(meeting: Meeting, *, sent_on: date, clause: Clause, **_: Any) -> str | None:
    return late_report(meeting, sent_on, clause.lead.days) if meeting.is_general else None


@gate("8.3.5a", cure=LATE_CURE)
def lecture_reported_in_time(meeting: Meeting, *, sent_on: date, clause: Clause, **_: Any) -> str | None:
    latest = latest_day_before(meeting.held_on, clause.lead.days)
    if not meeting.is_lecture or sent_on <= latest or meeting.short_notice_consent:
        return None
    return f"最迟{day_of(latest)}报送，现为{day_of(sent_on)}：党课须提前{clause.lead.days}天报上级"


def reported_too_late_for(meeting: Meeting, begins_at: datetime, days: int) -> str | None:
    """Bringing a meeting forward is allowed where the report that has gone up is still early enough (8.1.1b)."""
    request, new_day = meeting.request, timezone.localdate(begins_at)
    if request is None or request.decision == request.Decision.REFUSED or meeting.short_notice_consent:
        return None
    latest = latest_day_before(new_day, days)
    if request.sent_on <= latest:
        return None
    return f"{day_of(new_day)}召开的，最迟{day_of(latest)}报上级党组织；本次会议是{day_of(request.sent_on)}报送的"


NEW_DAY_CURE = "请另选日期；上级书面同意缩短报送时间的，登记同意文号"


@gate("8.1.5a", cure=NEW_DAY_CURE)
def general_meeting_reported_for_the_new_day(
    meeting: Meeting, *, begins_at: datetime, clause: Clause, **_: Any
) -> str | None:
    return reported_too_late_for(meeting, begins_at, clause.lead.days) if meeting.is_general else None


@gate("8.3.5a", cure=NEW_DAY_CURE)
def lecture_reported_for_the_new_day(meeting: Meeting, *, begins_at: datetime, clause: Clause, **_: Any) -> str | None:
    return reported_too_late_for(meeting, begins_at, clause.lead.days) if meeting.is_lecture else None


APPROVAL_CURE = "请先报上级党组织，取得批复后登记文号、日期和扫描件"


@gate("8.1.5b", cure=APPROVAL_CURE)
def general_meeting_approved(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    return missing_approval(meeting, on) if meeting.is_general else None


@gate("8.3.5b", cure=APPROVAL_CURE)
def lecture_approved(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    if not meeting.is_lecture:
        return None
    request = meeting.request
    if request is None or not request.decision:
        return "未获上级批准，不能开课"
    return missing_approval(meeting, on)


def missing_approval(meeting: Meeting, on: date) -> str | None:
    request = meeting.request
    if request is None:
        return "还没有报上级党组织批准，不能召开"
    if request.decision == request.Decision.REFUSED:
        return f"上级党组织不同意召开（{request.decided_on}）"
    if not request.is_approved:
        return "未获上级党组织批准，不能召开"
    late = request.decided_on is not None and request.decided_on > on
    return f"上级批准日期{request.decided_on}晚于开会日期" if late else None


@gate("8.1.2b", cure="请向名单上的党员补发通知")
def everyone_notified(meeting: Meeting, *, at: datetime, **_: Any) -> str | None:
    if not meeting.is_general:
        return None
    expected = Person.objects.members(meeting.organization, timezone.localdate(at))
    told = meeting.attendances.filter(notified_at__lt=at).values("person")
    names = list(expected.exclude(pk__in=told).order_by("pinyin_key").values_list("name", flat=True)[:20])
    return f"尚有党员未通知：{'、'.join(names)}" if names else None


@gate("8.1.2b")
def notice_says_what_for(meeting: Meeting, **_: Any) -> str | None:
    if meeting.is_general and not meeting.requirements.strip():
        return "通知须写明会议内容和要求"
    return None


@gate("8.1.2b", "6.2.3b", warns=True)
def notice_comes_early_enough(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    """The rulebook says 事先 without a number; the branch's own number warns (X1-07)."""
    questions = {Meeting.Kind.GENERAL: "notice_days_general", Meeting.Kind.COMMITTEE: "notice_days_committee"}
    name = questions.get(Meeting.Kind(meeting.kind))
    if name is None or meeting.ad_hoc:
        return None
    wanted, given = int(chosen(name, meeting.organization, on)), (meeting.held_on - on).days
    return f"支部设定提前{wanted}天通知，现在只提前{max(given, 0)}天" if given < wanted else None


@gate("6.2.3b", cure="请先发通知；临时召开的支委会不受此限")
def committee_told_beforehand(meeting: Meeting, *, at: datetime, **_: Any) -> str | None:
    if not meeting.is_committee or meeting.ad_hoc:
        return None
    told = meeting.notified_at is not None and meeting.notified_at < at
    return None if told else "议题未提前通知委员"


@gate("8.1.1b", cure="请写明推迟的特殊原因")
def not_put_off(meeting: Meeting, *, begins_at: datetime, **_: Any) -> str | None:
    if meeting.is_general and timezone.localdate(begins_at) > meeting.held_on:
        return "党员大会无特殊情况一般不推迟"
    return None


@gate("1.4.2d", "8.2.1b", cure="请先经支委会会议讨论，或写明未讨论的原因")
def important_items_prepared(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_general:
        return None
    unprepared = [item.title for item in meeting.items.filter(important=True).not_studied()]
    return f"重要事项一般应先经支委会会议讨论：{'、'.join(unprepared)}" if unprepared else None


@gate("6.1", "6.1.8")
def matter_named(meeting: Meeting, *, matter: str, **_: Any) -> str | None:
    return None if matter else "请选择议事类别"


@gate("6.1.7", act="archives.submit", cure="请先列入支委会议题，表决通过后再报送")
def important_report_studied_by_committee(
    organization: Organization, *, important: bool, studied_in: int | None, **_: Any
) -> str | None:
    if not important:
        return None
    studied = AgendaItem.objects.filter(
        pk=studied_in or 0, meeting__organization=organization, meeting__kind=Meeting.Kind.COMMITTEE, vote__passed=True
    )
    return None if studied.exists() else "重要请示、报告上报前须经支委会研究"


@gate()
def left_to_this_meeting(meeting: Meeting, *, pending: AgendaItem, **_: Any) -> str | None:
    waits = AgendaItem.objects.pending_for(meeting).filter(pk=pending.pk).exists()
    return None if waits else f"“{pending}”不在本次会议的待议事项中"


@gate("6.1.2", "6.1.4", cure="请先列入支委会会议议题")
def studied_by_committee(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_general:
        return None
    to_study = meeting.items.filter(matter__in=[Matter.BRANCH_BUILDING, Matter.ANNUAL_PLAN])
    titles = [item.title for item in to_study.not_studied()]
    return f"须经支委会研究：{'、'.join(titles)}" if titles else None


@gate()
def still_planned(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.state == Meeting.State.PLANNED else f"会议{meeting.get_state_display()}，不能再改"


@gate()
def item_meeting_planned(item: AgendaItem, **_: Any) -> str | None:
    meeting = item.meeting
    if meeting.state != Meeting.State.PLANNED:
        return f"会议{meeting.get_state_display()}，议题不能再改"
    return None if meeting.notified_at is None else "通知已经发出，议题不能再改"


@gate()
def not_yet_notified(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.notified_at is None else "通知已经发出，议题不能再改"


@gate()
def approval_is_asked_for(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.needs_approval else f"{meeting.get_kind_display()}不须报上级批准"


@gate()
def reported_once(meeting: Meeting, **_: Any) -> str | None:
    request = meeting.request
    if request is not None and request.decision != request.Decision.REFUSED:
        return "已经报上级党组织，正在等候或已有批复"
    return None


@gate()
def has_superior(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.organization.superior else "还没有设置上级党组织，请系统管理员补充"
