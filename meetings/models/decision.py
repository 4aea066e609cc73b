"""The vote on an item, and the resolution that came of it."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from accounts.secrecy import classify
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


class Resolution(models.Model):
    """What the meeting resolved, who carries it out by when, and how far it is (1.3.1)."""

    class State(models.TextChoices):
        OPEN = "open", "待落实"
        IN_PROGRESS = "in_progress", "落实中"
        DONE = "done", "已办结"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="resolution")
    text = models.TextField("决议内容")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    due_on = models.DateField("完成期限", null=True, blank=True)
    state = models.CharField("落实情况", max_length=12, choices=State, default=State.OPEN)
    done_on = models.DateField("办结日期", null=True, blank=True)
    progress = models.TextField("落实记录", blank=True)

    secrecy = classify(internal="id item text owner due_on state done_on progress")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resolution_done_dated",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def organization(self) -> Organization:
        return self.item.organization
