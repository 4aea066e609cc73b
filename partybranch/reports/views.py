"""The report on the screen, the rows behind its figures, the files that were made of it."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from partybranch.models import AnnualReport
from partybranch.reports.assembly import Report, assemble
from rulebook import clock
from rulebook.periods import day_asked, year_asked
from rulebook.reporting import ReportYear, last_day_told

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MADE_SHOWN = 12


@in_organization("partybranch.read_report")
def annual_report(request: Request, organization: Organization) -> HttpResponse:
    report = asked_report(request, organization)
    made = AnnualReport.objects.visible_to(request.user).filter(organization=organization, as_of__year=report.of.year)
    context = {
        "organization": organization,
        "report": report,
        "year": report.of.year,
        "as_of": report.of.as_of,
        "made": made.select_related("asked_by")[:MADE_SHOWN],
        "formats": AnnualReport.Format.choices,
        "editions": AnnualReport.Edition.choices[1 if report.of.upward else 0 :],
        "may_make": request.user.has_perm("partybranch.make_annual_report", organization),
    }
    return render(request, "reports/annual_report.html", context)


@in_organization("partybranch.read_report")
def report_rows(request: Request, organization: Organization, key: str) -> HttpResponse:
    report = asked_report(request, organization)
    count = report.count(key)
    if count is None:
        raise Http404
    return render(request, "reports/rows.html", {"organization": organization, "report": report, "count": count})


@sees(AnnualReport, "organization", "asked_by")
def made_report(request: Request, report: AnnualReport) -> HttpResponse:
    template = "reports/made_report.html"
    return render(request, f"{template}#progress" if request.htmx else template, {"report": report})


@sees(AnnualReport, "organization")
def report_file(request: Request, report: AnnualReport) -> FileResponse | HttpResponse:
    if report.state != AnnualReport.State.DONE:
        return redirect(report)
    return FileResponse(
        report.file.open("rb"), as_attachment=True, filename=report.file_name, content_type=TYPES[report.format]
    )


def asked_report(request: Request, organization: Organization) -> Report:
    """The report of the year and day the address names: the last finished state of this year unless it names one.

    Who is not of the committee reads what superiors are given.
    """
    today = clock.today()
    if organization.level != Organization.Level.BRANCH:
        raise Http404
    year = min(year_asked(request.GET.get("year", ""), today.year), today.year)
    as_of = min(day_asked(request.GET.get("on", ""), last_day_told(year, today)), today)
    upward = not request.user.has_perm("partybranch.read_own_report", organization)
    return assemble(ReportYear(organization, as_of.year, as_of, today, upward))
