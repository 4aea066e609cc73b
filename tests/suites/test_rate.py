"""T-RATE: guessing is locked out and slowed down; a room behind one address still gets in; nothing is told."""

import logging
import re
import statistics
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.throttle import client_address
from members.actions import lift_lock_out
from members.models import Account
from tests.accounts.world import GOOD, log_in, with_password
from tests.factories import BranchFactory, user_of

pytestmark = [pytest.mark.short, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())
HOME, AWAY = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def now():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(now) -> User:
    return with_password(User.objects.create_user("zhangsan", name="张三"))


def fail(times: int, username: str = "zhangsan", address: str = HOME) -> list[int]:
    return [log_in(username, "wrong", address=address).status_code for _ in range(times)]


# The lock


def test_the_fifth_failure_locks(user):
    assert fail(5) == [200, 200, 200, 200, 429]


def test_the_right_password_does_not_open_a_locked_name(user):
    fail(5)
    assert log_in("zhangsan").status_code == 429


def test_four_failures_and_a_success_begin_anew(user):
    fail(4)
    assert log_in("zhangsan").status_code == 302
    assert fail(4) == [200] * 4


@pytest.mark.parametrize(("minutes", "status"), [(29, 429), (31, 302)])
def test_the_lock_lasts_half_an_hour(user, now, minutes, status):
    fail(5)
    now.shift(timedelta(minutes=minutes))
    assert log_in("zhangsan").status_code == status


def test_who_keeps_trying_does_not_prolong_the_lock(user, now):
    fail(5)
    now.shift(timedelta(minutes=20))
    fail(3)
    now.shift(timedelta(minutes=11))
    assert log_in("zhangsan").status_code == 302


def test_another_user_behind_the_same_address_still_gets_in(user):
    with_password(User.objects.create_user("lisi", name="李四"))
    fail(5)
    assert log_in("lisi").status_code == 302


def test_the_same_user_at_another_address_still_gets_in(user):
    fail(5)
    assert log_in("zhangsan", address=AWAY).status_code == 302


def test_the_page_of_the_lock_is_chinese_and_says_how_long(user):
    fail(4)
    page = log_in("zhangsan", "wrong").content.decode()
    assert ("暂时锁定" in page, "30 分钟" in page, "zhangsan" in page) == (True, True, False)


def test_the_lock_is_the_same_page_for_a_script(user):
    fail(5)
    given = {"username": "zhangsan", "password": "wrong"}
    answer = Client().post(
        reverse("accounts:log_in"), given, REMOTE_ADDR=HOME, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_name_that_nobody_has_is_locked_alike(user):
    assert fail(5, "nobody") == [200, 200, 200, 200, 429]


def test_the_security_administrator_lifts_the_lock(now):
    house = BranchFactory(members=6)
    member = with_password(user_of(house.people[5]))
    guard = User.objects.create_user("anquan", name="安全管理员", administration="security")
    fail(5, member.username)
    lift_lock_out(Account.objects.get(pk=member.pk), by=guard, at=AT)
    assert log_in(member.username).status_code == 302


def test_guessing_a_code_locks_like_guessing_a_password(user):
    given = {"username": "zhangsan", "secret_code": "AAAA", "new_password1": GOOD, "new_password2": GOOD}
    answers = [Client().post(reverse("accounts:activate"), given, REMOTE_ADDR=HOME).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


# The slow-down


def test_twenty_failures_of_many_names_slow_an_address_down(user):
    answers = [fail(1, f"name{number}")[0] for number in range(21)]
    assert answers == [*[200] * 20, 429]


def test_a_slowed_address_gets_in_after_four_seconds_at_most(user, now):
    for number in range(40):
        fail(1, f"name{number}")
        now.shift(timedelta(seconds=4))
    for number in range(40, 42):
        fail(1, f"name{number}")
    answer = log_in("zhangsan")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "4")
    now.shift(timedelta(seconds=4))
    assert log_in("zhangsan").status_code == 302


def test_the_slowed_page_says_how_many_seconds(user):
    for number in range(20):
        fail(1, f"name{number}")
    assert "请 1 秒后再试" in log_in("zhangsan").content.decode()


def test_ten_failures_from_many_addresses_slow_a_name_down(user):
    answers = [fail(1, address=f"203.0.113.{number}")[0] for number in range(11)]
    assert answers == [*[200] * 10, 429]


def test_a_slowed_attempt_does_not_count_as_a_failure(user):
    for number in range(20):
        fail(1, f"name{number}")
    fail(5, "one-more")
    assert AccessAttempt.objects.filter(username="one-more").count() == 0


def test_failures_of_more_than_half_an_hour_ago_are_forgotten(user, now):
    for number in range(25):
        fail(1, f"name{number}")
        now.shift(timedelta(seconds=4))
    now.shift(timedelta(minutes=31))
    assert log_in("zhangsan").status_code == 302


def test_activation_is_slowed_down_alike(user):
    for number in range(20):
        fail(1, f"name{number}")
    given = {"username": "zhangsan", "secret_code": "AAAA"}
    assert Client().post(reverse("accounts:activate"), given, REMOTE_ADDR=HOME).status_code == 429


# Who asks


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", HOME),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.50", "203.0.113.9"),
        (2, "203.0.113.9", HOME),
        (1, "", HOME),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=HOME, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address


