"""Everybody's messages, and for the secretary what became of the branch's mail."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import Request, in_organization, signed_in
from accounts.models import Organization
from rulebook import clock
from rulebook.models import Reminder
from rulebook.web import numbered

PAGE = 30


def by_key(request: Request, rows: Any) -> dict[str, Any]:
    """The newest rows before the key in the address, and the address of the next page."""
    before = numbered(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    query = request.GET.copy()
    query["before"] = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return {
        "reminders": found[:PAGE],
        "next_url": f"?{query.urlencode()}" if query["before"] else "",
        "first_url": "?" if before else "",
    }


@signed_in
def inbox(request: Request) -> HttpResponse:
    rows = Reminder.objects.inbox_of(request.user)
    if request.GET.get("show") == "unread":
        rows = rows.unread()
    context = by_key(request, rows.select_related("organization"))
    return render(request, "desk/inbox.html", {**context, "show": request.GET.get("show", "")})


@signed_in
@require_POST
def open_message(request: Request, pk: int) -> HttpResponse:
    """The message is read, and its page opens."""
    message = get_object_or_404(Reminder.objects.inbox_of(request.user).select_related("organization"), pk=pk)
    Reminder.objects.filter(pk=pk).unread().update(read_at=clock.now())
    return HttpResponseRedirect(message.get_absolute_url())


@signed_in
@require_POST
def read_all(request: Request) -> HttpResponse:
    Reminder.objects.inbox_of(request.user).unread().update(read_at=clock.now())
    return redirect("desk:inbox")


@in_organization("desk.read_outbox")
def outbox(request: Request, organization: Organization) -> HttpResponse:
    rows = Reminder.objects.filter(organization=organization)
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    if state in Reminder.State.values:
        rows = rows.filter(state=state)
    if channel in Reminder.Channel.values:
        rows = rows.filter(channel=channel)
    counts = Reminder.objects.filter(organization=organization).values_list("state").annotate(Count("pk"))
    tones = {"pending": "due", "sent": "done", "failed": "late", "given_up": "late"}
    number = dict(counts.order_by())
    context = {
        "organization": organization,
        "state": state,
        "channel": channel,
        "states": Reminder.State.choices,
        "channels": Reminder.Channel.choices,
        "figures": [
            {"number": number.get(value, 0), "label": label, "tone": tones[value]}
            for value, label in Reminder.State.choices
        ],
        "given_up": number.get(Reminder.State.GIVEN_UP, 0),
    }
    return render(request, "desk/outbox.html", {**by_key(request, rows.select_related("recipient")), **context})
