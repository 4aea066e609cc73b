"""A month's dues: what everybody owes is written down, written anew while the month is open, and closed."""

from datetime import date, datetime

from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import Organization, User
from dues.liability import Line, monthly
from dues.models import MonthClose, MonthDue, Payment, RateTable
from dues.models.months import DUE_DAY
from dues.rules import assessing
from members.models import Person
from rulebook.kernel import action, built
from rulebook.periods import add_months


@built("DF.2c")
@action(
    assessing.assessed_by_the_keeper,
    assessing.month_has_come,
    assessing.month_is_open,
    assessing.rates_are_configured,
    assessing.everybody_is_assessed,
    assessing.table_says_of_everybody,
    assessing.nobody_paid_more,
    label="开具本月应交党费",
)
def open_month(organization: Organization, *, month: date, by: User, at: datetime) -> MonthClose:
    """Everybody's amount for the month stands, by the base, the rates and the reduction that hold in it.

    Done again before the close it is reckoned anew: what has changed since then is taken over.
    """
    lines = [line for line in monthly(organization, month) if line.reckoned is not None]
    free_who_left(organization, month, lines, timezone.localdate(at))
    known = {row.person_id: row for row in MonthDue.objects.filter(organization=organization, month=month, serial=0)}
    table = RateTable.objects.in_force(organization, month)
    rows = [
        reckoned(organization, month, line, table, known.get(line.person.pk), timezone.localdate(at)) for line in lines
    ]
    MonthDue.objects.bulk_create([row for row in rows if row.pk is None])
    MonthDue.objects.bulk_update(
        [row for row in rows if row.pk is not None], ["amount", "base", "table", "reduction", "settled_on"]
    )
    opened, _ = MonthClose.objects.get_or_create(organization=organization, month=month)
    return opened


def free_who_left(organization: Organization, month: date, lines: list[Line], on: date) -> None:
    """Who owes nothing here any more has no row; where something was paid and reversed it stays, and owes nothing."""
    rows = MonthDue.objects.owing().filter(organization=organization, month=month, serial=0, paid=0)
    gone = rows.exclude(person__in=[line.person for line in lines])
    gone.filter(shares__isnull=True).delete()
    gone.update(amount=0, settled_on=on)


def reckoned(
    organization: Organization, month: date, line: Line, table: RateTable | None, row: MonthDue | None, on: date
) -> MonthDue:
    row = row or MonthDue(person=line.person, organization=organization, month=month, due_on=month.replace(day=DUE_DAY))
    row.amount, row.base, row.table, row.reduction = line.amount or 0, line.base, table, line.reduction
    if row.left:
        row.settled_on = None
    elif row.settled_on is None:
        row.settled_on = on
    return row


@action(
    assessing.assessed_by_the_keeper,
    assessing.month_was_opened,
    assessing.month_is_open,
    assessing.month_is_over,
    label="本月结账",
)
def close_month(organization: Organization, *, month: date, by: User, at: datetime) -> MonthClose:
    """The month's sums stand; from now on it changes only by a correction with its reason."""
    closed = MonthClose.objects.get(organization=organization, month=month)
    rows = MonthDue.objects.filter(organization=organization, month=month)
    paid = Payment.objects.filter(organization=organization, paid_on__gte=month, paid_on__lt=add_months(month, 1))
    closed.due = rows.aggregate(total=Sum("amount", default=0))["total"]
    closed.collected = paid.aggregate(total=Sum(F("amount") - F("voluntary") - F("surplus"), default=0))["total"]
    closed.closed_on = timezone.localdate(at)
    closed.save()
    return closed


@action(
    assessing.assessed_by_the_keeper,
    assessing.month_was_opened,
    assessing.made_up_for_half_a_year,
    label="补交更正",
)
def correct_month(
    organization: Organization, *, person: Person, month: date, amount: int, reason: str, by: User, at: datetime
) -> MonthDue:
    """So much more is owed for that month, and why; due by the 15th of the month in which it is entered or the next."""
    on = timezone.localdate(at)
    last = MonthDue.objects.filter(person=person, month=month).order_by("serial").last()
    due_on = on.replace(day=DUE_DAY) if on.day <= DUE_DAY else add_months(on, 1).replace(day=DUE_DAY)
    return MonthDue.objects.create(
        person=person,
        organization=organization,
        month=month,
        serial=last.serial + 1 if last else 1,
        amount=amount,
        due_on=due_on,
        reason=reason,
    )
