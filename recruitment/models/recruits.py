"""One person on the way into the Party, from the application to the personal file."""

from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models import Mentorship, Person, Standing, reach_of, running
from rulebook import clock


class Outcome(models.TextChoices):
    """How the way ended."""

    COMPLETED = "completed", "已转正，材料已移交"
    STOPPED = "stopped", "停止培养"
    NOT_APPROVED = "not_approved", "上级未批准"
    CANCELLED = "cancelled", "取消预备党员资格"
    MOVED = "moved", "已转出"


class RecruitQuerySet(models.QuerySet["Recruit"]):
    def visible_to(self, user: User) -> Self:
        """Those of the branches whose recruitment he reads, his own way, and those whom he accompanies."""
        here = reach_of(user).organizations("recruitment.read")
        mentored = Mentorship.objects.filter(running(clock.today()), mentor__user=user)
        sponsored = self.model.objects.filter(records__kind="sponsor", records__person__user=user)
        return self.filter(
            Q(organization__in=here)
            | Q(person__user=user)
            | Q(person__in=mentored.values("person"), ended_on__isnull=True)
            | Q(pk__in=sponsored.values("pk"))
        )

    def running(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def of(self, organization: Organization) -> Self:
        return self.filter(organization=organization)


class Recruit(models.Model):
    """A person's way into the Party in one branch. Where he stands is read from the dates of the person and from the
    records; only acts write them."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="recruitments", verbose_name="姓名")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="recruits")
    received_on = models.DateField("收到入党申请书日期", null=True, blank=True)  # a roster of members does not say
    view_of_party = models.BooleanField("写明对党的认识", default=True)
    motive = models.BooleanField("写明入党动机", default=True)
    own_conduct = models.BooleanField("写明本人表现", default=True)
    extended_until = models.DateField("预备期延长至", null=True, blank=True)
    leaving_on = models.DateField("将离开本单位的日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=14, choices=Outcome, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_reason = models.CharField("原因", max_length=200, blank=True)

    objects = RecruitQuerySet.as_manager()
    secrecy = classify(
        internal="id person organization received_on view_of_party motive own_conduct extended_until leaving_on "
        "outcome ended_on ended_reason"
    )

    class Meta:
        verbose_name = "发展党员"
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="recruit_one_running", fields=["person"], condition=Q(ended_on__isnull=True)),
            models.CheckConstraint(
                name="recruit_ends_with_an_outcome",
                condition=Q(ended_on__isnull=True, outcome="") | Q(ended_on__isnull=False, outcome__in=Outcome.values),
            ),
        ]
        indexes = [models.Index(name="recruit_of_branch", fields=["organization", "ended_on"])]

    def __str__(self) -> str:
        return self.person.name

    def get_absolute_url(self) -> str:
        return reverse("recruitment:recruit", args=[self.pk])

    @cached_property
    def journeys(self) -> dict[date, Any]:
        """What has been worked out about him by day; forgotten when the row is read anew."""
        return {}

    def forget_journeys(self) -> None:
        """What was worked out is worked out anew: something about him has changed."""
        self.__dict__.pop("journeys", None)

    def refresh_from_db(self, *given: Any, **named: Any) -> None:
        self.forget_journeys()
        super().refresh_from_db(*given, **named)

    @property
    def is_whole(self) -> bool:
        """Whether the application covers its three parts (13.1.1b)."""
        return self.view_of_party and self.motive and self.own_conduct

    @property
    def is_running(self) -> bool:
        return self.ended_on is None

    def standing_on(self, day: date) -> Standing:
        """申请人 until something later is reached."""
        return Standing(self.person.standing_on(day) or Standing.APPLICANT)
