"""Who owes dues to a branch for a month, and how much: the sheet of the month before and while it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Organization
from dues.models import ContributionBase, RateTable, Reduction
from dues.reckoning import NotConfigured, Reckoned, reckon
from members.models import Affiliation, Person, running
from rulebook.kernel import built
from rulebook.periods import add_months


@built("DF.2c", "NDF.6")
def liable(organization: Organization, month: date) -> list[Person]:
    """Members of the branch on the first of the month, and who was admitted in it; by pinyin.

    A probationary member pays from the month in which the general meeting passed him (X1-19). Who moves during a
    month pays where he was on its first day.
    """
    next_month = add_months(month, 1)
    first_day = Affiliation.objects.filter(running(month), organization=organization)
    admitted_since = Affiliation.objects.filter(
        organization=organization, since__lt=next_month, person__admitted_on__gte=month
    ).filter(Q(until__isnull=True) | Q(until__gt=month))
    people = Person.objects.filter(
        Q(pk__in=first_day.values("person")) | Q(pk__in=admitted_since.values("person")), admitted_on__lt=next_month
    ).exclude(ended_on__lte=month)
    return list(people.sorted_by("pinyin"))


@dataclass(frozen=True)
class Line:
    """One person on the sheet: his amount in 分 with its reasons, or why it cannot be said."""

    person: Person
    base: ContributionBase | None
    reduction: Reduction | None
    reckoned: Reckoned | None
    trouble: str = ""

    @property
    def amount(self) -> int | None:
        return self.reckoned.amount if self.reckoned else None


@built("NDF.5")
def monthly(organization: Organization, month: date, people: Iterable[Person] | None = None) -> list[Line]:
    """Everybody's line; the same number of queries for any number of people."""
    known = liable(organization, month) if people is None else list(people)
    table = RateTable.objects.in_force(organization, month)
    bases = {row.person_id: row for row in ContributionBase.objects.filter(person__in=known).in_force(month)}
    reductions = {row.person_id: row for row in Reduction.objects.filter(person__in=known).in_force(month)}
    return [line_of(person, bases.get(person.pk), table, reductions.get(person.pk)) for person in known]


def line_of(
    person: Person, base: ContributionBase | None, table: RateTable | None, reduction: Reduction | None
) -> Line:
    if base is None:
        return Line(person, None, reduction, None, "没有核定党费")
    if table is None:
        return Line(person, base, reduction, None, "未配置党费标准")
    try:
        return Line(person, base, reduction, reckon(base, table, reduction))
    except NotConfigured as error:
        return Line(person, base, reduction, None, str(error))
