"""Addresses of the desk."""

from django.urls import path

from partybranch.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("b/<slug:code>/ledger/", views.ledger_page, name="ledger"),
]
