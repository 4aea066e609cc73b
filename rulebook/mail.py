"""Sends the outbox's mail: each row claimed by one worker, tried with growing rests, given up in the open.

A worker that dies between the server's yes and the row's mark leaves the row to the next one after LEASE; the mail
then goes out a second time under the same Message-ID, by which mailboxes know it for the same.
"""

from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from rulebook import clock
from rulebook.models import Reminder

REST = (1, 5, 30, 120, 720)  # minutes after each failed try; after one more it is given up
LEASE = timedelta(minutes=10)  # how long a worker may take over one mail before another one does
AT_ONCE = 100  # mails a run
NOBODY_THERE = (ConnectionError, TimeoutError, SMTPConnectError, SMTPServerDisconnected)
State = Reminder.State


def deliver() -> int:
    """Sends what is due; returns how many mails the server took. Ends early when there is no server."""
    due = Reminder.objects.to_be_tried(clock.now()).filter(channel=Reminder.Channel.MAIL)
    ids = list(due.order_by("try_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    sent = 0
    server = get_connection() if ids else None
    try:
        for id in ids:
            if server is not None and claim(id, clock.now()):
                error = send(Reminder.objects.select_related("recipient", "organization").get(pk=id), server)
                sent += error is None
                if isinstance(error, NOBODY_THERE):
                    break
    finally:
        if server is not None:
            server.close()
    return sent


def claim(id: int, at: datetime) -> bool:
    """Whether the row is this worker's: no other finds it due until the lease is over."""
    return bool(Reminder.objects.to_be_tried(at).filter(pk=id).update(try_at=at + LEASE, tries=F("tries") + 1))


def send(reminder: Reminder, server: BaseEmailBackend) -> Exception | None:
    """Sends one mail and marks its row; returns what went wrong."""
    try:
        server.send_messages([message_of(reminder)])
    except (SMTPException, OSError) as error:
        failed(reminder, error)
        return error
    Reminder.objects.filter(pk=reminder.pk).update(state=State.SENT, sent_at=clock.now(), try_at=None, error="")
    return None


def failed(reminder: Reminder, error: Exception) -> None:
    """To be tried again after a rest, or given up. Only the kind of error is kept: its text may name people."""
    over = reminder.tries > len(REST)
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    Reminder.objects.filter(pk=reminder.pk).update(
        state=State.GIVEN_UP if over else State.FAILED,
        try_at=None if over else clock.now() + timedelta(minutes=REST[reminder.tries - 1]),
        error=f"{type(error).__name__}{code}"[:60],
    )


def message_of(reminder: Reminder) -> EmailMessage:
    """Plain Chinese with a link; nobody is named in the subject."""
    address = urljoin(settings.SITE_ADDRESS, reminder.get_absolute_url())
    return EmailMessage(
        subject=f"支部党务：{reminder.title}",
        body=f"{reminder.organization.name}\n\n{reminder.text}\n\n查看与办理：{address}\n\n本邮件由支部党务系统自动发出，请勿回复。\n",
        to=[reminder.recipient.email],
        headers={"Message-ID": f"<reminder-{reminder.pk}@partybranch>", "Auto-Submitted": "auto-generated"},
    )
