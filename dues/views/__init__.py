"""Pages of dues."""

from dues.views.importing import import_bases, import_payments
from dues.views.pages import (
    accounts,
    announcement,
    arrears_talk,
    dues,
    month,
    month_due,
    of_person,
    payment,
    rates,
    receipts,
    spending,
    spendings,
    year_account,
)
from dues.views.printing import assessment_form, month_sheet, receipt_slip, year_paper

__all__ = [
    "accounts",
    "announcement",
    "arrears_talk",
    "assessment_form",
    "dues",
    "import_bases",
    "import_payments",
    "month",
    "month_due",
    "month_sheet",
    "of_person",
    "payment",
    "rates",
    "receipt_slip",
    "receipts",
    "spending",
    "spendings",
    "year_account",
    "year_paper",
]
