"""Party groups of a branch, and one of them."""

from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization
from accounts.models import Organization
from members.models import GroupMembership, Person, Term, running
from members.posts import Post
from rulebook import clock


@in_organization("members.read_roster")
def groups(request: Request, organization: Organization) -> HttpResponse:
    today = clock.today()
    found = organization.subordinates.filter(level=Organization.Level.PARTY_GROUP).exclude(dissolved_on__lte=today)
    leaders = Term.objects.running(today).filter(post=Post.GROUP_LEADER).select_related("person")
    grouped = GroupMembership.objects.filter(running(today), group__in=found)
    context = {
        "organization": organization,
        "groups": found.annotate(
            size=Count("group_memberships", filter=running(today, "group_memberships__"))
        ).prefetch_related(Prefetch("terms", leaders, to_attr="leaders")),
        "ungrouped": Person.objects.members(organization, today)
        .exclude(pk__in=grouped.values("person"))
        .order_by("pinyin_key"),
    }
    return render(request, "members/groups.html", context)


@in_organization("members.read_roster")
def group(request: Request, organization: Organization) -> HttpResponse:
    if organization.level != Organization.Level.PARTY_GROUP:
        raise Http404
    today = clock.today()
    terms = organization.terms.filter(post=Post.GROUP_LEADER).select_related("person").order_by("-since")
    context = {
        "group": organization,
        "branch": organization.superior,
        "people": Person.objects.in_group(organization, today).order_by("pinyin_key"),
        "terms": terms,
        "leader": next((term for term in terms if term.until is None or term.until > today), None),
    }
    return render(request, "members/group.html", context)
