"""Addresses of members."""

from django.urls import path

from accounts.models import Organization
from members import forms, views
from members.models import Account, CorrectionRequest, Person, Term
from rulebook.web import ActForm, act_view

app_name = "members"
urlpatterns = [
    path("b/<slug:code>/roster/", views.roster, name="roster"),
    path("b/<slug:code>/roster/print/", views.roster_print, name="roster_print"),
    path("b/<slug:code>/roster/export/", views.export_roster, name="export_roster"),
    path("b/<slug:code>/roster/template/", views.roster_template, name="roster_template"),
    path(
        "b/<slug:code>/roster/upload/",
        act_view("members.upload_roster", Organization, forms.UploadRosterForm),
        name="upload_roster",
    ),
    path("b/<slug:code>/appoint/", act_view("members.appoint", Organization, forms.AppointForm), name="appoint"),
    path("roster_uploads/<int:pk>/", views.roster_upload, name="roster_upload"),
    path("roster_uploads/<int:pk>/import/", views.import_roster, name="import_roster"),
    path("roster_uploads/<int:pk>/problems/", views.roster_problems, name="roster_problems"),
    path("b/<slug:code>/groups/", views.groups, name="groups"),
    path("b/<slug:code>/group/", views.group, name="group"),
    path(
        "b/<slug:code>/form_group/",
        act_view("members.form_group", Organization, forms.FormGroupForm),
        name="form_group",
    ),
    path(
        "b/<slug:code>/assign_to_group/",
        act_view("members.assign_to_group", Organization, forms.AssignToGroupForm),
        name="assign_to_group",
    ),
    path(
        "b/<slug:code>/name_group_leader/",
        act_view("members.name_group_leader", Organization, forms.NameGroupLeaderForm),
        name="name_group_leader",
    ),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/story/", views.story, name="story"),
    path("people/<int:pk>/open_sensitive/", views.open_sensitive, name="open_sensitive"),
    path(
        "people/<int:pk>/correct_person/",
        act_view("members.correct_person", Person, forms.CorrectPersonForm),
        name="correct_person",
    ),
    path(
        "people/<int:pk>/record_dates/",
        act_view("members.record_dates", Person, forms.RecordDatesForm),
        name="record_dates",
    ),
    path(
        "people/<int:pk>/suspend_rights/",
        act_view("members.suspend_rights", Person, forms.SuspendRightsForm),
        name="suspend_rights",
    ),
    path(
        "people/<int:pk>/restore_rights/",
        act_view("members.restore_rights", Person, forms.RestoreRightsForm),
        name="restore_rights",
    ),
    path(
        "people/<int:pk>/declare_relative/",
        act_view("members.declare_relative", Person, forms.DeclareRelativeForm),
        name="declare_relative",
    ),
    path(
        "people/<int:pk>/withdraw_relative/",
        act_view("members.withdraw_relative", Person, forms.WithdrawRelativeForm),
        name="withdraw_relative",
    ),
    path(
        "people/<int:pk>/request_correction/",
        act_view("members.request_correction", Person, forms.RequestCorrectionForm),
        name="request_correction",
    ),
    path("b/<slug:code>/corrections/", views.corrections, name="corrections"),
    path("corrections/", views.own_corrections, name="own_corrections"),
    path("corrections/<int:pk>/", views.correction, name="correction"),
    path(
        "corrections/<int:pk>/answer_correction/",
        act_view("members.answer_correction", CorrectionRequest, forms.AnswerCorrectionForm),
        name="answer_correction",
    ),
    path(
        "corrections/<int:pk>/withdraw_correction/",
        act_view("members.withdraw_correction", CorrectionRequest, ActForm),
        name="withdraw_correction",
    ),
    path("terms/<int:pk>/dismiss/", act_view("members.dismiss", Term, forms.DismissForm), name="dismiss"),
    path(
        "terms/<int:pk>/divide_work/", act_view("members.divide_work", Term, forms.DivideWorkForm), name="divide_work"
    ),
    path(
        "people/<int:pk>/open_account/",
        act_view("members.open_account", Person, forms.OpenAccountForm),
        name="open_account",
    ),
    path(
        "accounts/<int:pk>/renew_activation/",
        act_view("members.renew_activation", Account, forms.SlipForm),
        name="renew_activation",
    ),
    *(
        path(f"accounts/<int:pk>/{verb}/", act_view(f"members.{verb}", Account, ActForm), name=verb)
        for verb in (
            "close_account",
            "reopen_account",
            "lock_account",
            "unlock_account",
            "lift_lock_out",
            "force_log_out",
        )
    ),
    path(
        "b/<slug:code>/found_organization/",
        act_view("members.found_organization", Organization, forms.FoundOrganizationForm),
        name="found_organization",
    ),
    path(
        "b/<slug:code>/register_officer/",
        act_view("members.register_officer", Organization, forms.RegisterOfficerForm),
        name="register_officer",
    ),
    path(
        "b/<slug:code>/remove_officer/",
        act_view("members.remove_officer", Organization, forms.RemoveOfficerForm),
        name="remove_officer",
    ),
    path(
        "b/<slug:code>/install_secretary/",
        act_view("members.install_secretary", Organization, forms.InstallSecretaryForm),
        name="install_secretary",
    ),
]
