"""Correction requests: one's own, those one has to answer, and each with its answer."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees, signed_in
from accounts.models import Organization
from members.models import CorrectionRequest, Person, Topic
from rulebook import clock
from rulebook.web import numbered

PAGE = 30
SHOWN = {"open": "待答复", "answered": "已答复", "withdrawn": "已撤回"}


def by_key(request: Request, rows: "QuerySet[CorrectionRequest]") -> dict[str, Any]:
    """The newest rows before the key in the address, and the address of the next page."""
    if before := numbered(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    query = request.GET.copy()
    query["before"] = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return {"found": found[:PAGE], "next_url": f"?{query.urlencode()}" if query["before"] else ""}


def lined(rows: list[CorrectionRequest]) -> list[dict[str, Any]]:
    """The open ones first, those that have waited longest at the top; each with whether it is late."""
    on = clock.today()
    ordered = sorted(rows, key=lambda row: (not row.is_open, row.due_on.toordinal() if row.is_open else -row.pk))
    return [{"request": row, "late": row.is_late(on)} for row in ordered]


@in_organization("members.read_corrections")
def corrections(request: Request, organization: Organization) -> HttpResponse:
    """What the user has to answer in the branch, and what of it was answered; his own stand on another page."""
    state, topic = request.GET.get("state", ""), request.GET.get("topic", "")
    answerable = CorrectionRequest.objects.answerable_by(request.user).filter(organization=organization)
    rows = answerable.select_related("person")
    if topic in Topic.values:
        rows = rows.filter(topic=topic)
    waiting = [] if state in ("answered", "withdrawn") else list(rows.open().order_by("due_on", "pk")[:200])
    over = rows.none() if state == "open" else rows.exclude(pk__in=rows.open().values("pk"))
    if state in ("answered", "withdrawn"):
        over = over.filter(withdrawn_at__isnull=state == "answered")
    page = by_key(request, over)
    context = {
        "organization": organization,
        "lines": lined([*([] if numbered(request.GET.get("before", "")) else waiting), *page["found"]]),
        "next_url": page["next_url"],
        "state": state,
        "states": SHOWN.items(),
        "topic": topic,
        "topics": Topic.choices,
    }
    return render(request, "members/corrections.html", context)


@signed_in
def own_corrections(request: Request) -> HttpResponse:
    """Everything the user himself has asked to be put right, with its answer."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        raise Http404
    page = by_key(request, CorrectionRequest.objects.filter(person=person))
    context = {"person": person, "lines": lined(page["found"]), "next_url": page["next_url"]}
    return render(request, "members/own_corrections.html", context)


@sees(CorrectionRequest, "person", "organization", "answered_by")
def correction(request: Request, correction: CorrectionRequest) -> HttpResponse:
    is_own = correction.person.user_id == request.user.pk
    on = clock.today()
    people = correction.answerers(on).select_related("person").order_by("post", "pk") if correction.is_open else []
    context = {
        "correction": correction,
        "is_own": is_own,
        "late": correction.is_late(on),
        "answerers": people,
        "corrects": not is_own and request.user.has_perm("members.correct_person", correction.organization),
    }
    return render(request, "members/correction.html", context)
