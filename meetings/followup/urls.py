"""Addresses of activities and make-ups, lectures' verbs, resolutions, plans and party groups' meetings."""

from django.urls import URLPattern, path

from accounts.models import Organization
from meetings import forms
from meetings.followup import make_ups, views
from meetings.models import Attendance, Lecture, MakeUp, Meeting, Resolution, YearPlan
from rulebook.web import ActForm, LateActForm, act_view

BRANCH_VERBS: dict[str, type[ActForm]] = {
    "plan_activity": forms.PlanActivityForm,
    "plan_lecture": forms.PlanLectureForm,
    "plan_group_meeting": forms.PlanGroupMeetingForm,
    "draft_plan": forms.DraftPlanForm,
}
LECTURE_VERBS: dict[str, type[ActForm]] = {
    "change_lecture": forms.ChangeLectureForm,
    "file_outline": forms.OutlineForm,
    "review_outline": LateActForm,
    "record_bureau_signature": forms.BureauSignatureForm,
    "count_for_quarter": forms.CountForQuarterForm,
}
MEETING_VERBS: dict[str, type[ActForm]] = {
    "study_document": forms.StudyDocumentForm,
    "require_make_up": forms.RequireMakeUpForm,
}
MAKE_UP_VERBS: dict[str, type[ActForm]] = {
    "hand_in_make_up": forms.HandInForm,
    "review_make_up": ActForm,
}
RESOLUTION_VERBS: dict[str, type[ActForm]] = {
    "assign_owner": forms.AssignOwnerForm,
    "record_progress": forms.ProgressForm,
    "finish_resolution": forms.FinishForm,
    "overrule_resolution": forms.OverruleForm,
    "annul_resolution": forms.AnnulForm,
    "restore_resolution": forms.AnnulForm,
    "request_ruling": forms.RequestRulingForm,
}
PLAN_VERBS: dict[str, type[ActForm]] = {
    "revise_plan": forms.RevisePlanForm,
    "put_plan_into_effect": forms.PutPlanIntoEffectForm,
}


def verbs(folder: str, model: type, table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [
        path(f"{folder}/{verb}/", act_view(f"meetings.{verb}", model, form), name=verb) for verb, form in table.items()
    ]


urlpatterns = [
    path("b/<slug:code>/resolutions/", views.resolutions, name="resolutions"),
    path("resolutions/<int:pk>/", views.resolution, name="resolution_page"),
    path("b/<slug:code>/plans/", views.year_plans, name="year_plans"),
    path("plans/<int:pk>/", views.year_plan, name="year_plan"),
    *verbs("b/<slug:code>/meetings", Organization, BRANCH_VERBS),
    path("b/<slug:code>/make_ups/", make_ups.make_ups, name="make_ups"),
    path("make_ups/<int:pk>/", make_ups.make_up, name="make_up"),
    path("make_ups/<int:pk>/notes/", make_ups.notes, name="make_up_notes"),
    *verbs("meetings/<int:pk>", Meeting, MEETING_VERBS),
    *verbs("attendances/<int:pk>", Attendance, {"name_key_speaker": forms.KeySpeechForm}),
    *verbs("make_ups/<int:pk>", MakeUp, MAKE_UP_VERBS),
    *verbs("lectures/<int:pk>", Lecture, LECTURE_VERBS),
    *verbs("resolutions/<int:pk>", Resolution, RESOLUTION_VERBS),
    *verbs("plans/<int:pk>", YearPlan, PLAN_VERBS),
]
