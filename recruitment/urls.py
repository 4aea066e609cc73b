"""Addresses of recruitment: its pages, and one for each verb under the verb's own name."""

from django.db.models import Model
from django.urls import URLPattern, path

from accounts.models import Organization
from recruitment import forms, paperwork, views
from recruitment.models import PoliticalReview, Record, Recruit
from rulebook.web import ActForm, LateActForm, act_view

RECRUIT_VERBS: dict[str, type[ActForm]] = {
    "record_talk": forms.TalkForm,
    "recommend": forms.RecommendForm,
    "fix_activist": forms.DecisionForm,
    "file_activist": forms.DatedForm,
    "name_mentor": forms.MentorForm,
    "end_mentorship": forms.EndMentorshipForm,
    "inspect": forms.InspectionForm,
    "mentor_report": forms.ReportForm,
    "hand_in_thought_report": forms.ThoughtReportForm,
    "record_opinion": forms.OpinionForm,
    "agree_listing": forms.DecisionForm,
    "record_public_notice": forms.PublicNoticeForm,
    "file_listing": forms.DatedForm,
    "list_candidate": forms.DatedForm,
    "name_sponsor": forms.SponsorForm,
    "begin_review": ActForm,
    "record_training": forms.TrainingForm,
    "record_examination": forms.DecisionForm,
    "request_pre_review": forms.DatedForm,
    "hand_out_form": forms.DatedForm,
    "write_sponsor_opinion": forms.SponsorOpinionForm,
    "hear_candidate": forms.CandidateReportForm,
    "hear_sponsor": forms.SponsorSpeechForm,
    "hear_committee": forms.TextForm,
    "adopt_resolution": forms.AdoptResolutionForm,
    "enter_resolution": forms.DatedForm,
    "send_dossier": forms.DatedForm,
    "record_superior_talk": forms.SuperiorTalkForm,
    "admit": LateActForm,
    "record_refusal": forms.ToldForm,
    "record_oath": forms.OathForm,
    "inspect_probation": forms.ProbationInspectionForm,
    "apply_for_conversion": forms.ThoughtReportForm,
    "record_conversion_opinion": forms.ConversionOpinionForm,
    "record_conversion_examination": forms.DecisionForm,
    "adopt_outcome": forms.AdoptOutcomeForm,
    "send_outcome": forms.DatedForm,
    "settle_outcome": LateActForm,
    "refuse_outcome": forms.ToldForm,
    "hand_over": forms.HandOverForm,
    "stop_training": forms.StopForm,
    "note_leaving": forms.LeavingForm,
    "move_out": forms.MoveOutForm,
    "explain_gap": forms.GapForm,
    "export_papers": forms.ExportPapersForm,
}
REVIEW_VERBS: dict[str, type[ActForm]] = {
    "write_review": forms.ReviewForm,
    "conclude_review": forms.ConcludeForm,
    "grant_review": forms.ReaderForm,
    "withdraw_grant": forms.WithdrawGrantForm,
}


def verbs(folder: str, model: type[Model], table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [
        path(f"{folder}/<int:pk>/{verb}/", act_view(f"recruitment.{verb}", model, form), name=verb)
        for verb, form in table.items()
    ]


app_name = "recruitment"
urlpatterns = [
    path("b/<slug:code>/recruits/", views.recruits, name="recruits"),
    path(
        "b/<slug:code>/recruits/receive_application/",
        act_view("recruitment.receive_application", Organization, forms.ApplicationForm),
        name="receive_application",
    ),
    path(
        "b/<slug:code>/recruits/move_in/",
        act_view("recruitment.move_in", Organization, forms.MoveInForm),
        name="move_in",
    ),
    path("recruits/<int:pk>/", views.recruit, name="recruit"),
    path("records/<int:pk>/paper/", views.record_paper, name="record_paper"),
    path(
        "records/<int:pk>/withdraw_record/",
        act_view("recruitment.withdraw_record", Record, forms.WithdrawForm),
        name="withdraw_record",
    ),
    path(
        "records/<int:pk>/add_scan/",
        act_view("recruitment.add_scan", Record, forms.AddScanForm),
        name="add_scan",
    ),
    path("recruits/<int:pk>/papers/<slug:paper>/", paperwork.printed_paper, name="printed_paper"),
    path("reviews/<int:pk>/report/", paperwork.review_report, name="review_report"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/open_review/", views.open_review, name="open_review"),
    *verbs("recruits", Recruit, RECRUIT_VERBS),
    *verbs("reviews", PoliticalReview, REVIEW_VERBS),
]
