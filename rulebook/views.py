"""制度: the chapters and clauses, and where each is enforced."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, signed_in
from accounts.models import Organization
from rulebook import clock
from rulebook.catalogue import catalogue
from rulebook.choices import QUESTIONS
from rulebook.models import Choice


@signed_in
def chapters(request: HttpRequest) -> HttpResponse:
    numbers = dict.fromkeys(clause.chapter for clause in catalogue.values())
    return render(request, "rulebook/chapters.html", {"chapters": [(n, catalogue.chapter(n)) for n in numbers]})


@signed_in
def clause(request: HttpRequest, id: str) -> HttpResponse:
    if id not in catalogue:
        raise Http404
    found = catalogue[id]
    return render(request, "rulebook/clause.html", {"clause": found, "same": [catalogue[i] for i in found.same_as]})


@in_organization("rulebook.read_choices")
def choices(request: Request, organization: Organization) -> HttpResponse:
    """What the rulebook leaves open, with both readings, what the branch goes by today, and since when."""
    made = list(Choice.objects.filter(organization=organization).order_by("-since"))
    today = clock.today()
    rows = []
    for question in QUESTIONS.values():
        history = [choice for choice in made if choice.name == question.name]
        current = next((choice for choice in history if choice.since <= today), None)
        rows.append((question, question.answers[current.value if current else question.default], current))
    context = {
        "organization": organization,
        "rows": rows,
        "perms_choose": request.user.has_perm("rulebook.choose", organization),
    }
    return render(request, "rulebook/choices.html", context)
