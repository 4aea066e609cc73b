"""The vote on an item, and the resolution that came of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Submission
from meetings.models.agenda import AgendaItem
from members.models import Person


class Vote(models.Model):
    """The vote on one item: the numbers it started from, the count, and the result with its arithmetic."""

    class Method(models.TextChoices):
        VOICE = "voice", "口头"
        SHOW_OF_HANDS = "show_of_hands", "举手"
        SECRET_BALLOT = "secret_ballot", "无记名投票"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="vote")
    method = models.CharField("表决方式", max_length=14, choices=Method)
    opened_at = models.DateTimeField()
    eligible = models.PositiveSmallIntegerField("应到会有表决权")
    present = models.PositiveSmallIntegerField("实到会有表决权")
    written_in_favour = models.PositiveSmallIntegerField("书面意见赞成", default=0)
    written_against = models.PositiveSmallIntegerField("书面意见反对", default=0)
    written_abstained = models.PositiveSmallIntegerField("书面意见弃权", default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    issued = models.PositiveSmallIntegerField("发出票", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("收回票", null=True, blank=True)
    spoiled = models.PositiveSmallIntegerField("废票", default=0)
    in_favour = models.PositiveSmallIntegerField("赞成", default=0)
    against = models.PositiveSmallIntegerField("反对", default=0)
    abstained = models.PositiveSmallIntegerField("弃权", default=0)
    scrutineer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监票人"
    )
    teller = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="计票人")
    passed = models.BooleanField("通过", null=True)
    void = models.BooleanField("表决无效", default=False)
    arithmetic = models.TextField("计票说明", blank=True)

    secrecy = classify(
        internal="id item method opened_at eligible present written_in_favour written_against written_abstained "
        "counted_at issued returned spoiled in_favour against abstained scrutineer teller passed void arithmetic"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="vote_present_within_eligible", condition=Q(present__lte=F("eligible"))),
            models.CheckConstraint(
                name="vote_counted_has_result", condition=Q(counted_at__isnull=True) | Q(passed__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.arithmetic}"

    @property
    def organization(self) -> Organization:
        return self.item.organization

    @property
    def result_label(self) -> str:
        if self.void:
            return "表决无效"
        return {None: "尚未计票", True: "通过", False: "未通过"}[self.passed]


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, user: User) -> Self:
        """Those of the meetings he reads, and those he has to carry out himself."""
        return self.filter(Q(item__in=AgendaItem.objects.visible_to(user)) | Q(owner__user=user))

    def of(self, organization: Organization) -> Self:
        return self.filter(item__meeting__organization=organization)

    def to_carry_out(self) -> Self:
        """What the ledger of resolutions holds (1.3.1)."""
        return self.filter(carry_out=True)

    def unfinished(self) -> Self:
        """Still to be carried out: neither done nor set aside since."""
        valid = [Resolution.Standing.VALID, Resolution.Standing.AMENDED]
        return self.to_carry_out().filter(standing__in=valid).exclude(state=Resolution.State.DONE)


class Resolution(models.Model):
    """What the meeting resolved, who carries it out by when, how far it is (1.3.1), and whether it still stands."""

    class State(models.TextChoices):
        OPEN = "open", "待落实"
        IN_PROGRESS = "in_progress", "落实中"
        DONE = "done", "已办结"

    class Standing(models.TextChoices):
        VALID = "valid", "有效"
        AMENDED = "amended", "已被党员大会修改"
        REJECTED = "rejected", "已被党员大会否定"
        ANNULLED = "annulled", "已撤销"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="resolution")
    text = models.TextField("决议内容")
    carry_out = models.BooleanField("需落实", default=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    due_on = models.DateField("完成期限", null=True, blank=True)
    state = models.CharField("落实情况", max_length=12, choices=State, default=State.OPEN)
    done_on = models.DateField("办结日期", null=True, blank=True)
    standing = models.CharField("效力", max_length=10, choices=Standing, default=Standing.VALID)
    standing_by = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_standing",
        verbose_name="决定效力的议题",
    )
    ruling = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提请上级裁决"
    )

    objects = ResolutionQuerySet.as_manager()
    secrecy = classify(internal="id item text carry_out owner due_on state done_on standing standing_by ruling")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resolution_done_dated",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="resolution_standing_by_a_decision", condition=Q(standing="valid") | Q(standing_by__isnull=False)
            ),
        ]
        indexes = [models.Index(name="resolution_by_state", fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("meetings:resolution_page", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.item.organization

    @property
    def is_valid(self) -> bool:
        return self.standing == self.Standing.VALID


class ResolutionProgress(models.Model):
    """One step on the way to carrying a resolution out."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="progress")
    happened_on = models.DateField("日期")
    text = models.TextField("落实情况")
    recorded_by = models.CharField("记录人", max_length=60)

    secrecy = classify(internal="id resolution happened_on text recorded_by")

    class Meta:
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.text[:40]}"
