"""Posts of an organization with its leading body, and the table of all rights."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, signed_in
from accounts.models import Organization
from members.committee import leading_body, other_posts, past_terms
from rulebook import clock
from rulebook.catalogue import Clause
from rulebook.kernel import VERBS
from rulebook.rights import RIGHTS

PAST = 100


@in_organization("members.read_posts")
def posts(request: Request, organization: Organization) -> HttpResponse:
    today = clock.today()
    context = {
        "organization": organization,
        "committee": leading_body(organization, today),
        "others": other_posts(organization, today),
        "past": past_terms(organization, today)[:PAST],
        "may_dismiss": request.user.has_perm("members.dismiss", organization),
        "may_divide": request.user.has_perm("members.divide_work", organization),
    }
    return render(request, "administration/posts.html", context)


@dataclass(frozen=True)
class Line:
    """A right as the table prints it."""

    label: str
    holders: list[str]
    clauses: tuple[Clause, ...]


@signed_in
def rights(request: HttpRequest) -> HttpResponse:
    """Every right with those who hold it and the clause that says so; the same table that grants it."""
    parts: dict[str, list[Line]] = {}
    for name, right in RIGHTS.items():
        label = VERBS[name].label if name in VERBS else right.label
        parts.setdefault(name.split(".")[0], []).append(Line(label, right.holder_labels, right.clauses))
    labels = {"members": "党员、职务和账号", "meetings": "会议与组织生活", "archives": "请示、来文和档案"}
    labels |= {"desk": "台账和提醒", "reports": "报告", "rulebook": "制度和提醒"}
    context = {"parts": [(labels.get(app, app), lines) for app, lines in parts.items()]}
    return render(request, "administration/rights.html", context)
