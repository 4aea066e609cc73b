"""What was paid, for which months, with which receipt."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from dues.keeping import kept_by
from dues.models.months import MonthDue
from members.models import Person, reach_of


class ReceiptBookQuerySet(models.QuerySet["ReceiptBook"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("dues.read_accounts"))


class ReceiptBook(models.Model):
    """A book of the superior's prescribed receipts: its numbers are issued, used, void or returned one by one."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="receipt_books")
    prefix = models.CharField("冠字", max_length=10, blank=True)
    first = models.PositiveIntegerField("起号")
    last = models.PositiveIntegerField("止号")
    issuer = models.CharField("发放单位", max_length=80)
    issued_on = models.DateField("领用日期")
    returned_on = models.DateField("缴回日期", null=True, blank=True)

    objects = ReceiptBookQuerySet.as_manager()
    secrecy = classify(internal="id organization prefix first last issuer issued_on returned_on")

    class Meta:
        ordering = ["issued_on", "pk"]
        verbose_name = "收据簿"
        constraints = [models.CheckConstraint(name="receipt_book_in_order", condition=Q(last__gte=models.F("first")))]

    def __str__(self) -> str:
        return f"{self.prefix}{self.first:05}—{self.prefix}{self.last:05}"

    def get_absolute_url(self) -> str:
        return reverse("dues:receipts", args=[self.organization.code])


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("dues.read_accounts"))


class Receipt(models.Model):
    """One numbered receipt of a book."""

    class State(models.TextChoices):
        ISSUED = "issued", "已领用"
        USED = "used", "已使用"
        VOID = "void", "作废"
        RETURNED = "returned", "已缴回"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="receipts")
    book = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="receipts")
    number = models.CharField("收据号", max_length=20)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ISSUED)
    void_reason = models.CharField("作废原因", max_length=120, blank=True)

    objects = ReceiptQuerySet.as_manager()
    secrecy = classify(internal="id organization book number state void_reason")

    class Meta:
        ordering = ["number"]
        verbose_name = "党费收据"
        constraints = [
            models.UniqueConstraint(name="receipt_once", fields=["organization", "number"]),
            models.CheckConstraint(
                name="receipt_void_with_reason",
                condition=Q(state="void") & ~Q(void_reason="") | ~Q(state="void") & Q(void_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dues:receipts", args=[self.organization.code])


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User) -> Self:
        kept = kept_by(user)
        return self.filter(Q(organization__in=kept) | Q(person__user=user))

    def to_repay(self) -> Self:
        """With a surplus that waits to be given back."""
        return self.filter(surplus__gt=0, reversal__isnull=True, repayment__isnull=True)


class Payment(models.Model):
    """One sum that came in, in 分; what is wrong is reversed by a negative one, never changed."""

    class Channel(models.TextChoices):
        APP = "app", "银行APP"
        CASH = "cash", "现金"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_payments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_payments", verbose_name="姓名")
    paid_on = models.DateField("交费日期")
    recorded_on = models.DateField("登记日期")
    amount = models.IntegerField("金额（分）")
    channel = models.CharField("交费方式", max_length=4, choices=Channel)
    bank_number = models.CharField("银行流水号", max_length=60, blank=True)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="payment")
    voluntary = models.IntegerField("自愿多交（分）", default=0)
    surplus = models.IntegerField("多出待退（分）", default=0)
    central_receipt = models.CharField("中央组织部收据号", max_length=60, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    note = models.CharField("备注", max_length=200, blank=True)

    objects = PaymentQuerySet.as_manager()
    secrecy = classify(
        internal="id organization person paid_on recorded_on channel receipt reverses central_receipt",
        sensitive="amount bank_number voluntary surplus note",
    )

    class Meta:
        ordering = ["paid_on", "pk"]
        verbose_name = "交纳党费"
        constraints = [
            models.UniqueConstraint(
                name="payment_bank_number_once",
                fields=["organization", "bank_number"],
                condition=~Q(bank_number="") & Q(reverses__isnull=True),
            ),
            models.CheckConstraint(
                name="payment_positive_or_reversal",
                condition=Q(amount__gt=0, reverses__isnull=True) | Q(amount__lt=0, reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_has_its_proof",
                condition=Q(reverses__isnull=False)
                | Q(channel="app") & ~Q(bank_number="")
                | Q(channel="cash", receipt__isnull=False),
            ),
        ]
        indexes = [models.Index(name="payment_of_branch", fields=["organization", "paid_on"])]

    def __str__(self) -> str:
        return f"{self.person} {self.paid_on}"

    def get_absolute_url(self) -> str:
        return reverse("dues:payment", args=[self.pk])

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversal")

    @property
    def is_repaid(self) -> bool:
        """Whether what was paid too much has been given back."""
        return hasattr(self, "repayment")


class Share(models.Model):
    """The part of a payment that went to one month, in 分; of a reversal it is negative."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="shares")
    month_due = models.ForeignKey(MonthDue, models.PROTECT, related_name="shares")
    amount = models.IntegerField("金额（分）")

    secrecy = classify(internal="id payment month_due", sensitive="amount")

    class Meta:
        constraints = [models.CheckConstraint(name="share_not_nothing", condition=~Q(amount=0))]

    def __str__(self) -> str:
        return f"{self.month_due} {self.amount}"
