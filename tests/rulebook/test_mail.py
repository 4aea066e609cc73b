"""Mail of the outbox: claimed once, tried with growing rests, given up in the open, tried again on request."""

from datetime import date, datetime, timedelta
from smtplib import SMTPConnectError, SMTPRecipientsRefused

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from rulebook import mail
from rulebook.actions import send_again
from rulebook.clock import standing_at
from rulebook.kernel import Refused
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
START = datetime(2026, 3, 20, 8, 5, tzinfo=timezone.get_default_timezone())


class Away(EmailBackend):
    """A server that answers nobody."""

    def send_messages(self, messages):
        raise SMTPConnectError(421, b"away")


class Refusing(EmailBackend):
    """A server that knows no such person."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


@pytest.fixture
def house() -> BranchFactory:
    house = BranchFactory(members=3, committee=1)
    house.secretary.email = "dingyifan@example.invalid"
    house.secretary.save()
    with standing_at(START):
        reconcile(DAY)
    return house


def run(at: datetime, settings=None, backend: type[EmailBackend] | None = None) -> int:
    if settings is not None:
        settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}" if backend else settings.EMAIL_BACKEND
    with standing_at(at):
        return mail.deliver()


def first() -> Reminder:
    return Reminder.objects.filter(channel="mail").order_by("pk")[0]


def test_what_is_due_is_sent_once(house):
    sent = run(START)
    assert sent == Reminder.objects.filter(channel="mail").count() > 0
    assert run(START + timedelta(days=1)) == 0
    assert len(outgoing.outbox) == sent


def test_the_mail_is_plain_chinese_with_a_link_and_names_nobody(house, settings):
    settings.SITE_ADDRESS = "https://dangwu.example"
    run(START)
    message = outgoing.outbox[0]
    assert house.people[0].name not in message.subject
    assert message.subject.startswith("支部党务：")
    assert f"https://dangwu.example/b/{house.branch.code}/ledger/" in message.body
    assert message.content_subtype == "plain"


def test_the_message_id_is_the_row_s_own(house):
    run(START)
    assert outgoing.outbox[0].extra_headers["Message-ID"] == f"<reminder-{first().pk}@partybranch>"


def test_two_workers_never_send_the_same_row(house):
    row = first()
    assert mail.claim(row.pk, START)
    assert not mail.claim(row.pk, START)


def test_a_row_left_by_a_dead_worker_is_taken_after_its_lease(house):
    row = first()
    mail.claim(row.pk, START)
    assert not mail.claim(row.pk, START + mail.LEASE - timedelta(seconds=1))
    assert mail.claim(row.pk, START + mail.LEASE)


def test_a_refused_mail_rests_longer_each_time_and_is_given_up(house, settings):
    at, waited = START, []
    for _ in range(len(mail.REST)):
        run(at, settings, Refusing)
        row = first()
        assert row.state == Reminder.State.FAILED
        assert row.try_at is not None
        waited.append(int((row.try_at - at).total_seconds() // 60))
        at = row.try_at
    run(at, settings, Refusing)
    assert waited == list(mail.REST)
    assert (first().state, first().try_at, first().error) == ("given_up", None, "SMTPRecipientsRefused")


def test_where_no_server_answers_the_run_ends_with_the_first(house, settings):
    run(START, settings, Away)
    assert list(Reminder.objects.filter(channel="mail").values_list("tries", flat=True).distinct()) != [1]
    assert Reminder.objects.filter(state="failed").count() == 1


def test_given_up_mail_is_tried_again_on_the_secretary_s_word(house):
    Reminder.objects.filter(pk=first().pk).update(state="given_up", tries=6, try_at=None, error="x")
    with standing_at(START):
        send_again(house.branch, by=house.secretary, at=START)
    assert (first().state, first().tries) == ("pending", 0)
    assert run(START) > 0


def test_there_must_be_something_given_up(house):
    with pytest.raises(Refused, match="没有停止发送的邮件"):
        send_again(house.branch, by=house.secretary, at=START)
