"""The year-end statement of a branch's members, which must balance by name.

Who was a member on the day before the year and who is one at its end are asked of the roster; who came and went is
read from the dated changes. The two are reckoned apart, so each can find the other wrong.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from accounts.models import Organization
from members.models import Affiliation, Person, running


class Change(StrEnum):
    ADMITTED = "admitted"
    TRANSFERRED_IN = "transferred_in"
    TRANSFERRED_OUT = "transferred_out"
    ENDED = "ended"
    CONVERTED = "converted"


CHANGE_LABELS = {
    Change.ADMITTED: "接收预备党员",
    Change.TRANSFERRED_IN: "组织关系转入",
    Change.TRANSFERRED_OUT: "组织关系转出",
    Change.ENDED: "党籍终止",
    Change.CONVERTED: "预备党员转正",
}
GAINS = (Change.ADMITTED, Change.TRANSFERRED_IN)
LOSSES = (Change.TRANSFERRED_OUT, Change.ENDED)


@dataclass(frozen=True)
class Movement:
    """What changed for one person on one day, and whether he was a full member then."""

    person: Person
    change: Change
    on: date
    full: bool


@dataclass
class Balance:
    """The members at the beginning and the end by name, what happened between, and who does not add up."""

    opening: list[Person]
    closing: list[Person]
    movements: list[Movement]
    since: date
    until: date
    problems: list[str] = field(default_factory=list)

    def of(self, change: Change) -> list[Movement]:
        return [movement for movement in self.movements if movement.change == change]


def balance(organization: Organization, year: int, as_of: date) -> Balance:
    """The statement from the year's first day to the end of the day `as_of`; four queries."""
    first = date(year, 1, 1)
    opening = list(Person.objects.members(organization, first - timedelta(days=1)).sorted_by("strokes"))
    closing = list(Person.objects.members(organization, as_of).sorted_by("strokes"))
    stays = Affiliation.objects.filter(
        Q(until__isnull=True) | Q(until__gte=first),
        organization=organization,
        since__lte=as_of,
        person__admitted_on__lte=as_of,
    )
    movements = [
        movement
        for stay in stays.select_related("person").order_by("person__stroke_key", "person", "since")
        for movement in movements_of(stay)
        if first <= movement.on <= as_of
    ]
    movements.sort(key=lambda movement: movement.on)
    found = Balance(opening, closing, movements, first, as_of)
    found.problems = [*unexplained(found), *elsewhere(organization, closing, as_of)]
    return found


def movements_of(stay: Affiliation) -> list[Movement]:
    """The beginning and end of one stay as a member, and the conversion within it, whenever they were."""
    person, admitted_on = stay.person, stay.person.admitted_on
    assert admitted_on is not None
    begun = max(stay.since, admitted_on)
    ends = [day for day in (stay.until, person.ended_on) if day is not None]
    ended = min(ends, default=None)
    if ended is not None and ended <= begun:
        return []
    coming = Change.ADMITTED if admitted_on >= stay.since else Change.TRANSFERRED_IN
    found = [Movement(person, coming, begun, is_full(person, begun))]
    if person.full_on is not None and person.full_on > begun and (ended is None or person.full_on < ended):
        found.append(Movement(person, Change.CONVERTED, person.full_on, True))
    if ended is not None:
        leaving = Change.ENDED if ended == person.ended_on else Change.TRANSFERRED_OUT
        found.append(Movement(person, leaving, ended, is_full(person, ended - timedelta(days=1))))
    return found


def is_full(person: Person, day: date) -> bool:
    return person.full_on is not None and person.full_on <= day


def unexplained(found: Balance) -> list[str]:
    """Each person whose opening and changes do not lead to the closing, as a member and as a full member."""
    before = found.since - timedelta(days=1)
    sums: Counter[tuple[int, bool]] = Counter()
    people: dict[int, Person] = {}

    def add(persons: Iterable[tuple[Person, bool]], times: int) -> None:
        for person, full in persons:
            people[person.pk] = person
            sums[person.pk, full] += times

    add(((person, is_full(person, before)) for person in found.opening), 1)
    add(((person, is_full(person, found.until)) for person in found.closing), -1)
    for movement in found.movements:
        if movement.change == Change.CONVERTED:
            add([(movement.person, True)], 1)
            add([(movement.person, False)], -1)
        else:
            add([(movement.person, movement.full)], 1 if movement.change in GAINS else -1)
    wrong = {pk for (pk, _), total in sums.items() if total}
    return [sentence(found, person) for pk, person in people.items() if pk in wrong]


def sentence(found: Balance, person: Person) -> str:
    """What the records say of one person, so that the reader sees what contradicts what."""
    changes = "、".join(
        f"{movement.on}{CHANGE_LABELS[movement.change]}" for movement in found.movements if movement.person == person
    )
    before = "年初在册" if person in found.opening else "年初不在册"
    after = "期末在册" if person in found.closing else "期末不在册"
    return f"{person.name}：{before}，{changes or '期间没有变动记录'}，{after}，前后不能平衡"


def elsewhere(organization: Organization, closing: list[Person], as_of: date) -> list[str]:
    """Members at the end who belong to a second branch on the same day."""
    others = Affiliation.objects.filter(running(as_of), person__in=[person.pk for person in closing])
    others = others.exclude(organization=organization).select_related("person", "organization")
    return [
        f"{stay.person.name}：同一天又在{stay.organization.short_name}，组织关系只能在一个支部"
        for stay in others.order_by("person__stroke_key")
    ]
