"""Papers of dues: the assessment form, the month's sheet, a receipt, the year's account."""

from django.http import Http404, HttpResponse

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from dues import documents
from dues.keeping import keeps
from dues.models import MonthClose, Payment, YearAccount
from dues.views.pages import month_of
from rulebook import clock
from rulebook.printing import pdf_response


@in_organization("dues.read_sheet")
def assessment_form(request: Request, organization: Organization) -> HttpResponse:
    """Everybody's base and amount: for the keeper alone."""
    if not keeps(request.user, organization):
        raise Http404
    return pdf_response(documents.assessment_form(organization, clock.today()), "党费核定表.pdf")


@in_organization("dues.read_sheet")
def month_sheet(request: Request, organization: Organization, month: str) -> HttpResponse:
    day = month_of(month)
    known = MonthClose.objects.filter(organization=organization, month=day).exists()
    if not keeps(request.user, organization) or not known:
        raise Http404
    return pdf_response(documents.month_sheet(organization, day), f"{day:%Y年%m月}党费收缴登记表.pdf")


@sees(Payment, "organization", "person", "receipt")
def receipt_slip(request: Request, payment: Payment) -> HttpResponse:
    return pdf_response(documents.receipt_slip(payment), "党费交纳凭证.pdf")


@sees(YearAccount, "organization")
def year_paper(request: Request, account: YearAccount) -> HttpResponse:
    return pdf_response(documents.year_paper(account), f"{account}.pdf")
