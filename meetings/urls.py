"""Addresses of meetings: their pages, and one for each verb under the verb's own name."""

from django.urls import URLPattern, path

from accounts.models import Organization
from meetings import forms, views
from meetings.ballots import urls as ballots
from meetings.followup import urls as followup
from meetings.models import AgendaItem, Attendance, Meeting
from rulebook.web import ActForm, LateActForm, act_view

MEETING_VERBS: dict[str, type[ActForm]] = {
    "reschedule": forms.RescheduleForm,
    "change_chair": forms.ChangeChairForm,
    "cancel_meeting": forms.CancelForm,
    "add_item": forms.AddItemForm,
    "settle_agenda": forms.SettleAgendaForm,
    "report_meeting": forms.ReportMeetingForm,
    "record_consent": forms.ConsentForm,
    "send_notice": LateActForm,
    "invite_observer": forms.ObserverForm,
    "leave_out": forms.LeaveOutForm,
    "start_sign_in": LateActForm,
    "copy_sign_in_sheet": forms.SignInSheetForm,
    "open_meeting": LateActForm,
    "close_meeting": LateActForm,
    "sign_off": LateActForm,
    "archive_meeting": forms.ArchiveForm,
    "take_up": forms.TakeUpForm,
    "distribute_minutes": LateActForm,
    "release_minutes": forms.ReleaseForm,
}
ITEM_VERBS: dict[str, type[ActForm]] = {
    "accept_item": ActForm,
    "remove_item": forms.RemoveItemForm,
    "introduce_item": forms.IntroduceForm,
    "record_remark": forms.RemarkForm,
    "recuse": forms.RecuseForm,
    "carry_over": ActForm,
    "refer_to_general_meeting": ActForm,
    "reserve_opinion": forms.DissentForm,
    "note_item": ActForm,
    "receive_written_opinion": forms.WrittenOpinionForm,
    "open_vote": forms.OpenVoteForm,
    "count_vote": forms.CountVoteForm,
    "resolve": forms.ResolveForm,
}
ATTENDANCE_VERBS: dict[str, type[ActForm]] = {
    "ask_leave": forms.AskLeaveForm,
    "answer_leave": forms.AnswerLeaveForm,
    "sign_in": forms.SignInForm,
}


def verbs(folder: str, model: type, table: dict[str, type[ActForm]]) -> list[URLPattern]:
    return [
        path(f"{folder}/<int:pk>/{verb}/", act_view(f"meetings.{verb}", model, form), name=verb)
        for verb, form in table.items()
    ]


app_name = "meetings"
urlpatterns = [
    path("b/<slug:code>/meetings/", views.meetings, name="meetings"),
    path(
        "b/<slug:code>/meetings/plan_meeting/",
        act_view("meetings.plan_meeting", Organization, forms.PlanMeetingForm),
        name="plan_meeting",
    ),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/sign_in/", views.own_sign_in, name="own_sign_in"),
    path("meetings/<int:pk>/notice/", views.notice, name="notice"),
    path("meetings/<int:pk>/agenda/", views.agenda, name="agenda"),
    path("meetings/<int:pk>/sheet/", views.sign_in_sheet, name="sign_in_sheet"),
    path("meetings/<int:pk>/calendar/", views.calendar, name="calendar"),
    path("meetings/<int:pk>/minutes/", views.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/word/", views.minutes_as_word, name="minutes_as_word"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/ballot_paper/", views.ballot_paper, name="ballot_paper"),
    path("items/<int:pk>/tally/", views.tally, name="tally"),
    path("items/<int:pk>/resolution/", views.resolution, name="resolution"),
    *verbs("meetings", Meeting, MEETING_VERBS),
    *verbs("items", AgendaItem, ITEM_VERBS),
    *verbs("attendances", Attendance, ATTENDANCE_VERBS),
    *ballots.urlpatterns,
    *followup.urlpatterns,
]
