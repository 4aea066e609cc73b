"""What every page shows around its content: the house, the posts held in it, the links."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Organization, User
from members.models import Reach, reach_of
from members.posts import LABELS
from rulebook import clock


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The context `house` of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        large = bool(getattr(request, "session", {}).get("large_print", False))
        return {"house": {"large_print": large, "large_print_url": reverse("accounts:large_print")}}
    reach = reach_of(user)
    organization = getattr(request, "organization", None) or home_of(reach)
    return {
        "house": {
            "organization": organization,
            "post_label": posts_in(reach, organization)
            or user.get_administration_display() * bool(user.administration),
            "person_name": user.name,
            "groups": groups(request, user, organization),
            "tabs": tabs(request, organization),
            "inbox_url": reverse("desk:today"),
            "inbox_count": 0,
            "large_print": user.large_print,
            "large_print_url": reverse("accounts:large_print"),
            "as_of": clock.today(),
        }
    }


def home_of(reach: Reach) -> Organization | None:
    """Where the user's desk stands: his first post's organization, else the branch he is a member of."""
    ids = [id for id, _, _ in reach.posts] or list(reach.memberships)
    return Organization.objects.filter(pk=ids[0]).first() if ids else None


def posts_in(reach: Reach, organization: Organization | None) -> str:
    labels = [LABELS[post] for id, _, post in reach.posts if organization and id == organization.pk]
    return "、".join(labels)


def link(request: HttpRequest, label: str, url: str, icon: str = "") -> dict[str, Any]:
    return {"label": label, "url": url, "icon": icon, "current": request.path == url}


def groups(request: HttpRequest, user: User, organization: Organization | None) -> list[dict[str, Any]]:
    """The side list: only what the user may open here."""
    main = [link(request, "今日", reverse("desk:today"))]
    work, basis = [], []
    if organization is not None:
        code = organization.code
        if user.has_perm("desk.read_ledger", organization) and organization.level == Organization.Level.BRANCH:
            main.append(link(request, "全年台账", reverse("desk:ledger", args=[code])))
        if user.has_perm("meetings.read", organization):
            work.append(link(request, "会议与组织生活", reverse("meetings:meetings", args=[code])))
        if user.has_perm("members.read_roster", organization):
            work.append(link(request, "党员", reverse("members:roster", args=[code])))
        if user.has_perm("archives.read_submissions", organization):
            work.append(link(request, "请示与批复", reverse("archives:submissions", args=[code])))
    basis.append(link(request, "制度", reverse("rulebook:chapters")))
    parts = [("", main), ("支部工作", work), ("依据", basis)]
    return [{"title": title, "links": links} for title, links in parts if links]


def tabs(request: HttpRequest, organization: Organization | None) -> list[dict[str, Any]]:
    """The bottom bar on a phone."""
    found = [link(request, "今日", reverse("desk:today"), "house")]
    if organization is not None and organization.level == Organization.Level.BRANCH:
        found.append(link(request, "会议", reverse("meetings:meetings", args=[organization.code]), "people"))
    found.append(link(request, "我的", reverse("members:mine"), "person"))
    return found
