"""Addresses of dues: its pages, its papers, and one for each verb under the verb's own name."""

from django.db.models import Model
from django.urls import URLPattern, path

from accounts.models import Organization
from dues import forms, views
from dues.models import Payment, RateTable, Receipt, ReceiptBook, Spending
from rulebook.web import ActForm, LateActForm, act_view

BRANCH_VERBS: dict[str, type[ActForm]] = {
    "enter_rates": forms.RatesForm,
    "assess_base": forms.AssessForm,
    "report_bases": forms.ReportForm,
    "request_reduction": forms.ReductionForm,
    "open_month": forms.MonthForm,
    "close_month": forms.MonthForm,
    "correct_month": forms.CorrectForm,
    "record_payment": forms.PaymentForm,
    "register_book": forms.BookForm,
    "hand_over": forms.HandOverForm,
    "record_arrears_talk": forms.TalkForm,
    "receive_allotment": forms.AllotmentForm,
    "put_forward_spending": forms.PutForwardForm,
    "publish_year": forms.PublishForm,
    "announce_collection": forms.AnnouncementForm,
}
SPENDING_VERBS: dict[str, type[ActForm]] = {
    "record_leader_consent": forms.ConsentForm,
    "report_spending": forms.SendForm,
    "pay_spending": forms.PayForm,
    "sign_for": forms.SignForm,
    "close_spending": LateActForm,
}


def verbs(folder: str, model: type[Model], table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [path(f"{folder}/{verb}/", act_view(f"dues.{verb}", model, form), name=verb) for verb, form in table.items()]


app_name = "dues"
urlpatterns = [
    path("b/<slug:code>/dues/", views.dues, name="dues"),
    path("b/<slug:code>/dues/rates/", views.rates, name="rates"),
    path("b/<slug:code>/dues/receipts/", views.receipts, name="receipts"),
    path("b/<slug:code>/dues/accounts/", views.accounts, name="accounts"),
    path("b/<slug:code>/dues/spendings/", views.spendings, name="spendings"),
    path("b/<slug:code>/dues/import_bases/", views.import_bases, name="import_bases"),
    path("b/<slug:code>/dues/import_payments/", views.import_payments, name="import_payments"),
    path("b/<slug:code>/dues/assessment_form/", views.assessment_form, name="assessment_form"),
    *verbs("b/<slug:code>/dues", Organization, BRANCH_VERBS),
    path("b/<slug:code>/dues/<slug:month>/", views.month, name="month"),
    path("b/<slug:code>/dues/<slug:month>/sheet/", views.month_sheet, name="month_sheet"),
    path("month_dues/<int:pk>/", views.month_due, name="month_due"),
    path("people/<int:pk>/dues/", views.of_person, name="of_person"),
    path("payments/<int:pk>/", views.payment, name="payment"),
    path("payments/<int:pk>/slip/", views.receipt_slip, name="receipt_slip"),
    path("spendings/<int:pk>/", views.spending, name="spending"),
    path("dues_years/<int:pk>/", views.year_account, name="year_account"),
    path("dues_years/<int:pk>/paper/", views.year_paper, name="year_paper"),
    path("dues_talks/<int:pk>/", views.arrears_talk, name="arrears_talk"),
    path("dues_announcements/<int:pk>/", views.announcement, name="announcement"),
    *verbs("rate_tables/<int:pk>", RateTable, {"approve_rates": LateActForm}),
    *verbs("payments/<int:pk>", Payment, {"reverse_payment": forms.ReasonForm, "repay_surplus": forms.RepayForm}),
    *verbs("receipts/<int:pk>", Receipt, {"void_receipt": forms.ReasonForm}),
    *verbs("receipt_books/<int:pk>", ReceiptBook, {"return_book": forms.ReturnForm}),
    *verbs("spendings/<int:pk>", Spending, SPENDING_VERBS),
]
