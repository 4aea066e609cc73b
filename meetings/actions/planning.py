"""Planning, agenda, report to the superior, notice."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import recall, submit
from archives.models import Submission
from meetings.actions.telling import tell_of_cancelling, tell_of_new_time, tell_of_notice
from meetings.guests import guests_of
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules import holding, planning
from meetings.rules.planning import expected_people
from members.models import Person, Term
from members.posts import Post
from rulebook.catalogue import catalogue
from rulebook.kernel import action, built
from rulebook.periods import latest_day_before

LEAD_CLAUSES = {Meeting.Kind.GENERAL: "8.1.5a", Meeting.Kind.LECTURE: "8.3.5a"}


def report_due_on(kind: str, begins_at: datetime) -> date | None:
    """The last day to report the meeting to the superior; None where no approval is asked for."""
    clause = LEAD_CLAUSES.get(Meeting.Kind(kind))
    return latest_day_before(timezone.localdate(begins_at), catalogue[clause].lead.days) if clause else None


@built("6.2.2b")
@action(label="筹备会议")
def plan_meeting(
    organization: Organization,
    *,
    kind: str,
    title: str,
    begins_at: datetime,
    place: str,
    chair: Person,
    recorder: Person,
    by: User,
    at: datetime,
    requirements: str = "",
    chair_reason: str = "",
    ad_hoc: bool = False,
) -> Meeting:
    """A meeting is planned; the last day for its report to the superior is fixed with it."""
    return Meeting.objects.create(
        organization=organization,
        kind=kind,
        title=title,
        begins_at=begins_at,
        place=place,
        chair=chair,
        recorder=recorder,
        requirements=requirements,
        chair_reason=chair_reason,
        ad_hoc=ad_hoc,
        report_due_on=report_due_on(kind, begins_at),
    )


@action(
    planning.still_planned,
    planning.not_put_off,
    planning.general_meeting_reported_for_the_new_day,
    planning.lecture_reported_for_the_new_day,
    label="改期",
)
def reschedule(meeting: Meeting, *, begins_at: datetime, place: str, by: User, at: datetime) -> Meeting:
    """The meeting has another time or place, who was notified knows it, and sign-in has not begun.

    The notice has to be sent again; leave holds for its day only.
    """
    another_day = timezone.localdate(begins_at) != meeting.held_on
    meeting.begins_at, meeting.place = begins_at, place
    meeting.report_due_on = report_due_on(meeting.kind, begins_at)
    meeting.notified_at = meeting.roll_frozen_at = None
    meeting.save()
    tell_of_new_time(meeting, at)
    meeting.attendances.update(notified_at=None, signed_at=None, signed_by="", copied_at=None)
    if another_day:
        meeting.attendances.update(leave_asked_at=None, leave_reason="", leave_granted=None)
    return meeting


@built("6.2.2b")
@action(planning.still_planned, planning.led_and_recorded_by_own_people, label="更换主持人、记录人")
def change_chair(
    meeting: Meeting, *, chair: Person, recorder: Person, by: User, at: datetime, chair_reason: str = ""
) -> Meeting:
    """Another leads or records the meeting; who is entrusted with the chair stands there with the reason."""
    meeting.chair, meeting.recorder, meeting.chair_reason = chair, recorder, chair_reason
    meeting.save()
    return meeting


@action(planning.still_planned, label="取消会议")
def cancel_meeting(meeting: Meeting, *, reason: str, by: User, at: datetime) -> Meeting:
    """The meeting will not be held; it stays on record with its reason, and what it had taken up waits again.

    A request that the superior has not answered is recalled.
    """
    meeting.state, meeting.cancelled_at, meeting.cancel_reason = Meeting.State.CANCELLED, at, reason
    meeting.save()
    meeting.items.update(carried_from=None)
    recall_request(meeting, f"会议已取消：{reason}", by=by, at=at)
    tell_of_cancelling(meeting, at)
    return meeting


@built("1.3.9", "6.1.8")
@action(
    planning.still_planned,
    planning.has_an_agenda,
    planning.not_yet_notified,
    planning.matter_named,
    label="增加议题",
)
def add_item(
    meeting: Meeting,
    *,
    matter: str,
    title: str,
    by: User,
    at: datetime,
    important: bool = False,
    mass_interest: bool = False,
    concerns: Person | None = None,
    prepared_in: AgendaItem | None = None,
) -> AgendaItem:
    """One more item stands on the agenda; what a committee member proposes waits for the secretary (6.2.3a)."""
    person = Person.objects.filter(user=by).first()
    is_secretary = Term.objects.running(timezone.localdate(at)).filter(
        person=person, organization=meeting.organization, post=Post.SECRETARY
    )
    settled = not meeting.is_committee or is_secretary.exists()
    meeting.agenda_decision = meeting.agenda_settled_at = None
    meeting.save()
    return AgendaItem.objects.create(
        meeting=meeting,
        position=next_position(meeting),
        matter=matter,
        title=title,
        state=AgendaItem.State.SETTLED if settled else AgendaItem.State.PROPOSED,
        important=important,
        mass_interest=mass_interest,
        concerns=concerns,
        prepared_in=prepared_in,
        proposed_by=person,
    )


@action(planning.still_planned, planning.not_yet_notified, planning.left_to_this_meeting, label="列入待议事项")
def take_up(meeting: Meeting, *, pending: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """An item that an earlier meeting postponed or referred stands on this agenda, linked to where it came from."""
    meeting.agenda_decision = meeting.agenda_settled_at = None
    meeting.save()
    return AgendaItem.objects.create(
        meeting=meeting,
        position=next_position(meeting),
        matter=pending.matter,
        title=pending.title,
        important=pending.important,
        mass_interest=pending.mass_interest,
        concerns=pending.concerns,
        proposed_by=pending.proposed_by,
        carried_from=pending,
        prepared_in=pending if pending.state == AgendaItem.State.REFERRED else pending.prepared_in,
    )


def next_position(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1


@action(planning.item_meeting_planned, planning.waits_for_the_secretary, label="列入议程")
def accept_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """A proposed item is settled on the agenda by the secretary (6.2.3a)."""
    item.state = AgendaItem.State.SETTLED
    item.save()
    return item


@action(planning.item_meeting_planned, planning.nothing_rests_on_the_item, label="删除议题")
def remove_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """The item is off the agenda again; a general meeting's agenda has then to be settled anew."""
    meeting = item.meeting
    meeting.agenda_decision = meeting.agenda_settled_at = None
    meeting.save()
    AgendaItem.objects.filter(pk=item.pk).delete()  # the act still names it


