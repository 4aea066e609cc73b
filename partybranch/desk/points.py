"""Points on the desk: what somebody can still declare, what waits for who registers, one's quarter on 我的."""

from datetime import date

from django.urls import reverse

from accounts.models import Organization
from members.models import Person, Reach
from members.posts import Post
from partybranch.desk.tasks import Task
from points.models import Entry
from points.outlook import has_standing, outlook_of, undeclared_months
from points.scheme import last_day_to_declare, quarter_of
from rulebook.catalogue import catalogue
from rulebook.periods import Period, first_of_month, name_of
from rulebook.sections import Section

POINTS = "desk/_points_of_quarter.html"


def points_of_quarter(person: Person, on: date) -> Section | None:
    """The running quarter and what can still be declared; None for who takes no part."""
    outlook = outlook_of(person, on)
    if outlook is None:
        return None
    quarter = f"{on.year}年{name_of(quarter_of(on), Period.QUARTER)}"
    return Section(POINTS, {"outlook": outlook, "quarter": quarter})


def own_points(person: Person | None, branch: Organization, on: date) -> list[Task]:
    """One line for all that he can declare in this branch: with the last day of the month that closes first."""
    if person is None or not has_standing(person, on):
        return []
    return declaring_task(branch, undeclared_months(person, branch, on), on)


def declaring_task(branch: Organization, undeclared: list[date], on: date) -> list[Task]:
    if not undeclared:
        return []
    first = undeclared[0]
    last = last_day_to_declare(branch, first)
    day = f"{last.month}月{last.day}日"
    text = f"{len(undeclared)}项有依据、还没有申报；{first.month}月的最迟{day}申报，关账后作废。"
    above, below = ("关账前", "尽快") if on > last else ("最迟", day)
    return [Task("due", above, below, "申报积分", text, (catalogue["39.4.2.2c"],), reverse("points:mine"), "去申报")]


def registering_task(reach: Reach, organization: Organization, on: date) -> list[Task]:
    """Who registers points sees how many claims wait, the oldest month first."""
    if (organization.pk, Post.DISCIPLINE_COMMISSIONER) not in {(id, post) for id, _, post in reach.posts}:
        return []
    waiting = Entry.objects.filter(organization=organization).waiting()
    month = waiting.order_by("month").values_list("month", flat=True).first()
    if month is None:
        return []
    text = f"{waiting.count()}项申报等候登记。"
    url = reverse("points:month", args=[organization.code, f"{month:%Y-%m}"])
    tone = "due" if month < first_of_month(on) else "soon"
    return [Task(tone, "积分", f"{month.month}月", "登记积分", text, (catalogue["39.4.2.1a"],), url, "登记")]
