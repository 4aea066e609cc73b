"""Where the rulebook leaves a number or a reading open: what the branch has chosen, from which day, and why."""

from django.db import models

from accounts.models import Organization
from accounts.secrecy import classify


class Choice(models.Model):
    """One reading in force from `since` until a later row of the same name."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="choices")
    name = models.CharField(max_length=40)
    value = models.CharField("取值", max_length=20)
    since = models.DateField("自")
    reason = models.CharField("理由或依据", max_length=200)

    secrecy = classify(internal="id organization name value since reason")

    class Meta:
        constraints = [models.UniqueConstraint(name="choice_once_a_day", fields=["organization", "name", "since"])]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
