"""The year's account: what was owed, collected, handed up, given back and spent, and what is left; all in 分."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from accounts.models import Organization
from dues.models import Account, Entry, MonthDue, Payment, Spending
from meetings.models import AgendaItem, Matter, Meeting
from rulebook.kernel import built


@dataclass(frozen=True)
class MonthFigures:
    """One month: how many owe, what they owe, what of it is paid by now."""

    month: int
    people: int
    due: int
    paid: int


@dataclass(frozen=True)
class YearFigures:
    """Collection, use and management of a year."""

    year: int
    months: tuple[MonthFigures, ...]
    collected: int
    voluntary: int
    handed_up: int
    allotted: int
    spent: int
    uses: tuple[tuple[str, int], ...]
    brought_forward: int
    left: int

    @property
    def due(self) -> int:
        return sum(month.due for month in self.months)

    @property
    def paid(self) -> int:
        return sum(month.paid for month in self.months)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "due": self.due, "paid": self.paid}


@built("DF.4.3")
def reports_heard() -> QuerySet[AgendaItem]:
    """The reports on dues that general meetings have heard; members' questions stand with each as its remarks."""
    over = [AgendaItem.State.DECIDED, AgendaItem.State.NOTED]
    general = Meeting.objects.of_kind(Meeting.Kind.GENERAL).held()
    return AgendaItem.objects.filter(matter=Matter.DUES_REPORT, state__in=over, meeting__in=general)


@built("DF.4.2", "DF.1c")
def year_figures(organization: Organization, year: int) -> YearFigures:
    """Read from the rows and postings of the year; a fixed number of queries."""
    first, next_first = date(year, 1, 1), date(year + 1, 1, 1)
    entries = Entry.objects.filter(posting__organization=organization, posting__posted_on__lt=next_first)
    in_year = entries.filter(posting__posted_on__gte=first)
    sums: dict[str, int] = defaultdict(int)
    sums.update(in_year.values_list("account").annotate(total=Sum("amount")))
    before = entries.filter(posting__posted_on__lt=first, account=Account.FUND).aggregate(
        total=Sum("amount", default=0)
    )
    paid = Payment.objects.filter(organization=organization, paid_on__gte=first, paid_on__lt=next_first)
    collected = paid.aggregate(total=Sum(F("amount") - F("voluntary") - F("surplus"), default=0))["total"]
    spent = Spending.objects.filter(organization=organization, paid_on__gte=first, paid_on__lt=next_first)
    uses = dict(spent.values_list("use").annotate(total=Sum("amount")))
    return YearFigures(
        year=year,
        months=months_of(organization, first, next_first),
        collected=collected,
        voluntary=-sums[Account.VOLUNTARY],
        handed_up=sums[Account.SUPERIOR],
        allotted=-sums[Account.ALLOTTED],
        spent=sums[Account.SPENT],
        uses=tuple((label, uses.get(use, 0)) for use, label in Spending.Use.choices),
        brought_forward=before["total"],
        left=before["total"] + sums[Account.FUND],
    )


def months_of(organization: Organization, first: date, next_first: date) -> tuple[MonthFigures, ...]:
    rows = MonthDue.objects.filter(organization=organization, month__gte=first, month__lt=next_first)
    found = (
        rows.order_by()
        .values_list(ExtractMonth("month"))
        .annotate(Count("person", distinct=True), Sum("amount"), Sum("paid"))
    )
    return tuple(MonthFigures(*row) for row in sorted(found))
