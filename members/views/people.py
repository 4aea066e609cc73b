"""A person's page and the member's own."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import Request, sees, signed_in
from members.models import Person, Standing
from rulebook import clock


@sees(Person)
def person(request: Request, person: Person) -> HttpResponse:
    return render(request, "members/person.html", person_context(person))


@signed_in
def mine(request: Request) -> HttpResponse:
    own = Person.objects.filter(user=request.user).first()
    return render(request, "members/mine.html", person_context(own) if own else {})


def person_context(person: Person) -> dict[str, object]:
    today = clock.today()
    return {
        "person": person,
        "standing_label": Standing(standing).label if (standing := person.standing_on(today)) else "",
        "party_standing": person.party_standing(today),
        "terms": person.terms.select_related("organization").order_by("-since"),
        "affiliations": person.affiliations.select_related("organization").order_by("-since"),
    }
