"""制度: the chapters and clauses, and where each is enforced."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in
from rulebook.catalogue import catalogue


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
