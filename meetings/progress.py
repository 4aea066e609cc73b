"""How far a meeting is: its steps, read from the dated facts."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meetings.models import Meeting


@dataclass
class Step:
    """One step of the way; `note` says when it was done or by when it must be."""

    label: str
    done: bool
    note: str = ""
    current: bool = False


def progress(meeting: Meeting, on: date) -> list[Step]:
    """The steps of this kind of meeting; the first that is not done is the current one."""
    steps = [outline_step(meeting)] if meeting.is_lecture else []
    if meeting.has_agenda:
        steps = [Step("列议题", bool(meeting.agenda_decision_id or meeting.notified_at or len(meeting.items.all())))]
    if meeting.is_general:
        steps.append(Step("支委会确定", meeting.agenda_decision_id is not None))
    if meeting.needs_approval:
        steps.append(approval_step(meeting))
    steps += [
        Step("通知", meeting.notified_at is not None, short(meeting.notified_at)),
        Step("签到", meeting.roll_frozen_at is not None, short(meeting.roll_frozen_at)),
        Step("开会", meeting.opened_at is not None, short(meeting.opened_at)),
        Step("散会", meeting.closed_at is not None, short(meeting.closed_at)),
        Step("审签", meeting.signed_off_at is not None, short(meeting.signed_off_at)),
        Step("归档", meeting.archived_at is not None, short(meeting.archived_at)),
    ]
    for step in steps:
        if not step.done:
            step.current = meeting.state != Meeting.State.CANCELLED
            break
    return steps


def outline_step(meeting: Meeting) -> Step:
    """Reviewed by the secretary, or signed by the bureau's Party-group secretary for a division-level lecturer."""
    lecture = getattr(meeting, "lecture", None)
    if lecture is None:
        return Step("提纲审核", False)
    passed = lecture.bureau_signed_on if lecture.division_level else lecture.reviewed_on
    return Step("提纲审核", passed is not None, month_and_day(passed) if passed else "")


def approval_step(meeting: Meeting) -> Step:
    request = meeting.request
    if request is None:
        due = meeting.report_due_on
        return Step("上级批准", False, f"最迟{month_and_day(due)}报送" if due else "")
    if request.is_approved:
        return Step("上级批准", True, month_and_day(request.decided_on) if request.decided_on else "")
    return Step("上级批准", False, "不同意" if request.decision else f"{month_and_day(request.sent_on)}已报送")


def month_and_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def short(moment: object) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return f"{local.month}月{local.day}日 {local:%H:%M}"
