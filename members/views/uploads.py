"""The roster workbook on its way in: template, progress, preview, import."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from members.models import PreviewPage, RosterUpload
from members.previews import HEADS, Part
from members.roster import template
from members.tasks import begin_import
from rulebook import clock
from rulebook.printing.excel import EXCEL, Sheet, workbook_of
from rulebook.printing.files import download

PROBLEM_WIDTHS = (16, 6, 20, 60)
IN_ORDER = (Part.ERRORS, Part.CHANGES, Part.CREATED, Part.POSTS, Part.MENTORS, Part.MISSING, Part.WARNINGS)


@sees(RosterUpload, "organization", "progress")
def roster_upload(request: Request, upload: RosterUpload) -> HttpResponse:
    """How far the upload has come; once it is checked, a page of what it would do."""
    if upload.imported_at:
        return moved_on(request, reverse("members:roster", args=[upload.organization.code]))
    if upload.progress.is_running:
        page = "members/roster_progress.html"
        return render(request, f"{page}#progress" if request.htmx else page, {"upload": upload})
    if request.htmx:
        return moved_on(request, upload.get_absolute_url())
    return render(request, "members/roster_upload.html", {"upload": upload, **preview(request, upload)})


def moved_on(request: Request, url: str) -> HttpResponse:
    """To the next page, also for a page that only polls its progress."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def preview(request: Request, upload: RosterUpload) -> dict[str, Any]:
    """Counts of every part, and the lines of the page asked for."""
    counts = PreviewPage.objects.counts(upload)
    filled = [part for part in IN_ORDER if counts[part]]
    asked = request.GET.get("part", "")
    part = Part(asked) if asked in filled else next(iter(filled), Part.CREATED)
    number = int(text) if (text := request.GET.get("page", "")).isdecimal() and len(text) < 6 else 1
    address = upload.get_absolute_url()
    last = -(-counts[part] // PreviewPage.LENGTH)
    return {
        "counts": counts,
        "part": part,
        "heads": HEADS[part],
        "lines": [
            list(zip(HEADS[part], line, strict=True)) for line in PreviewPage.objects.lines_of(upload, part, number)
        ],
        "previous_url": f"{address}?part={part}&page={number - 1}" if 1 < number <= last + 1 else "",
        "next_url": f"{address}?part={part}&page={number + 1}" if number < last else "",
        "summary": f"第 {number} / {last} 页，共 {counts[part]} 行",
        "tabs": [
            {"url": f"{address}?part={one}", "label": one.label, "badge": counts[one], "current": one == part}
            for one in filled
        ],
        "changes_nothing": not any(counts[one] for one in (Part.CHANGES, Part.CREATED, Part.POSTS, Part.MENTORS)),
    }


@sees(RosterUpload, "organization", "progress")
def import_roster(request: Request, upload: RosterUpload) -> HttpResponse:
    """Imports at once, or lets the worker do it; a refusal is answered by the middleware."""
    if request.method == "POST":
        begin_import(upload, by=request.user, at=clock.now())
        upload.refresh_from_db()
        if upload.imported_at:
            messages.success(request, "名册已导入")
    return redirect(upload)


@sees(RosterUpload, "progress")
def roster_problems(request: Request, upload: RosterUpload) -> HttpResponse:
    """Every problem of the workbook as a list to work through at the desk."""
    if upload.progress.is_running:
        raise Http404
    sheets = [problem_sheet(upload, Part.ERRORS), problem_sheet(upload, Part.WARNINGS)]
    return download(workbook_of(sheets), f"{upload.name}的问题.xlsx", EXCEL)


def problem_sheet(upload: RosterUpload, part: Part) -> Sheet:
    pages = PreviewPage.objects.filter(upload=upload, part=part).order_by("number")
    rows = (line for page in pages.iterator() for line in page.lines(upload))
    return Sheet(part.label, list(zip(HEADS[part], PROBLEM_WIDTHS, strict=True)), rows)


@in_organization("members.import_roster")
def roster_template(request: Request, organization: Organization) -> HttpResponse:
    return download(template(), "党员名册模板.xlsx", EXCEL)
