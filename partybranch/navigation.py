"""What every page shows around its content: the house, the posts held in it, the links."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Organization, User
from members.models import Reach, reach_of
from members.posts import LABELS, Post
from rulebook import clock
from rulebook.models import Reminder


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The context `house` of base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        large = bool(getattr(request, "session", {}).get("large_print", False))
        return {"house": {"large_print": large, "large_print_url": reverse("accounts:large_print")}}
    reach = reach_of(user)
    unread = Reminder.objects.inbox_of(user).unread().count()
    organization = branch_of(getattr(request, "organization", None) or home_of(reach))
    return {
        "house": {
            "organization": organization,
            "post_label": posts_in(reach, organization)
            or user.get_administration_display() * bool(user.administration),
            "person_name": user.name,
            "groups": groups(request, user, organization),
            "tabs": tabs(request, organization, unread),
            "inbox_url": reverse("desk:inbox"),
            "inbox_count": unread,
            "large_print": user.large_print,
            "large_print_url": reverse("accounts:large_print"),
            "as_of": clock.today(),
        }
    }


def home_of(reach: Reach) -> Organization | None:
    """Where the user's desk stands: his first post's organization, else the branch he is a member of."""
    ids = [id for id, _, post in reach.posts if post != Post.GROUP_LEADER] or list(reach.memberships)
    return Organization.objects.filter(pk=ids[0]).first() if ids else None


def branch_of(organization: Organization | None) -> Organization | None:
    """A party group has no pages of its own around its content: its branch has."""
    if organization is not None and organization.level == Organization.Level.PARTY_GROUP:
        return organization.superior
    return organization


def posts_in(reach: Reach, organization: Organization | None) -> str:
    if organization is None:
        return ""
    leads = {id for id, path, post in reach.posts if post == Post.GROUP_LEADER and path.startswith(organization.path)}
    here = {organization.pk, *leads}
    return "、".join(dict.fromkeys(LABELS[post] for id, _, post in reach.posts if id in here))


def link(request: HttpRequest, label: str, url: str, icon: str = "") -> dict[str, Any]:
    return {"label": label, "url": url, "icon": icon, "current": request.path == url}


def groups(request: HttpRequest, user: User, organization: Organization | None) -> list[dict[str, Any]]:
    """The side list: only what the user may open here."""
    if user.administration:
        return [{"title": "", "links": administrator_links(request, user)}]
    main = [link(request, "今日", reverse("desk:today"))]
    work, basis = [], []
    if organization is not None:
        code, is_branch = organization.code, organization.level == Organization.Level.BRANCH
        if user.has_perm("desk.read_ledger", organization) and is_branch:
            main.append(link(request, "全年台账", reverse("desk:ledger", args=[code])))
        if user.has_perm("desk.read_overview", organization) and not is_branch:
            main.append(link(request, "下级支部", reverse("desk:overview", args=[code])))
        if user.has_perm("desk.read_outbox", organization) and is_branch:
            main.append(link(request, "提醒发送情况", reverse("desk:outbox", args=[code])))
        if user.has_perm("partybranch.read_report", organization) and is_branch:
            main.append(link(request, "年度报告", reverse("partybranch:annual_report", args=[code])))
        if user.has_perm("meetings.read", organization):
            work.append(link(request, "会议与组织生活", reverse("meetings:meetings", args=[code])))
        if user.has_perm("meetings.read", organization) and is_branch:
            work.append(link(request, "决议台账", reverse("meetings:resolutions", args=[code])))
            work.append(link(request, "年度计划", reverse("meetings:year_plans", args=[code])))
        if user.has_perm("members.read_roster", organization):
            work.append(link(request, "党员", reverse("members:roster", args=[code])))
        if user.has_perm("members.read_roster", organization) and is_branch:
            work.append(link(request, "党小组", reverse("members:groups", args=[code])))
        if user.has_perm("members.read_posts", organization):
            work.append(link(request, "职务", reverse("administration:posts", args=[code])))
        if user.has_perm("members.open_account", organization) and is_branch:
            work.append(link(request, "账号", reverse("administration:branch_accounts", args=[code])))
        if user.has_perm("archives.read_submissions", organization):
            work.append(link(request, "请示与批复", reverse("archives:submissions", args=[code])))
        if user.has_perm("archives.read_documents", organization):
            work.append(link(request, "来文", reverse("archives:documents", args=[code])))
    basis.append(link(request, "制度", reverse("rulebook:chapters")))
    if organization is not None and user.has_perm("rulebook.read_choices", organization):
        basis.append(link(request, "支部设定", reverse("rulebook:choices", args=[organization.code])))
    basis.append(link(request, "权限一览", reverse("administration:rights")))
    parts = [("", main), ("支部工作", work), ("依据", basis)]
    return [{"title": title, "links": links} for title, links in parts if links]


ADMINISTRATOR_PAGES = {
    User.Administration.SYSTEM: [("党组织", "administration:organizations"), ("账号", "administration:accounts")],
    User.Administration.SECURITY: [("账号", "administration:accounts")],
    User.Administration.AUDIT: [("纪实", "administration:acts")],
}


def administrator_links(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """The three administrators have no branch, and no page of one."""
    own = ADMINISTRATOR_PAGES[User.Administration(user.administration)]
    pages = [("今日", "administration:waiting"), *own, ("权限一览", "administration:rights")]
    return [link(request, label, reverse(name)) for label, name in pages]


def tabs(request: HttpRequest, organization: Organization | None, unread: int) -> list[dict[str, Any]]:
    """The bottom bar on a phone."""
    found = [link(request, "今日", reverse("desk:today"), "house")]
    if organization is not None and organization.level == Organization.Level.BRANCH:
        found.append(link(request, "会议", reverse("meetings:meetings", args=[organization.code]), "people"))
    found.append(link(request, "我的", reverse("desk:mine"), "person"))
    found.append({**link(request, "消息", reverse("desk:inbox"), "bell"), "badge": unread})
    return found
