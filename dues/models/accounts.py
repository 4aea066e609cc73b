"""The branch's dues accounts: every sum stands twice, and all entries of one posting add up to nothing."""

from typing import Self

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper, Submission
from dues.models.payments import Payment
from dues.models.repayments import Repayment
from meetings.models import AgendaItem
from members.models import Person, reach_of


class Account(models.TextChoices):
    """Where money is (money at hand, on the way up) and where it came from or went to."""

    COLLECTED = "collected", "代收党费（待上缴）"
    FUND = "fund", "留存和下拨党费"
    MEMBERS = "members", "党员交纳"
    VOLUNTARY = "voluntary", "党员自愿多交"
    SURPLUS = "surplus", "多出待退"
    SUPERIOR = "superior", "上缴上级"
    ALLOTTED = "allotted", "上级下拨"
    SPENT = "spent", "党费支出"


class HandOver(models.Model):
    """Dues handed up to the superior, with his receipt; reconciled with what was collected."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_hand_overs")
    month = models.DateField("所属月份")
    amount = models.PositiveIntegerField("上缴金额（分）")
    handed_on = models.DateField("上缴日期")
    receipt_number = models.CharField("上级收据号", max_length=60)

    secrecy = classify(internal="id organization month amount handed_on receipt_number")

    class Meta:
        ordering = ["handed_on", "pk"]
        verbose_name = "上缴党费"
        constraints = [
            models.UniqueConstraint(name="hand_over_receipt_once", fields=["organization", "receipt_number"]),
            models.CheckConstraint(name="hand_over_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} 上缴"

    def get_absolute_url(self) -> str:
        return reverse("dues:accounts", args=[self.organization.code])


class Allotment(models.Model):
    """Dues the superior has given back to the branch to spend."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_allotments")
    amount = models.PositiveIntegerField("下拨金额（分）")
    received_on = models.DateField("到账日期")
    document = models.CharField("下拨文件", max_length=120)

    secrecy = classify(internal="id organization amount received_on document")

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = "下拨党费"
        constraints = [models.CheckConstraint(name="allotment_of_something", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.received_on} 下拨"

    def get_absolute_url(self) -> str:
        return reverse("dues:accounts", args=[self.organization.code])


class SpendingQuerySet(models.QuerySet["Spending"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("dues.read_spending"))


class Spending(models.Model):
    """One use of dues from the committee's decision to the payment; the five lawful uses are closed (DF.3.1)."""

    class Use(models.TextChoices):
        TRAINING = "training", "培训党员"
        MATERIALS = "materials", "订阅或购买用于开展党员教育的报刊、资料、音像制品和设备"
        COMMENDING = "commending", "表彰先进基层党组织、优秀共产党员和优秀党务工作者"
        HARDSHIP = "hardship", "补助生活困难的党员"
        DISASTER = "disaster", "补助遭受严重自然灾害的党员和修缮因灾受损的基层党员教育设施"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_spendings")
    use = models.CharField("使用范围", max_length=10, choices=Use)
    repairs = models.BooleanField("用于修缮设施", default=False)
    purpose = models.CharField("用途", max_length=120)
    amount = models.PositiveIntegerField("金额（分）")
    decision = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+", verbose_name="集体研究的议题")
    put_forward_on = models.DateField("提出日期")
    reason = models.CharField("超过结余的理由", max_length=200, blank=True)
    leader = models.CharField("分管领导", max_length=60, blank=True)
    consented_on = models.DateField("分管领导同意日期", null=True, blank=True)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="dues_spending", verbose_name="机关党委书记批准"
    )
    paid_on = models.DateField("支付日期", null=True, blank=True)
    invoice = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="票据")
    closed_on = models.DateField("手续办结日期", null=True, blank=True)

    objects = SpendingQuerySet.as_manager()
    secrecy = classify(
        internal="id organization use repairs purpose amount decision put_forward_on reason leader consented_on "
        "submission paid_on invoice closed_on"
    )

    class Meta:
        ordering = ["-put_forward_on", "-pk"]
        verbose_name = "党费支出"
        constraints = [
            models.CheckConstraint(
                name="spending_use_known",
                condition=Q(use__in=["training", "materials", "commending", "hardship", "disaster"]),
            ),
            models.CheckConstraint(name="spending_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="spending_paid_after_consent",
                condition=Q(paid_on__isnull=True) | Q(consented_on__isnull=False, submission__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        return reverse("dues:spending", args=[self.pk])

    @property
    def needs_names(self) -> bool:
        """Commendations and subsidies are signed for by those who receive them; repairs have invoices (DF.3.2.2)."""
        return self.use in (self.Use.COMMENDING, self.Use.HARDSHIP, self.Use.DISASTER) and not self.repairs


class Recipient(models.Model):
    """Who received a part of a spending and signed for it with his own name."""

    spending = models.ForeignKey(Spending, models.PROTECT, related_name="recipients")
    name = models.CharField("领款人", max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.PositiveIntegerField("金额（分）")
    signed_on = models.DateField("签收日期")
    signature = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name="签收单")

    secrecy = classify(internal="id spending signed_on signature", sensitive="name person amount")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """One event in the accounts; its entries add up to nothing."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_postings")
    posted_on = models.DateField("日期")
    text = models.CharField("摘要", max_length=120)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="posting")
    hand_over = models.OneToOneField(HandOver, models.PROTECT, null=True, blank=True, related_name="posting")
    allotment = models.OneToOneField(Allotment, models.PROTECT, null=True, blank=True, related_name="posting")
    spending = models.OneToOneField(Spending, models.PROTECT, null=True, blank=True, related_name="posting")
    repayment = models.OneToOneField(Repayment, models.PROTECT, null=True, blank=True, related_name="posting")

    secrecy = classify(
        internal="id organization posted_on payment hand_over allotment spending repayment", sensitive="text"
    )

    class Meta:
        ordering = ["posted_on", "pk"]

    def __str__(self) -> str:
        return self.text


class EntryQuerySet(models.QuerySet["Entry"]):
    def balance(self, organization: Organization, account: str) -> int:
        """What stands on the account, in 分."""
        rows = self.filter(posting__organization=organization, account=account)
        return rows.aggregate(total=Sum("amount", default=0))["total"]


class Entry(models.Model):
    """One line of a posting: into an account (positive) or out of it (negative), in 分."""

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="entries")
    account = models.CharField("科目", max_length=10, choices=Account)
    amount = models.BigIntegerField("金额（分）")

    objects = EntryQuerySet.as_manager()
    secrecy = classify(internal="id posting account amount")

    class Meta:
        constraints = [models.CheckConstraint(name="entry_not_nothing", condition=~Q(amount=0))]
        indexes = [models.Index(name="entry_of_account", fields=["account"])]

    def __str__(self) -> str:
        return f"{self.get_account_display()} {self.amount}"


class YearAccountQuerySet(models.QuerySet["YearAccount"]):
    def visible_to(self, user: User) -> Self:
        """What is made known is known to every member."""
        return self.filter(organization__in=reach_of(user).organizations("dues.read_own"))


class YearAccount(models.Model):
    """The account of one year as it was made public: its figures are those of that day."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_years")
    year = models.PositiveSmallIntegerField("年度")
    published_on = models.DateField("公示日期")
    place = models.CharField("公示方式", max_length=120)
    to_members = models.BooleanField("同时向党员公布收缴情况", default=False)
    figures = models.JSONField("数字")

    objects = YearAccountQuerySet.as_manager()
    secrecy = classify(internal="id organization year published_on place to_members figures")

    class Meta:
        ordering = ["-year"]
        verbose_name = "党费年度公示"
        constraints = [models.UniqueConstraint(name="year_account_once", fields=["organization", "year"])]

    def __str__(self) -> str:
        return f"{self.year}年党费收缴、使用和管理情况"

    def get_absolute_url(self) -> str:
        return reverse("dues:year_account", args=[self.pk])


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, user: User) -> Self:
        """What is made known is known to every member."""
        return self.filter(organization__in=reach_of(user).organizations("dues.read_own"))


class Announcement(models.Model):
    """That members were told what was collected from a day until a day (DF.4.4)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_announcements")
    since = models.DateField("自")
    last_day = models.DateField("至")
    announced_on = models.DateField("公布日期")
    place = models.CharField("公布方式", max_length=120)

    objects = AnnouncementQuerySet.as_manager()
    secrecy = classify(internal="id organization since last_day announced_on place")

    class Meta:
        ordering = ["-announced_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="announcement_in_order", condition=Q(last_day__gte=models.F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.since}至{self.last_day}党费收缴情况"

    def get_absolute_url(self) -> str:
        return reverse("dues:announcement", args=[self.pk])
