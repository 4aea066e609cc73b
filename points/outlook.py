"""What a page of the desk says of somebody's points, in one statement: the quarter so far, and what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from accounts.models import Organization
from meetings.models import Attendance, Meeting
from members.models import Person
from points.items import ATTENDED, code_of_meeting
from points.models import Entry, MonthlyFigure, PointMonth, TestMark
from points.participants import TAKES_PART
from points.scheme import quarter_of
from rulebook.periods import add_months, first_of_month

COUNTED = [kind for kind in Meeting.Kind.values if code_of_meeting(kind)]
OPEN, CLOSED = "open", "closed"
Row = tuple[str, date, int]  # what it is, its day, its parts


@dataclass(frozen=True)
class Outlook:
    """The running quarter's parts and waiting claims, and the months of what is on record and not declared."""

    organization: Organization
    parts: int
    waiting: int
    undeclared: list[date]


def has_standing(person: Person, on: date) -> bool:
    """By his own dates; the page and the acts ask besides whether his way into the Party was stopped."""
    return person.standing_on(on) in TAKES_PART and (person.ended_on is None or person.ended_on > on)


def outlook_of(person: Person, on: date) -> Outlook | None:
    """None for who takes no part."""
    homes = person.homes
    if not homes or not has_standing(person, on):
        return None
    organization = homes[0].organization
    rows = on_record(person, organization, on)
    booked = sum(parts for kind, _, parts in rows if kind == Entry.State.BOOKED)
    waiting = sum(kind == Entry.State.DECLARED for kind, _, _ in rows)
    return Outlook(organization, booked, waiting, still_open(rows))


def undeclared_months(person: Person, organization: Organization, on: date) -> list[date]:
    """One for each thing on record of this month and the one before that waits to be declared."""
    return still_open(on_record(person, organization, on))


def still_open(rows: list[Row]) -> list[date]:
    closed = {first_of_month(day) for kind, day, _ in rows if kind == CLOSED}
    months = [first_of_month(day) for kind, day, _ in rows if kind == OPEN]
    return sorted(month for month in months if month not in closed)


def on_record(person: Person, organization: Organization, on: date) -> list[Row]:
    """The entries of the running quarter, what is not declared, and the months that are closed; one statement."""
    since = add_months(first_of_month(on), -1)
    here = Q(person=person)
    attended = attended_undeclared(since, on).filter(here, meeting__organization=organization)
    figures = figures_undeclared(since).filter(here, organization=organization, month__lt=first_of_month(on))
    marks = marks_undeclared(since, on).filter(here, organization=organization)
    months = PointMonth.objects.filter(organization=organization, month__gte=since, closed_at__isnull=False)
    entries = Entry.objects.filter(person=person, organization=organization, month__gte=quarter_of(on).since)
    rows = dated(Value(OPEN, CharField()), attended, "meeting__held_on").union(
        dated(Value(OPEN, CharField()), figures, "month"),
        dated(Value(OPEN, CharField()), marks, "test__held_on"),
        dated(Value(CLOSED, CharField()), months, "month"),
        dated(F("state"), entries, "event_on", F("parts")),
        all=True,
    )
    return list(rows)


def dated(
    kind: Combinable, rows: QuerySet[Model], day: str, parts: Combinable | None = None
) -> QuerySet[Model, tuple[str, date, int]]:
    number = Value(0, BigIntegerField()) if parts is None else parts
    return (
        rows.order_by()
        .annotate(row_kind=kind, row_day=F(day), row_parts=number)
        .values_list("row_kind", "row_day", "row_parts")
    )


def attended_undeclared(since: date, last: date) -> QuerySet[Attendance]:
    """Signed in at what counts, from `since` to `last` inclusive, and not declared."""
    declared = Entry.objects.standing().filter(attendance=OuterRef("pk"), code__in=ATTENDED)
    held = [Meeting.State.CLOSED, Meeting.State.ARCHIVED]
    rows = Attendance.objects.filter(
        signed_at__isnull=False,
        meeting__kind__in=COUNTED,
        meeting__for_all_members=True,
        meeting__state__in=held,
        meeting__held_on__range=(since, last),
    )
    return rows.exclude(Exists(declared))


def figures_undeclared(since: date) -> QuerySet[MonthlyFigure]:
    declared = Entry.objects.standing().filter(person=OuterRef("person"), code="A1.1", month=OuterRef("month"))
    return MonthlyFigure.objects.filter(month__gte=since).exclude(Exists(declared))


def marks_undeclared(since: date, last: date) -> QuerySet[TestMark]:
    declared = Entry.objects.standing().filter(mark=OuterRef("pk"))
    return TestMark.objects.filter(test__held_on__range=(since, last)).exclude(Exists(declared))


def accounts_by_branch(rows: Iterable[tuple[int, int | None]]) -> dict[int, set[int]]:
    """Who has an account, by branch."""
    found: dict[int, set[int]] = {}
    for organization, user in rows:
        if user is not None:
            found.setdefault(organization, set()).add(user)
    return found
