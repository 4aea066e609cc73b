"""Pages of recruitment: the lanes of a branch, one person's way, a record's paper, a political review."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from archives.scans import attachment
from recruitment import actions
from recruitment.journey import Journey, has_groups, journey_of, with_journey
from recruitment.models import PoliticalReview, Record, Recruit
from recruitment.papers_shown import dossier_shown, papers_at_hand
from recruitment.reading import kinds_for, may_open
from recruitment.rules.candidates import CORRECTABLE
from recruitment.rules.papers import SIGNED
from recruitment.showing import acts_again, acts_for, cancelling_acts, gaps_of, lanes, review_parts
from rulebook import clock
from rulebook.kernel import Refused


@in_organization("recruitment.read")
def recruits(request: Request, organization: Organization) -> HttpResponse:
    """Everybody on the way in four lanes, one a stage; who has ended is listed below."""
    today = clock.today()
    running_now = with_journey(Recruit.objects.of(organization).running())[:500]
    groups = has_groups(organization, today)
    ended = (
        Recruit.objects.of(organization).filter(ended_on__isnull=False).select_related("person").order_by("-ended_on")
    )
    context = {
        "organization": organization,
        "lanes": lanes([Journey(recruit, today, groups) for recruit in running_now]),
        "total": len(running_now),
        "ended": ended[:100],
        "runs": request.user.has_perm("recruitment.run", organization),
    }
    return render(request, "recruitment/recruits.html", context)


@sees(Recruit, "person", "organization")
def recruit(request: Request, recruit: Recruit) -> HttpResponse:
    """One person's way as a timeline; what is done is folded, what comes next stands first."""
    today = clock.today()
    journey = journey_of(recruit, today)
    shown = kinds_for(request.user, recruit, today)
    places, is_own = journey.places, recruit.person.user_id == request.user.pk
    reads, runs = (request.user.has_perm(f"recruitment.{right}", recruit.organization) for right in ("read", "run"))
    reads_all = reads and not is_own
    context = {
        "recruit": recruit,
        "journey": journey,
        "standing": recruit.standing_on(today),
        "current": journey.current,
        "done": [place for place in places if place.is_done],
        "coming": [place for place in places if not (place.is_done or place.is_gap or place.is_current)],
        "gaps": gaps_of(journey),
        "open_gaps": len(journey.open_gaps),
        "runs": runs,
        "acts": acts_for(journey, request.user),
        "again": acts_again(journey),
        "cancelling": cancelling_acts(journey),
        "records": [record for record in journey.records if record.kind in shown],
        "mentorships": journey.mentorships,
        "sponsors": [record.person for record in journey.sponsors],
        "review": PoliticalReview.objects.visible_to(request.user).filter(recruit=recruit).first(),
        "is_own": is_own,
        "reads": reads,
        "signed": SIGNED if runs and not is_own else frozenset(),
        "stages": dossier_shown(journey, shown) if reads_all else [],
        "papers": [] if reads_all else papers_at_hand(journey, shown),
        "correctable": CORRECTABLE if runs else frozenset(),
    }
    return render(request, "recruitment/recruit.html", context)


@sees(Record, "recruit__person", "recruit__organization", "paper")
def record_paper(request: Request, record: Record) -> FileResponse:
    """The scan as it came, as an attachment that no browser runs, for whoever is shown the record."""
    if record.paper is None or not may_open(request.user, record, clock.today()):
        raise Http404
    return attachment(record.paper)


@sees(PoliticalReview, "recruit__person", "recruit__organization")
def review(request: Request, review: PoliticalReview) -> HttpResponse:
    """The review without its contents: these are shown by the act of opening it."""
    return render(request, "recruitment/review.html", {"review": review, "recruit": review.recruit})


@sees(PoliticalReview, "recruit__person", "recruit__organization", "report")
def open_review(request: Request, review: PoliticalReview) -> HttpResponse:
    """GET asks; POST records who reads it and shows it once."""
    context: dict[str, Any] = {"review": review, "recruit": review.recruit}
    if request.method == "POST":
        try:
            actions.open_review(review, by=request.user, at=clock.now())
        except Refused as refused:
            return render(request, "recruitment/review.html", {**context, "refused": refused}, status=422)
        context["parts"] = review_parts(review)
    return render(request, "recruitment/review.html", context)
