"""The roster of a branch: its pages, its print view, its Excel list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import Request, in_organization
from accounts.models import Organization
from members import actions
from members.exports import roster_sheet
from members.forms import ExportRosterForm
from members.listing import ORDERS, Asked, page_of, terms_in
from members.models import Person, RosterUpload, Standing
from rulebook import clock
from rulebook.kernel import Refused
from rulebook.printing.excel import EXCEL, workbook_of
from rulebook.printing.files import download


@in_organization("members.read_roster")
def roster(request: Request, organization: Organization) -> HttpResponse:
    asked, on = Asked.of(request.GET), clock.today()
    page = page_of(asked, organization, on, request.GET)
    address = f"{request.path}?{asked.parameters}"
    may_import = request.user.has_perm("members.import_roster", organization)
    context = {
        "organization": organization,
        "asked": asked,
        "people": page.people,
        "previous_url": f"{address}&before={page.before}" if page.before else "",
        "next_url": f"{address}&after={page.after}" if page.after else "",
        "may_import": may_import,
        "may_export": request.user.has_perm("members.export_roster", organization),
        "pending": RosterUpload.objects.pending(organization).first() if may_import else None,
        **choices(),
    }
    return render(request, "members/roster.html", context)


def choices() -> dict[str, Any]:
    return {
        "standings": Standing.choices,
        "sexes": Person.Sex.choices,
        "orders": [(order, label) for order, (_, label) in ORDERS.items()],
    }


@in_organization("members.read_roster")
def roster_print(request: Request, organization: Organization) -> HttpResponse:
    """Everybody the list was asked for, on one page to print."""
    asked, on = Asked.of(request.GET), clock.today()
    people = list(asked.people(organization, on).defer("identity_number", "phone"))
    held: dict[int, list[str]] = {}
    for term in terms_in(organization, on):
        held.setdefault(term.person_id, []).append(term.get_post_display())
    rows = [(person, "、".join(held.get(person.pk, []))) for person in people]
    context = {"organization": organization, "asked": asked, "rows": rows, "on": on}
    return render(request, "members/roster_print.html", context)


@in_organization("members.export_roster")
def export_roster(request: Request, organization: Organization) -> HttpResponse:
    """GET asks what is to be in the list; POST records the export first, then hands the file out."""
    asked, on, user = Asked.of(request.GET), clock.today(), request.user
    people = asked.people(organization, on)
    form = ExportRosterForm(request.POST if request.method == "POST" else None, subject=organization, user=user)
    refused = None
    if request.method == "POST" and form.is_valid():
        inputs = form.inputs()
        try:
            listed = list(people.values_list("pk", flat=True))
            actions.export_roster(organization, filter=asked.words, people=listed, by=user, at=clock.now(), **inputs)
        except Refused as refusal:
            refused = refusal
        else:
            content = workbook_of([roster_sheet(people, organization, on, sensitive=inputs["sensitive"])])
            return download(content, f"{organization.short_name}党员名册{on}.xlsx", EXCEL)
    back = f"{reverse('members:roster', args=[organization.code])}?{asked.parameters}"
    context = {"asked": asked, "number": people.count(), "form": form, "refused": refused, "back": back}
    return render(request, "members/export_roster.html", context, status=422 if request.method == "POST" else 200)
