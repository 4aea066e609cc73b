"""What is to be done next, for each kind of user: committee, member, superior."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Organization, User
from archives.models import Submission
from meetings.ballots.models import BallotBox
from meetings.models import Attendance, Meeting
from members.models import Person, Reach, reach_of
from members.posts import COMMITTEE
from partybranch.desk.corrections import corrections_to_answer
from partybranch.desk.dues import months_to_keep, own_dues, unpaid_for_half_a_year
from partybranch.desk.ledger import named, pages_of
from partybranch.desk.overview import most_behind
from partybranch.desk.points import own_points, registering_task
from partybranch.desk.recruits import ways
from partybranch.desk.steps import Steps
from partybranch.desk.tasks import Task
from rulebook.kernel import DUTIES, VERBS
from rulebook.ledger import DutyState, Status, assess
from rulebook.models import Reminder
from rulebook.periods import Period, span_of

SOON = timedelta(days=45)
MOST_LAPSES = 5  # the page leads on; all of them stand in the ledger
LATELY = timedelta(days=30)
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def tasks_of(user: User, organization: Organization | None, on: date) -> dict[str, Any]:
    """The page's context: every part is there only for those it is for."""
    reach = reach_of(user)
    context: dict[str, Any] = {"organization": organization, "left": days_left(on), "unread": unread(user)}
    context |= ways(getattr(user, "person", None), on)
    if organization is None:
        return context
    if organization.level == Organization.Level.BRANCH:
        context |= of_branch(user, organization, on, reach)
    else:
        context |= of_superior(user, organization)
    return context


def unread(user: User) -> QuerySet[Reminder]:
    return Reminder.objects.inbox_of(user).unread().select_related("organization").order_by("-pk")[:3]


def days_left(on: date) -> str:
    quarter = span_of(on, Period.QUARTER)
    return f"{QUARTERS[(on.month - 1) // 3]}还剩 {(quarter.until - on).days} 天"


def sits_on_committee(reach: Reach, organization: Organization) -> bool:
    return any(id == organization.pk and post in COMMITTEE for id, _, post in reach.posts)


def is_of_his_post(reach: Reach, status: Status) -> bool:
    """Whether it falls to a post he holds: in the organization that owes it, or in the party group it is about."""
    seats = {status.organization_id}
    if status.duty.subject is Organization:
        seats.add(status.subject_id)
    return any(id in seats and post == status.duty.post for id, _, post in reach.posts)


def of_branch(user: User, branch: Organization, on: date, reach: Reach) -> dict[str, Any]:
    """Late and due first; then the meetings. Who sits on no committee sees what is his own, and his post's."""
    on_committee = sits_on_committee(reach, branch)
    owed = [duty for duty in DUTIES.values() if duty.post]  # what is each one's own business stands on his own page
    statuses = assess(Organization.objects.filter(pk=branch.pk), on, on.year, owed)
    own = getattr(getattr(user, "person", None), "pk", None)
    if not on_committee:
        statuses = [
            status
            for status in statuses
            if is_of_his_post(reach, status) or (status.duty.subject is Person and status.subject_id == own)
        ]
    pressing = sorted((status for status in statuses if presses(status, on)), key=lambda status: status.until)
    lapses = [status for status in pressing if status.state == DutyState.MISSED]
    pressing = lapses[:MOST_LAPSES] + [status for status in pressing if status.state != DutyState.MISSED]
    names = named(pressing, user)
    done = [status for status in statuses if status.done_on is not None and on - LATELY <= status.done_on <= on]
    pages, steps = pages_of(done, user), Steps(branch, on, user, statuses)
    meetings = list(own_meetings(own, on))
    votes = any(row.meeting.state == Meeting.State.OPEN for row in meetings)  # a box is open only while its meeting is
    return {
        "first": first_steps(user, branch, on) if on_committee else [],
        "lapses_more": len(lapses[MOST_LAPSES:]),
        "pressing": [task_of(status, names[status], steps) for status in pressing],
        "done": [{"status": status, "url": pages.get(status, "")} for status in done],
        "dues": unpaid_for_half_a_year(reach, branch, on) + months_to_keep(user, branch, on),
        "answers": corrections_to_answer(user, branch, on),
        "own": [
            *(ballots_to_cast(user) if votes else []),
            *registering_task(reach_of(user), branch, on),
            *own_dues(own, on),
            *own_points(getattr(user, "person", None), branch, on),
            *(own_task(row, on) for row in meetings),
        ],
        "coming": coming(user, branch, on) if on_committee else [],
        "on_committee": on_committee,
    }


def first_steps(user: User, branch: Organization, on: date) -> list[Task]:
    """What a branch begins with: its roster, without which nobody is expected, votes or is reminded."""
    if branch.pk in reach_of(user).memberships:  # he himself is on it
        return []
    if not user.has_perm("members.upload_roster", branch) or Person.objects.members(branch, on).exists():
        return []
    url = reverse("members:upload_roster", args=[branch.code])
    text = "本支部还没有党员名册。办公室现有的花名册即可，先预览，确认后才导入。"
    return [Task("due", "第一步", "名册", "导入党员名册", text, (), url, "导入名册")]


