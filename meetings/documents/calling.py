"""What is printed before a meeting: notice, agenda, sign-in sheet, and its entry for a calendar."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from icalendar import Calendar, Event

from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules.lectures import lecture_of
from rulebook.kernel import built
from rulebook.printing import qr_code, to_pdf

BLANK_LINES = 12  # of a sheet printed before anybody stands on the list


def agenda_items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What stands on the agenda; a proposal that waits for the secretary does not yet (6.2.3a)."""
    return meeting.items.exclude(state=AgendaItem.State.PROPOSED).select_related("proposed_by")


@built("8.1.2b")
def notice(meeting: Meeting) -> bytes:
    """The notice to all who should come: when, where, what about and what is asked of them."""
    observers = meeting.attendances.filter(role=Attendance.Role.OBSERVER).select_related("person")
    context = {
        "heading": f"关于召开{meeting.title}的通知",
        "meeting": meeting,
        "to": addressees(meeting),
        "observers": observers.order_by("person__stroke_key") if meeting.for_all_members else [],
        "lecture": lecture_of(meeting),
        "items": agenda_items(meeting),
        "signed_by": caller(meeting),
        "signed_on": meeting.notified_at,
        "seal": meeting.group is None,
    }
    return to_pdf("print/meetings/notice.html", context)


def addressees(meeting: Meeting) -> str:
    if meeting.group is not None:
        return f"{meeting.group.short_name}全体党员"
    if not meeting.for_all_members:
        rows = meeting.attendances.filter(role=Attendance.Role.OBSERVER)
        return "、".join(rows.order_by("person__stroke_key").values_list("person__name", flat=True))
    return "支部委员会各委员" if meeting.is_committee else "全体党员"


def caller(meeting: Meeting) -> str:
    """Who calls the meeting; a party group has a name within its branch, and no seal."""
    branch = meeting.organization
    return f"{branch.short_name}{meeting.group.short_name}" if meeting.group is not None else branch.name


def agenda(meeting: Meeting) -> bytes:
    """The agenda to lie on the table."""
    context = {"heading": f"{meeting.title}议程", "meeting": meeting, "items": agenda_items(meeting)}
    return to_pdf("print/meetings/agenda.html", context)


def sign_in_sheet(meeting: Meeting) -> bytes:
    """The paper sheet to sign on: everybody expected, in the order of the surname's strokes, and observers.

    Its QR code is the address of the page on which a member signs in himself; the code names the sheet for the scan.
    """
    people = meeting.attendances.select_related("person").order_by("role", "person__stroke_key")
    context = {
        "heading": f"{meeting.title}签到表",
        "meeting": meeting,
        "attendances": people,
        "blank_lines": range(BLANK_LINES),
        "qr": qr_code(reverse("meetings:own_sign_in", args=[meeting.pk])),
        "code": f"QD-{meeting.organization.code}-{meeting.pk}",
    }
    return to_pdf("print/meetings/sign_in_sheet.html", context)


def calendar(meeting: Meeting, at: datetime) -> bytes:
    """The meeting for the calendar of a telephone; the same entry however often it is fetched, and no person in it."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.organization.code}.partybranch")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.begins_at)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("url", f"{settings.SITE_ADDRESS.rstrip('/')}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    whole = Calendar()
    whole.add("prodid", "-//partybranch//meetings//ZH")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(event)
    content: bytes = whole.to_ical()
    return content
