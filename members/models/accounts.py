"""The account as seen from its person: whose keepers hand out its slips and close it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from members.models.terms import Affiliation, Term, reach_of, running
from members.posts import KEPT_BY_SYSTEM
from rulebook import clock


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, user: User) -> Self:
        """All for the system and the security administrator; for a branch's keepers those of its people."""
        if user.administration in (User.Administration.SYSTEM, User.Administration.SECURITY):
            return self
        kept = reach_of(user).organizations("members.open_account")
        here = Affiliation.objects.filter(running(clock.today()), organization__in=kept)
        return self.filter(person__in=here.values("person"))

    def of(self, organization: Organization) -> Self:
        """Accounts of those who belong to the organization now, or hold a post in it."""
        today = clock.today()
        here = Affiliation.objects.filter(running(today), organization=organization)
        posted = Term.objects.filter(running(today), organization=organization)
        return self.filter(Q(person__in=here.values("person")) | Q(person__in=posted.values("person")))

    def by_system(self) -> Self:
        """Those whose slips the system administrator hands out: secretaries and officers of superiors."""
        terms = Term.objects.filter(running(clock.today()), post__in=KEPT_BY_SYSTEM)
        return self.filter(person__in=terms.values("person"))


class Account(User):
    """A user with what his person adds: the organization in whose chain acts on the account stand."""

    objects = AccountQuerySet.as_manager()  # type: ignore[misc, assignment]

    class Meta:
        proxy = True
        verbose_name = "账号"

    def get_absolute_url(self) -> str:
        return reverse("administration:account", args=[self.pk])

    @property
    def organization(self) -> Organization:
        """That of its person; for the three administrators the topmost one."""
        person = getattr(self, "person", None)
        if person is not None:
            return person.organization
        return Organization.objects.filter(superior=None).order_by("pk")[0]

    @property
    def state(self) -> str:
        """What the account is waiting for, in Chinese."""
        if not self.is_active:
            return "已关闭"
        if self.locked_at:
            return "已停用"
        return "在用" if self.has_usable_password() else "待激活"
