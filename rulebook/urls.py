"""Addresses of the rulebook."""

from django.urls import path

from rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("rulebook/", views.chapters, name="chapters"),
    path("rulebook/<str:id>/", views.clause, name="clause"),
]
