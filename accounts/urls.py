"""Addresses of log-in and account."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("log_in/", views.log_in, name="log_in"),
    path("activate/", views.activate, name="activate"),
    path("log_out/", views.log_out, name="log_out"),
    path("password/", views.change_password, name="change_password"),
    path("large_print/", views.large_print, name="large_print"),
]
