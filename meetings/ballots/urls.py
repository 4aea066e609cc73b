"""Addresses of the box, within those of meetings."""

from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Organization
from meetings.ballots import forms, views
from meetings.ballots.models import BallotBox, BallotPermission
from rulebook.web import ActForm, act_view

BOX_VERBS: dict[str, type[ActForm]] = {
    "open_box": forms.OpenBoxForm,
    "close_box": forms.CloseBoxForm,
    "abort_box": forms.AbortBoxForm,
    "clear_traces": ActForm,
}

urlpatterns = [
    path("b/<slug:code>/ballots/", views.ballots, name="ballots"),
    path(
        "b/<slug:code>/ballots/permit_ballots/",
        act_view("meetings.permit_ballots", Organization, forms.PermitForm),
        name="permit_ballots",
    ),
    path(
        "b/<slug:code>/ballots/record_ballot_permission/",
        act_view("meetings.record_ballot_permission", Organization, forms.RecordPermissionForm),
        name="record_ballot_permission",
    ),
    path(
        "ballot_permissions/<int:pk>/withdraw_ballot_permission/",
        act_view("meetings.withdraw_ballot_permission", BallotPermission, forms.WithdrawForm),
        name="withdraw_ballot_permission",
    ),
    path("items/<int:pk>/prepare_box/", views.prepare_box, name="prepare_box"),
    path("boxes/<int:pk>/", views.box, name="box"),
    path("boxes/<int:pk>/confirm/", views.confirm, name="confirm_ballot"),
    path("boxes/<int:pk>/cast/", views.cast, name="cast_ballot"),
    *[
        path(
            f"boxes/<int:pk>/{verb}/",
            sensitive_post_parameters()(act_view(f"meetings.{verb}", BallotBox, form)),
            name=verb,
        )
        for verb, form in BOX_VERBS.items()
    ],
]
