"""What a person's dues are reckoned from: his base as the keeper assessed it, and a reduction the superior approved."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Submission
from dues.keeping import kept_by
from dues.models.rates import PayerKind
from meetings.models import AgendaItem
from members.models import Person


class BaseQuerySet(models.QuerySet["ContributionBase"]):
    def visible_to(self, user: User) -> Self:
        """The keepers' branches and his own: nobody else reads what somebody earns."""
        kept = kept_by(user)
        return self.filter(Q(organization__in=kept) | Q(person__user=user))

    def in_force(self, month: date) -> Self:
        """Of each person the one that holds in the month: the last that began by then."""
        later = self.model.objects.filter(person=models.OuterRef("person"), since__lte=month)
        newest = later.order_by("-since", "-pk").values("pk")[:1]
        return self.filter(since__lte=month, pk=models.Subquery(newest))


class ContributionBase(models.Model):
    """A person's contribution base from a month on: new pay counts from its first month."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contribution_bases", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="contribution_bases")
    kind = models.CharField("人员类型", max_length=14, choices=PayerKind)
    sealed_base = EncryptedTextField("月计费基数", blank=True)
    fixed = models.PositiveIntegerField("定额（分）", null=True, blank=True)
    since = models.DateField("核定起始月")
    basis = models.CharField("依据", max_length=120, blank=True)
    assessed_on = models.DateField("核定日期")
    reported_on = models.DateField("报上级日期", null=True, blank=True)

    objects = BaseQuerySet.as_manager()
    secrecy = classify(
        internal="id uid person organization since assessed_on reported_on",
        sensitive="kind fixed basis",
        highly="sealed_base",
    )

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = "党费核定"
        constraints = [
            models.CheckConstraint(
                name="base_is_an_income_or_an_amount",
                condition=Q(kind__in=["relief", "farmer"], fixed__isnull=False)
                | (~Q(kind__in=["relief", "farmer"]) & Q(fixed__isnull=True)),
            )
        ]
        indexes = [models.Index(name="base_of_person", fields=["person", "since"])]

    def __str__(self) -> str:
        return f"{self.person} {self.since:%Y-%m}"

    @property
    def yuan(self) -> Decimal | None:
        """The monthly income in 元, after tax; None for those who pay a fixed amount."""
        return Decimal(self.sealed_base) if self.sealed_base else None


class ReductionQuerySet(models.QuerySet["Reduction"]):
    def visible_to(self, user: User) -> Self:
        kept = kept_by(user)
        return self.filter(Q(organization__in=kept) | Q(person__user=user))

    def in_force(self, month: date) -> Self:
        """Approved by the superior, and of that month."""
        return self.filter(since__lte=month, last_month__gte=month, submission__decision=Submission.Decision.APPROVED)


class Reduction(models.Model):
    """Dues reduced or waived for some months: studied by the branch, approved by the next higher committee."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_reductions", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_reductions")
    since = models.DateField("自（月）")
    last_month = models.DateField("至（月）")
    amount = models.PositiveIntegerField("减免后每月应交（分）")
    reason = models.CharField("理由", max_length=200)
    decision = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+", verbose_name="支委会研究的议题")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="dues_reduction", verbose_name="报批")

    objects = ReductionQuerySet.as_manager()
    secrecy = classify(
        internal="id person organization since last_month decision submission", sensitive="amount reason"
    )

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = "党费减免"
        constraints = [
            models.CheckConstraint(name="reduction_in_order", condition=Q(last_month__gte=models.F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since:%Y-%m}"

    def get_absolute_url(self) -> str:
        return self.submission.get_absolute_url()