@action(
    planning.still_planned,
    planning.agenda_has_items,
    planning.decided_by_committee,
    planning.important_items_prepared,
    planning.studied_by_committee,
    label="登记支委会确定议题",
)
def settle_agenda(meeting: Meeting, *, decision: AgendaItem, by: User, at: datetime) -> Meeting:
    """The agenda of the general meeting is settled by this decision of the committee (8.1.2a)."""
    meeting.agenda_decision, meeting.agenda_settled_at = decision, at
    meeting.save()
    return meeting


@action(
    planning.still_planned,
    planning.approval_is_asked_for,
    planning.has_superior,
    planning.reported_once,
    planning.agenda_settled_by_committee,
    planning.general_meeting_reported_in_time,
    planning.lecture_reported_in_time,
    label="报上级党组织批准",
)
def report_meeting(meeting: Meeting, *, sent_on: date, by: User, at: datetime) -> Submission:
    """The meeting is reported to the superior for approval, `sent_on` at least five days before (8.1.5a)."""
    submission = submit(
        meeting.organization,
        recipient=meeting.organization.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter=f"{meeting.kind}_meeting",
        title=f"关于召开{meeting.title}的请示",
        body=request_text(meeting),
        sent_on=sent_on,
        by=by,
        at=at,
    )
    meeting.request = submission
    meeting.save()
    return submission


