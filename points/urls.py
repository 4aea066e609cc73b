"""Addresses of points: its pages, its papers, and one for each verb under the verb's own name."""

from django.db.models import Model
from django.urls import URLPattern, path

from accounts.models import Organization
from meetings.models import Attendance
from members.models import Person
from points import forms, views
from points.commendation_urls import COMMENDATION_URLS
from points.models import Entry, MonthlyFigure, PointMonth, SchemeChange, Settlement, TestMark, WorkItem
from rulebook.web import ActForm, LateActForm, act_view

BRANCH_VERBS: dict[str, type[ActForm]] = {
    "propose_change": forms.ChangeForm,
    "plan_work": forms.WorkForm,
    "assign_task": forms.WorkForm,
    "close_month": forms.CloseForm,
    "settle_quarter": forms.SettleForm,
}
PERSON_VERBS: dict[str, type[ActForm]] = {
    "declare_month": forms.MonthFigureForm,
    "declare_article": forms.ArticleForm,
    "declare_honour": forms.HonourForm,
    "declare_item": forms.ItemForm,
    "record_veto": forms.VetoForm,
    "record_disqualification": forms.DisqualificationForm,
}
ATTENDANCE_VERBS: dict[str, type[ActForm]] = {
    "declare_attendance": forms.OneTapForm,
    "declare_speech": forms.OneTapForm,
    "declare_reflection": forms.ReflectionForm,
}
ENTRY_VERBS: dict[str, type[ActForm]] = {
    "book_entry": ActForm,
    "reject_entry": forms.RefusalForm,
    "unbook_entry": forms.RefusalForm,
    "withdraw_entry": ActForm,
    "add_proof": forms.ProofForm,
}
MONTH_VERBS: dict[str, type[ActForm]] = {
    "publish_month": LateActForm,
    "correct_publication": forms.CorrectionForm,
    "reopen_month": forms.ReasonForm,
}
SETTLEMENT_VERBS: dict[str, type[ActForm]] = {
    "propose_pioneers": forms.PioneersForm,
    "publish_pioneers": forms.PublishPioneersForm,
}
WORK_VERBS: dict[str, type[ActForm]] = {
    "report_done": LateActForm,
    "recognise_work": forms.RecogniseForm,
    "declare_task": forms.TaskForm,
}
CHANGE_VERBS: dict[str, type[ActForm]] = {
    "report_change": forms.ReportChangeForm,
    "activate_change": forms.ActivateForm,
}


def verbs(folder: str, model: type[Model], table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [
        path(f"{folder}/{verb}/", act_view(f"points.{verb}", model, form), name=verb) for verb, form in table.items()
    ]


app_name = "points"
urlpatterns: list[URLPattern] = [
    path("b/<slug:code>/points/", views.points, name="points"),
    path("b/<slug:code>/points/scheme/", views.scheme, name="scheme"),
    path("b/<slug:code>/points/works/", views.works, name="works"),
    path("b/<slug:code>/points/import_figures/", views.import_figures, name="import_figures"),
    path("b/<slug:code>/points/import_marks/", views.import_marks, name="import_marks"),
    *verbs("b/<slug:code>/points", Organization, BRANCH_VERBS),
    path("b/<slug:code>/points/<slug:month>/", views.month, name="month"),
    path("b/<slug:code>/points/<slug:month>/book_all/", views.book_all, name="book_all"),
    path("mine/points/", views.mine, name="mine"),
    path("people/<int:pk>/points/", views.of_person, name="of_person"),
    path("people/<int:pk>/points/declare_all/", views.declare_all, name="declare_all"),
    *verbs("people/<int:pk>/points", Person, PERSON_VERBS),
    *verbs("attendances/<int:pk>/points", Attendance, ATTENDANCE_VERBS),
    *verbs("monthly_figures/<int:pk>", MonthlyFigure, {"declare_figure": forms.OneTapForm}),
    *verbs("test_marks/<int:pk>", TestMark, {"declare_mark": forms.OneTapForm}),
    path("points/<int:pk>/", views.entry, name="entry"),
    path("points/<int:pk>/proof/", views.proof, name="proof"),
    *verbs("points/<int:pk>", Entry, ENTRY_VERBS),
    path("point_months/<int:pk>/", views.published, name="published"),
    path("point_months/<int:pk>/paper/", views.published_paper, name="published_paper"),
    *verbs("point_months/<int:pk>", PointMonth, MONTH_VERBS),
    path("settlements/<int:pk>/", views.settlement, name="settlement"),
    path("settlements/<int:pk>/paper/", views.settlement_paper, name="settlement_paper"),
    path("settlements/<int:pk>/pioneers/", views.pioneers_paper, name="pioneers_paper"),
    *verbs("settlements/<int:pk>", Settlement, SETTLEMENT_VERBS),
    path("work_items/<int:pk>/", views.work_item, name="work_item"),
    *verbs("work_items/<int:pk>", WorkItem, WORK_VERBS),
    path("scheme_changes/<int:pk>/", views.scheme_change, name="scheme_change"),
    *verbs("scheme_changes/<int:pk>", SchemeChange, CHANGE_VERBS),
    *COMMENDATION_URLS,
]
