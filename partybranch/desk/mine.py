"""我的: a member's own plain account, and who has looked at his sealed data."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import Request, signed_in
from meetings.models import Attendance, Meeting
from members.models import Person
from members.records import confidential_part, looks_at, record_of
from rulebook import clock

SHOWN_LOOKS = timedelta(days=3 * 365)
COMING = 3


@signed_in
def mine(request: Request) -> HttpResponse:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "desk/mine.html")
    on = clock.today()
    begun = datetime.combine(on.replace(day=1), time.min, tzinfo=timezone.get_default_timezone())
    context = {
        **record_of(person, on),
        **confidential_part(person, on),
        "informed": True,
        "on": on,
        "coming": coming_meetings(person),
        "looks_this_month": len(looks_at(person, begun)),
    }
    return render(request, "desk/mine.html", context)


def coming_meetings(person: Person) -> list[Attendance]:
    """The next meetings he is expected at or invited to, with his leave or signature."""
    states = [Meeting.State.PLANNED, Meeting.State.OPEN]
    rows = person.attendances.filter(meeting__state__in=states).select_related("meeting")
    return list(rows.order_by("meeting__begins_at")[:COMING])


@signed_in
def looks(request: Request) -> HttpResponse:
    """Everybody but himself who has seen his full numbers in the last three years."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return render(request, "desk/looks.html", {"looks": looks_at(person, clock.now() - SHOWN_LOOKS)})
