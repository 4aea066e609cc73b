"""The two profiles of passwords, each at its limits."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_password
from accounts.hashers import Argon2Hasher
from accounts.models import User
from accounts.passwords import PROFILES
from tests.accounts.world import GOOD, OTHER, log_in, with_password

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def user() -> User:
    return User.objects.create_user("zhangsan", name="张三")


@pytest.fixture
def asvs(settings):
    settings.AUTH_PASSWORD_VALIDATORS = PROFILES["asvs"].validators
    settings.PASSWORD_DAYS = PROFILES["asvs"].days


def codes(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


def taken(user: User, password: str, at: datetime = AT) -> None:
    """The account has this password from now on."""
    change_password(user, password, at)


# 等保


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("Ab1defgh9", {"password_too_short"}),
        ("Ab1defgh9x", set()),
        ("abcdefgh12", {"password_too_plain"}),
        ("Abcdefgh12", set()),
        ("abcdefg-12", set()),
        ("ABCDEFG-12", set()),
        ("Abcdefgh-i", set()),
        ("password1!", {"password_too_common"}),
    ],
)
def test_dengbao_asks_for_ten_signs_of_three_kinds(password, found):
    assert codes(password) - ({"password_too_common"} - found) == found


def test_every_refusal_of_a_password_is_in_chinese(user):
    with pytest.raises(ValidationError) as refused:
        validate_password("zhangsan", user)
    assert [text for text in refused.value.messages if text.isascii()] == []


def test_dengbao_refuses_the_own_login_name(user):
    assert codes("Zhangsan-1", user) == {"password_too_similar"}


def test_dengbao_refuses_the_last_five_and_takes_the_sixth_again(user):
    passwords = [f"Mima-2026-{number}" for number in range(6)]
    for number, password in enumerate(passwords):
        taken(user, password, AT + timedelta(days=number))
    assert [codes(password, user) for password in passwords] == [set(), *[{"password_used_before"}] * 5]


def test_no_more_hashes_are_kept_than_are_needed(user):
    for number in range(9):
        taken(user, f"Mima-2026-{number}", AT + timedelta(days=number))
    assert user.past_passwords.count() == 5


@pytest.mark.parametrize(("days", "leads_to"), [(89, "desk:today"), (90, "accounts:change_password")])
def test_dengbao_wants_another_password_after_ninety_days(user, days, leads_to):
    taken(user, GOOD)
    with time_machine.travel(AT + timedelta(days=days), tick=False):
        assert log_in("zhangsan").headers["Location"] == reverse(leads_to)


def test_no_page_is_shown_before_the_old_password_is_changed(user):
    taken(user, GOOD, timezone.now() - timedelta(days=90))
    client = Client()
    log_in("zhangsan", client=client)
    asked = [client.get("/"), client.get("/mine/"), client.get("/nowhere/")]
    assert [answer.status_code for answer in asked] == [302, 302, 404]
    given = {"old_password": GOOD, "new_password1": OTHER, "new_password2": OTHER}
    client.post(reverse("accounts:change_password"), given)
    assert client.get("/mine/").status_code == 200


def test_a_password_that_nobody_chose_himself_is_changed_first(user):
    user.set_password(GOOD)
    user.save()
    assert log_in("zhangsan").headers["Location"] == reverse("accounts:change_password")


def test_the_old_password_is_asked_for(user):
    with_password(user)
    client = Client()
    log_in("zhangsan", client=client)
    given = {"old_password": "wrong", "new_password1": OTHER, "new_password2": OTHER}
    assert "old_password" in client.post(reverse("accounts:change_password"), given).context["form"].errors


# ASVS


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("lvkuandehe1", {"password_too_short"}),
        ("lvkuandehegu", set()),
        ("passwordpassword", {"password_too_common"}),
        ("password20262026", {"password_too_common"}),
        ("!!!!qwertyuiop!!!!", {"password_too_common"}),
        ("aaaaaaaaaaaaaaa", {"password_too_common"}),
        ("1234567890123456", {"password_too_common"}),
        ("correct horse battery", set()),
    ],
)
def test_asvs_asks_for_length_and_refuses_what_is_listed(asvs, password, found):
    assert codes(password) == found


def test_asvs_never_forces_a_change(asvs, user):
    taken(user, "lvkuandehegu")
    with time_machine.travel(AT + timedelta(days=3650), tick=False):
        assert log_in("zhangsan", "lvkuandehegu").headers["Location"] == reverse("desk:today")


def test_asvs_forbids_no_password_of_before(asvs, user):
    taken(user, "lvkuandehegu")
    assert codes("lvkuandehegu", user) == set()


# Hashes


def test_a_password_is_hashed_by_argon2id_at_the_measured_cost(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher"]
    user = User(username="u")
    user.set_password(GOOD)
    decoded = Argon2Hasher().decode(user.password)
    assert isinstance(identify_hasher(user.password), Argon2Hasher)
    assert (decoded["variety"], decoded["memory_cost"], decoded["time_cost"], decoded["parallelism"]) == (
        "argon2id", 46 * 1024, 1, 1,
    )  # fmt: skip


def test_the_profiles_are_the_ones_of_the_settings(settings):
    assert (PROFILES["dengbao"], 90, 5) == (
        settings.PASSWORD_PROFILE,
        settings.PASSWORD_DAYS,
        settings.PASSWORD_HISTORY,
    )
