"""What a secret vote leaves behind: who may use the box, the box, who has voted, and the ballots without a voter."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from meetings.models import AgendaItem, Meeting
from members.models import Person, reach_of

SMALL_GROUP = 5  # below it, the count alone may tell how somebody voted


class Choice(models.TextChoices):
    """Short and of one length, so that neither a form nor its answer shows by its size what was chosen."""

    IN_FAVOUR = "1", "赞成"
    AGAINST = "2", "反对"
    ABSTAINED = "3", "弃权"


class BallotPermissionQuerySet(models.QuerySet["BallotPermission"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("meetings.read"))

    def in_force(self, organization: Organization, on: date) -> Self:
        kept = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        return self.filter(kept, organization=organization, permitted_on__lte=on)


class BallotPermission(models.Model):
    """The superior allows a branch to vote with the box: given online, or on paper and recorded with its scan."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="ballot_permissions")
    number = models.CharField("批准文号", max_length=60)
    permitted_on = models.DateField("批准日期")
    permitted_by = models.CharField("批准人", max_length=60)
    permitted_online_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    scan = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准扫描件")
    withdrawn_on = models.DateField("收回日期", null=True, blank=True)
    withdrawn_reason = models.CharField("收回原因", max_length=200, blank=True)

    objects = BallotPermissionQuerySet.as_manager()
    secrecy = classify(
        internal="id organization number permitted_on permitted_by permitted_online_by scan withdrawn_on "
        "withdrawn_reason"
    )

    class Meta:
        ordering = ["-permitted_on", "-pk"]
        verbose_name = "电子票箱批准"
        constraints = [
            models.CheckConstraint(
                name="ballot_permission_online_or_scanned",
                condition=Q(permitted_online_by__isnull=False) | Q(scan__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}（{self.permitted_on}）"

    def get_absolute_url(self) -> str:
        return reverse("meetings:ballots", args=[self.organization.code])


class BallotBoxQuerySet(models.QuerySet["BallotBox"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(item__meeting__in=Meeting.objects.visible_to(user))

    def waiting_for(self, user: User) -> Self:
        """Open boxes that this user may still put a ballot into."""
        return self.filter(state=BallotBox.State.OPEN, roll__person__user=user, roll__voted=False)

    def with_counts(self) -> Self:
        """Adds `voters`, `ballots_cast` by the roll, and `ballots` in the box, all read at one moment."""
        roll = RollEntry.objects.filter(box=OuterRef("pk"))
        sealed = SealedBallot.objects.filter(box=OuterRef("pk"))
        return self.annotate(
            voters=number_of(roll), ballots_cast=number_of(roll.filter(voted=True)), ballots=number_of(sealed)
        )


def number_of(rows: models.QuerySet[Any, Any]) -> Coalesce:
    """How many rows belong to the outer one, as a subquery."""
    counted = rows.order_by().values("box").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class BallotBox(models.Model):
    """The box of one item's vote. It knows the lock; the key is printed on slips and never stored."""

    class State(models.TextChoices):
        PREPARED = "prepared", "待开始投票"
        OPEN = "open", "正在投票"
        CLOSED = "closed", "已关箱计票"
        ABORTED = "aborted", "已作废"

    class Keeping(models.TextChoices):
        SLIPS = "slips", "三张密钥条，三取其二"
        FILE = "file", "一个密钥文件（保密程度较低）"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="boxes")
    state = models.CharField("状态", max_length=8, choices=State, default=State.PREPARED)
    keeping = models.CharField("密钥保管", max_length=5, choices=Keeping, default=Keeping.SLIPS)
    public_key = models.BinaryField(max_length=32)
    slip_numbers = models.CharField("密钥条确认号", max_length=20)
    scrutineer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="监票人")
    teller = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="计票人")
    prepared_at = models.DateTimeField()
    opened_at = models.DateTimeField("开始投票时间", null=True, blank=True)
    ended_at = models.DateTimeField("关箱或作废时间", null=True, blank=True)
    abort_reason = models.CharField("作废原因", max_length=200, blank=True)
    digest = models.CharField("选票校验值", max_length=64, blank=True)
    erased_at = models.DateTimeField("残留数据清除时间", null=True, blank=True)

    objects = BallotBoxQuerySet.as_manager()
    secrecy = classify(
        internal="id uid item state keeping public_key scrutineer teller prepared_at opened_at ended_at abort_reason "
        "digest erased_at",
        sensitive="slip_numbers",
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = "电子票箱"
        constraints = [
            models.UniqueConstraint(
                name="box_one_at_a_time", fields=["item"], condition=Q(state__in=["prepared", "open"])
            ),
            models.UniqueConstraint(name="box_counted_once", fields=["item"], condition=Q(state="closed")),
            models.CheckConstraint(
                name="box_state_has_its_dates",
                condition=Q(state="prepared", opened_at__isnull=True, ended_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, ended_at__isnull=True)
                | Q(state__in=["closed", "aborted"], ended_at__isnull=False),
            ),
            models.CheckConstraint(name="box_aborted_with_reason", condition=Q(state="aborted") ^ Q(abort_reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.item}　电子票箱"

    def get_absolute_url(self) -> str:
        return reverse("meetings:box", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.item.organization

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_prepared(self) -> bool:
        return self.state == self.State.PREPARED

    @property
    def slip_holders(self) -> list[str]:
        """Who holds each slip, in the order in which they are printed."""
        if self.keeping == self.Keeping.FILE:
            return ["密钥文件"]
        return [f"监票人{self.scrutineer}", f"计票人{self.teller}", f"主持人{self.meeting.chair}"]


class RollEntry(models.Model):
    """One voter of one box, and whether he has voted: no time, no order, nothing about his ballot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)

    secrecy = classify(internal="id box", sensitive="person voted")

    class Meta:
        constraints = [models.UniqueConstraint(name="roll_once", fields=["box", "person"])]

    def __str__(self) -> str:
        return f"{self.box_id}"


class SealedBallot(models.Model):
    """A ballot while the box is open: sealed to the box's lock, all of one length."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="sealed_ballots")
    content = models.BinaryField()

    secrecy = classify(internal="id box", highly="content")

    def __str__(self) -> str:
        return f"{self.box_id}"


class OpenedBallot(models.Model):
    """A ballot after the close, in shuffled order under a new id: a choice and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="opened_ballots")
    choice = models.CharField(max_length=1, choices=Choice)

    secrecy = classify(internal="id box", highly="choice")

    class Meta:
        constraints = [models.CheckConstraint(name="opened_ballot_choice", condition=Q(choice__in=["1", "2", "3"]))]

    def __str__(self) -> str:
        return f"{self.box_id}"