def recall_request(meeting: Meeting, reason: str, *, by: User, at: datetime) -> None:
    """A request that is still waiting does not wait any more."""
    if meeting.request is not None and meeting.request.is_waiting:
        recall(meeting.request, reason=reason[:200], by=by, at=at)


def request_text(meeting: Meeting) -> str:
    """The request as it is sent up, from what is recorded."""
    begins = timezone.localtime(meeting.begins_at)
    what = f"我支部拟于{begins:%Y}年{begins.month}月{begins.day}日{begins:%H:%M}在{meeting.place}"
    if meeting.is_lecture:
        lecture = meeting.lecture
        taught = f"题目为《{lecture.topic}》，由{lecture.lecturer_name}（{lecture.get_lecturer_type_display()}）授课"
        return f"{what}举行{meeting.title}，{taught}。当否，请批示。"
    items = "\n".join(f"{number}. {item.title}" for number, item in enumerate(meeting.items.all(), start=1))
    return f"{what}召开{meeting.title}，由{meeting.chair}主持。主要议题如下：\n{items}\n当否，请批示。"


@action(planning.still_planned, label="登记上级同意缩短报送时间")
def record_consent(meeting: Meeting, *, number: str, by: User, at: datetime) -> Meeting:
    """The superior's written consent to a shorter lead is on record; the minutes show it."""
    meeting.short_notice_consent = number
    meeting.save()
    return meeting


@action(
    planning.still_planned,
    holding.roll_not_frozen,
    planning.somebody_is_still_to_be_told,
    planning.agenda_has_items,
    planning.proposals_are_answered,
    planning.agenda_settled_by_committee,
    planning.notice_says_what_for,
    planning.notice_comes_early_enough,
    planning.general_meeting_chaired_by_secretary,
    planning.committee_chaired_by_secretary,
    label="发出通知",
)
def send_notice(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Everybody expected has the notice and stands on the meeting's list; sent again, who has joined since gets it."""
    lay_out_roll(meeting)
    untold = list(meeting.attendances.filter(notified_at__isnull=True).values_list("pk", flat=True))
    meeting.attendances.filter(pk__in=untold).update(notified_at=at)
    meeting.notified_at = meeting.notified_at or at
    meeting.save()
    tell_of_notice(meeting, at, meeting.attendances.filter(pk__in=untold))
    return meeting


@built("8.1.2c")
@action(
    holding.is_planned,
    holding.roll_not_frozen,
    holding.observers_named_by_convener,
    holding.observer_is_not_expected,
    label="指定列席人员",
)
def invite_observer(meeting: Meeting, *, person: Person, by: User, at: datetime) -> Attendance:
    """One more observer stands on the list; he counts in no number and has no vote (8.1.2c, 6.2.4d)."""
    attendance = Attendance.objects.create(
        meeting=meeting, person=person, role=Attendance.Role.OBSERVER, notified_at=meeting.notified_at and at
    )
    if meeting.notified_at:
        tell_of_notice(meeting, at, meeting.attendances.filter(pk=attendance.pk))
    return attendance


def lay_out_roll(meeting: Meeting) -> None:
    """The list holds exactly those expected that day, each with or without a vote, and the observers besides."""
    expected = expected_people(meeting)
    own = {person.pk for person, _ in expected}
    meeting.attendances.filter(role=Attendance.Role.EXPECTED).exclude(person__in=own).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(meeting=meeting, person=person, role=Attendance.Role.EXPECTED, may_vote=may_vote)
            for person, may_vote in expected
        ]
        + [
            Attendance(meeting=meeting, person=person, role=Attendance.Role.OBSERVER)
            for person in guests_of(meeting)
            if person.pk not in own
        ],
        update_conflicts=True,
        unique_fields=["meeting", "person"],
        update_fields=["role", "may_vote"],
    )
