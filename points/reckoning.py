"""Totals of a month and a quarter, and who is ahead: exact, without cap, floor or rounding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from accounts.models import Organization
from members.models import Person, Standing
from points.models import Disqualification, Entry, Place, Veto
from points.participants import participants
from points.scheme import quarter_of
from rulebook.choices import chosen
from rulebook.kernel import built
from rulebook.periods import Span, add_months

TOP = 3
BY_VETO = "廉洁自律否决"
BY_LIABILITY = "因党务公开责任追究，本年度评优评奖资格已取消"


@built("39.4.2.2a")
def month_totals(organization: Organization, month: date) -> dict[int, int]:
    """Parts by person id: what is booked of events of that month, whenever it was booked."""
    return booked_between(organization, month, add_months(month, 1))


def booked_between(organization: Organization, since: date, until: date) -> dict[int, int]:
    return Entry.objects.filter(organization=organization).booked().in_months(since, until).totals()


@built("39.3.3")
def vetoed(organization: Organization, quarter: Span, on: date) -> set[int]:
    """Whose quarter is set to zero by a recognition known by that day; with the wider reading his whole year."""
    reach = Q(recognised_on__gte=quarter.since, recognised_on__lt=quarter.until)
    if chosen("points_veto_scope", organization, quarter.last_day) == "year":
        reach = Q(recognised_on__year=quarter.since.year)
    known = Veto.objects.filter(reach, organization=organization, recorded_on__lte=on)
    return set(known.values_list("person", flat=True))


@built("39.4.2.2b")
def quarter_totals(organization: Organization, quarter: Span, on: date, until: date | None = None) -> dict[int, int]:
    """Parts by person id from zero at the quarter's beginning, up to before `until`; a veto makes it zero."""
    totals = booked_between(organization, quarter.since, until or quarter.until)
    return totals | dict.fromkeys(vetoed(organization, quarter, on) & totals.keys(), 0)


@built("31.4b")
def disqualified(organization: Organization, year: int, on: date) -> set[int]:
    """Who has lost the awards of that calendar year by a decision of the year dated by that day (X2-10)."""
    decided = Disqualification.objects.filter(decided_on__year=year, decided_on__lte=on)
    return set(decided.filter(organization=organization).values_list("person", flat=True))


@dataclass(frozen=True)
class Candidate:
    """One participant at the quarter's end; `bar` says why he cannot be chosen, '' where he can."""

    person_id: int
    standing: str
    parts: int
    bar: str = ""


def candidates(organization: Organization, quarter: Span, on: date) -> list[Candidate]:
    """Everybody who takes part on the quarter's last day or has points in it."""
    totals = quarter_totals(organization, quarter, on)
    present = participants(organization, quarter.last_day).standings(quarter.last_day)
    barred = dict.fromkeys(disqualified(organization, quarter.since.year, on), BY_LIABILITY)
    barred |= dict.fromkeys(vetoed(organization, quarter, on), BY_VETO)
    gone = Person.objects.filter(pk__in=totals.keys() - present.keys())
    everybody = present | gone.standings(quarter.last_day)
    return [
        Candidate(id, standing, totals.get(id, 0), bar_of(id in present, standing, totals.get(id, 0), barred.get(id)))
        for id, standing in everybody.items()
    ]


def bar_of(is_present: bool, standing: str, parts: int, barred: str | None) -> str:
    if barred:
        return barred
    if not is_present:
        return "季末不在本支部"
    if standing != Standing.FULL:
        return f"{Standing(standing).label}不参加评选"
    return "" if parts > 0 else "季度积分不大于零"


@built("39.4.4a")
def placed(everybody: Iterable[Candidate]) -> list[Place]:
    """Those who can be chosen are ranked 1, 2, 2, 4 by the exact total; the rest stand without a rank.

    The first three are proposed. Where a tie at the cut makes them more than three, those tied wait for the
    committee, and only those ahead of them are proposed (X2-05, X2-06).
    """
    able: list[Candidate] = []
    rest: list[Candidate] = []
    for one in everybody:
        (rest if one.bar else able).append(one)
    able.sort(key=lambda one: -one.parts)
    ranks: dict[int, int] = {}
    for _, level in groupby(able, key=lambda one: one.parts):
        rank = len(ranks) + 1
        ranks |= {one.person_id: rank for one in level}
    first = [one for one in able if ranks[one.person_id] <= TOP]
    tied = cut_of([ranks[one.person_id] for one in first])
    return [
        *(
            Place(
                person_id=one.person_id,
                standing=one.standing,
                parts=one.parts,
                rank=ranks[one.person_id],
                tied=ranks[one.person_id] == tied,
                proposed=one in first and ranks[one.person_id] != tied,
            )
            for one in able
        ),
        *(Place(person_id=one.person_id, standing=one.standing, parts=one.parts, bar=one.bar) for one in rest),
    ]


def cut_of(ranks: Sequence[int]) -> int | None:
    """The rank at which the committee has to choose, None where the first are no more than three."""
    return ranks[-1] if len(ranks) > TOP else None


def running_quarter(organization: Organization, month: date, on: date) -> dict[int, int]:
    """The quarter's total up to the end of that month."""
    return quarter_totals(organization, quarter_of(month), on, add_months(month, 1))
