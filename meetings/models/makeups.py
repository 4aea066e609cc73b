"""What an absentee of a collective study has to make up, by when, and who has reviewed it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from meetings.models.meeting import Attendance
from members.models import Person, reach_of


class MakeUpQuerySet(models.QuerySet["MakeUp"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and all of the branches whose committee meetings or make-ups one reads."""
        reads = reach_of(user).organizations("meetings.read_make_ups")
        seen = self.filter(Q(attendance__meeting__organization__in=reads) | Q(attendance__person__user=user))
        return seen.select_related("attendance__meeting__organization", "attendance__person")  # its name needs them

    def done(self) -> Self:
        return self.filter(reviewed_on__isnull=False)

    def missed(self, on: date) -> Self:
        """Not handed in by the last day of its notice: what was handed in then may be reviewed later."""
        late = Q(handed_in_on__isnull=True) | Q(handed_in_on__gt=F("due_on"))
        return self.filter(late, due_on__lt=on)

    def unfinished(self) -> Self:
        """Still to be handed in, or to be reviewed."""
        return self.filter(reviewed_on__isnull=True)

    def of(self, organization: Organization) -> Self:
        return self.filter(attendance__meeting__organization=organization)


class MakeUp(models.Model):
    """One absence that has to be made up: required by a notice, handed in with signed notes, reviewed."""

    class Mode(models.TextChoices):
        AT_PLACE_OF_STAY = "at_place_of_stay", "驻地补课"
        AFTER_RETURN = "after_return", "返回补课"
        HOME_DELIVERY = "home_delivery", "送学上门"
        ONLINE = "online", "网络补课"

    attendance = models.OneToOneField(Attendance, models.PROTECT, related_name="make_up")
    content = models.CharField("补课要求", max_length=200)
    mode = models.CharField("补课方式", max_length=16, choices=Mode)
    required_on = models.DateField("补课通知日期")
    due_on = models.DateField("补课期限")
    handed_in_on = models.DateField("提交日期", null=True, blank=True)
    notes = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字的心得和补课记录"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学习督导员"
    )

    objects = MakeUpQuerySet.as_manager()
    secrecy = classify(
        internal="id attendance content mode required_on due_on handed_in_on notes reviewed_on reviewed_by"
    )

    class Meta:
        ordering = ["-due_on", "-pk"]
        verbose_name = "补课"
        constraints = [
            models.CheckConstraint(name="make_up_due_after_notice", condition=Q(due_on__gte=F("required_on"))),
            models.CheckConstraint(
                name="make_up_handed_in_with_notes",
                condition=Q(handed_in_on__isnull=True, notes__isnull=True)
                | Q(handed_in_on__gte=F("required_on"), notes__isnull=False),
            ),
            models.CheckConstraint(
                name="make_up_reviewed_whole",
                condition=Q(reviewed_on__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_on__gte=F("handed_in_on"), reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance.person}补课：{self.attendance.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:make_up", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.attendance.organization

    @property
    def was_late(self) -> bool:
        """Handed in after the last day of its notice."""
        return self.handed_in_on is not None and self.handed_in_on > self.due_on

    def state_on(self, day: date) -> str:
        """How far it is, in one word for a list."""
        if self.reviewed_on is not None:
            return "逾期完成" if self.was_late else "已完成"
        if self.handed_in_on is not None:
            return "逾期提交，待审核" if self.was_late else "待审核"
        return "逾期未补" if self.due_on < day else "待补课"
