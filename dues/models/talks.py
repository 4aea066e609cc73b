"""Talks with who is behind with his dues, on record."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from dues.keeping import kept_by
from members.models import Person, reach_of


class ArrearsTalkQuerySet(models.QuerySet["ArrearsTalk"]):
    def visible_to(self, user: User) -> Self:
        """Those who hold such talks, the keeper, and he with whom it was held."""
        holders = reach_of(user).organizations("dues.record_arrears_talk")
        return self.filter(Q(organization__in=holders) | Q(organization__in=kept_by(user)) | Q(person__user=user))


class ArrearsTalk(models.Model):
    """One talk to educate who owes dues whose day is over: a step of the ladder, and no change of his state."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="arrears_talks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="arrears_talks", verbose_name="谈话对象")
    held_on = models.DateField("谈话日期")
    held_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话人")
    note = models.TextField("谈话内容")

    objects = ArrearsTalkQuerySet.as_manager()
    secrecy = classify(internal="id organization person held_on held_by", sensitive="note")

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = "党费教育谈话"
        constraints = [
            models.CheckConstraint(name="arrears_talk_with_another", condition=~Q(person=models.F("held_by"))),
            models.CheckConstraint(name="arrears_talk_has_its_note", condition=~Q(note="")),
        ]
        indexes = [models.Index(name="arrears_talk_of_branch", fields=["organization", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.held_on}教育谈话"

    def get_absolute_url(self) -> str:
        return reverse("dues:arrears_talk", args=[self.pk])