def test_a_made_up_address_escapes_no_lock(user):
    for number in range(5):
        given = {"username": "zhangsan", "password": "wrong"}
        header = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = Client().post(reverse("accounts:log_in"), given, REMOTE_ADDR=HOME, headers=header)
    assert answer.status_code == 429


# Nothing is told


def shown(answer) -> str:
    """The page without what differs at every call."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]+"', "", answer.content.decode())
    return re.sub(r'value="(zhangsan|nobody|closed|waiting|locked)"', "", page)


def others() -> None:
    with_password(User.objects.create_user("closed", name="关闭"))
    User.objects.filter(username="closed").update(is_active=False)
    with_password(User.objects.create_user("locked", name="停用"))
    User.objects.filter(username="locked").update(locked_at=AT)
    User.objects.create_user("waiting", name="待激活")


def test_a_wrong_password_and_an_unknown_closed_locked_or_waiting_name_look_the_same(user):
    others()
    pages = {
        shown(log_in(name, password))
        for name, password in (
            ("zhangsan", "wrong"), ("nobody", GOOD), ("closed", GOOD), ("locked", GOOD), ("waiting", GOOD),
        )
    }  # fmt: skip
    assert len(pages) == 1


def test_an_unknown_name_takes_as_long_as_a_known_one(settings, django_assert_max_num_queries):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
    with_password(User.objects.create_user("zhangsan", name="张三"))
    others()

    def seconds(name: str) -> float:
        taken = []
        for number in range(4):
            begun = time.thread_time()
            log_in(name, "wrong", address=f"203.0.113.{number}")
            taken.append(time.thread_time() - begun)
        return statistics.median(taken)

    known = seconds("zhangsan")
    assert all(0.5 < seconds(name) / known < 2 for name in ("nobody", "closed", "locked", "waiting"))


def test_no_log_names_who_failed(user, caplog):
    with caplog.at_level(logging.DEBUG):
        fail(5)
        log_in("zhangsan", address=AWAY)
    assert caplog.records
    assert not any("zhangsan" in record.getMessage() or HOME in record.getMessage() for record in own(caplog))


def own(caplog) -> list[logging.LogRecord]:
    """Without the statements that Django's test settings log when the level is DEBUG."""
    return [record for record in caplog.records if record.name != "django.db.backends"]


def test_no_secret_is_kept_of_a_failed_attempt(user):
    given = {"username": "zhangsan", "secret_code": "SECRETCODE", "new_password1": "Neu-1", "new_password2": "Neu-1"}
    Client().post(reverse("accounts:activate"), given, REMOTE_ADDR=HOME)
    log_in("zhangsan", "Old-1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT get_data, post_data, path_info FROM axes_accessattempt")
        kept = str(cursor.fetchall())
    assert not any(word in kept for word in ("SECRETCODE", "Neu-1", "Old-1"))


def test_a_login_name_never_stands_in_an_address(user):
    answer = Client().post(reverse("accounts:log_in"), {"username": "zhangsan", "password": GOOD}, REMOTE_ADDR=HOME)
    assert "zhangsan" not in answer.headers["Location"]
