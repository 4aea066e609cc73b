"""What every page shows around its content: the house, the posts held in it, the links."""

from typing import Any, NamedTuple

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
            "tabs": tabs(request, user, organization, unread),
            "inbox_url": reverse("desk:inbox"),
            "inbox_count": unread,
            "large_print": user.large_print,
            "large_print_url": reverse("accounts:large_print"),
            "as_of": clock.today(),
        }
    }


def home_of(reach: Reach) -> Organization | None:
    """Where the user's desk stands: his first post's organization, else the branch he is in or on the way into."""
    ids = [id for id, _, post in reach.posts if post != Post.GROUP_LEADER] or [*reach.memberships, *reach.recruited]
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


BRANCH = frozenset({Organization.Level.BRANCH})
ABOVE = frozenset(Organization.Level) - BRANCH


class Page(NamedTuple):
    """One line of the navigation. With a right it is a page of the house, addressed by its code and shown to whoever
    holds the right there; without one it is the same page for every account."""

    label: str
    url: str
    right: str = ""
    levels: frozenset[str] = BRANCH | ABOVE
    icon: str = ""


SIDE = {
    "": [
        Page("今日", "desk:today"),
        Page("全年台账", "desk:ledger", "desk.read_ledger", BRANCH),
        Page("下级支部", "desk:overview", "desk.read_overview", ABOVE),
        Page("提醒发送情况", "desk:outbox", "desk.read_outbox", BRANCH),
        Page("年度报告", "partybranch:annual_report", "partybranch.read_report", BRANCH),
    ],
    "支部工作": [
        Page("会议与组织生活", "meetings:meetings", "meetings.read"),
        Page("决议台账", "meetings:resolutions", "meetings.read", BRANCH),
        Page("年度计划", "meetings:year_plans", "meetings.read", BRANCH),
        Page("党员", "members:roster", "members.read_roster"),
        Page("发展党员", "recruitment:recruits", "recruitment.read", BRANCH),
        Page("党费", "dues:dues", "dues.read_own", BRANCH),
        Page("积分", "points:points", "points.read", BRANCH),
        Page("光荣榜", "points:honours_board", "points.read", BRANCH),
        Page("更正申请", "members:corrections", "members.read_corrections", BRANCH),
        Page("党小组", "members:groups", "members.read_roster", BRANCH),
        Page("职务", "administration:posts", "members.read_posts"),
        Page("账号", "administration:branch_accounts", "members.open_account", BRANCH),
        Page("请示与批复", "archives:submissions", "archives.read_submissions"),
        Page("来文", "archives:documents", "archives.read_documents"),
    ],
    "依据": [
        Page("制度", "rulebook:chapters"),
        Page("支部设定", "rulebook:choices", "rulebook.read_choices"),
        Page("权限一览", "administration:rights"),
    ],
}

OWN_PAGES = {  # the three administrators have no branch, and no page of one
    User.Administration.SYSTEM: [
        Page("党组织", "administration:organizations"),
        Page("账号", "administration:accounts"),
    ],
    User.Administration.SECURITY: [Page("账号", "administration:accounts")],
    User.Administration.AUDIT: [Page("纪实", "administration:acts")],
}
WAITING, RIGHTS = (
    Page("今日", "administration:waiting", icon="house"),
    Page("权限一览", "administration:rights"),
)

INBOX = Page("消息", "desk:inbox", icon="bell")

TABS = [  # the bottom bar on a phone
    Page("今日", "desk:today", icon="house"),
    Page("会议", "meetings:meetings", "meetings.read", BRANCH, icon="people"),
    Page("我的", "desk:mine", icon="person"),
    INBOX,
]


def groups(request: HttpRequest, user: User, organization: Organization | None) -> list[dict[str, Any]]:
    """The side list: only what the user may open here."""
    if user.administration:
        pages = [WAITING, *OWN_PAGES[User.Administration(user.administration)], RIGHTS]
        return [{"title": "", "links": links(request, pages, None)}]
    found = [{"title": title, "links": links(request, pages, organization)} for title, pages in SIDE.items()]
    return [group for group in found if group["links"]]


def tabs(request: HttpRequest, user: User, organization: Organization | None, unread: int) -> list[dict[str, Any]]:
    found = links(request, [WAITING, INBOX] if user.administration else TABS, organization)
    return [{**link, "badge": unread} if link["url"] == reverse("desk:inbox") else link for link in found]


def links(request: HttpRequest, pages: list[Page], organization: Organization | None) -> list[dict[str, Any]]:
    """The pages the user may open in this house, in the table's order."""
    found = []
    for page in pages:
        if not page.right:
            url = reverse(page.url)
        elif organization and organization.level in page.levels and request.user.has_perm(page.right, organization):
            url = reverse(page.url, args=[organization.code])
        else:
            continue
        found.append({"label": page.label, "url": url, "icon": page.icon, "current": request.path == url})
    return found
