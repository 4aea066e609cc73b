"""Leave, the frozen roll, sign-in, opening and closing."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from archives.actions import keep_paper
from meetings.actions.planning import lay_out_roll
from meetings.actions.telling import tell_of_answer, tell_of_leave
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules import holding, planning
from members.models import Person
from rulebook.kernel import action, built


@built("6.2.4c")
@action(
    holding.leave_is_asked_by_the_expected,
    holding.leave_is_ones_own,
    holding.not_signed_yet,
    holding.leave_can_still_be_noted,
    label="请假",
)
def ask_leave(attendance: Attendance, *, reason: str, by: User, at: datetime) -> Attendance:
    """Leave is asked with its reason; asked after the beginning it is only noted as 补报 (6.2.4c)."""
    attendance.leave_asked_at, attendance.leave_reason, attendance.leave_granted = at, reason, None
    attendance.save()
    if attendance.meeting.chair.user_id != by.pk:
        tell_of_leave(attendance, at)
    return attendance


@action(holding.leave_was_asked, holding.leave_not_answered_yet, holding.leave_can_still_be_noted, label="批复请假")
def answer_leave(attendance: Attendance, *, granted: bool, by: User, at: datetime) -> Attendance:
    """The convener has granted or refused the leave."""
    attendance.leave_granted = granted
    attendance.save()
    if attendance.person.user_id != by.pk:
        tell_of_answer(attendance, at)
    return attendance


@action(holding.is_planned, holding.roll_not_frozen, holding.everybody_is_expected, label="不计入应到")
def leave_out(meeting: Meeting, *, person: Person, reason: str, consent: str, by: User, at: datetime) -> Attendance:
    """The person is not counted among those expected, with a reason and the superior's written consent (X1-42)."""
    attendance, _ = Attendance.objects.get_or_create(meeting=meeting, person=person)
    attendance.excluded_reason, attendance.excluded_with = reason, consent
    attendance.save()
    return attendance


@action(
    holding.is_planned,
    holding.roll_not_frozen,
    holding.opened_on_its_day,
    planning.proposals_are_answered,
    planning.agenda_settled_by_committee,
    planning.general_meeting_approved,
    planning.lecture_approved,
    planning.everyone_notified,
    planning.committee_told_beforehand,
    label="开始签到",
)
def start_sign_in(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """应到 is frozen as of the meeting's day, and members may sign in."""
    lay_out_roll(meeting)
    meeting.roll_frozen_at = at
    meeting.save()
    return meeting


@action(holding.sign_in_is_personal, holding.sign_in_at_the_meeting, holding.not_signed_yet, label="签到")
def sign_in(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """The person has signed in on his own phone."""
    attendance.signed_at, attendance.signed_by = at, Attendance.Means.OWN_PHONE
    attendance.save()
    return attendance


@action(
    holding.roll_is_frozen,
    holding.list_is_not_closed,
    holding.signed_during_the_meeting,
    holding.sheet_names_the_expected,
    label="录入纸质签到簿",
)
def copy_sign_in_sheet(meeting: Meeting, *, entries: dict[int, datetime], by: User, at: datetime) -> Meeting:
    """The paper sheet is in the program: when each attendance (by id) was signed, and when it was copied."""
    rows = meeting.attendances.in_bulk(entries)
    for id, attendance in rows.items():
        attendance.signed_at, attendance.signed_by, attendance.copied_at = entries[id], Attendance.Means.PAPER, at
    Attendance.objects.bulk_update(rows.values(), ["signed_at", "signed_by", "copied_at"])
    return meeting


@action(
    holding.is_planned,
    holding.roll_is_frozen,
    holding.opened_on_its_day,
    planning.agenda_has_items,
    planning.proposals_are_answered,
    planning.agenda_settled_by_committee,
    planning.general_meeting_approved,
    planning.lecture_approved,
    planning.everyone_notified,
    planning.committee_told_beforehand,
    planning.general_meeting_chaired_by_secretary,
    planning.committee_chaired_by_secretary,
    holding.committee_quorum,
    label="宣布开会",
)
def open_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """The meeting has begun."""
    meeting.state, meeting.opened_at = Meeting.State.OPEN, at
    meeting.save()
    return meeting


@action(
    holding.is_open,
    holding.closes_after_it_opened,
    holding.every_item_recorded,
    holding.somebody_present,
    label="宣布散会",
)
def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """The meeting is over: it counts for the ledger from its day, and its list is closed."""
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, at
    meeting.save()
    return meeting


@action(
    holding.is_closed,
    holding.not_signed_off_yet,
    holding.signed_off_after_the_end,
    holding.chair_signs_off,
    label="主持人审签",
)
def sign_off(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """The chair has signed the minutes off (6.3.5c)."""
    meeting.signed_off_at = at
    meeting.save()
    return meeting


@action(holding.is_closed, holding.signed_off_by_chair, holding.filed_after_the_sign_off, label="归档")
def archive_meeting(meeting: Meeting, *, signed_paper: UploadedFile | None, by: User, at: datetime) -> Meeting:
    """The record is filed, with the scan of the signed minutes where there is one."""
    meeting.state, meeting.archived_at = Meeting.State.ARCHIVED, at
    if signed_paper is not None:
        meeting.signed_paper = keep_paper(meeting.organization, upload=signed_paper, by=by, at=at)
    meeting.save()
    return meeting


@built("6.3.5c")
@action(
    holding.is_over,
    holding.not_distributed_yet,
    holding.signed_off_by_chair,
    holding.filed_after_the_sign_off,
    label="印发会议纪要",
)
def distribute_minutes(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """The minutes, signed off by the chair, are with those who attended (6.3.5c)."""
    meeting.distributed_at = at
    meeting.save()
    return meeting


@action(
    holding.is_over,
    holding.not_released_yet,
    holding.only_committee_meetings_are_released,
    holding.committee_decided_to_release,
    label="公开会议内容",
)
def release_minutes(meeting: Meeting, *, decision: AgendaItem, by: User, at: datetime) -> Meeting:
    """All members may read what was decided, without names of speakers or single votes (6.4.2)."""
    meeting.released_at, meeting.released_by = at, decision
    meeting.save()
    return meeting
