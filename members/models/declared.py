"""What persons are to one another: relatives, mentors."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from accounts.secrecy import classify
from members.models.people import Person


class KinshipQuerySet(models.QuerySet["Kinship"]):
    def between(self, person: Person, other: Person) -> Self:
        """Declared by either of the two."""
        return self.filter(Q(person=person, kin=other) | Q(person=other, kin=person))

    def of(self, person: Person) -> Self:
        """Declared by or of the person."""
        return self.filter(Q(person=person) | Q(kin=person))


class Kinship(models.Model):
    """A relative whom a person has declared; the ground for recusal, and no mentor or sponsor (敏感)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="kinships")
    kin = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="亲属")
    relation = models.CharField("亲属关系", max_length=20)

    objects = KinshipQuerySet.as_manager()
    secrecy = classify(internal="id", sensitive="person kin relation")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="kinship_once", fields=["person", "kin"]),
            models.CheckConstraint(name="kinship_with_another", condition=~Q(person=models.F("kin"))),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}–{self.kin_id}"

    @property
    def organization(self) -> Organization:
        return self.person.organization


class Mentorship(models.Model):
    """培养联系人: a full member who accompanies a person on the way into the Party, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mentorships")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentees", verbose_name="培养联系人")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    secrecy = classify(internal="id person mentor since until")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mentorship_once", fields=["person", "mentor"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(name="mentorship_with_another", condition=~Q(person=models.F("mentor"))),
            models.CheckConstraint(
                name="mentorship_in_order", condition=Q(until__isnull=True) | Q(until__gt=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}–{self.mentor_id}"
