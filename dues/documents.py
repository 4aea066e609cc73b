"""What dues print; nothing is drawn that has to be stamped: the place for the seal is left."""

from datetime import date
from typing import Any

from accounts.models import Organization
from dues.liability import monthly
from dues.models import MonthDue, Payment, RateTable, YearAccount
from rulebook.printing import to_pdf


def assessment_form(organization: Organization, on: date) -> bytes:
    """Everybody's base, rate and amount of the month, to be checked and reported to the superior (DF.2b)."""
    month = on.replace(day=1)
    context = {
        "heading": f"{organization.short_name}党费核定表",
        "month": month,
        "table": RateTable.objects.in_force(organization, month),
        "lines": monthly(organization, month),
        "signed_by": organization.name,
        "signed_on": on,
        "seal": True,
    }
    return to_pdf("print/dues/assessment_form.html", context)


def month_sheet(organization: Organization, month: date) -> bytes:
    """Who owed and who paid what in the month."""
    rows = MonthDue.objects.filter(organization=organization, month=month).select_related("person")
    lines = list(rows.order_by("person__pinyin_key", "person", "serial"))
    context = {
        "heading": f"{month.year}年{month.month}月党费收缴登记表",
        "organization": organization,
        "lines": lines,
        "due": sum(line.amount for line in lines),
        "paid": sum(line.paid for line in lines),
    }
    return to_pdf("print/dues/month_sheet.html", context)


def receipt_slip(payment: Payment) -> bytes:
    """What one payment was for. It is no receipt of the superior's book, and says so."""
    context = {
        "heading": "党费交纳凭证",
        "payment": payment,
        "shares": payment.shares.select_related("month_due"),
        "signed_by": payment.organization.name,
        "signed_on": payment.paid_on,
        "seal": True,
    }
    return to_pdf("print/dues/receipt_slip.html", context)


def year_paper(account: YearAccount) -> bytes:
    """The year's collection, use and management as it was made public."""
    context: dict[str, Any] = {
        "heading": f"{account.organization.short_name}{account}",
        "account": account,
        "figures": account.figures,
        "signed_by": account.organization.name,
        "signed_on": account.published_on,
        "seal": True,
    }
    return to_pdf("print/dues/year_paper.html", context)
