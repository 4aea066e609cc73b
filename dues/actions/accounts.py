"""Receipt books, dues handed up, dues the superior gives back, and what is given back to who paid too much."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Organization, User
from archives.actions import keep_paper
from dues.actions.posting import post
from dues.models import Account, Allotment, HandOver, Payment, Receipt, ReceiptBook, Repayment
from dues.rules import paying
from rulebook.kernel import action, built


@built("DF.4.1c")
@action(paying.collected_by_the_keeper, paying.numbers_are_new, label="领用收据簿")
def register_book(
    organization: Organization,
    *,
    prefix: str,
    first: int,
    last: int,
    issuer: str,
    issued_on: date,
    by: User,
    at: datetime,
) -> ReceiptBook:
    """Every number of the book is issued; each is used once, void with its reason, or returned."""
    book = ReceiptBook.objects.create(
        organization=organization, prefix=prefix, first=first, last=last, issuer=issuer, issued_on=issued_on
    )
    Receipt.objects.bulk_create(
        Receipt(organization=organization, book=book, number=f"{prefix}{number:05}")
        for number in range(first, last + 1)
    )
    return book


@action(paying.collected_by_the_keeper, paying.receipt_is_unused, label="作废收据")
def void_receipt(receipt: Receipt, *, reason: str, by: User, at: datetime) -> Receipt:
    """The number is void, and why."""
    receipt.state, receipt.void_reason = Receipt.State.VOID, reason
    receipt.save(update_fields=["state", "void_reason"])
    return receipt


@action(paying.collected_by_the_keeper, paying.book_is_out, label="缴回收据簿")
def return_book(book: ReceiptBook, *, returned_on: date, by: User, at: datetime) -> ReceiptBook:
    """The book is back with the superior; what was neither used nor void is returned unused."""
    book.receipts.filter(state=Receipt.State.ISSUED).update(state=Receipt.State.RETURNED)
    book.returned_on = returned_on
    book.save(update_fields=["returned_on"])
    return book


@action(
    paying.collected_by_the_keeper,
    paying.handed_over_once,
    paying.not_more_than_was_collected,
    label="登记上缴党费",
)
def hand_over(
    organization: Organization,
    *,
    month: date,
    amount: int,
    handed_on: date,
    receipt_number: str,
    by: User,
    at: datetime,
) -> HandOver:
    """So much of what was collected is with the superior, who has given his receipt."""
    made = HandOver.objects.create(
        organization=organization, month=month, amount=amount, handed_on=handed_on, receipt_number=receipt_number
    )
    sums = {Account.COLLECTED: -amount, Account.SUPERIOR: amount}
    post(organization, handed_on, f"上缴{month:%Y年%m月}党费", sums, hand_over=made)
    return made


@action(paying.collected_by_the_keeper, label="登记下拨党费")
def receive_allotment(
    organization: Organization, *, amount: int, received_on: date, document: str, by: User, at: datetime
) -> Allotment:
    """The superior has given the branch so much to spend."""
    made = Allotment.objects.create(
        organization=organization, amount=amount, received_on=received_on, document=document
    )
    post(organization, received_on, "上级下拨党费", {Account.FUND: amount, Account.ALLOTTED: -amount}, allotment=made)
    return made


@action(
    paying.collected_by_the_keeper,
    paying.surplus_waits,
    paying.repaid_after_the_payment,
    paying.repaid_with_its_proof,
    paying.money_is_at_hand,
    label="退还多交党费",
)
def repay_surplus(
    payment: Payment,
    *,
    repaid_on: date,
    channel: str,
    bank_number: str = "",
    signature: UploadedFile | None = None,
    by: User,
    at: datetime,
) -> Repayment:
    """What was paid too much is with him again, and no longer in the accounts."""
    organization = payment.organization
    signed = keep_paper(organization, upload=signature, by=by, at=at, confidential=True) if signature else None
    made = Repayment.objects.create(
        organization=organization,
        payment=payment,
        amount=payment.surplus,
        repaid_on=repaid_on,
        channel=channel,
        bank_number=bank_number,
        signature=signed,
    )
    sums = {Account.COLLECTED: -payment.surplus, Account.SURPLUS: payment.surplus}
    post(organization, repaid_on, "退还多交党费", sums, repayment=made)
    return made
