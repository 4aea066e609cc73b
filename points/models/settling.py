"""Months that are closed and published, quarters that are settled, and what shuts somebody out of a selection."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper, Submission
from meetings.models import AgendaItem
from members.models import Person, Standing, reach_of
from points.models.evidence import OfPersonQuerySet
from rulebook.periods import Period, name_of, span_of


class OfBranchQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("points.read"))


class PointMonth(models.Model):
    """A month of the branch's points: closed, so that nobody declares any more, then published."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="point_months")
    month = models.DateField("月份")
    closed_at = models.DateTimeField("关账时间", null=True, blank=True)
    reopened_at = models.DateTimeField("重新开放时间", null=True, blank=True)
    reopened_for = models.CharField("重新开放的原因", max_length=200, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    corrected_on = models.DateField("更正日期", null=True, blank=True)
    correction = models.CharField("更正说明", max_length=200, blank=True)

    objects = OfBranchQuerySet.as_manager()
    secrecy = classify(
        internal="id organization month closed_at reopened_at reopened_for published_on corrected_on correction"
    )

    class Meta:
        ordering = ["-month"]
        verbose_name = "积分月份"
        constraints = [
            models.UniqueConstraint(name="point_month_once", fields=["organization", "month"]),
            models.CheckConstraint(
                name="point_month_published_when_closed",
                condition=Q(published_on__isnull=True) | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="point_month_corrected_after_publication",
                condition=Q(corrected_on__isnull=True, correction="")
                | (Q(corrected_on__gte=F("published_on")) & ~Q(correction="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月积分"

    def get_absolute_url(self) -> str:
        return reverse("points:published", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class PublishedLine(models.Model):
    """What the published list says of one person; it stays as it was published until it is corrected."""

    point_month = models.ForeignKey(PointMonth, models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="姓名")
    month_parts = models.BigIntegerField("本月积分（十万分之一）")
    quarter_parts = models.BigIntegerField("季度累计（十万分之一）")

    secrecy = classify(internal="id point_month person month_parts quarter_parts")

    class Meta:
        ordering = ["-quarter_parts", "person__pinyin_key", "pk"]
        constraints = [models.UniqueConstraint(name="published_line_once", fields=["point_month", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.point_month}"


class Settlement(models.Model):
    """A calendar quarter, settled and frozen; then the pioneers it proposes, the approval and the publication."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="settlements")
    quarter = models.DateField("季度首日")
    settled_on = models.DateField("结算日期")
    decision = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支委会研究的议题"
    )
    tie_reason = models.CharField("并列取舍的理由", max_length=200, blank=True)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报党总支审批"
    )
    published_on = models.DateField("表彰公示日期", null=True, blank=True)

    objects = OfBranchQuerySet.as_manager()
    secrecy = classify(internal="id organization quarter settled_on decision tie_reason submission published_on")

    class Meta:
        ordering = ["-quarter"]
        verbose_name = "季度结算"
        constraints = [
            models.UniqueConstraint(name="settlement_once", fields=["organization", "quarter"]),
            models.CheckConstraint(
                name="settlement_published_after_it_was_sent_up",
                condition=Q(published_on__isnull=True) | Q(submission__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_name}积分结算"

    def get_absolute_url(self) -> str:
        return reverse("points:settlement", args=[self.pk])

    @property
    def quarter_name(self) -> str:
        return f"{self.quarter.year}年{name_of(span_of(self.quarter, Period.QUARTER), Period.QUARTER)}"

    @property
    def until(self) -> date:
        """The first day after the quarter."""
        return span_of(self.quarter, Period.QUARTER).until

    @property
    def is_approved(self) -> bool:
        return self.submission is not None and self.submission.is_approved


class Place(models.Model):
    """One participant in a settlement: the exact total, and the rank among those who can be chosen."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="point_places", verbose_name="姓名")
    standing = models.CharField("季末身份", max_length=14, choices=Standing)
    parts = models.BigIntegerField("季度积分（十万分之一）")
    bar = models.CharField("不参加评选的原因", max_length=80, blank=True)
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    tied = models.BooleanField("并列待定", default=False)
    proposed = models.BooleanField("拟定为标兵", default=False)

    secrecy = classify(internal="id settlement person standing parts bar rank tied proposed")

    class Meta:
        ordering = [F("rank").asc(nulls_last=True), "-parts", "person__pinyin_key", "pk"]
        constraints = [
            models.UniqueConstraint(name="place_once", fields=["settlement", "person"]),
            models.CheckConstraint(
                name="place_ranked_or_barred", condition=Q(bar="", rank__isnull=False) | (~Q(bar="") & Q(rank=None))
            ),
            models.CheckConstraint(
                name="place_proposed_full_member", condition=Q(proposed=False) | Q(standing="full", bar="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.settlement}"


class Veto(models.Model):
    """A clean-conduct problem the general branch has recognised; what it was stands in its document alone."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="vetoes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="vetoes", verbose_name="姓名")
    recognised_on = models.DateField("党总支认定日期")
    number = models.CharField("认定文件文号", max_length=80)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name="认定文件")
    recorded_on = models.DateField("登记日期")

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id organization person recorded_on", sensitive="recognised_on number paper")

    class Meta:
        ordering = ["-recognised_on", "-pk"]
        verbose_name = "廉洁否决"
        constraints = [models.UniqueConstraint(name="veto_once", fields=["person", "recognised_on"])]

    def __str__(self) -> str:
        return "廉洁否决"


class Disqualification(models.Model):
    """Somebody held liable under article 4 of chapter 31: no award of that calendar year (31.4b)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="disqualifications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="disqualifications", verbose_name="姓名")
    decided_on = models.DateField("追究决定日期")
    number = models.CharField("决定文号", max_length=80)
    recorded_on = models.DateField("登记日期")

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id organization person recorded_on", sensitive="decided_on number")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = "取消评优资格"
        constraints = [models.UniqueConstraint(name="disqualification_once", fields=["person", "decided_on"])]

    def __str__(self) -> str:
        return f"{self.decided_on.year}年取消评优资格"
