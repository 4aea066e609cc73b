"""Commendations of chapter 18: a year's round of one title, its criteria, nominations, objections; members' works."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from meetings.models import AgendaItem
from members.models import Person, reach_of
from points.models.evidence import OfPersonQuerySet


class AwardRoundQuerySet(models.QuerySet["AwardRound"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("points.read"))

    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)


class AwardRound(models.Model):
    """One branch's selection of one year for one title, from its criteria to its end."""

    class Title(models.TextChoices):
        MEMBER = "outstanding_member", "优秀共产党员"
        WORKER = "outstanding_party_worker", "优秀党务工作者"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="award_rounds")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("称号", max_length=26, choices=Title)
    opened_on = models.DateField("启动日期")
    places = models.PositiveSmallIntegerField("名额")
    concluded_on = models.DateField("结束日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    notice = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="盖章的表彰公示（扫描件）"
    )

    objects = AwardRoundQuerySet.as_manager()
    secrecy = classify(internal="id organization year title opened_on places concluded_on note notice")

    class Meta:
        ordering = ["-year", "title"]
        verbose_name = "评选"
        constraints = [
            models.UniqueConstraint(name="award_round_once_a_year", fields=["organization", "year", "title"]),
            models.CheckConstraint(name="award_round_has_a_place", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="award_round_concluded_after_its_opening",
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度{self.get_title_display()}评选"

    def get_absolute_url(self) -> str:
        return reverse("points:award_round", args=[self.pk])


class Criterion(models.Model):
    """One of the set conditions of a round (评选条件), in the order in which they were set."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField("序号")
    text = models.CharField("条件", max_length=200)

    secrecy = classify(internal="id round position text")

    class Meta:
        ordering = ["position"]
        verbose_name = "评选条件"
        constraints = [models.UniqueConstraint(name="criterion_position_once", fields=["round", "position"])]

    def __str__(self) -> str:
        return self.text


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: User) -> Self:
        """The committee's, one's own, and for the whole branch whoever has been put on public notice."""
        reach = reach_of(user)
        public = Q(
            round__organization__in=reach.organizations("points.read"),
            notice_since__isnull=False,
            withdrawn_on__isnull=True,
        )
        reads = Q(round__organization__in=reach.organizations("points.read_entries"))
        return self.filter(reads | public | Q(person__user=user)).select_related("round__organization", "person")

    def of(self, organization: Organization) -> Self:
        return self.filter(round__organization=organization)

    def standing(self) -> Self:
        return self.filter(withdrawn_on__isnull=True)

    def awarded(self) -> Self:
        """Confirmed, whether made public yet or not."""
        return self.standing().filter(confirmed_on__isnull=False)

    def published(self) -> Self:
        return self.standing().filter(published_on__isnull=False)


class Nomination(models.Model):
    """Somebody put forward for a title: what he did, the two decisions, the public notice, and the award it became."""

    class Stage(models.TextChoices):
        NOMINATED = "nominated", "已提名，待支委会研究"
        STUDIED = "studied", "支委会已研究，待党员大会表决"
        ADOPTED = "adopted", "党员大会已通过，待公示"
        ON_NOTICE = "on_notice", "公示中，待确认"
        CONFIRMED = "confirmed", "已确认，尚未公布"
        PUBLISHED = "published", "已公布"
        WITHDRAWN = "withdrawn", "已撤销提名"

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="nominations", verbose_name="姓名")
    merits = models.TextField("事迹")
    nominated_on = models.DateField("提名日期")
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提名登记人")
    committee_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="支委会研究的议题"
    )
    general_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员大会表决的议题"
    )
    notice_since = models.DateField("公示开始日期", null=True, blank=True)
    notice_until = models.DateField("公示结束日期", null=True, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    withdrawn_for = models.CharField("撤销原因", max_length=200, blank=True)

    objects = NominationQuerySet.as_manager()
    secrecy = classify(
        internal="id round person merits nominated_on nominated_by committee_item general_item notice_since "
        "notice_until confirmed_on published_on withdrawn_on withdrawn_for"
    )

    class Meta:
        ordering = ["person__pinyin_key", "pk"]
        verbose_name = "提名"
        constraints = [
            models.UniqueConstraint(
                name="nomination_once", fields=["round", "person"], condition=Q(withdrawn_on__isnull=True)
            ),
            models.CheckConstraint(
                name="nomination_studied_before_the_meeting",
                condition=Q(general_item__isnull=True) | Q(committee_item__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_notice_whole",
                condition=Q(notice_since__isnull=True, notice_until__isnull=True)
                | Q(notice_since__lte=F("notice_until"), general_item__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_confirmed_after_its_notice",
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gt=F("notice_until")),
            ),
            models.CheckConstraint(
                name="nomination_published_when_confirmed",
                condition=Q(published_on__isnull=True)
                | Q(published_on__gte=F("confirmed_on"), withdrawn_on__isnull=True),
            ),
            models.CheckConstraint(
                name="nomination_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_for="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.round.year}年度{self.round.get_title_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("points:nomination", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.round.organization

    @property
    def stage(self) -> Stage:
        reached = (
            (self.withdrawn_on, self.Stage.WITHDRAWN),
            (self.published_on, self.Stage.PUBLISHED),
            (self.confirmed_on, self.Stage.CONFIRMED),
            (self.notice_since, self.Stage.ON_NOTICE),
            (self.general_item_id, self.Stage.ADOPTED),
            (self.committee_item_id, self.Stage.STUDIED),
        )
        return next((stage for fact, stage in reached if fact is not None), self.Stage.NOMINATED)


class CriterionCheck(models.Model):
    """Whether the person put forward meets one of the conditions, with the ground for it."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="checks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="checks")
    met = models.BooleanField("符合")
    note = models.CharField("依据", max_length=200, blank=True)

    secrecy = classify(internal="id nomination criterion met note")

    class Meta:
        ordering = ["criterion__position"]
        verbose_name = "条件对照"
        constraints = [models.UniqueConstraint(name="criterion_checked_once", fields=["nomination", "criterion"])]

    def __str__(self) -> str:
        return f"{self.criterion}：{'符合' if self.met else '不符合'}"


class AwardObjectionQuerySet(models.QuerySet["AwardObjection"]):
    def visible_to(self, user: User) -> Self:
        """The committee's alone, without whom it is about."""
        reads = reach_of(user).organizations("points.read_entries")
        seen = self.filter(nomination__round__organization__in=reads).exclude(nomination__person__user=user)
        return seen.select_related("nomination__round__organization", "nomination__person")

    def against(self) -> Self:
        """What stands in the way: not answered yet, or found to be right."""
        return self.filter(Q(answered_on__isnull=True) | Q(upheld=True))


class AwardObjection(models.Model):
    """What somebody had against an award during its public notice, and what came of it."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    text = models.TextField("反映的问题")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.TextField("核实情况", blank=True)
    upheld = models.BooleanField("反映属实，影响表彰", default=False)

    objects = AwardObjectionQuerySet.as_manager()
    secrecy = classify(internal="id nomination received_on answered_on upheld", sensitive="text answer")

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = "公示异议"
        constraints = [
            models.CheckConstraint(
                name="award_objection_answered_whole",
                condition=Q(answered_on__isnull=True, answer="", upheld=False)
                | (Q(answered_on__gte=F("received_on")) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on}收到的异议"

    def get_absolute_url(self) -> str:
        return self.nomination.get_absolute_url()

    @property
    def organization(self) -> Organization:
        return self.nomination.organization


class Work(models.Model):
    """A theoretical article or a study reflection a member has written; kept, never asked for (18.4)."""

    class Kind(models.TextChoices):
        ARTICLE = "theory_article", "理论文章"
        REFLECTION = "study_reflection", "学习体会"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="works")
    person = models.ForeignKey(Person, models.PROTECT, related_name="works", verbose_name="姓名")
    kind = models.CharField("类别", max_length=16, choices=Kind)
    title = models.CharField("题目", max_length=120)
    written_on = models.DateField("写作或发表日期")
    link = models.URLField("网址", max_length=300, blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文稿")
    recorded_on = models.DateField("登记日期")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id organization person kind title written_on link paper recorded_on withdrawn_on")

    class Meta:
        ordering = ["-written_on", "-pk"]
        verbose_name = "理论文章和学习体会"
        constraints = [
            models.CheckConstraint(name="work_with_file_or_link", condition=~Q(link="") | Q(paper__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        return reverse("points:works_of_person", args=[self.person_id])
