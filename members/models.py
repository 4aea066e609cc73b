"""Persons and what is dated about them: standing in the Party, the branch they belong to, their posts."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from accounts.secrecy import classify
from members.posts import COMMITTEE, MEMBER, RIGHTS, SUPERIOR, Post
from rulebook import clock


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


def running(on: date, prefix: str = "") -> Q:
    """Rows whose dates hold the day; `until` is exclusive."""
    return Q(**{f"{prefix}since__lte": on}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on}))


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> Self:
        """Those of the branches whose roster the user may read, and himself."""
        here = Affiliation.objects.filter(organization__in=reach_of(user).organizations("members.read_roster"))
        return self.filter(Q(pk__in=here.values("person")) | Q(user=user))

    def of(self, organization: Organization, on: date) -> Self:
        """Everybody who belongs to the branch that day, people on the way into the Party included."""
        return self.filter(
            Exists(Affiliation.objects.filter(running(on), person=OuterRef("pk"), organization=organization))
        )

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

    def sorted_by(self, order: str) -> Self:
        """By pinyin, or by strokes of the surname (姓氏笔画)."""
        return self.order_by("stroke_key" if order == "strokes" else "pinyin_key", "pk")

    def with_standing(self, on: date) -> Self:
        """Adds `standing`: the highest one reached by that day, or '' for none."""
        reached = [
            When(**{f"{column}__lte": on}, then=Value(standing.value)) for standing, column in STANDING_DATES.items()
        ]
        return self.annotate(standing=Case(*reached, default=Value(""), output_field=CharField()))


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
        "ended_on search_text pinyin_key stroke_key nationality education identity_tail",
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
        """The branch he belongs to, or belonged to last; acts on him stand in its chain."""
        latest = self.affiliations.select_related("organization").order_by("-since").first()
        if latest is None:
            raise Organization.DoesNotExist(f"person {self.pk} never belonged to a branch")
        return latest.organization

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


class Affiliation(models.Model):
    """组织关系: the branch a person belongs to, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations")
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

    person = models.ForeignKey(Person, models.PROTECT, related_name="terms", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms")
    post = models.CharField("职务", max_length=30, choices=Post)
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True)
    basis = models.CharField("任职依据", max_length=120, blank=True)

    objects = TermQuerySet.as_manager()
    secrecy = classify(public="id person organization post since until basis")

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

    person = models.ForeignKey(Person, models.PROTECT, related_name="rights_suspensions")
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


class KinshipQuerySet(models.QuerySet["Kinship"]):
    def between(self, person: Person, other: Person) -> Self:
        """Declared by either of the two."""
        return self.filter(Q(person=person, kin=other) | Q(person=other, kin=person))


class Kinship(models.Model):
    """A relative whom a person has declared; the ground for recusal, and no mentor or sponsor (敏感)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="kinships")
    kin = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="亲属")
    relation = models.CharField("亲属关系", max_length=20)

    objects = KinshipQuerySet.as_manager()
    secrecy = classify(internal="id", sensitive="person kin relation")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="kinship_once", fields=["person", "kin"]),
            models.CheckConstraint(name="kinship_with_another", condition=~Q(person=models.F("kin"))),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}–{self.kin_id}"

    @property
    def organization(self) -> Organization:
        return self.person.organization


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("members.import_roster"))


class RosterUpload(models.Model):
    """A roster workbook between its preview and its import; the sealed content goes when it is imported."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roster_uploads")
    name = models.CharField("文件名", max_length=150)
    content = models.BinaryField(null=True)
    posts_since = models.DateField("本届任职起始日期")
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True)

    objects = RosterUploadQuerySet.as_manager()
    secrecy = classify(internal="id uid organization name posts_since uploaded_at imported_at", highly="content")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:roster_upload", args=[self.pk])

    @property
    def binding(self) -> str:
        return f"roster_upload.{self.uid}"


@dataclass(frozen=True)
class Reach:
    """Where a user stands today: his running posts, and the branches he is a member of."""

    posts: tuple[tuple[int, str, str], ...]  # organization id, path, post
    memberships: tuple[int, ...]
    administration: str = ""

    def holds(self, right: str, organization: Organization) -> bool:
        """Whether a post here, a post above, or membership gives the right in this organization."""
        holders = RIGHTS[right].holders if right in RIGHTS else frozenset()
        if self.administration in holders or (MEMBER in holders and organization.pk in self.memberships):
            return True
        return any(
            post in holders and (organization.pk == id or (post in SUPERIOR and organization.path.startswith(path)))
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
        for _, path, post in self.posts:
            if post in holders & SUPERIOR:
                where |= Q(path__startswith=path)
        return Organization.objects.filter(where).order_by()


def reach_of(user: User) -> Reach:
    """The user's reach, read once and kept on the user until `forget_rights`."""
    if "reach" not in user.rights:
        today = clock.today()
        terms = Term.objects.filter(running(today), person__user=user)
        homes = Affiliation.objects.filter(running(today), person__user=user, person__admitted_on__lte=today)
        user.rights["reach"] = Reach(
            tuple(terms.values_list("organization_id", "organization__path", "post")),
            tuple(homes.exclude(person__ended_on__lte=today).values_list("organization_id", flat=True)),
            user.administration,
        )
    return user.rights["reach"]
