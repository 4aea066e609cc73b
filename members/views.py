"""The roster, a person's page, the import and its preview, and the member's own page."""

from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Request, in_organization, sees, signed_in
from accounts.models import Organization
from members.comparison import compare
from members.models import GroupMembership, Person, RosterUpload, Standing, Term, running
from members.posts import Post
from members.reading import reading_of
from members.roster import template
from rulebook import clock

PAGE = 50


@in_organization("members.read_roster")
def roster(request: Request, organization: Organization) -> HttpResponse:
    today = clock.today()
    people = Person.objects.of(organization, today).with_standing(today)
    asked = request.GET.get("q", "").strip().lower()
    if asked:
        people = people.filter(search_text__contains=asked)
    order = "strokes" if request.GET.get("order") == "strokes" else "pinyin"
    column = "stroke_key" if order == "strokes" else "pinyin_key"
    after = request.GET.get("after", "")
    if after:
        people = people.filter(**{f"{column}__gt": after})
    rows = list(people.sorted_by(order).prefetch_related("terms")[: PAGE + 1])
    context = {
        "organization": organization,
        "people": rows[:PAGE],
        "next_after": getattr(rows[PAGE - 1], column) if len(rows) > PAGE else "",
        "asked": asked,
        "order": order,
        "may_import": request.user.has_perm("members.import_roster", organization),
    }
    return render(request, "members/roster.html", context)


@sees(Person)
def person(request: Request, person: Person) -> HttpResponse:
    return render(request, "members/person.html", person_context(person))


@signed_in
def mine(request: Request) -> HttpResponse:
    own = Person.objects.filter(user=request.user).first()
    return render(request, "members/mine.html", person_context(own) if own else {})


def person_context(person: Person) -> dict[str, object]:
    today = clock.today()
    return {
        "person": person,
        "standing_label": Standing(standing).label if (standing := person.standing_on(today)) else "",
        "party_standing": person.party_standing(today),
        "terms": person.terms.select_related("organization").order_by("-since"),
        "affiliations": person.affiliations.select_related("organization").order_by("-since"),
    }


@sees(RosterUpload, "organization")
def roster_upload(request: Request, upload: RosterUpload) -> HttpResponse:
    if upload.imported_at:
        return redirect("members:roster", code=upload.organization.code)
    comparison = compare(upload.organization, reading_of(upload), clock.today())
    return render(request, "members/roster_upload.html", {"upload": upload, "comparison": comparison})


@in_organization("members.import_roster")
def roster_template(request: Request, organization: Organization) -> HttpResponse:
    response = HttpResponse(
        template(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
    return response


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
