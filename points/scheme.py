"""What one unit of an item counts on a day: as printed, or as changed by the committee and the general branch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Organization
from points.items import ITEMS, Field, Proof
from points.models import Honour, PointMonth, SchemeChange
from rulebook.catalogue import catalogue
from rulebook.choices import chosen
from rulebook.kernel import built
from rulebook.periods import Period, Span, add_months, first_of_month, span_of


@dataclass(frozen=True)
class Line:
    """One item as it counts that day; `change` is None where the printed number holds."""

    code: str
    label: str
    field: Field
    proof: Proof
    unit: str
    coefficient: Decimal
    change: SchemeChange | None = None
    deducts: bool = False

    @property
    def is_new(self) -> bool:
        """Not printed: came by a change of the scheme."""
        return self.code not in ITEMS

    @property
    def clause_id(self) -> str:
        return "39.5.2" if self.is_new else ITEMS[self.code].clause_id


@built("39.3", "39.5.2", "39.5.3-4")
def scheme_on(organization: Organization, on: date) -> dict[str, Line]:
    """Every item by its code. An event keeps the scheme of its own day, whatever is changed later."""
    changes: dict[str, SchemeChange] = {}
    for latest in SchemeChange.objects.in_force(organization, on):
        changes.setdefault(latest.code, latest)
    lines = {}
    for item in ITEMS.values():
        change = changes.get(item.code)
        lines[item.code] = Line(
            item.code,
            item.label,
            item.field,
            item.proof,
            item.unit,
            change.coefficient if change else item.coefficient,
            change,
            item.deducts,
        )
    for code, new in sorted(changes.items()):
        if code not in ITEMS:
            lines[code] = Line(code, new.title, Field(new.field), Proof.OTHER, "次", new.coefficient, new)
    return lines


@built("39.3.2")
def honour_points(level: str) -> Decimal:
    """National 4, provincial-ministerial 3, bureau 2, centre 1."""
    return Decimal(catalogue["39.3.2"].raw["points_by_level"][Honour.Level(level).value])


@built("39.5.1")
def begins_on(organization: Organization, on: date) -> date:
    """The first day that counts; the text names 1 February without a year (X2-02)."""
    return date.fromisoformat(chosen("points_start", organization, on))


def grace_days(organization: Organization, on: date) -> int:
    """How many days after its end a month still takes claims (X2-03)."""
    return int(chosen("points_closing_grace_days", organization, on))


def last_day_to_declare(organization: Organization, month: date) -> date:
    """The last day before the registrar may close the month, that day included."""
    last = add_months(month, 1) - timedelta(days=1)
    return last + timedelta(days=grace_days(organization, last))


def is_closed(organization: Organization, month: date) -> bool:
    closed = PointMonth.objects.filter(organization=organization, closed_at__isnull=False)
    return closed.filter(month=first_of_month(month)).exists()


def closed_months(organization: Organization) -> set[date]:
    rows = PointMonth.objects.filter(organization=organization, closed_at__isnull=False)
    return set(rows.values_list("month", flat=True))


@built("39.4.2.2b")
def quarter_of(day: date) -> Span:
    """The calendar quarter; the first of the trial has two months, because nothing before its first day counts."""
    return span_of(day, Period.QUARTER)


def months_of(span: Span) -> list[date]:
    return [add_months(span.since, number) for number in range(3)]


def field_without_items(lines: Iterable[Line]) -> list[Field]:
    """The fields of 39.3 that have no approved item: work discipline, as printed."""
    used = {line.field for line in lines}
    return [field for field in (Field.DISCIPLINE, Field.WORK) if field not in used]
