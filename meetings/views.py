"""Pages of meetings: one query, one template."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from meetings import documents
from meetings.ballots.models import BallotBox
from meetings.decisions import formula_for
from meetings.followup.shown import shown_beside
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.progress import progress
from meetings.sections import sections_of
from rulebook import clock
from rulebook.periods import year_asked
from rulebook.printing import WORD, download, pdf_response

HANDLED = {  # the verbs of each state that tell whether a reader has anything to do there
    Meeting.State.PLANNED: ("add_item", "send_notice"),
    Meeting.State.OPEN: ("close_meeting",),
    Meeting.State.CLOSED: ("archive_meeting",),
    Meeting.State.ARCHIVED: ("distribute_minutes", "release_minutes"),
    Meeting.State.CANCELLED: (),
}


@in_organization("meetings.read")
def meetings(request: Request, organization: Organization) -> HttpResponse:
    year = year_asked(request.GET.get("year", ""), clock.today().year)
    rows = Meeting.objects.visible_to(request.user).filter(organization=organization, held_on__year=year)
    kind = request.GET.get("kind", "")
    if kind in Meeting.Kind.values:
        rows = rows.of_kind(kind)
    context = {
        "organization": organization,
        "meetings": rows.select_related("request", "chair"),
        "year": year,
        "kind": kind,
        "kinds": Meeting.Kind.choices,
        "reads_committee": request.user.has_perm("meetings.read_committee", organization),
        "may_plan": request.user.has_perm("meetings.plan_meeting", organization),
        "may_plan_activity": request.user.has_perm("meetings.plan_activity", organization),
        "reads_make_ups": request.user.has_perm("meetings.read_make_ups", organization),
        "may_plan_lecture": request.user.has_perm("meetings.plan_lecture", organization),
    }
    return render(request, "meetings/meetings.html", context)


@sees(
    Meeting,
    "organization",
    "group",
    "lecture",
    "request",
    "chair",
    "recorder",
    "agenda_decision__meeting",
    "signed_paper",
)
def meeting(request: Request, meeting: Meeting) -> HttpResponse:
    attendances = list(meeting.attendances.select_related("person").order_by("role", "person__pinyin_key"))
    for attendance in attendances:
        attendance.meeting = meeting
    own = next((row for row in attendances if row.person.user_id == request.user.pk), None)
    context = {
        "meeting": meeting,
        "items": meeting.items.select_related("vote", "resolution"),
        "attendances": attendances,
        "own": own,
        "steps": progress(meeting, clock.today()),
        "counts": counts(attendances),
        "ballots": BallotBox.objects.waiting_for(request.user).filter(item__meeting=meeting).select_related("item"),
        "pending": AgendaItem.objects.pending_for(meeting) if meeting.state == Meeting.State.PLANNED else [],
        "redacted": is_redacted(request, meeting),
        "reads_committee": request.user.has_perm("meetings.read_committee", meeting.organization),
        "may_read_request": request.user.has_perm("archives.read_submissions", meeting.organization),
        "handles": (meeting.state == Meeting.State.CLOSED and meeting.chair.user_id == request.user.pk)
        or any(
            request.user.has_perm(f"meetings.{verb}", meeting.seat) for verb in HANDLED[Meeting.State(meeting.state)]
        ),
        **shown_beside(meeting, request.user),
    }
    return render(request, "meetings/meeting.html", context)


def is_redacted(request: Request, meeting: Meeting) -> bool:
    """Whether the reader gets a released committee meeting: without names of speakers or single opinions (6.4.2)."""
    return meeting.is_committee and not request.user.has_perm("meetings.read_committee", meeting.organization)


def counts(attendances: list[Attendance]) -> dict[str, int]:
    """应到, with a vote, 实到, on leave, notified."""
    expected = [row for row in attendances if row.role == Attendance.Role.EXPECTED and not row.excluded_with]
    return {
        "expected": len(expected),
        "voters": sum(row.may_vote for row in expected),
        "present": sum(row.signed_at is not None for row in expected),
        "voters_present": sum(row.may_vote and row.signed_at is not None for row in expected),
        "asking": sum(bool(row.leave_asked_at) and row.leave_granted is None for row in expected),
        "on_leave": sum(bool(row.leave_granted) for row in expected),
        "notified": sum(row.notified_at is not None for row in expected),
        "observers": sum(row.role == Attendance.Role.OBSERVER for row in attendances),
        "observers_present": sum(row.role == Attendance.Role.OBSERVER and bool(row.signed_at) for row in attendances),
    }


@sees(
    AgendaItem,
    "meeting__organization",
    "vote__scrutineer",
    "vote__teller",
    "resolution__owner",
    "resolution__standing_by",
    "meeting__group",
    "proposed_by",
    "concerns",
    "carried_from__meeting",
    "taken_up__meeting",
    "prepared_in__meeting",
)
def item(request: Request, item: AgendaItem) -> HttpResponse:
    redacted = is_redacted(request, item.meeting)
    formula = formula_for(item)
    eligible, present = item.eligible_voters, item.voters_present
    context = {
        "item": item,
        "meeting": item.meeting,
        "siblings": item.meeting.items.all(),
        "remarks": item.remarks.select_related("speaker"),
        "recusals": [] if redacted else item.recusals.select_related("person"),
        "dissents": [] if redacted else item.dissents.select_related("person"),
        "redacted": redacted,
        "reads_committee": request.user.has_perm("meetings.read_committee", item.organization),
        "votes_by_slip": documents.votes_by_slip(item),
        "changed_resolutions": item.settled_standing.select_related("item__meeting"),
        "formula": formula,
        "eligible": eligible,
        "present": present,
        "least_present": formula.least_present(eligible) if formula else 0,
        "least_in_favour": formula.least_in_favour(eligible) if formula else 0,
        "gap": formula.quorum_gap(eligible, present) if formula else None,
        "letters": item.written_opinions.count() if formula and formula.written_counted else None,
        "sections": sections_of(item),
        "need": f"到会至少 {formula.least_present(eligible)} 人" if formula else "",
    }
    return render(request, "meetings/item.html", context)


@sees(Meeting, "organization", "chair", "recorder", scope="expecting")
def own_sign_in(request: Request, meeting: Meeting) -> HttpResponse:
    """Where the QR code of the sign-in sheet leads: who has logged in signs in for himself, and for nobody else."""
    own = meeting.attendances.filter(person__user=request.user).select_related("person").first()
    sees_meeting = Meeting.objects.visible_to(request.user).filter(pk=meeting.pk).exists()
    return render(request, "meetings/own_sign_in.html", {"meeting": meeting, "own": own, "sees_meeting": sees_meeting})


@sees(Meeting, "organization", "chair", "request__recipient")
def notice(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.notice(meeting), f"关于召开{meeting.title}的通知.pdf")


@sees(Meeting, "organization", "chair", "recorder")
def agenda(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.agenda(meeting), f"{meeting.title}议程.pdf")


@sees(Meeting, "organization", "chair", "recorder")
def sign_in_sheet(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.sign_in_sheet(meeting), f"{meeting.title}签到表.pdf")


@sees(Meeting, "organization")
def calendar(request: Request, meeting: Meeting) -> HttpResponse:
    return download(documents.calendar(meeting, clock.now()), f"{meeting.title}.ics", "text/calendar; charset=utf-8")


@sees(Meeting, "organization", "chair", "recorder", "request__recipient", "agenda_decision__meeting")
def minutes(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.minutes(meeting, asked_version(request, meeting)), f"{meeting.title}记录.pdf")


@sees(Meeting, "organization", "chair", "recorder", "request__recipient", "agenda_decision__meeting")
def minutes_as_word(request: Request, meeting: Meeting) -> HttpResponse:
    word = documents.minutes_as_word(meeting, asked_version(request, meeting))
    return download(word, f"{meeting.title}记录.docx", WORD)


def asked_version(request: Request, meeting: Meeting) -> documents.Version:
    """What the reader gets of the minutes; there are none before the meeting has begun."""
    if meeting.opened_at is None:
        raise Http404
    return documents.version_for(meeting, request.user, released="released" in request.GET)


@sees(AgendaItem, "meeting__organization")
def ballot_paper(request: Request, item: AgendaItem) -> HttpResponse:
    if not documents.votes_by_slip(item):
        raise Http404
    return pdf_response(documents.ballot_paper(item), f"{item.title}表决票.pdf")


@sees(AgendaItem, "meeting__organization", "vote__scrutineer", "vote__teller")
def tally(request: Request, item: AgendaItem) -> HttpResponse:
    if not documents.votes_by_slip(item):
        raise Http404
    return pdf_response(documents.tally(item), f"{item.title}计票单.pdf")


@sees(AgendaItem, "meeting__organization", "vote", "resolution__owner")
def resolution(request: Request, item: AgendaItem) -> HttpResponse:
    if not hasattr(item, "resolution"):
        raise Http404
    return pdf_response(documents.resolution(item), f"{item.title}决议.pdf")
