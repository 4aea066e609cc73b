"""What dues owe by a day: each member's month, the year's account, the report to the general meeting, the announcement.

A branch owes the yearly ones from the year in which it began to keep its dues here.
"""

from datetime import date
from typing import Any

from django.db.models import DateField, F, Min, OuterRef, QuerySet, Subquery, Value

from accounts.models import Organization
from dues.models import Announcement, MonthDue, YearAccount
from dues.yearly import reports_heard
from members.posts import Post
from rulebook.kernel import Due, Owed, Told, duty


def payers(on: date) -> QuerySet[MonthDue, tuple[Any, ...]]:
    """Who owes each month and has an account: he is told himself, and nobody else of him."""
    named = MonthDue.objects.owing().filter(person__user__is_active=True)
    return named.annotate(post=Value(""), leads=Value(True)).values_list(
        "pk", "post", "leads", "person__user", "person__user__email"
    )


@duty(
    "DF.2c",
    title="按月交纳党费",
    post="",
    subject=MonthDue,
    told=Told(payers, "dues:month_due"),
    early=5,
)
def month_paid_by_the_fifteenth(on: date) -> Due:
    """The 15th counts (X1-25); the first reminder comes on the 10th."""
    rows = MonthDue.objects.values_list("pk", "organization_id", "due_on", "settled_on", F("pk"))
    return Due(rows=rows, page="dues:month_due")


def keeping_dues() -> QuerySet[Any]:
    """The branches with approved rates, each with the first month they hold."""
    kept = Organization.objects.branches().filter(rate_tables__approved_on__isnull=False)
    return kept.annotate(kept_since=Min("rate_tables__since"))


@duty("DF.4.2", title="党费年度公示", post=Post.DUES_KEEPER, act="dues.publish_year")
def last_year_published_by_march(on: date) -> Due:
    """The account of the year before, by 31 March included."""
    published = YearAccount.objects.filter(organization=OuterRef("pk"), year=on.year - 1)
    rows = (
        keeping_dues()
        .filter(kept_since__lt=date(on.year, 1, 1))
        .annotate(
            due_on=Value(date(on.year, 3, 31), DateField()),
            done_on=Subquery(published.values("published_on")[:1]),
            account=Subquery(published.values("pk")[:1]),
        )
    )
    return Due(
        rows=rows.values_list("pk", F("pk"), "due_on", "done_on", "account"), page="dues:year_account", within="pk"
    )


@duty("DF.4.3", title="向党员大会报告党费情况", post=Post.SECRETARY, act="meetings.plan_meeting")
def reported_to_the_general_meeting(on: date) -> Owed:
    return Owed(
        by=keeping_dues().values_list("pk", F("pk"), "kept_since", "dissolved_on"),
        evidence=reports_heard().values_list("meeting__organization_id", "meeting__held_on", "pk"),
        page="meetings:item",
    )


@duty("DF.4.4", title="向党员公布党费收缴情况", post=Post.DUES_KEEPER, act="dues.announce_collection")
def collection_announced_each_year(on: date) -> Due:
    """Once in the calendar year; the public account counts only where it was addressed to members as well (X1-28)."""
    year = (date(on.year, 1, 1), date(on.year, 12, 31))
    told = Announcement.objects.filter(organization=OuterRef("pk"), announced_on__range=year).order_by("announced_on")
    rows = (
        keeping_dues()
        .filter(kept_since__lte=year[1])
        .annotate(
            due_on=Value(year[1], DateField()),
            done_on=Subquery(told.values("announced_on")[:1]),
            announcement=Subquery(told.values("pk")[:1]),
        )
    )
    return Due(
        rows=rows.values_list("pk", F("pk"), "due_on", "done_on", "announcement"), page="dues:announcement", within="pk"
    )
