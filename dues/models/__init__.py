"""Dues: rates, bases and reductions, what is owed for each month, what was paid, receipts, accounts, spending."""

from dues.models.accounts import (
    Account,
    Allotment,
    Announcement,
    Entry,
    HandOver,
    Posting,
    Recipient,
    Spending,
    YearAccount,
)
from dues.models.bases import ContributionBase, Reduction
from dues.models.months import MonthClose, MonthDue
from dues.models.payments import Payment, Receipt, ReceiptBook, Share
from dues.models.rates import PayerKind, Rate, RateTable
from dues.models.repayments import Repayment
from dues.models.talks import ArrearsTalk

__all__ = [
    "Account",
    "Allotment",
    "Announcement",
    "ArrearsTalk",
    "ContributionBase",
    "Entry",
    "HandOver",
    "MonthClose",
    "MonthDue",
    "PayerKind",
    "Payment",
    "Posting",
    "Rate",
    "RateTable",
    "Receipt",
    "ReceiptBook",
    "Recipient",
    "Reduction",
    "Repayment",
    "Share",
    "Spending",
    "YearAccount",
]
