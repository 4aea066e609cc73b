"""The roster of a branch."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization
from accounts.models import Organization
from members.models import Person
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
