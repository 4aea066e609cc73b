"""The papers of recruitment as they are printed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import Request, sees
from recruitment import actions, documents
from recruitment.journey import journey_of
from recruitment.models import PoliticalReview, Recruit
from recruitment.reading import kinds_for
from rulebook import clock
from rulebook.kernel import Refused
from rulebook.printing import pdf_response


@sees(Recruit, "person", "organization")
def printed_paper(request: Request, recruit: Recruit, paper: str) -> HttpResponse:
    """One paper, filled in from the records, for who is shown every kind of record in it."""
    today = clock.today()
    journey, wanted = journey_of(recruit, today), documents.PAPERS.get(paper)
    if wanted is None or not wanted.is_for(kinds_for(request.user, recruit, today), journey):
        raise Http404
    return pdf_response(wanted.draw(journey, request.user), f"{recruit.person.name}{wanted.title}.pdf")


@sees(PoliticalReview, "recruit__person", "recruit__organization")
@require_POST
def review_report(request: Request, review: PoliticalReview) -> HttpResponse:
    """The report with its contents; it is on record who has printed it."""
    try:
        actions.open_review(review, by=request.user, at=clock.now())
    except Refused as refused:
        context = {"review": review, "recruit": review.recruit, "refused": refused}
        return render(request, "recruitment/review.html", context, status=422)
    journey = journey_of(review.recruit, clock.today())
    pdf = documents.review_report(journey, request.user, review)
    return pdf_response(pdf, f"{review.recruit.person.name}综合性政治审查报告.pdf")
