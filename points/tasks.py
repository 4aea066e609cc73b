"""What the worker does for points: reminds of what is on record and not declared while there is time."""

from datetime import date, timedelta

from celery import shared_task
from django.urls import reverse

from accounts.models import Organization
from points.models import PointMonth
from points.outlook import accounts_by_branch, attended_undeclared, figures_undeclared, marks_undeclared
from points.scheme import begins_on, last_day_to_declare
from rulebook import clock
from rulebook.kernel import built
from rulebook.periods import add_months, first_of_month, last_of_month
from rulebook.reminders import Message, notify
from rulebook.tasks import standing

FROM = timedelta(days=3)  # before the month's end


@shared_task
def remind_to_declare(at: str = "") -> None:
    """Whoever could still declare something of a month that is about to close has been told so once."""
    with standing(at):
        on = clock.today()
        for month in (first_of_month(on), add_months(first_of_month(on), -1)):
            if on >= last_of_month(month) - FROM:
                remind_of(month, on)


@built("39.4.2.1b", "39.4.2.2c")
def remind_of(month: date, on: date) -> None:
    """In every branch whose month takes claims by its rule that day."""
    for organization, people in undeclared(month).items():
        last = last_day_to_declare(organization, month)
        if begins_on(organization, month) <= last_of_month(month) and on <= last:
            message = Message(
                title=f"{month.month}月积分申报将截止",
                text=f"{month.month}月还有已有依据、没有申报的积分项目，请在{last.month}月{last.day}日前申报，过期作废。",
                url=reverse("points:mine"),
            )
            notify(organization, "39.4.2.1b", month.isoformat(), people, message)


def undeclared(month: date) -> dict[Organization, set[int]]:
    """The accounts of those with something on record of that month, by branch: five statements for all branches."""
    last = last_of_month(month)
    found = accounts_by_branch(
        [
            *attended_undeclared(month, last).values_list("meeting__organization", "person__user"),
            *figures_undeclared(month).filter(month=month).values_list("organization", "person__user"),
            *marks_undeclared(month, last).values_list("organization", "person__user"),
        ]
    )
    closed = PointMonth.objects.filter(organization__in=found, month=month, closed_at__isnull=False)
    branches = Organization.objects.in_bulk(found.keys() - set(closed.values_list("organization", flat=True)))
    return {branch: found[id] for id, branch in branches.items()}
