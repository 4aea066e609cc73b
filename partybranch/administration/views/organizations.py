"""The tree of organizations, as the system administrator keeps it: no word of what happens in them."""

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import Request, administrators
from accounts.models import Organization
from members.models import Term, running
from members.posts import SUPERIOR, Post
from rulebook import clock

PAGE = 100


@administrators("system")
def organizations(request: Request) -> HttpResponse:
    """From the top down, a page at a time; `after` is the path of the last line shown."""
    running_here = Term.objects.filter(running(clock.today()), organization=OuterRef("pk"), person__user__isnull=False)
    found = Organization.objects.order_by("path").exclude(level=Organization.Level.PARTY_GROUP)
    found = found.annotate(
        has_secretary=Exists(running_here.filter(post=Post.SECRETARY)),
        has_officer=Exists(running_here.filter(post__in=SUPERIOR)),
    )
    if asked := request.GET.get("q", "").strip():
        found = found.filter(name__contains=asked) | found.filter(code=asked)
    rows = list(found.filter(path__gt=request.GET.get("after", ""))[: PAGE + 1])
    for row in rows:
        row.indent = "　" * (row.path.count("/") - 2)  # type: ignore[attr-defined]
    context = {
        "rows": rows[:PAGE],
        "next_after": rows[PAGE - 1].path if len(rows) > PAGE else "",
        "asked": asked,
    }
    return render(request, "administration/organizations.html", context)
