"""Addresses of commendations, the board of honours and members' works; urls.py takes them over."""

from django.db.models import Model
from django.urls import URLPattern, path

from accounts.models import Organization
from members.models import Person
from points.forms import commendations as forms
from points.models import AwardObjection, AwardRound, Nomination, Work
from points.views import commendations as views
from rulebook.web import ActForm, act_view

ROUND_VERBS: dict[str, type[ActForm]] = {
    "amend_round": forms.AmendRoundForm,
    "nominate": forms.NominateForm,
    "publish_awards": forms.PublishAwardsForm,
    "file_commendation": forms.FileCommendationForm,
    "conclude_round": forms.ConcludeForm,
}
NOMINATION_VERBS: dict[str, type[ActForm]] = {
    "amend_nomination": forms.AmendNominationForm,
    "withdraw_nomination": forms.WithdrawNominationForm,
    "study_nomination": forms.StudyForm,
    "adopt_nomination": forms.AdoptForm,
    "give_notice": forms.NoticeForm,
    "record_objection": forms.ObjectionForm,
    "confirm_award": forms.ConfirmForm,
}


def verbs(folder: str, model: type[Model], table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [
        path(f"{folder}/{verb}/", act_view(f"points.{verb}", model, form), name=verb) for verb, form in table.items()
    ]


COMMENDATION_URLS: list[URLPattern] = [
    path("b/<slug:code>/honours/", views.honours_board, name="honours_board"),
    path("b/<slug:code>/honours/sheet/", views.honours_sheet, name="honours_sheet"),
    path("b/<slug:code>/commendations/", views.commendations, name="commendations"),
    *verbs("b/<slug:code>/commendations", Organization, {"open_round": forms.OpenRoundForm}),
    path("award_rounds/<int:pk>/", views.award_round, name="award_round"),
    path("award_rounds/<int:pk>/candidates/", views.candidates_paper, name="candidates_paper"),
    path("award_rounds/<int:pk>/paper/", views.commendation_paper, name="commendation_paper"),
    *verbs("award_rounds/<int:pk>", AwardRound, ROUND_VERBS),
    path("nominations/<int:pk>/", views.nomination, name="nomination"),
    *verbs("nominations/<int:pk>", Nomination, NOMINATION_VERBS),
    *verbs("award_objections/<int:pk>", AwardObjection, {"answer_objection": forms.AnswerObjectionForm}),
    path("b/<slug:code>/written_works/", views.written_works, name="written_works"),
    path("people/<int:pk>/written_works/", views.works_of_person, name="works_of_person"),
    *verbs("people/<int:pk>/written_works", Person, {"record_work": forms.WrittenWorkForm}),
    path("written_works/<int:pk>/paper/", views.work_paper, name="work_paper"),
    *verbs("written_works/<int:pk>", Work, {"withdraw_work": ActForm}),
]
