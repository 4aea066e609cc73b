"""What a branch sets out to do in a year: the annual work plan and the plan of Party lectures."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from meetings.models.agenda import AgendaItem
from members.models import reach_of


class YearPlanQuerySet(models.QuerySet["YearPlan"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("meetings.read"))


class YearPlan(models.Model):
    """A plan for one calendar year: drafted, then in effect from a day."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", "年度工作计划"
        LECTURES = "lectures", "党课教育计划"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="year_plans")
    kind = models.CharField("计划", max_length=10, choices=Kind)
    begins_on = models.DateField("年度首日", editable=False)
    text = models.TextField("计划内容")
    drafted_on = models.DateField("拟定日期")
    decision = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支委会研究的议题"
    )
    effective_on = models.DateField("生效日期", null=True, blank=True)

    objects = YearPlanQuerySet.as_manager()
    secrecy = classify(internal="id organization kind begins_on text drafted_on decision effective_on")

    class Meta:
        ordering = ["-begins_on", "kind"]
        constraints = [
            models.UniqueConstraint(name="year_plan_once", fields=["organization", "kind", "begins_on"]),
            models.CheckConstraint(
                name="year_plan_effective_after_draft",
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=models.F("drafted_on")),
            ),
            models.CheckConstraint(
                name="year_plan_annual_studied",
                condition=~Q(kind="annual") | Q(effective_on__isnull=True) | Q(decision__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:year_plan", args=[self.pk])

    @property
    def year(self) -> int:
        return self.begins_on.year

    @staticmethod
    def first_day(year: int) -> date:
        return date(year, 1, 1)
