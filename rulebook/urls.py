"""Addresses of the rulebook."""

from django.urls import path

from accounts.models import Organization
from rulebook import forms, views
from rulebook.models import RulebookText
from rulebook.web import act_view

app_name = "rulebook"
urlpatterns = [
    path(
        "b/<slug:code>/ledger/explain_lapse/",
        act_view("rulebook.explain_lapse", Organization, forms.ExplainForm),
        name="explain_lapse",
    ),
    path(
        "b/<slug:code>/outbox/send_again/",
        act_view("rulebook.send_again", Organization, forms.SendAgainForm),
        name="send_again",
    ),
    path("b/<slug:code>/choices/", views.choices, name="choices"),
    path("b/<slug:code>/choices/choose/", act_view("rulebook.choose", Organization, forms.ChooseForm), name="choose"),
    path("rulebook/", views.chapters, name="chapters"),
    path(
        "b/<slug:code>/rulebook/upload/",
        act_view("rulebook.upload_text", Organization, forms.UploadTextForm),
        name="upload_text",
    ),
    path("rulebook/texts/<int:pk>/", views.text, name="text"),
    path(
        "rulebook/texts/<int:pk>/adopt/",
        act_view("rulebook.adopt_text", RulebookText, forms.AdoptTextForm),
        name="adopt_text",
    ),
    path("rulebook/chapters/<str:number>/", views.chapter, name="chapter"),
    path("rulebook/<str:id>/", views.clause, name="clause"),
]
