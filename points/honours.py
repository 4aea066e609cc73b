"""The board of honours (光荣榜): pioneers by quarter, commendations by year, honours by level; and a person's own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, PositiveSmallIntegerField, QuerySet, Value
from django.urls import reverse

from accounts.models import Organization
from archives.models import Submission
from members.models import Person
from members.sections import person_section
from points.models import AwardRound, Entry, Honour, Nomination, Place, Work
from rulebook.kernel import built
from rulebook.periods import Period, name_of, span_of


@built("18.2")
def pioneers() -> QuerySet[Place]:
    """Whom a settlement proposed and the general branch approved: there is no other way onto the board."""
    approved = Place.objects.filter(proposed=True, settlement__submission__decision=Submission.Decision.APPROVED)
    return approved.select_related("person", "settlement__submission").order_by("-settlement__quarter", "rank", "pk")


def awards() -> QuerySet[Nomination]:
    rows = Nomination.objects.awarded().select_related("person", "round")
    return rows.order_by("-round__year", "round__title", "person__pinyin_key", "pk")


def honours() -> QuerySet[Honour]:
    """What the registrar has booked: an honour somebody only claims is none yet."""
    booked = Entry.objects.filter(state=Entry.State.BOOKED, honour__isnull=False)
    return Honour.objects.filter(pk__in=booked.values("honour")).select_related("person").order_by("-awarded_on", "pk")


@dataclass(frozen=True)
class Board:
    """One year of the board; `years` are those that have something on it."""

    year: int
    years: list[int]
    pioneers: list[Place] = field(default_factory=list)
    awards: list[Nomination] = field(default_factory=list)
    honours: list[Honour] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.pioneers or self.awards or self.honours)


def board(organization: Organization, year: int, *, shows_unpublished: bool) -> Board:
    """The year asked for; what waits to be published is shown to the committee alone, and marked so."""
    places = pioneers().filter(settlement__organization=organization)
    titles = awards().filter(round__organization=organization)
    if not shows_unpublished:
        places = places.filter(settlement__published_on__isnull=False)
        titles = titles.filter(published_on__isnull=False)
    given = honours().filter(organization=organization)
    return Board(
        year,
        sorted(years_of(places, titles, given), reverse=True),
        list(places.filter(settlement__quarter__year=year)),
        list(titles.filter(round__year=year)),
        list(given.filter(awarded_on__year=year)),
    )


def years_of(places: QuerySet[Place], titles: QuerySet[Nomination], given: QuerySet[Honour]) -> set[int]:
    days: Iterable[date] = [
        *places.order_by().values_list("settlement__quarter", flat=True).distinct(),
        *given.order_by().values_list("awarded_on", flat=True).distinct(),
    ]
    return {day.year for day in days} | set(titles.order_by().values_list("round__year", flat=True).distinct())


def titles_open(organization: Organization, year: int) -> list[str]:
    """Which of the year's two titles still wait for a round that is concluded (18.1)."""
    done = AwardRound.objects.filter(organization=organization, year=year, concluded_on__isnull=False)
    known = set(done.values_list("title", flat=True))
    return [str(title.label) for title in AwardRound.Title if title not in known]


@dataclass(frozen=True)
class Mention:
    """One line of a person's record: what it is, of which day, and where its page is."""

    text: str
    day: date
    url: str = ""


def mentions_of(person: Person) -> list[Mention]:
    """His titles and pioneer's quarters that were made public, and his works; one query for the three of them."""
    columns = ("text", "about", "day", "key")
    titles = awards().filter(person=person, published_on__isnull=False).order_by()
    quarters = pioneers().filter(person=person, settlement__published_on__isnull=False).order_by()
    works = Work.objects.filter(person=person, withdrawn_on__isnull=True).order_by()
    found = (
        titles.annotate(
            what=named("award"), text=F("round__title"), about=F("confirmed_on"), day=F("published_on"), key=F("pk")
        ).values_list("what", "round__year", *columns),
        quarters.annotate(
            what=named("pioneer"),
            number=Value(0, PositiveSmallIntegerField()),
            text=named(""),
            about=F("settlement__quarter"),
            day=F("settlement__submission__decided_on"),
            key=F("pk"),
        ).values_list("what", "number", *columns),
        works.annotate(
            what=named("work"),
            number=Value(0, PositiveSmallIntegerField()),
            text=F("title"),
            about=F("recorded_on"),
            day=F("written_on"),
            key=F("pk"),
        ).values_list("what", "number", *columns),
    )
    rows = sorted(found[0].union(*found[1:], all=True), key=lambda row: (row[0], -row[4].toordinal(), row[5]))
    return [mention(person, *row) for row in rows]


def named(text: str) -> Value:
    return Value(text, CharField())


def mention(person: Person, what: str, year: int, text: str, about: date, day: date, key: int) -> Mention:
    if what == "award":
        title = AwardRound.Title(text).label
        return Mention(f"{year}年度{title}", day, reverse("points:nomination", args=[key]))
    if what == "pioneer":
        span = span_of(about, Period.QUARTER)
        return Mention(f"{about.year}年{name_of(span, Period.QUARTER)}网信先锋标兵", day)
    return Mention(f"《{text}》", day, reverse("points:works_of_person", args=[person.pk]))


@person_section("points/_commend_person.html")
def commendations_and_works(person: Person, on: date) -> dict[str, Any]:
    """The titles of a person and what he has written; nothing is said of having none (18.4)."""
    return {"mentions": mentions_of(person)}
