"""What the pages show of dues: months with their progress, what somebody pays and why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from accounts.models import Organization
from dues.models import ContributionBase, MonthClose, MonthDue, RateTable, Reduction
from dues.money import yuan
from dues.reckoning import NotConfigured, Reckoned, reckon
from dues.yearly import YearFigures
from members.models import Person
from rulebook.reporting import Bar


def years_kept(organization: Organization, on: date) -> list[int]:
    """From this year back to that of the first month that was opened here."""
    first = MonthClose.objects.filter(organization=organization).aggregate(first=Min("month"))["first"] or on
    return list(range(on.year, min(first, on).year - 1, -1))


@dataclass(frozen=True)
class MonthShown:
    """One month of the year: opened or not, how many owe and how many have paid."""

    month: date
    opened: MonthClose | None
    people: int
    settled: int


def months_shown(organization: Organization, year: int) -> list[MonthShown]:
    """All twelve months of the year."""
    rows = MonthDue.objects.filter(organization=organization, month__year=year).order_by().values("month")
    counted = {
        row["month"]: row
        for row in rows.annotate(
            people=Count("person", distinct=True),
            owing=Count("person", distinct=True, filter=Q(settled_on__isnull=True)),
        )
    }
    opened = {row.month: row for row in MonthClose.objects.filter(organization=organization, month__year=year)}
    found = []
    for number in range(1, 13):
        month = date(year, number, 1)
        row = counted.get(month, {"people": 0, "owing": 0})
        found.append(MonthShown(month, opened.get(month), row["people"], row["people"] - row["owing"]))
    return found


def explained(person: Person, base: ContributionBase | None, on: date) -> Reckoned | None:
    """What he pays this month, line by line; None while it cannot be said."""
    if base is None:
        return None
    month = on.replace(day=1)
    table = RateTable.objects.in_force(base.organization, month)
    reduction = Reduction.objects.filter(person=person).in_force(month).first()
    try:
        return reckon(base, table, reduction) if table else None
    except NotConfigured:
        return None


def own_months(person: Person) -> list[MonthDue]:
    """The last two years, the newest first."""
    return list(MonthDue.objects.filter(person=person).order_by("-month", "serial")[:30])


def bars_of(figures: YearFigures) -> list[Bar]:
    """Due and paid by month, for the chart."""
    return [
        Bar(f"{row.month}月", row.paid, row.due, f"{yuan(row.paid)} / {yuan(row.due)}")
        for row in figures.months
        if row.due
    ]
