"""The rates by which dues are reckoned: dated tables, entered by the keeper, approved by the secretary (X1-24)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models import reach_of


class PayerKind(models.TextChoices):
    """Kinds of payer of 中组发〔2008〕3号; which income a base is, and by which part of the table it is rated."""

    PAID = "paid", "在职（按月领取工资）"
    ANNUAL = "annual", "年薪制"
    SELF_EMPLOYED = "self_employed", "个体经营者"
    RETIRED = "retired", "离退休"
    RELIEF = "relief", "学生、下岗失业、领取抚恤救济"
    FARMER = "farmer", "农民"


class Band(models.TextChoices):
    """The parts of a table."""

    EARNING = "earning", "有工资或经营收入"
    RETIRED = "retired", "离退休"
    RELIEF = "relief", "学生、下岗失业、领取抚恤救济"
    FARMER = "farmer", "农民"


BAND_OF = {
    PayerKind.PAID: Band.EARNING,
    PayerKind.ANNUAL: Band.EARNING,
    PayerKind.SELF_EMPLOYED: Band.EARNING,
    PayerKind.RETIRED: Band.RETIRED,
    PayerKind.RELIEF: Band.RELIEF,
    PayerKind.FARMER: Band.FARMER,
}
FIXED = (PayerKind.RELIEF, PayerKind.FARMER)  # they pay an amount, not a part of an income


class RateTableQuerySet(models.QuerySet["RateTable"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("dues.read_own"))

    def in_force(self, organization: Organization, month: date) -> "RateTable | None":
        """The approved table that holds in the month; None where none is configured."""
        approved = self.filter(organization=organization, since__lte=month, approved_on__isnull=False)
        return approved.order_by("-since", "-pk").prefetch_related("rates").first()


class RateTable(models.Model):
    """Rates from a month on, with the notice that sets them."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="rate_tables")
    since = models.DateField("自（月）")
    basis = models.CharField("依据文件", max_length=120)
    rounding = models.CharField("不足一分的尾数", max_length=8, choices=[("half_up", "四舍五入"), ("down", "舍去")])
    entered_on = models.DateField("录入日期")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="录入人")
    approved_on = models.DateField("书记核准日期", null=True, blank=True)

    objects = RateTableQuerySet.as_manager()
    secrecy = classify(internal="id organization since basis rounding entered_on entered_by approved_on")

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = "党费标准"
        constraints = [
            models.UniqueConstraint(
                name="rate_table_once",
                fields=["organization", "since"],
                condition=Q(approved_on__isnull=False),
            ),
            models.CheckConstraint(name="rate_table_rounding_known", condition=Q(rounding__in=["half_up", "down"])),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y年}{self.since.month}月起的党费标准"

    def get_absolute_url(self) -> str:
        return reverse("dues:rates", args=[self.organization.code])


class Rate(models.Model):
    """One line of a table: up to which base (inclusive, the bound belongs to the lower line), and how much."""

    table = models.ForeignKey(RateTable, models.CASCADE, related_name="rates")
    band = models.CharField("类别", max_length=8, choices=Band)
    upto = models.DecimalField("不超过（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField("比例（%）", max_digits=5, decimal_places=3, null=True, blank=True)
    least = models.PositiveIntegerField("最低（分）", null=True, blank=True)
    most = models.PositiveIntegerField("最高（分）", null=True, blank=True)

    secrecy = classify(internal="id table band upto percent least most")

    class Meta:
        ordering = ["band", models.F("upto").asc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(
                name="rate_is_a_part_or_an_amount",
                condition=Q(percent__gt=0, least__isnull=True, most__isnull=True)
                | Q(percent__isnull=True, upto__isnull=True, least__isnull=False, most__gte=models.F("least")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_band_display()} {self.percent or self.least}"
