"""Today, the ledger with its drill-down and workbook, and the superior's overview."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import Request, in_organization, signed_in
from accounts.models import Organization
from members.models import reach_of
from partybranch.desk.ledger import Row, counted, evidence_of_each, ledger, named
from partybranch.desk.overview import Asked, overview
from partybranch.desk.steps import Steps
from partybranch.desk.today import tasks_of
from partybranch.navigation import home_of
from rulebook import clock
from rulebook.actions import export_ledger
from rulebook.kernel import DUTIES
from rulebook.ledger import STATE_LABELS, DutyState, assess
from rulebook.models import Explanation
from rulebook.periods import day_asked, year_asked
from rulebook.printing.excel import EXCEL, Sheet, workbook_of
from rulebook.printing.files import download

LAPSES = (DutyState.MISSED, DutyState.EXPLAINED)


@signed_in
def today(request: Request) -> HttpResponse:
    if request.user.administration:
        return redirect("administration:waiting")
    organization = home_of(reach_of(request.user))
    if organization is not None:
        request.organization = organization  # for the navigation, which would ask for it again
    on = clock.today()
    return render(request, "desk/today.html", {"on": on, **tasks_of(request.user, organization, on)})


@dataclass(frozen=True)
class View:
    """The year and the day a ledger is asked to show."""

    year: int
    on: date

    @classmethod
    def of(cls, request: Request) -> "View":
        on = day_asked(request.GET.get("on", ""), clock.today())
        return cls(year_asked(request.GET.get("year", ""), on.year), on)


@in_organization("desk.read_ledger")
def ledger_page(request: Request, organization: Organization) -> HttpResponse:
    view = View.of(request)
    rows, statuses = ledger(organization, view.year, view.on, request.user)
    lapses = [status for status in statuses if status.state == DutyState.MISSED]
    names, steps = named(lapses, request.user), Steps(organization, view.on, request.user, statuses)
    context = {
        "organization": organization,
        "year": view.year,
        "on": view.on,
        "rows": rows,
        "counts": counted(statuses),
        "months": [f"{month}月" for month in range(1, 13)],
        "caption": f"{organization.name}{view.year}年应办事项",
        "lapses": [{"status": lapse, "name": names[lapse], "steps": steps.after(lapse)} for lapse in lapses],
        "may_export": request.user.has_perm("rulebook.export_ledger", organization),
    }
    return render(request, "desk/ledger.html", context)


@in_organization("desk.read_ledger")
@require_POST
def ledger_workbook(request: Request, organization: Organization) -> HttpResponse:
    """The year's ledger as a workbook: one sheet as on the page, one of every single status."""
    view = View.of(request)
    rows, statuses = ledger(organization, view.year, view.on, request.user)
    names = named(statuses, request.user)
    export_ledger(organization, year=view.year, day=view.on, rows=len(statuses), by=request.user, at=clock.now())
    singles = [
        (status.duty.title, status.duty.clause.cite, names[status], status.period_name, status.state_label,
         status.done_on or "", status.times)
        for status in statuses
    ]  # fmt: skip
    columns = [("应办事项", 24), ("条文", 18), ("对象", 18), ("时段", 12), ("状态", 12), ("完成日期", 12), ("次数", 8)]
    months = [("应办事项", 24), ("条文", 18), *((f"{month}月", 9) for month in range(1, 13))]
    sheets = [Sheet("全年台账", months, [row_as_text(row) for row in rows]), Sheet("逐项明细", columns, singles)]
    name = f"{organization.short_name}{view.year}年台账（以{view.on}为准）.xlsx"
    return download(workbook_of(sheets), name, EXCEL)


def row_as_text(row: Row) -> list[str]:
    """A cell of several months stands in the first of them."""
    texts = [row.label, row.clause.cite]
    for cell in row.cells:
        state = STATE_LABELS[DutyState(cell.state)] if cell.state else ""
        texts += [f"{state} {cell.label}".strip() if state else "", *[""] * (cell.span - 1)]
    return texts


@in_organization("desk.read_ledger")
def duty_page(request: Request, organization: Organization, duty: str) -> HttpResponse:
    """One duty in one year: each period with all its evidence, and what was explained."""
    if duty not in DUTIES:
        raise Http404
    view, asked, here = View.of(request), DUTIES[duty], Organization.objects.filter(pk=organization.pk)
    statuses = assess(here, view.on, view.year, [asked])
    names = named(statuses, request.user)
    told = defaultdict(list)
    for row in Explanation.objects.filter(organization=organization, duty=duty, since__year=view.year).order_by("pk"):
        told[row.subject_id, row.since].append(row)
    found = evidence_of_each(statuses, view.on, view.year, request.user)
    steps = Steps(organization, view.on, request.user, statuses)
    lines = [
        {
            "status": status,
            "name": names[status],
            "evidence": found[status],
            "explanations": told[status.subject_id, status.since],
            "explain_url": steps.explain_url(status),
            "begin_url": steps.begin_url(status) if status.state in (DutyState.DUE, DutyState.UPCOMING) else "",
        }
        for status in statuses
    ]
    context = {"organization": organization, "duty": asked, "year": view.year, "on": view.on, "lines": lines}
    return render(request, "desk/duty.html", context)


@in_organization("desk.read_overview")
def overview_page(request: Request, organization: Organization) -> HttpResponse:
    on = clock.today()
    return render(request, "desk/overview.html", overview(organization, Asked.of(request.GET, on), on))
