"""What was done with a person's record outside the course of membership: mended, taken out as a list."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models.people import Person
from members.models.terms import reach_of


class Amendment(models.Model):
    """A correction of a person's record, or a date entered later, with its ground."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="amendments")
    items = models.CharField("更改的项目", max_length=200)
    ground = models.CharField("理由或依据文件", max_length=200)
    made_on = models.DateField("更改日期")

    secrecy = classify(internal="id person items made_on", sensitive="ground")

    def __str__(self) -> str:
        return f"{self.person_id} {self.items}"


class RosterExportQuerySet(models.QuerySet["RosterExport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("members.export_roster"))


class RosterExport(models.Model):
    """That a branch's list left the program: how many rows, by which filter, with identity numbers or without."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roster_exports")
    filter = models.CharField("筛选条件", max_length=200, blank=True)
    rows = models.PositiveIntegerField("行数")
    sensitive = models.BooleanField("含完整证件号码和手机号码", default=False)
    reason = models.CharField("理由", max_length=200, blank=True)
    exported_at = models.DateTimeField("导出时间")
    shown = models.ManyToManyField(Person, related_name="exports", verbose_name="导出了完整号码的人")

    objects = RosterExportQuerySet.as_manager()
    secrecy = classify(internal="id organization filter rows sensitive reason exported_at shown")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_export_sensitive_with_reason",
                condition=models.Q(sensitive=False) | ~models.Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.rows}"

    def get_absolute_url(self) -> str:
        return reverse("members:roster", args=[self.organization.code])
