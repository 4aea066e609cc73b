"""People under way whom a roster brings in: their way begins from the dates it gives, and from nothing else."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.models import Organization
from members.comparison import batches
from members.loading import converter, load, reserve_keys
from members.models import Person
from recruitment.models import TAKEN_OVER, Deadline, Kind, Record, Recruit
from rulebook.choices import chosen
from rulebook.kernel import built
from rulebook.periods import add_months

HALF_YEAR = 6  # months
DAY = converter(Record._meta.get_field("happened_on"))  # turns a day into what the database takes
SHOWN_BY = {
    "applied_on": Kind.APPLICATION,
    "activist_on": Kind.ACTIVIST,
    "candidate_on": Kind.LISTED,
    "admitted_on": Kind.RESOLUTION,
}


def on_record(people: Collection[int]) -> set[int]:
    """Of these people, those whose way runs."""
    return {
        person
        for some in batches(people)
        for person in Recruit.objects.running().filter(person__in=some).values_list("person", flat=True)
    }


@built("13.0p")
def take_over(organization: Organization, people: Iterable[Person], on: date) -> None:
    """Each has a running way with the records that his dates prove, and the clock that runs from them.

    Whose way is on record already, running or ended, is left as he is. Set by set: no query for one person.
    """
    under_way = {person.pk: person for person in people if is_under_way(person)}
    for some in batches(under_way):
        for known in Recruit.objects.filter(person__in=some).values_list("person", flat=True):
            under_way.pop(known, None)
    if not under_way:
        return
    prompt = timedelta(days=int(chosen("prompt_days_recruitment", organization, on)))
    begun = list(zip(reserve_keys(Recruit, len(under_way)), under_way.values(), strict=True))
    load_plain(
        Recruit,
        ["id", "person", "organization", "received_on"],
        ([key, person.pk, organization.pk, DAY(person.applied_on)] for key, person in begun),
    )
    load_plain(
        Record,
        ["recruit", "kind", "happened_on", "organ", "favourable"],
        ([key, *row] for key, person in begun for row in proven(person)),
    )
    load_plain(
        Deadline,
        ["recruit", "kind", "due_on"],
        ([key, kind, DAY(due_on)] for key, person in begun for kind, due_on in clocks(person, on, prompt)),
    )


def load_plain(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of which only the named fields are given; every other one has its default."""
    plain = model()
    others = [field for field in model._meta.concrete_fields if field.name not in names and not field.primary_key]
    same = [field.get_db_prep_save(getattr(plain, field.attname), connection) for field in others]
    load(model, [*(field.name for field in others), *names], ([*same, *row] for row in rows))


def is_under_way(person: Person) -> bool:
    begun = person.applied_on or person.activist_on or person.candidate_on or person.admitted_on
    return begun is not None and person.full_on is None and person.ended_on is None


def proven(person: Person) -> Iterator[list[Any]]:
    """A record for each date that the person has, saying that it was taken over: kind, day, source, agreed."""
    for name, kind in SHOWN_BY.items():
        day = getattr(person, name)
        if day is not None:
            yield [kind.value, DAY(day), TAKEN_OVER, True if kind == Kind.RESOLUTION else None]


def clocks(person: Person, on: date, prompt: timedelta) -> Iterator[tuple[str, date]]:
    """What runs at the stage he has reached: the talk, the half-years, or the end of probation and the oath."""
    kinds = Deadline.Kind
    if person.admitted_on is not None:
        end = add_months(person.admitted_on, 12)
        yield kinds.CONVERSION_REQUEST.value, end
        yield kinds.CONVERSION.value, end + prompt
        if person.approved_on is not None:
            yield kinds.OATH.value, add_months(person.approved_on, 1)
    elif person.activist_on is not None:
        yield kinds.INSPECTION.value, next_half_year(person.activist_on, on)
    elif person.applied_on is not None:
        yield kinds.TALK.value, add_months(person.applied_on, 1)


@built("13.1.4")
def next_half_year(since: date, on: date) -> date:
    """The first end of a half-year rolling from the day that has not passed."""
    months = HALF_YEAR
    while add_months(since, months) < on:
        months += HALF_YEAR
    return add_months(since, months)
