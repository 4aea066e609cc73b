"""People under way whom a roster brings in: their way begins from the dates it gives, and from nothing else."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from accounts.models import Organization
from members.comparison import batches
from members.models import Person
from recruitment.models import TAKEN_OVER, Deadline, Kind, Record, Recruit
from rulebook.choices import chosen
from rulebook.kernel import built
from rulebook.periods import add_months

BATCH = 2000
HALF_YEAR = 6  # months
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
    begun = Recruit.objects.bulk_create(
        (
            Recruit(person=person, organization=organization, received_on=person.applied_on)
            for person in under_way.values()
        ),
        batch_size=BATCH,
    )
    if not begun:
        return
    Record.objects.bulk_create((row for recruit in begun for row in proven(recruit)), batch_size=BATCH)
    prompt = timedelta(days=int(chosen("prompt_days_recruitment", organization, on)))
    Deadline.objects.bulk_create((row for recruit in begun for row in clocks(recruit, on, prompt)), batch_size=BATCH)


def is_under_way(person: Person) -> bool:
    begun = person.applied_on or person.activist_on or person.candidate_on or person.admitted_on
    return begun is not None and person.full_on is None and person.ended_on is None


def proven(recruit: Recruit) -> Iterable[Record]:
    """A record for each date that the person has; they say that they were taken over."""
    for name, kind in SHOWN_BY.items():
        day = getattr(recruit.person, name)
        if day is not None:
            resolved = True if kind == Kind.RESOLUTION else None
            yield Record(recruit=recruit, kind=kind, happened_on=day, organ=TAKEN_OVER, favourable=resolved)


def clocks(recruit: Recruit, on: date, prompt: timedelta) -> Iterable[Deadline]:
    """What runs at the stage he has reached: the talk, the half-years, or the end of probation and the oath."""
    person, kinds = recruit.person, Deadline.Kind
    if person.admitted_on is not None:
        end = add_months(person.admitted_on, 12)
        yield Deadline(recruit=recruit, kind=kinds.CONVERSION_REQUEST, due_on=end)
        yield Deadline(recruit=recruit, kind=kinds.CONVERSION, due_on=end + prompt)
        if person.approved_on is not None:
            yield Deadline(recruit=recruit, kind=kinds.OATH, due_on=add_months(person.approved_on, 1))
    elif person.activist_on is not None:
        yield Deadline(recruit=recruit, kind=kinds.INSPECTION, due_on=next_half_year(person.activist_on, on))
    elif person.applied_on is not None:
        yield Deadline(recruit=recruit, kind=kinds.TALK, due_on=add_months(person.applied_on, 1))


@built("13.1.4")
def next_half_year(since: date, on: date) -> date:
    """The first end of a half-year rolling from the day that has not passed."""
    months = HALF_YEAR
    while add_months(since, months) < on:
        months += HALF_YEAR
    return add_months(since, months)
