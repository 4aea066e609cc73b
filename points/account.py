"""One person's own account: every month with its entries, the running quarter, what is open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Organization
from members.models import Person
from points.exact import shown
from points.models import Entry, Veto
from points.scheme import closed_months, grace_days, quarter_of
from rulebook.choices import chosen
from rulebook.periods import Period, first_of_month, last_of_month, name_of, span_of


@dataclass(frozen=True)
class MonthOfPerson:
    """One month: its entries and their exact sum; `cancelled` where a veto makes the quarter zero."""

    month: date
    entries: list[Entry]
    is_closed: bool
    last_day: date
    cancelled: bool

    @property
    def parts(self) -> int:
        return sum(entry.parts for entry in self.entries if entry.state == Entry.State.BOOKED)

    @property
    def total(self) -> str:
        return shown(self.parts)


@dataclass(frozen=True)
class QuarterOfPerson:
    """A quarter with its months; zero by a veto whatever its entries say."""

    since: date
    months: list[MonthOfPerson]
    vetoed: bool

    @property
    def name(self) -> str:
        return f"{self.since.year}年{name_of(span_of(self.since, Period.QUARTER), Period.QUARTER)}"

    @property
    def parts(self) -> int:
        return 0 if self.vetoed else sum(month.parts for month in self.months)

    @property
    def total(self) -> str:
        return shown(self.parts)


def quarters_of(person: Person, organization: Organization, vetoes: Iterable[Veto], on: date) -> list[QuarterOfPerson]:
    """Those with entries and the running one, the last first; four statements."""
    entries = Entry.objects.filter(person=person, organization=organization).exclude(state=Entry.State.WITHDRAWN)
    by_month: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries.select_related("attendance__meeting", "proof", "work").order_by("event_on", "code", "pk"):
        by_month[entry.month].append(entry)
    by_month.setdefault(first_of_month(on), [])
    closed = closed_months(organization)
    days = [veto.recognised_on for veto in vetoes if veto.organization_id == organization.pk]
    yearly = chosen("points_veto_scope", organization, on) == "year"
    by_quarter: dict[date, list[date]] = defaultdict(list)
    for month in sorted(by_month, reverse=True):
        by_quarter[quarter_of(month).since].append(month)
    grace = timedelta(days=grace_days(organization, on))
    quarters = []
    for since, months in by_quarter.items():
        span = quarter_of(since)
        vetoed = any(day.year == since.year if yearly else day in span for day in days)
        shown_months = [
            MonthOfPerson(month, by_month[month], month in closed, last_of_month(month) + grace, vetoed)
            for month in months
        ]
        quarters.append(QuarterOfPerson(since, shown_months, vetoed))
    return quarters
