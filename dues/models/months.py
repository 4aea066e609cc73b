"""What each member owes for each month, and the month's close."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from dues.keeping import kept_by
from dues.models.bases import ContributionBase, Reduction
from dues.models.rates import RateTable
from members.models import Person

DUE_DAY = 15  # of the month, included (X1-25)


class MonthDueQuerySet(models.QuerySet["MonthDue"]):
    def visible_to(self, user: User) -> Self:
        kept = kept_by(user)
        return self.filter(Q(organization__in=kept) | Q(person__user=user))

    def owing(self) -> Self:
        """Not paid in full."""
        return self.filter(settled_on__isnull=True)


class MonthDue(models.Model):
    """One person's dues for one month in 分. A later correction is one more row of the same month with its reason."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="month_dues", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="month_dues")
    month = models.DateField("月份")
    serial = models.PositiveSmallIntegerField(default=0)
    amount = models.PositiveIntegerField("应交（分）")
    paid = models.PositiveIntegerField("已交（分）", default=0)
    base = models.ForeignKey(ContributionBase, models.PROTECT, null=True, blank=True, related_name="+")
    table = models.ForeignKey(RateTable, models.PROTECT, null=True, blank=True, related_name="+")
    reduction = models.ForeignKey(Reduction, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("期限")
    settled_on = models.DateField("交清日期", null=True, blank=True)
    reason = models.CharField("补交原因", max_length=200, blank=True)

    objects = MonthDueQuerySet.as_manager()
    secrecy = classify(
        internal="id person organization month serial base table reduction due_on settled_on",
        sensitive="amount paid reason",
    )

    class Meta:
        ordering = ["month", "serial", "pk"]
        verbose_name = "应交党费"
        constraints = [
            models.UniqueConstraint(name="month_due_once", fields=["person", "month", "serial"]),
            models.CheckConstraint(name="month_due_not_overpaid", condition=Q(paid__lte=F("amount"))),
            models.CheckConstraint(
                name="month_due_settled_when_paid",
                condition=Q(settled_on__isnull=True, paid__lt=F("amount"))
                | Q(settled_on__isnull=False, paid=F("amount")),
            ),
            models.CheckConstraint(
                name="month_due_correction_has_a_reason",
                condition=Q(serial=0, reason="") | (Q(serial__gt=0) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(name="month_due_of_branch", fields=["organization", "month"])]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月党费"

    def get_absolute_url(self) -> str:
        return reverse("dues:month_due", args=[self.pk])

    @property
    def left(self) -> int:
        """What is still to be paid, in 分."""
        return self.amount - self.paid


class MonthClose(models.Model):
    """A month whose dues are reckoned up: its rows change only by a correction from then on."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_months")
    month = models.DateField("月份")
    closed_on = models.DateField("结账日期", null=True, blank=True)
    due = models.PositiveIntegerField("应交合计（分）", default=0)
    collected = models.PositiveIntegerField("实交合计（分）", default=0)

    secrecy = classify(internal="id organization month closed_on due collected")

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(name="dues_month_once", fields=["organization", "month"])]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月"

    def get_absolute_url(self) -> str:
        return reverse("dues:month", args=[self.organization.code, self.month.strftime("%Y-%m")])

    @property
    def due_on(self) -> date:
        return self.month.replace(day=DUE_DAY)
