"""The branch's make-ups, one of them, and the scan that was handed in."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from archives.scans import attachment
from meetings.models import MakeUp
from rulebook import clock
from rulebook.web import numbered

PAGE = 50
STATES = (("open", "未完成"), ("late", "逾期"), ("done", "已完成"))


@in_organization("meetings.read_make_ups")
def make_ups(request: Request, organization: Organization) -> HttpResponse:
    on = clock.today()
    rows = MakeUp.objects.visible_to(request.user).of(organization)
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    if state == "open":
        rows = rows.unfinished()
    elif state == "late":
        rows = rows.missed(on)
    elif state == "done":
        rows = rows.done()
    if numbered(before):
        rows = rows.filter(pk__lt=numbered(before))
    found = list(rows.select_related("reviewed_by").order_by("-pk")[: PAGE + 1])
    context = {
        "organization": organization,
        "make_ups": [(row, row.state_on(on)) for row in found[:PAGE]],
        "next_before": found[PAGE - 1].pk if len(found) > PAGE else "",
        "state": state,
        "states": STATES,
    }
    return render(request, "meetings/followup/make_ups.html", context)


@sees(MakeUp, "notes", "reviewed_by")
def make_up(request: Request, make_up: MakeUp) -> HttpResponse:
    user = request.user
    own = make_up.attendance.person.user_id == user.pk
    context = {
        "make_up": make_up,
        "meeting": make_up.attendance.meeting,
        "state": make_up.state_on(clock.today()),
        "may_hand_in": own or user.has_perm("meetings.read_committee", make_up.organization),
        "reads_all": user.has_perm("meetings.read_make_ups", make_up.organization),
        "own": own,
    }
    return render(request, "meetings/followup/make_up.html", context)


@sees(MakeUp, "notes")
def notes(request: Request, make_up: MakeUp) -> FileResponse:
    """The scan as it came, as an attachment that no browser runs, for whoever sees the make-up."""
    if make_up.notes is None:
        raise Http404
    return attachment(make_up.notes)
