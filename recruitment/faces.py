"""What a person is told of his own way into the Party, and of those whom he accompanies."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Organization
from members.models import Mentorship, Person, running
from recruitment.journey import Journey, Place, has_groups, with_journey
from recruitment.models import Recruit
from recruitment.steps import Key


@dataclass(frozen=True)
class Face:
    """One way as its recruit and his mentor are shown it: where it stands, what comes next, the next inspection."""

    journey: Journey

    @property
    def recruit(self) -> Recruit:
        return self.journey.recruit

    @property
    def standing(self) -> str:
        return str(self.recruit.standing_on(self.journey.on).label)

    @property
    def current(self) -> Place | None:
        return self.journey.current

    @property
    def following(self) -> Place | None:
        """The first step ahead that has to wait for another one."""
        ahead = (place for place in self.journey.places if not place.is_done and not place.is_gap and place.blocked_by)
        return next(ahead, None)

    @property
    def inspection_due_on(self) -> date | None:
        return self.journey.due_on(Key.INSPECTION)

    @property
    def days_to_inspection(self) -> int | None:
        """Negative once it is late."""
        due_on = self.inspection_due_on
        return (due_on - self.journey.on).days if due_on else None

    @property
    def application_due_on(self) -> date | None:
        """By when he has to apply for his conversion, once he is on probation."""
        return self.journey.due_on(Key.CONVERSION_APPLICATION)


@dataclass(frozen=True)
class Faces:
    """His own running way, and those of the people he accompanies that day."""

    own: Face | None
    accompanied: list[Face]

    def __bool__(self) -> bool:
        return self.own is not None or bool(self.accompanied)


def faces_of(person: Person, on: date) -> Faces:
    """The same number of queries however many he accompanies in his branch; one where there is nobody."""
    mentored = Mentorship.objects.filter(running(on), mentor=person).values("person")
    recruits = Recruit.objects.running().filter(Q(person=person) | Q(person__in=mentored))
    grouped: dict[Organization, bool] = {}
    own, accompanied = None, []
    for recruit in with_journey(recruits):
        organization = recruit.organization
        if organization not in grouped:
            grouped[organization] = has_groups(organization, on)
        face = Face(Journey(recruit, on, grouped[organization]))
        if recruit.person_id == person.pk:
            own = face
        else:
            accompanied.append(face)
    accompanied.sort(key=lambda face: (face.inspection_due_on or date.max, face.recruit.pk))
    return Faces(own, accompanied)
