"""Inbox and outbox: each sees his own, the secretary what became of the branch's mail."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from rulebook.models import Reminder
from rulebook.reminders import Message, notify
from tests.factories import BranchFactory, user_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 8, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def house() -> BranchFactory:
    house = BranchFactory(members=3, committee=1)
    for person in house.people:
        user = user_of(person)
        user.email = f"{user.pk}@example.invalid"
        user.save()
    message = Message("会议通知：3月20日党员大会", "请准时参加。", "/meetings/1/", "议题：一")
    notify(house.branch, "meetings.send_notice", "once", [user_of(one).pk for one in house.people], message)
    return house


def own(house: BranchFactory, number: int) -> Reminder:
    return Reminder.objects.inbox_of(user_of(house.people[number])).get()


def test_everybody_sees_his_own_messages_and_their_number(house, client):
    client.force_login(user_of(house.people[1]))
    answer = client.get(reverse("desk:inbox"))
    assert [row.recipient_id for row in answer.context["reminders"]] == [user_of(house.people[1]).pk]
    assert answer.context["house"]["inbox_count"] == 1


def test_telling_again_adds_nothing(house):
    before = Reminder.objects.count()
    message = Message("会议通知：3月20日党员大会", "请准时参加。", "/meetings/1/")
    notify(house.branch, "meetings.send_notice", "once", [user_of(one).pk for one in house.people], message)
    assert Reminder.objects.count() == before


def test_a_message_is_read_when_it_is_opened(house, client):
    client.force_login(user_of(house.people[1]))
    answer = client.post(reverse("desk:open_message", args=[own(house, 1).pk]))
    assert answer.url == "/meetings/1/"
    assert own(house, 1).read_at is not None
    assert own(house, 0).read_at is None


def test_another_s_message_is_not_found(house, client):
    client.force_login(user_of(house.people[1]))
    assert client.post(reverse("desk:open_message", args=[own(house, 0).pk])).status_code == 404
    assert own(house, 0).read_at is None


def test_looking_reads_nothing(house, client):
    client.force_login(user_of(house.people[1]))
    client.get(reverse("desk:inbox"))
    assert client.get(reverse("desk:open_message", args=[own(house, 1).pk])).status_code == 405
    assert own(house, 1).read_at is None


def test_all_can_be_marked_read(house, client):
    client.force_login(user_of(house.people[1]))
    client.post(reverse("desk:read_all"))
    assert Reminder.objects.inbox_of(user_of(house.people[1])).unread().count() == 0
    assert own(house, 0).read_at is None


def test_the_secretary_sees_what_became_of_the_mail(house, client):
    Reminder.objects.filter(channel="mail", recipient=user_of(house.people[2])).update(
        state="given_up", tries=6, try_at=None, error="SMTPRecipientsRefused"
    )
    client.force_login(house.secretary)
    answer = client.get(reverse("desk:outbox", args=[house.branch.code]), {"state": "given_up"})
    assert [row.recipient.name for row in answer.context["reminders"]] == [house.people[2].name]
    assert "SMTPRecipientsRefused" in answer.content.decode()


def test_a_plain_member_does_not(house, client):
    client.force_login(user_of(house.people[2]))
    assert client.get(reverse("desk:outbox", args=[house.branch.code])).status_code == 404


@pytest.mark.parametrize("number", [1, 40])
def test_the_queries_do_not_depend_on_the_number_of_messages(house, client, number, django_assert_num_queries):
    message = Message("会议通知", "请准时参加。", "/meetings/1/")
    for occasion in range(number):
        notify(house.branch, "meetings.send_notice", f"{occasion}", [house.secretary.pk], message)
    client.force_login(house.secretary)
    client.get(reverse("desk:inbox"))
    with django_assert_num_queries(7):
        client.get(reverse("desk:inbox"))
