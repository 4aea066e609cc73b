"""Before a payment, a receipt and a hand-over are recorded."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Organization, User
from dues.keeping import keeps
from dues.models import Account, Entry, HandOver, MonthDue, Payment, Receipt, ReceiptBook, Repayment
from dues.money import yuan
from members.models import Person
from rulebook.catalogue import Clause
from rulebook.kernel import gate


@gate("DF.4.1a", cure="请由党费管理员登记；没有指定的，由组织委员登记")
def collected_by_the_keeper(subject: Any, *, by: User, **_: Any) -> str | None:
    return None if keeps(by, subject.organization) else "收缴党费须由专人负责"


@gate()
def paid_by_today(organization: Organization, *, paid_on: date, on: date, **_: Any) -> str | None:
    return "交费日期不能晚于今天" if paid_on > on else None


@gate()
def payer_is_known_here(organization: Organization, *, person: Person, **_: Any) -> str | None:
    owes = MonthDue.objects.filter(organization=organization, person=person).exists()
    return None if owes else f"{person}在本支部没有应交党费"


@gate()
def lines_are_not_of_the_future(organization: Organization, *, lines: Sequence[Any], on: date, **_: Any) -> str | None:
    late = [line.bank_number for line in lines if line.paid_on > on]
    return f"交费日期晚于今天：{'、'.join(late[:10])}" if late else None


@gate()
def payers_are_known_here(organization: Organization, *, lines: Sequence[Any], **_: Any) -> str | None:
    people = {line.person.pk: line.person.name for line in lines}
    owing = MonthDue.objects.filter(organization=organization, person__in=people).values_list("person", flat=True)
    strange = [name for pk, name in people.items() if pk not in set(owing)]
    return f"在本支部没有应交党费：{'、'.join(strange)}" if strange else None


@gate("DF.4.1b", "DF.4.1c")
def cash_with_a_receipt(organization: Organization, *, channel: str, receipt_number: str, **_: Any) -> str | None:
    if channel != Payment.Channel.CASH:
        return None
    if not receipt_number:
        return "须使用专用收据"
    receipt = Receipt.objects.filter(organization=organization, number=receipt_number).first()
    if receipt is None:
        return f"没有领用过收据{receipt_number}"
    if receipt.state == Receipt.State.USED:
        return "收据号重复"
    return None if receipt.state == Receipt.State.ISSUED else f"收据{receipt_number}{receipt.get_state_display()}"


@gate("DF.2c")
def app_with_its_bank_number(organization: Organization, *, channel: str, bank_number: str, **_: Any) -> str | None:
    if channel != Payment.Channel.APP:
        return None
    if not bank_number:
        return "银行APP交费须填银行流水号"
    known = Payment.objects.filter(organization=organization, bank_number=bank_number, reverses__isnull=True)
    return f"银行流水号{bank_number}已经登记" if known.exists() else None


@gate("DF.2c", warns=True)
def paid_as_assessed(
    organization: Organization, *, person: Person, amount: int, voluntary: bool, **_: Any
) -> str | None:
    """An amount that pays no whole number of his months is let through and stands flagged."""
    owing = MonthDue.objects.owing().filter(organization=organization, person=person).order_by("month", "serial")
    sums = list(accumulate(row.left for row in owing))
    if amount in sums or (voluntary and sums and amount > sums[-1]):
        return None
    return f"应交{yuan(sums[-1] if sums else 0)}元，交来{yuan(amount)}元"


@gate("NDF.2", cure="请填写中央组织部开具的收据号")
def large_gift_goes_to_the_centre(
    organization: Organization, *, person: Person, voluntary: bool, amount: int, central_receipt: str,
    clause: Clause, **_: Any,
) -> str | None:  # fmt: skip
    """What is given freely is what is over when his months are paid."""
    if not voluntary or central_receipt:
        return None
    owing = MonthDue.objects.owing().filter(organization=organization, person=person)
    most = int(clause.raw["above_yuan"])
    given = amount - sum(row.left for row in owing)
    return f"一次自愿多交{most}元以上的全部上缴中央" if given > most * 100 else None


@gate()
def not_reversed_yet(payment: Payment, **_: Any) -> str | None:
    if payment.reverses_id is not None:
        return "这是冲正，不能再冲正"
    if payment.is_repaid:
        return f"多交的部分已于{payment.repayment.repaid_on}退还，不能冲正"
    return "已经冲正" if payment.is_reversed else None


@gate()
def surplus_waits(payment: Payment, **_: Any) -> str | None:
    if payment.surplus <= 0 or payment.is_reversed:
        return "没有多交待退的金额"
    return f"已于{payment.repayment.repaid_on}退还" if payment.is_repaid else None


@gate()
def repaid_after_the_payment(payment: Payment, *, repaid_on: date, on: date, **_: Any) -> str | None:
    if repaid_on < payment.paid_on:
        return f"退还日期早于交费日期{payment.paid_on}"
    return "退还日期不能晚于今天" if repaid_on > on else None


@gate(cure="银行转账的填银行流水号，现金退还的上传本人签收单")
def repaid_with_its_proof(
    payment: Payment, *, channel: str, bank_number: str, signature: UploadedFile | None, **_: Any
) -> str | None:
    if channel == Repayment.Channel.BANK:
        return None if bank_number else "银行转账须填银行流水号"
    return None if signature else "现金退还须由本人签收"


@gate()
def money_is_at_hand(payment: Payment, **_: Any) -> str | None:
    collected = Entry.objects.balance(payment.organization, Account.COLLECTED)
    if payment.surplus <= collected:
        return None
    return f"代收党费只有{yuan(collected)}元，不能退还{yuan(payment.surplus)}元"


@gate("DF.4.1c")
def numbers_are_new(organization: Organization, *, prefix: str, first: int, last: int, **_: Any) -> str | None:
    if last < first:
        return "止号小于起号"
    if last - first >= 1000:
        return "一本收据不超过1000张，请核对起止号"
    numbers = [f"{prefix}{number:05}" for number in range(first, last + 1)]
    known = Receipt.objects.filter(organization=organization, number__in=numbers).order_by("number").first()
    return f"收据号重复：{known}" if known else None


@gate()
def receipt_is_unused(receipt: Receipt, **_: Any) -> str | None:
    return None if receipt.state == Receipt.State.ISSUED else f"收据{receipt}{receipt.get_state_display()}"


@gate()
def book_is_out(book: ReceiptBook, **_: Any) -> str | None:
    return f"已于{book.returned_on}缴回" if book.returned_on else None


@gate(cure="请核对金额，或先登记交费")
def not_more_than_was_collected(organization: Organization, *, amount: int, **_: Any) -> str | None:
    """What waits to be given back is no dues, and does not go up."""
    surplus = -Entry.objects.balance(organization, Account.SURPLUS)
    collected = Entry.objects.balance(organization, Account.COLLECTED) - surplus
    besides = f"（另有{yuan(surplus)}元多出待退）" if surplus else ""
    return f"上缴{yuan(amount)}元，代收党费只有{yuan(collected)}元{besides}" if amount > collected else None


@gate("DF.4.1c")
def handed_over_once(organization: Organization, *, receipt_number: str, **_: Any) -> str | None:
    known = HandOver.objects.filter(organization=organization, receipt_number=receipt_number)
    return f"上级收据号{receipt_number}已经登记" if known.exists() else None
