"""T-SESSION: a session ends when it should, in every way it can end, and its cookie is dead afterwards."""

from datetime import datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_sessions
from accounts.models import User
from accounts.tasks import forget_sessions
from tests.accounts.world import GOOD, OTHER, is_in, log_in, with_password

pytestmark = [pytest.mark.short, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def now():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(now) -> User:
    return with_password(User.objects.create_user("zhangsan", name="张三"))


@pytest.fixture
def client(user) -> Client:
    return logged_in()


def logged_in(password: str = GOOD) -> Client:
    client = Client()
    assert log_in("zhangsan", password, client).status_code == 302
    return client


def copy_of(client: Client) -> Client:
    """Somebody who has got hold of the cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


@pytest.mark.parametrize(("minutes", "alive"), [(29, True), (31, False)])
def test_a_session_ends_half_an_hour_after_its_last_page(client, now, minutes, alive):
    now.shift(timedelta(minutes=minutes))
    assert is_in(client) is alive


def test_a_session_slides_with_its_pages(client, now):
    for _ in range(10):
        now.shift(timedelta(minutes=20))
        assert is_in(client)


def test_pages_within_the_same_minute_write_nothing(client, now, django_assert_max_num_queries):
    is_in(client)
    now.shift(timedelta(seconds=59))
    with django_assert_max_num_queries(12) as queries:
        is_in(client)
    assert [query["sql"] for query in queries.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))] == []


def visit_for(client: Client, now, hours: float) -> bool:
    """A page every twenty minutes for so long; whether the last one was shown."""
    end = timezone.now() + timedelta(hours=hours)
    while timezone.now() < end:
        now.move_to(min(end, timezone.now() + timedelta(minutes=20)))
        alive = is_in(client)
    return alive


@pytest.mark.parametrize(("hours", "alive"), [(12, True), (12.1, False)])
def test_a_session_ends_twelve_hours_after_its_log_in_however_busy(client, now, hours, alive):
    is_in(client)
    assert visit_for(client, now, hours) is alive


def test_a_cookie_is_dead_after_the_log_out(client):
    thief = copy_of(client)
    client.post(reverse("accounts:log_out"))
    assert (is_in(client), is_in(thief)) == (False, False)


def test_a_log_out_needs_a_post(client):
    client.get(reverse("accounts:log_out"))
    assert is_in(client)


def test_another_password_ends_all_sessions_but_the_one_it_was_changed_in(client):
    other, thief = logged_in(), copy_of(client)
    given = {"old_password": GOOD, "new_password1": OTHER, "new_password2": OTHER}
    client.post(reverse("accounts:change_password"), given)
    assert (is_in(client), is_in(other), is_in(thief)) == (True, False, False)


def test_two_sessions_at_once_are_two(client):
    other = logged_in()
    client.post(reverse("accounts:log_out"))
    assert is_in(other)


def test_sessions_ended_by_force_are_all_dead_and_the_password_stays(client, user):
    other = logged_in()
    end_sessions(user)
    assert (is_in(client), is_in(other), is_in(logged_in())) == (False, False, True)


@pytest.mark.parametrize("shut", [{"is_active": False}, {"locked_at": AT}])
def test_a_session_is_dead_as_soon_as_its_account_is_shut(client, shut):
    User.objects.update(**shut)
    assert is_in(client) is False


def test_a_session_gets_another_number_at_the_log_in(user):
    client = Client()
    client.post(reverse("accounts:large_print"))
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    log_in("zhangsan", client=client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(client):
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_a_made_up_cookie_is_nobody(user):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert is_in(client) is False


def test_dead_sessions_and_old_failures_are_forgotten_at_night(client, now):
    now.shift(timedelta(hours=25))
    log_in("zhangsan", "wrong")
    logged_in()
    AccessAttempt.objects.create(username="a", ip_address="192.0.2.9", user_agent="", failures_since_start=1)
    AccessAttempt.objects.filter(username="a").update(attempt_time=AT)
    forget_sessions()
    assert (Session.objects.count(), AccessAttempt.objects.filter(username="a").count()) == (1, 0)


# Negative control: without the hash in the session, a changed password would leave the others alive.


def test_without_its_hash_a_session_would_outlive_the_password(client, user, monkeypatch):
    monkeypatch.setattr(User, "get_session_auth_hash", lambda user: "the same for ever")
    thief = logged_in()
    with_password(user, OTHER)
    assert is_in(thief)
