"""Where persons belong and what posts they hold, by dates; and what follows from it for their accounts."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.posts import MEMBER, RECRUIT, RIGHTS, SUPERIOR, Post
from rulebook import clock


def running(on: date, prefix: str = "") -> Q:
    """Rows whose dates hold the day; `until` is exclusive."""
    return Q(**{f"{prefix}since__lte": on}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on}))


def not_over(on: date) -> Q:
    """Rows that reach into the time from that day on, also those that begin later."""
    return Q(until__isnull=True) | Q(until__gt=on)


class Affiliation(models.Model):
    """组织关系: the branch a person belongs to, from a day until a day."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="affiliations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    secrecy = classify(internal="id person organization since until")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="affiliation_one_current", fields=["person"], condition=Q(until__isnull=True)),
            models.CheckConstraint(
                name="affiliation_in_order", condition=Q(until__isnull=True) | Q(until__gt=models.F("since"))
            ),
        ]
        indexes = [models.Index(name="affiliation_by_branch", fields=["organization", "since", "until"])]

    def __str__(self) -> str:
        return f"{self.person} {self.organization.short_name}"


class TermQuerySet(models.QuerySet["Term"]):
    def running(self, on: date) -> Self:
        return self.filter(running(on))

    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("members.read_roster"))


class Term(models.Model):
    """A person's time in a post of an organization."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="terms", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms")
    post = models.CharField("职务", max_length=30, choices=Post)
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True)
    basis = models.CharField("任职依据", max_length=120, blank=True)
    division = models.CharField("分工", max_length=200, blank=True)

    objects = TermQuerySet.as_manager()
    secrecy = classify(public="id person organization post since until basis division")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="term_one_secretary",
                fields=["organization"],
                condition=Q(until__isnull=True, post=Post.SECRETARY),
            ),
            models.UniqueConstraint(
                name="term_post_once_a_person",
                fields=["person", "organization", "post"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="term_in_order", condition=Q(until__isnull=True) | Q(until__gt=models.F("since"))
            ),
            models.CheckConstraint(name="term_post_known", condition=Q(post__in=Post.values)),
        ]
        indexes = [models.Index(name="term_by_organization", fields=["organization", "post"])]

    def __str__(self) -> str:
        return f"{self.person} {self.get_post_display()}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()


class RightsSuspension(models.Model):
    """A time in which a member may not vote, by a decision on paper (留党察看 and the like)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="rights_suspensions")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    basis = models.CharField("依据文件", max_length=120)

    secrecy = classify(internal="id person since until", sensitive="basis")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rights_suspension_in_order", condition=Q(until__isnull=True) | Q(until__gt=models.F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.since}"


class GroupMembership(models.Model):
    """A member's time in a party group (党小组) of his branch."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="group_memberships")
    group = models.ForeignKey(Organization, models.PROTECT, related_name="group_memberships")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    secrecy = classify(internal="id person group since until")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="group_membership_one_current", fields=["person"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="group_membership_in_order", condition=Q(until__isnull=True) | Q(until__gt=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.group.short_name}"


@dataclass(frozen=True)
class Reach:
    """Where a user stands today: his running posts, the branches he is a member of, or is on the way to become one."""

    posts: tuple[tuple[int, str, str], ...]  # organization id, path, post
    memberships: tuple[int, ...]
    recruited: tuple[int, ...] = ()
    administration: str = ""

    def holds(self, right: str, organization: Organization) -> bool:
        """Whether a post here, a post above, or membership gives the right in this organization.

        A party group is led from its branch: who has a post in the branch, or belongs to it, has it in the group.
        """
        holders = RIGHTS[right].holders if right in RIGHTS else frozenset()
        is_group = organization.level == Organization.Level.PARTY_GROUP
        here = {organization.pk, organization.superior_id} if is_group else {organization.pk}
        if self.administration in holders or (MEMBER in holders and not here.isdisjoint(self.memberships)):
            return True
        if RECRUIT in holders and not here.isdisjoint(self.recruited):
            return True
        return any(
            post in holders and (id in here or (post in SUPERIOR and organization.path.startswith(path)))
            for id, path, post in self.posts
        )

    def organizations(self, right: str) -> "QuerySet[Organization]":
        """All organizations in which the right is held, as a query to join with."""
        holders = RIGHTS[right].holders if right in RIGHTS else frozenset()
        if self.administration in holders:
            return Organization.objects.order_by()
        where = Q(pk__in=[id for id, _, post in self.posts if post in holders])
        if MEMBER in holders:
            where |= Q(pk__in=self.memberships)
        if RECRUIT in holders:
            where |= Q(pk__in=self.recruited)
        for _, path, post in self.posts:
            if post in holders & SUPERIOR:
                where |= Q(path__startswith=path)
        return Organization.objects.filter(where).order_by()


def reach_of(user: User) -> Reach:
    """The user's reach, read once and kept on the user until `forget_rights`."""
    if "reach" not in user.rights:
        if user.administration:  # the three administrators read nothing of any branch, whoever they are besides
            user.rights["reach"] = Reach((), (), administration=user.administration)
            return user.rights["reach"]
        today = clock.today()
        terms = Term.objects.filter(running(today), person__user=user)
        homes = Affiliation.objects.filter(running(today), person__user=user).exclude(person__ended_on__lte=today)
        members = [
            (id, day is not None and day <= today)
            for id, day in homes.values_list("organization_id", "person__admitted_on")
        ]
        user.rights["reach"] = Reach(
            tuple(terms.values_list("organization_id", "organization__path", "post")),
            tuple(id for id, admitted in members if admitted),
            tuple(id for id, admitted in members if not admitted),
        )
    return user.rights["reach"]
