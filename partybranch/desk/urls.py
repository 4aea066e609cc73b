"""Addresses of the desk."""

from django.urls import path

from partybranch.desk import inbox, mine, views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("mine/", mine.mine, name="mine"),
    path("mine/looks/", mine.looks, name="looks"),
    path("mine/print/", mine.own_sheet, name="own_sheet"),
    path("b/<slug:code>/ledger/", views.ledger_page, name="ledger"),
    path("b/<slug:code>/ledger/workbook/", views.ledger_workbook, name="ledger_workbook"),
    path("b/<slug:code>/duties/<str:duty>/", views.duty_page, name="duty"),
    path("b/<slug:code>/overview/", views.overview_page, name="overview"),
    path("b/<slug:code>/outbox/", inbox.outbox, name="outbox"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read_all/", inbox.read_all, name="read_all"),
    path("inbox/<int:pk>/open/", inbox.open_message, name="open_message"),
]
