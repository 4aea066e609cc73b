"""A person's page, the story of the record, and the sealed part opened on demand."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request, sees
from members import actions
from members.models import Person
from members.records import confidential_part, knows, record_of
from members.story import story_of
from rulebook import clock


@sees(Person)
def person(request: Request, person: Person) -> HttpResponse:
    return person_page(request, person)


def person_page(request: Request, person: Person, *, opened: bool = False) -> HttpResponse:
    on = clock.today()
    informed = knows(request.user, person, request.organization)
    context = {
        **record_of(person, on),
        **(confidential_part(person, on) if informed else {}),
        "informed": informed,
        "keeps": request.user.has_perm("members.read_sensitive", request.organization),
        "opened": opened,
        "organization": request.organization,
        "reads_roster": request.user.has_perm("members.read_roster", request.organization),
    }
    return render(request, "members/person.html", context)


@sees(Person)
def open_sensitive(request: Request, person: Person) -> HttpResponse:
    """The page once more, with number and phone in full; who looked is on record first."""
    if request.method != "POST":
        return redirect(person)
    actions.open_sensitive(person, by=request.user, at=clock.now())
    return person_page(request, person, opened=True)


@sees(Person)
def story(request: Request, person: Person) -> HttpResponse:
    if not knows(request.user, person, request.organization):
        raise Http404
    page = story_of(person, request.GET.get("before", ""))
    next_url = f"{request.path}?before={page.before.replace('+', '%2B')}" if page.before else ""
    return render(request, "members/story.html", {"person": person, "events": page.events, "next_url": next_url})
