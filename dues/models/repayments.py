"""What was paid too much and is given back."""

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from accounts.secrecy import classify
from archives.models import Paper
from dues.models.payments import Payment


class Repayment(models.Model):
    """The surplus of one payment, given back whole to who paid it: by transfer, or in cash against his signature."""

    class Channel(models.TextChoices):
        BANK = "bank", "银行转账"
        CASH = "cash", "现金"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="dues_repayments")
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="repayment", verbose_name="多交的一笔")
    amount = models.PositiveIntegerField("退还金额（分）")
    repaid_on = models.DateField("退还日期")
    channel = models.CharField("退还方式", max_length=4, choices=Channel)
    bank_number = models.CharField("银行流水号", max_length=60, blank=True)
    signature = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本人签收单"
    )

    secrecy = classify(internal="id organization payment repaid_on channel signature", sensitive="amount bank_number")

    class Meta:
        ordering = ["repaid_on", "pk"]
        verbose_name = "退还多交党费"
        constraints = [
            models.CheckConstraint(name="repayment_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="repayment_has_its_proof",
                condition=Q(channel="bank") & ~Q(bank_number="") | Q(channel="cash", signature__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repaid_on}退还"

    def get_absolute_url(self) -> str:
        return self.payment.get_absolute_url()
