"""Payments, each to the oldest months first, and their reversal; every sum is posted in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Organization, User
from dues.actions.posting import post
from dues.models import Account, MonthDue, Payment, Receipt, Share
from dues.rules import paying
from members.models import Person
from rulebook.kernel import action, built


@dataclass(frozen=True)
class PaymentLine:
    """One line of the bank's list; the amount in 分."""

    person: Person
    paid_on: date
    amount: int
    bank_number: str


@built("DF.4.1b", "DF.4.1c", "NDF.2")
@action(
    paying.collected_by_the_keeper,
    paying.paid_by_today,
    paying.payer_is_known_here,
    paying.cash_with_a_receipt,
    paying.app_with_its_bank_number,
    paying.paid_as_assessed,
    paying.large_gift_goes_to_the_centre,
    label="登记交费",
)
def record_payment(
    organization: Organization,
    *,
    person: Person,
    paid_on: date,
    amount: int,
    channel: str,
    bank_number: str = "",
    receipt_number: str = "",
    voluntary: bool = False,
    central_receipt: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Payment:
    """The sum stands in the accounts and pays the oldest months first; what is over is given freely, or waits to be
    given back: no month is paid in advance."""
    receipt = Receipt.objects.get(organization=organization, number=receipt_number) if receipt_number else None
    payment = Payment(
        organization=organization,
        person=person,
        paid_on=paid_on,
        recorded_on=timezone.localdate(at),
        amount=amount,
        channel=channel,
        bank_number=bank_number,
        receipt=receipt,
        central_receipt=central_receipt,
        note=note,
    )
    if receipt is not None:
        receipt.state = Receipt.State.USED
        receipt.save(update_fields=["state"])
    return enter(payment, voluntary=voluntary)


def enter(payment: Payment, *, voluntary: bool = False) -> Payment:
    """The payment is stored, spread over the months he owes, and posted."""
    shares = spread(payment)
    over = payment.amount - sum(share.amount for share in shares)
    payment.voluntary, payment.surplus = (over, 0) if voluntary else (0, over)
    payment.save()
    Share.objects.bulk_create(shares)
    MonthDue.objects.bulk_update([share.month_due for share in shares], ["paid", "settled_on"])
    post_payment(payment)
    return payment


def spread(payment: Payment) -> list[Share]:
    """The payment over what he owes, the oldest month first; the months know what they were paid."""
    left, shares = payment.amount, []
    owing = MonthDue.objects.owing().filter(organization=payment.organization, person=payment.person)
    for month_due in owing.order_by("month", "serial"):
        part = min(left, month_due.left)
        if part <= 0:
            break
        month_due.paid += part
        month_due.settled_on = payment.paid_on if month_due.left == 0 else None
        shares.append(Share(payment=payment, month_due=month_due, amount=part))
        left -= part
    return shares


def post_payment(payment: Payment) -> None:
    """Into what is collected, out of what members have paid, given freely, or paid too much."""
    dues = payment.amount - payment.voluntary - payment.surplus
    post(
        payment.organization,
        payment.paid_on,
        "交纳党费" if payment.reverses is None else "冲正交费",
        {
            Account.COLLECTED: payment.amount,
            Account.MEMBERS: -dues,
            Account.VOLUNTARY: -payment.voluntary,
            Account.SURPLUS: -payment.surplus,
        },
        payment=payment,
    )


@action(paying.collected_by_the_keeper, paying.not_reversed_yet, label="冲正")
def reverse_payment(payment: Payment, *, reason: str, by: User, at: datetime) -> Payment:
    """The payment counts no more: a negative one stands against it, and its months are owed again."""
    reversal = Payment.objects.create(
        organization=payment.organization,
        person=payment.person,
        paid_on=timezone.localdate(at),
        recorded_on=timezone.localdate(at),
        amount=-payment.amount,
        channel=payment.channel,
        bank_number=payment.bank_number,
        voluntary=-payment.voluntary,
        surplus=-payment.surplus,
        reverses=payment,
        note=reason,
    )
    shares = list(payment.shares.select_related("month_due"))
    Share.objects.bulk_create(
        Share(payment=reversal, month_due=share.month_due, amount=-share.amount) for share in shares
    )
    for share in shares:
        share.month_due.paid -= share.amount
        share.month_due.settled_on = None
    MonthDue.objects.bulk_update([share.month_due for share in shares], ["paid", "settled_on"])
    post_payment(reversal)
    return reversal


@action(
    paying.collected_by_the_keeper,
    paying.lines_are_not_of_the_future,
    paying.payers_are_known_here,
    label="导入银行交费记录",
)
def import_payments(
    organization: Organization, *, lines: Sequence[PaymentLine], by: User, at: datetime
) -> list[Payment]:
    """Every line whose bank number is new is a payment; the same file again changes nothing.

    The bank has the money already: what is over waits to be given back, and stands flagged.
    """
    numbers = [line.bank_number for line in lines]
    known = set(
        Payment.objects.filter(organization=organization, bank_number__in=numbers).values_list("bank_number", flat=True)
    )
    fresh = [line for line in lines if line.bank_number not in known]
    recorded_on = timezone.localdate(at)
    return [
        enter(
            Payment(
                organization=organization,
                person=line.person,
                paid_on=line.paid_on,
                recorded_on=recorded_on,
                amount=line.amount,
                channel=Payment.Channel.APP,
                bank_number=line.bank_number,
            )
        )
        for line in sorted(fresh, key=lambda line: (line.paid_on, line.bank_number))
    ]
