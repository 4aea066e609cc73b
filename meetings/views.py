"""Pages of meetings: one query, one template."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from meetings import documents
from meetings.decisions import formula_for
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.progress import progress
from rulebook import clock
from rulebook.printing import pdf_response


@in_organization("meetings.read")
def meetings(request: Request, organization: Organization) -> HttpResponse:
    year = clock.today().year
    if request.GET.get("year", "").isdigit():
        year = int(request.GET["year"])
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
    }
    return render(request, "meetings/meetings.html", context)


@sees(Meeting, "organization", "request", "chair", "recorder", "agenda_decision__meeting", "signed_paper")
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
        "pending": AgendaItem.objects.pending_for(meeting) if meeting.state == Meeting.State.PLANNED else [],
        "redacted": is_redacted(request, meeting),
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
        "on_leave": sum(bool(row.leave_granted) for row in expected),
        "notified": sum(row.notified_at is not None for row in expected),
        "observers": sum(row.role == Attendance.Role.OBSERVER for row in attendances),
    }


@sees(
    AgendaItem,
    "meeting__organization",
    "vote__scrutineer",
    "vote__teller",
    "resolution__owner",
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
        "formula": formula,
        "eligible": eligible,
        "present": present,
        "least_present": formula.least_present(eligible) if formula else 0,
        "least_in_favour": formula.least_in_favour(eligible) if formula else 0,
        "gap": formula.quorum_gap(eligible, present) if formula else None,
        "need": f"到会至少 {formula.least_present(eligible)} 人" if formula else "",
    }
    return render(request, "meetings/item.html", context)


@sees(Meeting, "organization", "chair", "recorder")
def sign_in_sheet(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.sign_in_sheet(meeting), f"{meeting.title}签到表.pdf")


@sees(Meeting, "organization", "chair", "recorder", "request")
def minutes(request: Request, meeting: Meeting) -> HttpResponse:
    return pdf_response(documents.minutes(meeting, timezone.localtime(clock.now())), f"{meeting.title}记录.pdf")
