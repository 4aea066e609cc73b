"""Addresses of the annual report."""

from django.urls import path

from accounts.models import Organization
from partybranch.forms import MakeReportForm
from partybranch.reports import views
from rulebook.web import act_view

app_name = "partybranch"
urlpatterns = [
    path("b/<slug:code>/annual_report/", views.annual_report, name="annual_report"),
    path("b/<slug:code>/annual_report/rows/<str:key>/", views.report_rows, name="report_rows"),
    path(
        "b/<slug:code>/annual_report/make/",
        act_view("partybranch.make_annual_report", Organization, MakeReportForm),
        name="make_annual_report",
    ),
    path("annual_reports/<int:pk>/", views.made_report, name="made_report"),
    path("annual_reports/<int:pk>/file/", views.report_file, name="report_file"),
]
