"""What a person says is wrong with his record, and the answer that is owed to him by a day."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models.people import Person
from members.models.terms import Term, reach_of
from members.posts import COMMITTEE, Post
from rulebook import clock


class Topic(models.TextChoices):
    """Which part of what is recorded is said to be wrong; it decides who answers."""

    RECORD = "record", "个人信息"
    MEETINGS = "meetings", "会议和考勤"
    DUES = "dues", "党费"
    POINTS = "points", "积分"
    OTHER = "other", "其他"


ANSWERED_BY = {
    Topic.RECORD: (Post.SECRETARY, Post.ORGANIZATION_COMMISSIONER),
    Topic.MEETINGS: (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER),
    Topic.DUES: (Post.DUES_KEEPER, Post.ORGANIZATION_COMMISSIONER, Post.SECRETARY),  # the first of them there is
    Topic.POINTS: (Post.SECRETARY, Post.DISCIPLINE_COMMISSIONER),
    Topic.OTHER: (Post.SECRETARY,),
}


def secretaries(on: date) -> QuerySet[Term]:
    """The running term that makes the person of a request the secretary of its branch, if there is one."""
    terms = Term.objects.running(on).filter(post=Post.SECRETARY)
    return terms.filter(organization=OuterRef("organization"), person=OuterRef("person"))


def others_holding(post: str, on: date) -> Exists:
    """Whether somebody else than the person of the request holds the post in its branch."""
    terms = Term.objects.running(on).filter(post=post, organization=OuterRef("organization"))
    return Exists(terms.exclude(person=OuterRef("person")))


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def visible_to(self, user: User) -> Self:
        """His own, and those that he may answer."""
        return self.filter(Q(person__user=user) | self._answered_by(user))

    def answerable_by(self, user: User) -> Self:
        """Those of the topics his posts answer; the secretary's own by everybody on the committee but himself."""
        return self.filter(self._answered_by(user)).exclude(person__user=user)

    def open(self) -> Self:
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)

    def _answered_by(self, user: User) -> Q:
        on, posts = clock.today(), reach_of(user).posts
        found = Q(organization__in=[id for id, _, post in posts if post in COMMITTEE])
        found &= Q(Exists(secretaries(on))) & ~Q(topic=Topic.DUES)
        for topic, holders in ANSWERED_BY.items():
            if topic != Topic.DUES:
                found |= Q(topic=topic, organization__in=[id for id, _, post in posts if post in holders])
        return found | self._kept_by(user, on)

    def _kept_by(self, user: User, on: date) -> Q:
        """What somebody pays is for one pair of eyes: the keeper's; another's only where there is none before him."""
        found, before = Q(pk__in=[]), Q()
        for post in ANSWERED_BY[Topic.DUES]:
            here = [id for id, _, held in reach_of(user).posts if held == post]
            found |= Q(topic=Topic.DUES, organization__in=here) & before
            before &= ~Q(others_holding(post, on))
        return found


class CorrectionRequest(models.Model):
    """One thing that somebody asks to be put right in what is recorded about him; answered once, by `due_on`."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "已更正"
        UNCHANGED = "unchanged", "维持原记录"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="correction_requests", verbose_name="申请人")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="correction_requests")
    topic = models.CharField("哪一类记录", max_length=10, choices=Topic)
    about = models.CharField("哪一项", max_length=60)
    text = EncryptedTextField("哪里不对，应当是什么")
    asked_at = models.DateTimeField("申请时间")
    due_on = models.DateField("最迟答复日期")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    answer = EncryptedTextField("答复", blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()
    secrecy = classify(
        internal="id uid person organization topic asked_at due_on answered_at answered_by outcome withdrawn_at",
        sensitive="about text answer",
    )

    class Meta:
        verbose_name = "更正申请"
        constraints = [
            models.CheckConstraint(
                name="correction_says_what_is_wrong", condition=Q(topic__in=Topic.values) & ~Q(about="") & ~Q(text="")
            ),
            models.CheckConstraint(
                name="correction_answered_in_full",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, outcome="", answer="")
                | Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    outcome__in=["corrected", "unchanged"],
                    withdrawn_at__isnull=True,
                )
                & ~Q(answer=""),
            ),
            models.UniqueConstraint(
                name="correction_open_once",
                fields=["person", "topic", "about"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        indexes = [models.Index(name="correction_of_branch", fields=["organization", "due_on"])]

    def __str__(self) -> str:
        return f"更正申请：{self.get_topic_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:correction", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    def is_late(self, on: date) -> bool:
        """Still open after the day by which it was to be answered; on the day itself it is not."""
        return self.is_open and on > self.due_on

    @property
    def state_label(self) -> str:
        if self.withdrawn_at is not None:
            return "已撤回"
        return str(self.get_outcome_display()) if self.answered_at is not None else "待答复"

    def answerers(self, on: date) -> QuerySet[Term]:
        """The running posts that have to answer it; never the person's own."""
        here = Term.objects.running(on).filter(organization=self.organization)
        others = here.exclude(person=self.person)
        if self.topic == Topic.DUES:
            keeping = (others.filter(post=post) for post in ANSWERED_BY[Topic.DUES])
            return next((terms for terms in keeping if terms.exists()), others.none())
        own = here.filter(person=self.person, post=Post.SECRETARY)
        posts = COMMITTEE if own.exists() else ANSWERED_BY[Topic(self.topic)]
        return others.filter(post__in=posts)
