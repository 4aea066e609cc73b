"""At the meeting: when it may begin, who signs in, and what stands before it may end."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from meetings.decisions import COMMITTEE, as_read_by
from meetings.models import AgendaItem, Attendance, Meeting
from members.models import Person
from rulebook.kernel import gate

DECIDED = (
    AgendaItem.State.DECIDED,
    AgendaItem.State.NOTED,
    AgendaItem.State.CARRIED_OVER,
    AgendaItem.State.REFERRED,
)


@gate()
def is_planned(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.state == Meeting.State.PLANNED else f"会议{meeting.get_state_display()}"


@gate()
def is_open(meeting: Meeting, **_: Any) -> str | None:
    if meeting.state == Meeting.State.PLANNED:
        return "会议还没有开始"
    return None if meeting.state == Meeting.State.OPEN else f"会议{meeting.get_state_display()}"


@gate()
def roll_is_frozen(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.roll_frozen_at else "请先开始签到（固定应到名单）"


@gate()
def roll_not_frozen(meeting: Meeting, **_: Any) -> str | None:
    return "应到名单已经固定" if meeting.roll_frozen_at else None


@gate()
def is_closed(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.state == Meeting.State.CLOSED else f"会议{meeting.get_state_display()}"


@gate(cure="请到会议当天办理；日期有变的，请先改期")
def opened_on_its_day(meeting: Meeting, *, on: date, **_: Any) -> str | None:
    planned = timezone.localdate(meeting.begins_at)
    return None if on == planned else f"会议定于{planned.month}月{planned.day}日召开"


@gate()
def closes_after_it_opened(meeting: Meeting, *, at: datetime, **_: Any) -> str | None:
    early = meeting.opened_at is not None and at < meeting.opened_at
    return f"散会不能早于开会（{clock_time(meeting.opened_at)}）" if early else None


@gate()
def signed_off_after_the_end(meeting: Meeting, *, at: datetime, **_: Any) -> str | None:
    early = meeting.closed_at is not None and at < meeting.closed_at
    return f"审签不能早于散会（{clock_time(meeting.closed_at)}）" if early else None


@gate()
def filed_after_the_sign_off(meeting: Meeting, *, at: datetime, **_: Any) -> str | None:
    early = meeting.signed_off_at is not None and at < meeting.signed_off_at
    return f"时间不能早于主持人审签（{clock_time(meeting.signed_off_at)}）" if early else None


def clock_time(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@gate("1.4.1a", cure="确需不计入应到的，须有原因并经上级党组织书面同意")
def everybody_is_expected(meeting: Meeting, *, person: Person, consent: str, reason: str, **_: Any) -> str | None:
    if consent.strip() and reason.strip():
        return None
    return f"党员大会由全体党员参加，不能把{person}移出应到名单"


@gate("1.4.2c", "6.2.4a", cure="请等候其他委员签到，或改期召开")
def committee_quorum(meeting: Meeting, **_: Any) -> str | None:
    if not meeting.is_committee:
        return None
    due, present = meeting.eligible_voters, meeting.voters_present
    least = as_read_by(meeting, COMMITTEE).least_present(due)
    return None if due and present >= least else f"到会委员{present}人，不足{due}人的半数（至少{least}人）"


@gate("6.3.5b", cure="本人未到会的，不能签到；纸质签到簿由记录人如实录入")
def sign_in_is_personal(attendance: Attendance, *, by: User, **_: Any) -> str | None:
    return None if attendance.person.user_id == by.pk else "不能代签：请本人签到"


@gate("6.3.5b", cure="会上已在纸质签到簿签到的，由记录人录入并注明签到时间")
def sign_in_at_the_meeting(attendance: Attendance, *, on: date, **_: Any) -> str | None:
    meeting = attendance.meeting
    if meeting.state == Meeting.State.CANCELLED:
        return "会议已取消"
    if meeting.state not in (Meeting.State.PLANNED, Meeting.State.OPEN):
        return "不能补签：会议已经结束"
    if not meeting.roll_frozen_at:
        return "会议还没有开始签到"
    return None if on == meeting.held_on else f"会议是{meeting.held_on.month}月{meeting.held_on.day}日，只能当天签到"


@gate("6.3.5b", cure="请按签到簿上的时间填写")
def signed_during_the_meeting(meeting: Meeting, *, entries: dict[int, datetime], at: datetime, **_: Any) -> str | None:
    """Copying a sheet later is lawful, signing later is not."""
    first = meeting.sign_in_opens_at
    if first is None:
        return "会议还没有开始签到"
    last = min(moment for moment in (meeting.closed_at, at) if moment)
    wrong = [id for id, signed_at in entries.items() if not first <= signed_at <= last]
    names = meeting.attendances.filter(pk__in=wrong).values_list("person__name", flat=True)
    return f"不能补签：{'、'.join(names)}的签到时间不在会议签到期间" if wrong else None


@gate()
def list_is_not_closed(meeting: Meeting, **_: Any) -> str | None:
    """What the chair has signed off is not changed behind his back."""
    if meeting.state == Meeting.State.CANCELLED:
        return "会议已取消"
    return "会议记录已经主持人审签，签到不能再改" if meeting.signed_off_at else None


@gate()
def sheet_names_the_expected(meeting: Meeting, *, entries: dict[int, datetime], **_: Any) -> str | None:
    known = meeting.attendances.filter(pk__in=entries, signed_at__isnull=True).count()
    return None if known == len(entries) else "名单上有人已经签到，或不在本次会议名单上，请刷新后再录入"


@gate()
def not_signed_yet(attendance: Attendance, **_: Any) -> str | None:
    return "已经签到" if attendance.signed_at else None


@gate("6.2.4c", cure="由本人请假，或由书记、副书记代为登记")
def leave_is_ones_own(attendance: Attendance, *, by: User, **_: Any) -> str | None:
    if attendance.person.user_id == by.pk or by.has_perm("meetings.answer_leave", attendance.organization):
        return None
    return "请假由本人提出"


@gate("6.2.4c")
def leave_is_asked_by_the_expected(attendance: Attendance, **_: Any) -> str | None:
    return None if attendance.role == Attendance.Role.EXPECTED else "列席人员不需要请假"


@gate()
def leave_can_still_be_noted(attendance: Attendance, **_: Any) -> str | None:
    """Also after the meeting, as 补报, until its record is signed off."""
    meeting = attendance.meeting
    if meeting.state == Meeting.State.CANCELLED:
        return "会议已取消"
    return "会议记录已经主持人审签，请假情况不能再改" if meeting.signed_off_at else None


@gate()
def leave_not_answered_yet(attendance: Attendance, **_: Any) -> str | None:
    if attendance.leave_granted is None:
        return None
    return "已经准假" if attendance.leave_granted else "已经答复不准假"


@gate()
def leave_was_asked(attendance: Attendance, **_: Any) -> str | None:
    return None if attendance.leave_asked_at else f"{attendance.person}没有请假"


@gate()
def observer_is_not_expected(meeting: Meeting, *, person: Person, **_: Any) -> str | None:
    if meeting.attendances.filter(person=person).exists():
        return f"{person}已在名单上"
    return None


@gate("6.2.4d", cure="列席人员由会议召集人指定")
def observers_named_by_convener(meeting: Meeting, *, by: User, **_: Any) -> str | None:
    if meeting.is_committee and meeting.chair.user_id != by.pk:
        return "列席人员由会议召集人指定"
    return None


@gate("6.3.5a", "6.3.3a", cure="请逐项填写议题介绍、讨论情况和表决结果，或注明暂缓表决")
def every_item_recorded(meeting: Meeting, **_: Any) -> str | None:
    open_items = [item.title for item in meeting.items.exclude(state__in=DECIDED)]
    return f"会议须有记录，尚未办结的议题：{'、'.join(open_items)}" if open_items else None


@gate("6.3.5a")
def somebody_present(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.attendances.present().exists() else "没有人签到，不能结束会议"


@gate("6.3.5c", cure="请主持人审签")
def signed_off_by_chair(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.signed_off_at else "会议记录须主持人审签"


@gate()
def not_signed_off_yet(meeting: Meeting, **_: Any) -> str | None:
    return f"已于{clock_time(meeting.signed_off_at)}审签" if meeting.signed_off_at else None


@gate()
def not_distributed_yet(meeting: Meeting, **_: Any) -> str | None:
    return f"已于{clock_time(meeting.distributed_at)}印发" if meeting.distributed_at else None


@gate()
def not_released_yet(meeting: Meeting, **_: Any) -> str | None:
    return f"已于{clock_time(meeting.released_at)}公开" if meeting.released_at else None


@gate("6.3.5c")
def chair_signs_off(meeting: Meeting, *, by: User, **_: Any) -> str | None:
    return None if meeting.chair.user_id == by.pk else f"由主持人{meeting.chair}审签"


@gate("6.4.2", cure="请在支委会会议上列一项议题，表决决定公开哪次会议的内容")
def committee_decided_to_release(meeting: Meeting, *, decision: AgendaItem, **_: Any) -> str | None:
    own = decision.meeting.organization_id == meeting.organization_id and decision.meeting.is_committee
    passed = hasattr(decision, "vote") and bool(decision.vote.passed)
    return None if own and passed else "支委会内容保密，公开须经支委会表决决定"


@gate("6.4.2")
def only_committee_meetings_are_released(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.is_committee else f"{meeting.get_kind_display()}的内容党员本可查阅"


@gate()
def is_over(meeting: Meeting, **_: Any) -> str | None:
    over = meeting.state in (Meeting.State.CLOSED, Meeting.State.ARCHIVED)
    return None if over else "会议还没有结束"
