"""Persons, and where they stand in the Party on any day."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, Value, When, prefetch_related_objects
from django.urls import reverse

from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models.terms import Affiliation, GroupMembership, RightsSuspension, Term, reach_of, running
from members.posts import COMMITTEE


class Standing(models.TextChoices):
    """Where a person stands on the way into the Party, read from the dates."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"
    CANDIDATE = "candidate", "发展对象"
    ACTIVIST = "activist", "入党积极分子"
    APPLICANT = "applicant", "入党申请人"


STANDING_DATES = {
    Standing.FULL: "full_on",
    Standing.PROBATIONARY: "admitted_on",
    Standing.CANDIDATE: "candidate_on",
    Standing.ACTIVIST: "activist_on",
    Standing.APPLICANT: "applied_on",
}


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> Self:
        """Those of the branches whose roster the user may read, and himself."""
        here = Affiliation.objects.filter(organization__in=reach_of(user).organizations("members.read_roster"))
        return self.filter(Q(pk__in=here.values("person")) | Q(user=user))

    def of(self, organization: Organization, on: date) -> Self:
        """Everybody who belongs to the branch that day, people on the way into the Party included."""
        # A list of ids, not EXISTS: from a small branch's list the databases find its people among 300,000 at once.
        here = Affiliation.objects.filter(running(on), organization=organization)
        return self.filter(pk__in=here.values("person"))

    def members(self, organization: Organization, on: date) -> Self:
        """Full and probationary members of the branch that day."""
        return self.of(organization, on).filter(admitted_on__lte=on).exclude(ended_on__lte=on)

    def voters(self, organization: Organization, on: date) -> Self:
        """Full members of the branch that day whose rights are not suspended."""
        suspended = RightsSuspension.objects.filter(running(on), person=OuterRef("pk"))
        return self.members(organization, on).filter(~Exists(suspended), full_on__lte=on)

    def committee(self, organization: Organization, on: date) -> Self:
        """Who holds a seat on the branch committee that day."""
        terms = Term.objects.filter(running(on), organization=organization, post__in=COMMITTEE)
        return self.filter(pk__in=terms.values("person"))

    def in_group(self, group: Organization, on: date) -> Self:
        """The members of the branch who are in its party group that day."""
        there = GroupMembership.objects.filter(running(on), person=OuterRef("pk"), group=group)
        return self.members(group.superior, on).filter(Exists(there)) if group.superior else self.none()

    def sorted_by(self, order: str) -> Self:
        """By pinyin, or by strokes of the surname (姓氏笔画)."""
        return self.order_by("stroke_key" if order == "strokes" else "pinyin_key", "pk")

    def with_standing(self, on: date) -> Self:
        """Adds `standing`: the highest one reached by that day, or '' for none."""
        reached = [
            When(**{f"{column}__lte": on}, then=Value(standing.value)) for standing, column in STANDING_DATES.items()
        ]
        return self.annotate(standing=Case(*reached, default=Value(""), output_field=CharField()))

    def standing_in(self, standings: Iterable[str], on: date) -> Self:
        """Those who have reached one of these that day and no higher one."""
        return self.with_standing(on).filter(standing__in=standings)

    def standings(self, on: date) -> dict[int, str]:
        """Where each stands that day, by id."""
        return dict(self.with_standing(on).values_list("pk", "standing"))


class Person(models.Model):
    """A member, or somebody on the way to become one. The same person through all branches and years."""

    class Sex(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=6, choices=Sex)
    nationality = models.CharField("民族", max_length=20, blank=True)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    identity_number = EncryptedTextField("公民身份号码", blank=True)
    identity_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    identity_tail = models.CharField("证件尾号", max_length=4, blank=True, editable=False)
    education = models.CharField("学历", max_length=20, blank=True)
    department = models.CharField("工作岗位", max_length=60, blank=True)
    phone = EncryptedTextField("手机号码", blank=True)
    standing_state = models.CharField("党籍状态", max_length=200, blank=True)
    mobile = models.BooleanField("流动党员", default=False)
    applied_on = models.DateField("递交入党申请书日期", null=True, blank=True)
    activist_on = models.DateField("确定为入党积极分子日期", null=True, blank=True)
    candidate_on = models.DateField("列为发展对象日期", null=True, blank=True)
    admitted_on = models.DateField("加入党组织日期", null=True, blank=True)
    approved_on = models.DateField("上级批准日期", null=True, blank=True)
    full_on = models.DateField("转为正式党员日期", null=True, blank=True)
    ended_on = models.DateField("党籍终止日期", null=True, blank=True)
    search_text = models.CharField(max_length=250, db_index=True, editable=False, default="")
    pinyin_key = models.CharField(max_length=250, db_index=True, editable=False, default="")
    stroke_key = models.CharField(max_length=250, db_index=True, editable=False, default="")

    objects = PersonQuerySet.as_manager()
    secrecy = classify(
        internal="id uid user name sex department applied_on activist_on candidate_on admitted_on approved_on full_on "
        "ended_on search_text pinyin_key stroke_key nationality education identity_tail standing_state mobile",
        sensitive="birth_on identity_number identity_digest phone",
    )

    class Meta:
        verbose_name = "党员"
        constraints = [
            models.CheckConstraint(
                name="person_dates_in_order",
                condition=(Q(full_on__isnull=True) | Q(admitted_on__isnull=False, full_on__gte=models.F("admitted_on")))
                & (
                    Q(admitted_on__isnull=True)
                    | Q(candidate_on__isnull=True)
                    | Q(admitted_on__gte=models.F("candidate_on"))
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])

    @property
    def organization(self) -> Organization:
        """The branch he belongs to, or belonged to last; an officer of a superior has only his post's. Acts on him
        stand in its chain."""
        homes = self.homes
        latest = homes[0] if homes else self.terms.select_related("organization").order_by("-since").first()
        if latest is None:
            raise Organization.DoesNotExist(f"person {self.pk} never belonged to an organization")
        return latest.organization

    @property
    def homes(self) -> list[Affiliation]:
        """The branches of his life in the Party, the last one first; read once until refresh_from_db."""
        homes = Affiliation.objects.select_related("organization").order_by("-since", "-pk")
        prefetch_related_objects([self], Prefetch("affiliations", homes))
        return list(self.affiliations.all())

    @property
    def standing_label(self) -> str:
        """The standing that `with_standing` has added, in Chinese."""
        return str(Standing(self.standing).label) if self.standing else ""  # type: ignore[attr-defined]

    def standing_on(self, day: date) -> str:
        """The standing reached by that day, '' for none."""
        for standing, column in STANDING_DATES.items():
            reached = getattr(self, column)
            if reached is not None and reached <= day:
                return standing.value
        return ""

    def party_standing(self, day: date) -> tuple[int, int] | None:
        """党龄 in whole years and months since becoming a full member; None before that (national rule)."""
        if self.full_on is None or self.full_on > day:
            return None
        passed = relativedelta(day, self.full_on)
        return passed.years, passed.months
