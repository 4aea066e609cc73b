"""What is waiting for each of the three administrators."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import Activation, Organization, User
from accounts.throttle import WINDOW
from members.models import Account, Term, running
from members.posts import SUPERIOR, Post
from partybranch.administration.views.acts import late
from rulebook.models import Act

SHOWN = 50
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing to see to, and the page where it is done."""

    title: str
    note: str
    url: str
    urgent: bool = False


def for_system(now: datetime) -> list[Task]:
    """Organizations nobody can work in yet, and slips that were not used in time."""
    held = Term.objects.filter(
        running(timezone.localdate(now)), organization=OuterRef("pk"), person__user__isnull=False
    )
    open_ones = Organization.objects.filter(dissolved_on__isnull=True).exclude(level=Organization.Level.PARTY_GROUP)
    branches = open_ones.branches().exclude(Exists(held.filter(post=Post.SECRETARY)))[:SHOWN]
    superiors = open_ones.exclude(level=Organization.Level.BRANCH).exclude(Exists(held.filter(post__in=SUPERIOR)))
    tasks = [
        Task(
            f"{branch.name}还没有书记账号", "建立首任书记账号", reverse("members:install_secretary", args=[branch.code])
        )
        for branch in branches
    ]
    tasks += [
        Task(f"{one.name}还没有经办人", "登记上级经办人", reverse("members:register_officer", args=[one.code]))
        for one in superiors[:SHOWN]
    ]
    expired = Activation.objects.unused().filter(expires_at__lte=now).values("user")
    for account in Account.objects.by_system().filter(pk__in=expired).order_by("username")[:SHOWN]:
        tasks.append(Task(f"{account.name}的激活单已过期", "签发新激活单", account.get_absolute_url()))
    return tasks


def for_security(now: datetime) -> list[Task]:
    """Names that are locked out just now, and accounts that are kept shut."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - WINDOW).values("username", "ip_address")
    tried = recent.annotate(failures=Sum("failures_since_start")).filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    locked = list(tried.values_list("username", flat=True).distinct()[:SHOWN])
    tasks = [
        Task(f"{account.name}的账号登录锁定中", "核实是本人的，解除登录锁定", account.get_absolute_url(), urgent=True)
        for account in Account.objects.filter(username__in=locked).order_by("username")
    ]
    tasks += [
        Task(f"{account.name}的账号已停用", "核实后解除，或由支部关闭", account.get_absolute_url())
        for account in Account.objects.filter(locked_at__isnull=False).order_by("-locked_at")[:SHOWN]
    ]
    return tasks


def for_audit(now: datetime) -> list[Task]:
    """The last week: how much was recorded late, and what administrators did."""
    week = Act.objects.filter(recorded_at__gt=now - WEEK)
    page, since = reverse("administration:acts"), timezone.localdate(now - WEEK).isoformat()
    tasks = []
    counted = late(week).values("organization__short_name", "organization__code").annotate(times=Count("pk"))
    for row in counted.order_by("-times", "organization__code")[:SHOWN]:
        url = f"{page}?organization={row['organization__code']}&since={since}&late=on"
        tasks.append(Task(f"{row['organization__short_name']}近七天补录 {row['times']} 件", "查看", url))
    administrators = User.objects.exclude(administration="")
    done = week.filter(by__in=administrators).values("by", "by__name").annotate(times=Count("pk"))
    for one in done.order_by("by")[:SHOWN]:
        url = f"{page}?account={one['by']}&since={since}"
        tasks.append(Task(f"{one['by__name']}近七天办理 {one['times']} 件", "核对", url))
    return tasks


FOR = {"system": for_system, "security": for_security, "audit": for_audit}
