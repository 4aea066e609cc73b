"""The scheme as dated data: what the rulebook prints, and each later change with its two papers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Submission
from meetings.models import AgendaItem
from members.models import reach_of
from points.items import Field


class SchemeChangeQuerySet(models.QuerySet["SchemeChange"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("points.read"))

    def in_force(self, organization: Organization, on: date) -> Self:
        """Those that count for an event of that day, the latest first."""
        return self.filter(organization=organization, activated_on__isnull=False, effective_on__lte=on).order_by(
            "-effective_on", "-pk"
        )


class SchemeChange(models.Model):
    """One item with another number, or a new item. It counts from `effective_on`, once both papers are there."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="scheme_changes")
    code = models.CharField("项目", max_length=8)
    title = models.CharField("项目名称", max_length=60)
    field = models.CharField("类别", max_length=24, choices=Field)
    coefficient = models.DecimalField("系数或分值", max_digits=6, decimal_places=3)
    effective_on = models.DateField("自（日期）起")
    proposed_on = models.DateField("提出日期")
    reason = models.CharField("理由", max_length=200)
    decision = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支委会研究的议题"
    )
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报党总支批准"
    )
    activated_on = models.DateField("启用日期", null=True, blank=True)

    objects = SchemeChangeQuerySet.as_manager()
    secrecy = classify(
        internal="id organization code title field coefficient effective_on proposed_on reason decision submission "
        "activated_on"
    )

    class Meta:
        ordering = ["-effective_on", "-pk"]
        verbose_name = "积分办法调整"
        constraints = [
            models.CheckConstraint(
                name="scheme_change_with_both_papers",
                condition=Q(activated_on__isnull=True) | Q(decision__isnull=False, submission__isnull=False),
            ),
            models.CheckConstraint(
                name="scheme_change_not_backwards",
                condition=Q(activated_on__isnull=True) | Q(effective_on__gte=models.F("activated_on")),
            ),
            models.UniqueConstraint(
                name="scheme_change_once_a_day",
                fields=["organization", "code", "effective_on"],
                condition=Q(activated_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("points:scheme_change", args=[self.pk])
