"""The verbs of dues; what of this app writes."""

from dues.actions.accounts import (
    hand_over,
    receive_allotment,
    register_book,
    repay_surplus,
    return_book,
    void_receipt,
)
from dues.actions.arrears import record_arrears_talk
from dues.actions.assessing import (
    approve_rates,
    assess_base,
    enter_rates,
    import_bases,
    report_bases,
    request_reduction,
)
from dues.actions.months import close_month, correct_month, open_month
from dues.actions.paying import import_payments, record_payment, reverse_payment
from dues.actions.publishing import announce_collection, publish_year
from dues.actions.spending import (
    close_spending,
    pay_spending,
    put_forward_spending,
    record_leader_consent,
    report_spending,
    sign_for,
)

__all__ = [
    "announce_collection",
    "approve_rates",
    "assess_base",
    "close_month",
    "close_spending",
    "correct_month",
    "enter_rates",
    "hand_over",
    "import_bases",
    "import_payments",
    "open_month",
    "pay_spending",
    "publish_year",
    "put_forward_spending",
    "receive_allotment",
    "record_arrears_talk",
    "record_leader_consent",
    "record_payment",
    "register_book",
    "repay_surplus",
    "report_bases",
    "report_spending",
    "request_reduction",
    "return_book",
    "reverse_payment",
    "sign_for",
    "void_receipt",
]