def presses(status: Status, on: date) -> bool:
    late = status.state == DutyState.MISSED
    return late or (status.state == DutyState.DUE and status.until <= on + SOON)


def task_of(status: Status, name: str, steps: Steps) -> Task:
    """Late: the lapse and its explanation. Due: how many days are left and the prefilled form."""
    duty = status.duty
    title = f"{duty.title}：{name}" if name else duty.title
    if status.state == DutyState.MISSED:
        url = steps.explain_url(status)
        return Task("late", "缺漏", status.period_name, title, duty.clause.zh, (duty.clause,), url, "说明原因")
    days = (status.span.last_day - steps.on).days
    text = f"{status.period_name}，最迟{status.span.last_day.month}月{status.span.last_day.day}日。{duty.clause.zh}"
    if duty.is_deadline:
        text = f"最迟{status.since.month}月{status.since.day}日。{duty.clause.zh}"
    url = steps.begin_url(status)
    label = VERBS[duty.act].label if url else ""
    return Task("due", "还剩", f"{days} 天" if days else "今天", title, text, (duty.clause,), url, label)


def coming(user: User, branch: Organization, on: date) -> list[Task]:
    """The meetings ahead, with where their preparation stands."""
    rows = Meeting.objects.visible_to(user).filter(
        organization=branch, state__in=[Meeting.State.PLANNED, Meeting.State.OPEN]
    )
    return [
        Task(
            "soon" if meeting.held_on >= on else "due",
            f"{meeting.held_on.month}月",
            str(meeting.held_on.day),
            meeting.title,
            f"{meeting.place} · {'已通知' if meeting.notified_at else '尚未通知'} · {meeting.get_state_display()}",
            (),
            meeting.get_absolute_url(),
            "会议",
        )
        for meeting in rows.order_by("begins_at")[:8]
    ]


def own_meetings(person: int | None, on: date) -> QuerySet[Attendance]:
    """Where the person is expected and has been told so, from today on."""
    rows = Attendance.objects.filter(person=person, notified_at__isnull=False, meeting__held_on__gte=on)
    open_states = [Meeting.State.PLANNED, Meeting.State.OPEN]
    return rows.filter(meeting__state__in=open_states).select_related("meeting").order_by("meeting__begins_at")[:8]


def ballots_to_cast(user: User) -> list[Task]:
    """The open ballot boxes that wait for the user."""
    boxes = BallotBox.objects.waiting_for(user).select_related("item__meeting")
    return [
        Task("due", "正在", "投票", box.item.title, f"{box.meeting} · 无记名投票", (), box.get_absolute_url(), "请投票")
        for box in boxes
    ]


def own_task(row: Attendance, on: date) -> Task:
    """Sign in while the sheet is open, ask leave before; else how it stands. An observer asks no leave."""
    meeting = row.meeting
    above, below = f"{meeting.held_on.month}月", str(meeting.held_on.day)
    tone = "due" if meeting.held_on == on else "soon"
    where = f"{meeting.place}"
    if row.role == Attendance.Role.OBSERVER and not (row.signed_at is None and meeting.roll_frozen_at):
        text = f"{where} · {'请准时到场' if row.signed_at is None else '已签到'}"
        return Task(
            tone, above, below, meeting.title, text, (), reverse("meetings:own_sign_in", args=[meeting.pk]), "查看"
        )
    if row.signed_at is not None:
        return Task("done", above, below, meeting.title, f"{where} · 已签到", (), meeting.get_absolute_url(), "会议")
    if meeting.roll_frozen_at is not None:
        url = reverse("meetings:own_sign_in", args=[meeting.pk])
        return Task(tone, above, below, meeting.title, f"{where} · 正在签到", (), url, "签到")
    if row.leave_asked_at is not None:
        answer = {None: "待批", True: "已准假", False: "未准假"}[row.leave_granted]
        text = f"{where} · 已请假（{answer}）"
        return Task(tone, above, below, meeting.title, text, (), meeting.get_absolute_url(), "会议")
    url = reverse("meetings:ask_leave", args=[row.pk])
    return Task(tone, above, below, meeting.title, f"{where} · 不能到会的，请事先请假", (), url, "请假")


def of_superior(user: User, superior: Organization) -> dict[str, Any]:
    """What waits for a reply, and which branches are behind."""
    context: dict[str, Any] = {}
    if user.has_perm("archives.decide", superior):
        context["waiting"] = Submission.objects.waiting_for(superior).select_related("organization").order_by("sent_on")
    if user.has_perm("desk.read_overview", superior):
        context["behind"] = most_behind(superior)
        context["overview_url"] = reverse("desk:overview", args=[superior.code])
    return context
