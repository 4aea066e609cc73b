"""我的: a member's own plain account, its sheet for paper, and who has looked at his sealed data."""

from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import Request, signed_in
from members.models import CorrectionRequest, Person, reach_of
from members.records import confidential_part, looks_at, record_of
from partybranch.desk import own
from partybranch.desk.own_sheet import own_sheet_of
from rulebook import clock
from rulebook.printing.files import pdf_response

SHOWN_LOOKS = timedelta(days=3 * 365)
FEW = 5  # the page leads on to all of them


@signed_in
def mine(request: Request) -> HttpResponse:
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "desk/mine.html")
    on = clock.today()
    record, confidential = record_of(person, on), confidential_part(person, on)
    keep_house(request, person)
    parts = own.parts_of(person, on)
    shown = own.shown_by_template([*confidential["sections"], *parts])
    looks = looks_at(person, clock.now() - SHOWN_LOOKS)
    requests = CorrectionRequest.objects.filter(person=person).order_by("-pk")[:FEW]
    context = {
        **record,
        **confidential,
        "informed": True,
        "on": on,
        "tasks": own.owed_by(request.user, person, shown, on),
        "parts": parts,
        "acts": own.recorded(person, list(record["terms"])),
        "papers": own.papers_of(request.user, shown),
        "groups": person.group_memberships.select_related("group").order_by("-since"),
        "looks": looks[:FEW],
        "looks_this_month": sum(month_of(look.at) == (on.year, on.month) for look in looks),
        "requests": [{"request": row, "late": row.is_late(on)} for row in requests],
        "may_ask": request.user.has_perm("members.request_correction", person.organization),
    }
    return render(request, "desk/mine.html", context)


def month_of(moment: datetime) -> tuple[int, int]:
    day = timezone.localdate(moment)
    return day.year, day.month


def keep_house(request: Request, person: Person) -> None:
    """The page stands in his branch, which is read by now: the navigation would ask for it again."""
    reach = reach_of(request.user)
    ids = [id for id, _, _ in reach.posts] or [*reach.memberships, *reach.recruited]
    home = person.homes[0].organization if person.homes else None
    if home is not None and ids[:1] == [home.pk]:
        request.organization = home


@signed_in
def looks(request: Request) -> HttpResponse:
    """Everybody but himself who has seen what is sealed about him in the last three years."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return render(request, "desk/looks.html", {"looks": looks_at(person, clock.now() - SHOWN_LOOKS)})


@signed_in
def own_sheet(request: Request) -> HttpResponse:
    """本人情况一览 on paper, from the same facts; nobody prints another's."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    return pdf_response(own_sheet_of(person, clock.today()), "本人情况一览.pdf")
