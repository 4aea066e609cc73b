"""What those expected at a meeting are told, in their inbox and by mail."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Lecture, MakeUp, Meeting
from members.models import Term
from members.posts import Post
from rulebook.kernel import built
from rulebook.reminders import Message, notify


@built("6.2.3b")
def tell_of_notice(meeting: Meeting, at: datetime, those: QuerySet[Attendance]) -> None:
    """The notice sent at this moment reaches those on the list; the agenda stays in the program."""
    settled = meeting.items.exclude(state=AgendaItem.State.PROPOSED)
    items = "\n".join(f"{number}. {item.title}" for number, item in enumerate(settled, start=1))
    message = Message(
        title=f"会议通知：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"{meeting.title}定于{when_and_where(meeting)}召开，请准时参加；不能到会的，请事先请假。",
        details="\n".join(filter(None, [taught(meeting), items and f"议题：\n{items}", meeting.requirements])),
        url=meeting.get_absolute_url(),
    )
    tell(meeting, "meetings.send_notice", at, those, message)


def tell(meeting: Meeting, cause: str, at: datetime, those: QuerySet[Attendance], message: Message) -> None:
    """The message reaches those; observers are led to the page that is open to them as well."""
    observers = those.filter(role=Attendance.Role.OBSERVER)
    expected = those.exclude(role=Attendance.Role.OBSERVER)
    own_page = replace(message, url=reverse("meetings:own_sign_in", args=[meeting.pk]))
    notify(meeting, cause, at.isoformat(), observers.values("person__user"), own_page)
    notify(meeting, cause, at.isoformat(), expected.values("person__user"), message)


def taught(meeting: Meeting) -> str:
    lecture = Lecture.objects.filter(meeting=meeting).select_related("lecturer").first()
    return f"授课：{lecture.lecturer_name}，题目《{lecture.topic}》" if lecture else ""


@built("6.2.4c")
def tell_of_leave(attendance: Attendance, at: datetime) -> None:
    """The convener learns that somebody asks for leave; who and why he reads in the program."""
    meeting = attendance.meeting
    message = Message(
        title=f"请假待批复：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"有人向{meeting.title}请假，请批复。",
        url=meeting.get_absolute_url(),
    )
    notify(attendance, "meetings.ask_leave", at.isoformat(), [meeting.chair.user_id or 0], message)


def tell_of_answer(attendance: Attendance, at: datetime) -> None:
    """Who asked for leave learns whether he has it."""
    meeting = attendance.meeting
    message = Message(
        title=f"请假批复：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"您向{meeting.title}的请假{'已经批准' if attendance.leave_granted else '没有批准，请按时到会'}。",
        url=meeting.get_absolute_url(),
    )
    notify(attendance, "meetings.answer_leave", at.isoformat(), [attendance.person.user_id or 0], message)


def tell_of_new_time(meeting: Meeting, at: datetime) -> None:
    """Whoever was notified learns at once when and where it is now; the notice itself follows."""
    message = Message(
        title=f"会议改期：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"{meeting.title}改在{when_and_where(meeting)}召开。",
        url=meeting.get_absolute_url(),
    )
    tell(meeting, "meetings.reschedule", at, meeting.attendances.filter(notified_at__isnull=False), message)


def tell_of_cancelling(meeting: Meeting, at: datetime) -> None:
    """Whoever stands on the list learns that the meeting is not held, those too who wait for the second notice."""
    message = Message(
        title=f"会议取消：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"原定于{when_and_where(meeting)}召开的{meeting.title}已取消。",
        url=meeting.get_absolute_url(),
    )
    tell(meeting, "meetings.cancel_meeting", at, meeting.attendances.all(), message)


@built("11.3a")
def tell_of_make_up(meeting: Meeting, content: str, due_on: date, at: datetime, absent: list[int]) -> None:
    """Who missed a study learns what he has to make up, and by when."""
    message = Message(
        title=f"补课通知：{day_of(meeting)}{meeting.get_kind_display()}",
        text=f"您没有参加{meeting.title}，请在{due_on}前（含当日）补课，并提交签字的学习心得和补课记录的扫描件。",
        details=f"补课要求：{content}",
        url=meeting.get_absolute_url(),
    )
    notify(meeting, "meetings.require_make_up", at.isoformat(), absent, message)


def tell_of_hand_in(make_up: MakeUp, at: datetime) -> None:
    """The study supervisors learn that a make-up waits for their review."""
    supervisors = Term.objects.running(timezone.localdate(at)).filter(
        organization=make_up.organization, post=Post.STUDY_SUPERVISOR
    )
    message = Message(
        title=f"补课待审核：{day_of(make_up.attendance.meeting)}{make_up.attendance.meeting.get_kind_display()}",
        text="有人提交了补课材料，请审核。",
        url=make_up.get_absolute_url(),
    )
    notify(make_up, "meetings.hand_in_make_up", at.isoformat(), supervisors.values("person__user"), message)


def tell_of_review(make_up: MakeUp, at: datetime) -> None:
    """Who has made up a study learns that it is reviewed."""
    message = Message(
        title=f"补课已审核：{day_of(make_up.attendance.meeting)}{make_up.attendance.meeting.get_kind_display()}",
        text="学习督导员已审核您的补课材料，本次补课完成。",
        url=make_up.get_absolute_url(),
    )
    absentee = make_up.attendance.person.user_id or 0
    notify(make_up, "meetings.review_make_up", at.isoformat(), [absentee], message)


def day_of(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.begins_at)
    return f"{begins.month}月{begins.day}日"


def when_and_where(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.begins_at)
    return f"{begins.year}年{begins.month}月{begins.day}日{begins:%H:%M}在{meeting.place}"
