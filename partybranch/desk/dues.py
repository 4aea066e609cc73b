"""Dues on the page of today: the keeper's months, the alert of half a year for the secretary, one's own months."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from dues.arrears import ALERT_MONTHS, arrears
from dues.keeping import keeps
from dues.models import MonthClose, MonthDue, RateTable
from members.models import Reach
from members.posts import Post
from partybranch.desk.tasks import Task
from rulebook.catalogue import catalogue
from rulebook.periods import add_months


def months_to_keep(user: User, branch: Organization, on: date) -> list[Task]:
    """What the keeper of the branch's dues does each month: close those that are over, open the one that runs."""
    if not keeps(user, branch) or RateTable.objects.in_force(branch, on) is None:
        return []
    this_month = on.replace(day=1)
    known = MonthClose.objects.filter(Q(closed_on__isnull=True) | Q(month=this_month), organization=branch)
    months = list(known.order_by("month"))
    over = [row for row in months if add_months(row.month, 1) <= on]
    tasks = [close_task(over, branch)] if over else []
    if all(row.month != this_month for row in months):
        url = f"{reverse('dues:open_month', args=[branch.code])}?month={this_month:%Y-%m}"
        text = "开具后每人应交多少才定下来，到期前提醒本人。"
        title = f"开具{on.year}年{on.month}月应交党费"
        tasks.append(Task("due", f"{on.month}月", "未开具", title, text, (catalogue["DF.2c"],), url, "开具"))
    return tasks


def close_task(over: list[MonthClose], branch: Organization) -> Task:
    """One line for all of them, which begins with the oldest."""
    first = over[0]
    url = f"{reverse('dues:close_month', args=[branch.code])}?month={first.month:%Y-%m}"
    text = f"{len(over)}个月已经结束还没有结账，从最早的办起；结账后只能补交更正。"
    return Task("soon", f"{first.month.month}月", "未结账", f"{first}党费结账", text, (), url, "结账")


def unpaid_for_half_a_year(reach: Reach, branch: Organization, on: date) -> list[Task]:
    """For the secretary, whom chapter 14 asks; nothing of the member's state is different."""
    if all((id, post) != (branch.pk, Post.SECRETARY) for id, _, post in reach.posts):
        return []
    clause, url = catalogue["14.5a"], reverse("dues:dues", args=[branch.code])
    return [
        Task(
            "late", "连续", f"{ALERT_MONTHS}个月", f"连续未交党费：{row.person.name}", row.step, (clause,), url, "查看"
        )
        for row in arrears(branch, on)
        if row.alerts
    ]


def own_dues(person: int | None, on: date) -> list[Task]:
    """The months he has still to pay, as one line: the sum stands on his own page alone."""
    if person is None:
        return []
    return dues_task(person, list(MonthDue.objects.owing().filter(person=person).order_by("due_on")), on)


def dues_task(person: int, months: list[MonthDue], on: date) -> list[Task]:
    """One line for the months that are owed, the first due first; none where nothing is."""
    if not months:
        return []
    late = months[0].due_on < on
    text = f"{len(months)}个月未交，最早{months[0].month.year}年{months[0].month.month}月。"
    day = months[0].due_on
    return [
        Task(
            "late" if late else "due", "党费", "逾期" if late else f"{day.month}月{day.day}日", "交纳党费", text,
            (catalogue["DF.2c"],), reverse("dues:of_person", args=[person]), "查看我的党费",
        )
    ]  # fmt: skip
