"""Study, theme days, service and the like: how they are planned, who takes part, and who made a key speech."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Organization
from meetings.models import ACTIVITIES, Attendance, Meeting
from members.models import Person
from rulebook.kernel import gate


@gate(act="meetings.plan_meeting")
def activities_are_planned_as_activities(organization: Organization, *, kind: str, **_: Any) -> str | None:
    return "集体学习、主题党日等活动请从“筹备活动”登记" if kind in ACTIVITIES else None


@gate(cure="会议请从“筹备会议”、党课请从“筹备党课”登记")
def is_a_kind_of_activity(organization: Organization, *, kind: str, **_: Any) -> str | None:
    return None if kind in ACTIVITIES else "请选择活动种类"


@gate(cure="请从本支部的党员中选定")
def led_and_recorded_by_members(
    organization: Organization, *, chair: Person, recorder: Person, begins_at: datetime, **_: Any
) -> str | None:
    own = Person.objects.members(organization, timezone.localdate(begins_at))
    here = set(own.filter(pk__in=[chair.pk, recorder.pk]).values_list("pk", flat=True))
    strangers = [str(person) for person in dict.fromkeys((chair, recorder)) if person.pk not in here]
    return f"{'、'.join(strangers)}不在{organization.short_name}" if strangers else None


@gate()
def says_what_it_is_about(organization: Organization, *, requirements: str, **_: Any) -> str | None:
    return None if requirements.strip() else "请写明活动内容"


@gate(act="meetings.send_notice", cure="请逐人指定")
@gate(act="meetings.start_sign_in", cure="请逐人指定")
def participants_are_named(meeting: Meeting, **_: Any) -> str | None:
    """Where not all members are asked to come, somebody has to say who is."""
    if meeting.for_all_members or meeting.attendances.exists():
        return None
    return "仅部分人员参加的活动，还没有指定参加人员"


@gate()
def speech_at_a_study(attendance: Attendance, **_: Any) -> str | None:
    return None if attendance.meeting.is_study else "只有集体学习登记重点发言"


@gate()
def study_has_begun(attendance: Attendance, **_: Any) -> str | None:
    meeting = attendance.meeting
    if meeting.state == Meeting.State.CANCELLED:
        return "学习已取消"
    return None if meeting.opened_at else "学习还没有开始"


@gate()
def speaker_has_signed_in(attendance: Attendance, **_: Any) -> str | None:
    return None if attendance.signed_at else f"{attendance.person}没有签到，不能登记重点发言"


@gate()
def speeches_may_still_change(attendance: Attendance, **_: Any) -> str | None:
    """What the chair has signed off is not changed behind his back."""
    return "会议记录已经主持人审签，重点发言不能再改" if attendance.meeting.signed_off_at else None
