"""Today and the ledger."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request, in_organization, signed_in
from accounts.models import Organization
from members.models import reach_of
from partybranch.desk.ledger import counted, ledger, named
from partybranch.desk.today import tasks_of
from partybranch.navigation import home_of
from rulebook import clock


@signed_in
def today(request: Request) -> HttpResponse:
    if request.user.administration:
        return redirect("administration:waiting")
    organization = home_of(reach_of(request.user))
    on = clock.today()
    return render(request, "desk/today.html", {"on": on, **tasks_of(request.user, organization, on)})


@in_organization("desk.read_ledger")
def ledger_page(request: Request, organization: Organization) -> HttpResponse:
    on = asked_day(request) or clock.today()
    year = int(request.GET["year"]) if request.GET.get("year", "").isdigit() else on.year
    rows, statuses = ledger(organization, year, on)
    context = {"organization": organization, "year": year, "on": on, "rows": rows, "counts": counted(statuses)}
    context["missed"] = named([status for status in statuses if status.state == "missed"])
    context["months"] = [f"{month}月" for month in range(1, 13)]
    context["caption"] = f"{organization.name}{year}年应办事项"
    return render(request, "desk/ledger.html", context)


def asked_day(request: Request) -> date | None:
    """The day the page is asked to stand on, where the address names a lawful one."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
