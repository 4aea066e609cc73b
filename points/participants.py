"""Who keeps points on a day: members, candidates and activists of the branch (39.1)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.models import Organization
from members.models import Person, Standing
from members.models.people import PersonQuerySet
from recruitment.models import Recruit
from rulebook.kernel import built

TAKES_PART = (Standing.FULL, Standing.PROBATIONARY, Standing.CANDIDATE, Standing.ACTIVIST)


@built("39.1")
def participants(organization: Organization, on: date) -> PersonQuerySet:
    """Everybody who takes part that day; whose way into the Party has ended takes part no more."""
    ways = Recruit.objects.filter(person=OuterRef("pk"), organization=organization)
    stopped = Exists(ways.filter(ended_on__lte=on)) & ~Exists(ways.exclude(ended_on__lte=on))
    here = Person.objects.of(organization, on).standing_in(TAKES_PART, on).exclude(ended_on__lte=on)
    return here.exclude(stopped, Q(admitted_on__isnull=True) | Q(admitted_on__gt=on))


def takes_part(organization: Organization, person: Person, on: date) -> bool:
    return participants(organization, on).filter(pk=person.pk).exists()
