"""Addresses of members."""

from django.urls import path

from accounts.models import Organization
from members import forms, views
from members.models import Person, RosterUpload, Term
from rulebook.web import ActForm, act_view

app_name = "members"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("b/<slug:code>/roster/", views.roster, name="roster"),
    path("b/<slug:code>/roster/template/", views.roster_template, name="roster_template"),
    path(
        "b/<slug:code>/roster/upload/",
        act_view("members.upload_roster", Organization, forms.UploadRosterForm),
        name="upload_roster",
    ),
    path("b/<slug:code>/appoint/", act_view("members.appoint", Organization, forms.AppointForm), name="appoint"),
    path("roster_uploads/<int:pk>/", views.roster_upload, name="roster_upload"),
    path(
        "roster_uploads/<int:pk>/import/",
        act_view("members.import_roster", RosterUpload, ActForm),
        name="import_roster",
    ),
    path("people/<int:pk>/", views.person, name="person"),
    path(
        "people/<int:pk>/declare_relative/",
        act_view("members.declare_relative", Person, forms.DeclareRelativeForm),
        name="declare_relative",
    ),
    path("terms/<int:pk>/dismiss/", act_view("members.dismiss", Term, forms.DismissForm), name="dismiss"),
]
