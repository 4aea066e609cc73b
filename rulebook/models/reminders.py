"""The outbox of reminders, which is also everybody's inbox."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def inbox_of(self, user: User) -> Self:
        return self.filter(recipient=user, channel=Reminder.Channel.INBOX)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def to_be_tried(self, at: datetime) -> Self:
        """Mail whose time has come: never tried, failed and rested, or left by a worker that died."""
        return self.filter(state__in=[Reminder.State.PENDING, Reminder.State.FAILED], try_at__lte=at)


class Reminder(models.Model):
    """The outbox: what is to reach one person by one channel, once. An inbox row has arrived when it is there.

    `cause` is a duty's clause or the verb whose act is told of; `occasion` the period's first day, or what else
    tells this telling from the next about the same subject. `title` names nobody: it is the subject of the mail.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", "站内消息"
        MAIL = "mail", "邮件"

    class Stage(models.TextChoices):
        BEFORE = "before", "到期前"
        AT = "at", "到期日"
        AFTER = "after", "已逾期"
        EVENT = "event", "告知"

    class State(models.TextChoices):
        PENDING = "pending", "待发送"
        SENT = "sent", "已送达"
        FAILED = "failed", "发送失败，将重试"
        GIVEN_UP = "given_up", "多次失败，已停止"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="reminders")
    cause = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    occasion = models.CharField(max_length=40)
    stage = models.CharField("时点", max_length=6, choices=Stage)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="reminders", verbose_name="收件人")
    channel = models.CharField("渠道", max_length=5, choices=Channel)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    url = models.CharField(max_length=200)
    created_at = models.DateTimeField("生成时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    try_at = models.DateTimeField("下次发送时间", null=True)
    sent_at = models.DateTimeField("送达时间", null=True)
    read_at = models.DateTimeField("阅读时间", null=True)
    error = models.CharField("失败原因", max_length=60, blank=True)

    objects = ReminderQuerySet.as_manager()
    secrecy = classify(
        internal="id organization cause subject_id occasion stage recipient channel title text url created_at state "
        "tries try_at sent_at read_at error"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminder_once", fields=["cause", "subject_id", "occasion", "recipient", "stage", "channel"]
            ),
            models.CheckConstraint(
                name="reminder_sent_dated",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="reminder_unread", fields=["recipient"], condition=Q(channel="inbox", read_at=None)),
            models.Index(name="reminder_inbox", fields=["recipient", "channel", "-id"]),
            models.Index(name="reminder_to_be_tried", fields=["try_at"], condition=Q(state__in=["pending", "failed"])),
            models.Index(name="reminder_of_branch", fields=["organization", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it can be dealt with."""
        return self.url or reverse("desk:ledger", args=[self.organization.code])
