"""Addresses of the archives."""

from django.urls import path

from accounts.models import Organization
from archives import forms, views
from archives.models import Submission
from rulebook.web import act_view

app_name = "archives"
urlpatterns = [
    path("b/<slug:code>/submissions/", views.submissions, name="submissions"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/paper/", views.request_paper, name="request_paper"),
    path("submissions/<int:pk>/reply_slip/", views.reply_slip, name="reply_slip"),
    path("submissions/<int:pk>/forward/", act_view("archives.forward", Submission, forms.ForwardForm), name="forward"),
    path(
        "submissions/<int:pk>/record_forwarding/",
        act_view("archives.record_forwarding", Submission, forms.RecordForwardingForm),
        name="record_forwarding",
    ),
    path("submissions/<int:pk>/decide/", act_view("archives.decide", Submission, forms.DecideForm), name="decide"),
    path(
        "submissions/<int:pk>/record_reply/",
        act_view("archives.record_reply", Submission, forms.RecordReplyForm),
        name="record_reply",
    ),
    path("b/<slug:code>/documents/", views.incoming, name="documents"),
    path(
        "b/<slug:code>/documents/register_document/",
        act_view("archives.register_document", Organization, forms.RegisterDocumentForm),
        name="register_document",
    ),
    path("documents/<int:pk>/", views.document, name="document"),
    path("papers/<int:pk>/", views.paper, name="paper"),
]
