"""What meetings print, from the facts recorded once."""

from datetime import datetime

from meetings.models import Attendance, Meeting
from rulebook.printing import to_pdf


def sign_in_sheet(meeting: Meeting) -> bytes:
    """The paper sheet to sign on: everybody expected, in the order of the surname's strokes, and observers."""
    people = meeting.attendances.select_related("person").order_by("role", "person__stroke_key")
    return to_pdf("print/meetings/sign_in_sheet.html", {"meeting": meeting, "attendances": people})


def minutes(meeting: Meeting, printed_at: datetime) -> bytes:
    """The record with every printed field, the arithmetic of each vote, and a place for the chair's signature."""
    attendances = list(meeting.attendances.select_related("person").order_by("person__stroke_key"))
    expected = [row for row in attendances if row.role == Attendance.Role.EXPECTED and not row.excluded_with]
    context = {
        "meeting": meeting,
        "printed_at": printed_at,
        "expected": expected,
        "voters": [row for row in expected if row.may_vote],
        "present": [row for row in expected if row.signed_at],
        "voters_present": [row for row in expected if row.may_vote and row.signed_at],
        "excused": [row for row in expected if not row.signed_at and row.leave_granted and row.asked_leave_in_time],
        "absent": [
            row for row in expected if not row.signed_at and not (row.leave_granted and row.asked_leave_in_time)
        ],
        "excluded": [row for row in attendances if row.excluded_with],
        "observers": [row for row in attendances if row.role == Attendance.Role.OBSERVER and row.signed_at],
        "items": meeting.items.select_related("vote__scrutineer", "vote__teller", "resolution__owner").prefetch_related(
            "remarks__speaker", "recusals__person"
        ),
    }
    return to_pdf("print/meetings/minutes.html", context)
