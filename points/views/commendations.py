"""Pages of commendations: the board of honours, the year's selections, one of them, a nomination, members' works."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from archives.scans import attachment
from meetings.models import AgendaItem
from members.models import Person
from points.documents import commendations as documents
from points.honours import board, titles_open
from points.models import AwardObjection, AwardRound, Nomination, Work
from rulebook import clock
from rulebook.periods import YEARS
from rulebook.printing import download, pdf_response
from rulebook.printing.excel import EXCEL
from rulebook.web import numbered
from rulebook.workdays import caveat, working_days

SHOWN = 200
PAGE = 50


def year_asked(request: Request) -> int:
    asked = numbered(request.GET.get("year", ""))
    return asked if asked in YEARS else clock.today().year


@in_organization("points.read")
def honours_board(request: Request, organization: Organization) -> HttpResponse:
    """Pioneers, commendations and honours of a year, for everybody in the branch."""
    reads_entries = request.user.has_perm("points.read_entries", organization)
    year = year_asked(request)
    shown = board(organization, year, shows_unpublished=reads_entries)
    context = {
        "organization": organization,
        "board": shown,
        "years": sorted({*shown.years, year, clock.today().year}, reverse=True),
        "reads_entries": reads_entries,
    }
    return render(request, "points/honours_board.html", context)


@in_organization("points.read_entries")
def honours_sheet(request: Request, organization: Organization) -> HttpResponse:
    """A year of the board as a workbook."""
    year = year_asked(request)
    shown = board(organization, year, shows_unpublished=True)
    return download(documents.honours_sheet(shown), f"{organization.short_name}{year}年表彰名单.xlsx", EXCEL)


@in_organization("points.read")
def commendations(request: Request, organization: Organization) -> HttpResponse:
    """The selections year by year, and which title of this year is still open."""
    today = clock.today()
    rounds = AwardRound.objects.visible_to(request.user).of(organization).prefetch_related("nominations")
    context = {
        "organization": organization,
        "year": today.year,
        "titles_open": titles_open(organization, today.year),
        "rounds": [
            (award, sum(one.published_on is not None for one in award.nominations.all())) for award in rounds[:PAGE]
        ],
        "opens": request.user.has_perm("points.open_round", organization),
    }
    return render(request, "points/commendations.html", context)


@sees(AwardRound, "organization", "notice")
def award_round(request: Request, award: AwardRound) -> HttpResponse:
    """Conditions and places for everybody; of the nominations what the reader may see."""
    user, organization = request.user, award.organization
    nominations = list(Nomination.objects.visible_to(user).filter(round=award)[:SHOWN])
    context = {
        "award": award,
        "organization": organization,
        "criteria": award.criteria.all(),
        "nominations": nominations,
        "reads_entries": user.has_perm("points.read_entries", organization),
        "reads_papers": user.has_perm("archives.read_submissions", organization),
        "on_notice": any(one.notice_since and not one.withdrawn_on for one in nominations),
        "confirmed": any(one.confirmed_on and not one.withdrawn_on for one in nominations),
    }
    return render(request, "points/commend_round.html", context)


@sees(AwardRound, "organization")
def candidates_paper(request: Request, award: AwardRound) -> HttpResponse:
    """The public notice of who is to be commended."""
    people = list(
        Nomination.objects.standing().filter(round=award, notice_since__isnull=False).select_related("person")
    )
    if not people:
        raise Http404
    return pdf_response(documents.candidates_paper(award, people), f"{award}公示.pdf")


@sees(AwardRound, "organization")
def commendation_paper(request: Request, award: AwardRound) -> HttpResponse:
    """The notice of the awards: a draft for the committee until they are published, then for everybody."""
    people = Nomination.objects.awarded().filter(round=award).select_related("person")
    if not request.user.has_perm("points.read_entries", award.organization):
        people = people.filter(published_on__isnull=False)
    if not people:
        raise Http404
    return pdf_response(documents.commendation_paper(award, list(people)), f"{award}表彰公示.pdf")


def steps_of(nomination: Nomination) -> list[dict[str, Any]]:
    """The way of a nomination: what is done with its day, and what comes next."""
    studied, adopted = nomination.committee_item, nomination.general_item
    days = (
        ("提名", nomination.nominated_on),
        ("支委会研究", studied.meeting.held_on if studied else None),
        ("党员大会表决", adopted.meeting.held_on if adopted else None),
        ("公示", nomination.notice_since),
        ("确认", nomination.confirmed_on),
        ("公布", nomination.published_on),
    )
    following = next((label for label, day in days if day is None), None)
    return [
        {"label": label, "done": day is not None, "current": label == following, "note": day or ""}
        for label, day in days
    ]


@sees(Nomination, "round__organization", "person", "nominated_by", "committee_item__meeting", "general_item__meeting")
def nomination(request: Request, nomination: Nomination) -> HttpResponse:
    """Merits, conditions and every step; the objections to the committee without whom it is about."""
    user, organization = request.user, nomination.organization
    items = [item for item in (nomination.committee_item_id, nomination.general_item_id) if item is not None]
    since, until = nomination.notice_since, nomination.notice_until
    reads_entries = user.has_perm("points.read_entries", organization)
    context = {
        "nomination": nomination,
        "award": nomination.round,
        "organization": organization,
        "own": nomination.person.user_id == user.pk,
        "steps": [] if nomination.withdrawn_on else steps_of(nomination),
        "checks": nomination.checks.select_related("criterion"),
        "seen_items": set(AgendaItem.objects.visible_to(user).filter(pk__in=items).values_list("pk", flat=True)),
        "reads_entries": reads_entries,
        "objections": AwardObjection.objects.visible_to(user).filter(nomination=nomination) if reads_entries else [],
        "days": working_days(since, until) if since and until else None,
        "caveat": caveat(since, until) if since and until else "",
    }
    return render(request, "points/nomination.html", context)


@in_organization("points.read_entries")
def written_works(request: Request, organization: Organization) -> HttpResponse:
    """What the members have written, the latest first."""
    rows = Work.objects.visible_to(request.user).filter(organization=organization, withdrawn_on__isnull=True)
    before = numbered(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("person").order_by("-pk")[: PAGE + 1])
    context = {
        "organization": organization,
        "works": found[:PAGE],
        "next_before": found[PAGE - 1].pk if len(found) > PAGE else "",
    }
    return render(request, "points/commend_works.html", context)


@sees(Person)
def works_of_person(request: Request, person: Person) -> HttpResponse:
    """For himself and the committee; nobody else learns that there is such a page."""
    own = person.user_id == request.user.pk
    if not own and not request.user.has_perm("points.read_entries", person.organization):
        raise Http404
    works = Work.objects.filter(person=person, withdrawn_on__isnull=True).select_related("paper")
    return render(
        request, "points/commend_works_of_person.html", {"person": person, "own": own, "works": works[:SHOWN]}
    )


@sees(Work, "paper")
def work_paper(request: Request, work: Work) -> FileResponse:
    """The text as it came, as an attachment that no browser runs."""
    if work.paper is None or work.withdrawn_on:
        raise Http404
    return attachment(work.paper)
