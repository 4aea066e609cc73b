"""The activation slip: one code, one use, fourteen days; nobody but its holder ever knows the password."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.actions import VALID_FOR, Slip, issue
from accounts.actions import activate as use_code
from accounts.models import Activation, User
from members.actions import close_account, lock_account, open_account, renew_activation, reopen_account, unlock_account
from members.models import Account, Person
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act
from tests.accounts.world import GOOD, OTHER, activate, is_in, log_in, queries_of
from tests.factories import BranchFactory, user_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=7)


@pytest.fixture
def now():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def slip(house, now) -> Slip:
    return open_account(house.people[6], username="zhangsan", by=house.secretary, at=AT)


def account(slip: Slip) -> Account:
    return Account.objects.get(pk=slip.user.pk)


def security() -> User:
    return User.objects.create_user("anquan", name="安全管理员", administration="security")


def system() -> User:
    return User.objects.create_user("xitong", name="系统管理员", administration="system")


# Opening


def test_an_account_is_opened_without_a_password(slip, house):
    person = Person.objects.get(pk=house.people[6].pk)
    assert (person.user.username, person.user.has_usable_password()) == ("zhangsan", False)


def test_only_a_keyed_digest_of_the_code_is_kept(slip):
    row = Activation.objects.values_list().get()
    plain = slip.code.replace("-", "")
    assert not any(plain in str(value) or slip.code in str(value) for value in row)


def test_a_code_has_twelve_signs_none_of_which_is_mistaken_for_another(slip):
    plain = slip.code.replace("-", "")
    assert (len(plain), set(plain) & set("01OIL")) == (12, set())


def test_the_act_of_opening_holds_neither_login_name_nor_code(slip):
    act = Act.objects.get(verb="members.open_account")
    written = str([getattr(act, field.attname) for field in act._meta.concrete_fields])
    assert ("zhangsan" in written, slip.code in written) == (False, False)


def test_a_person_gets_one_account(slip, house):
    with pytest.raises(Refused) as refused:
        open_account(house.people[6], username="other", by=house.secretary, at=AT)
    assert str(refused.value) == "党员007已有账号"


def test_a_login_name_is_taken_whatever_its_case(slip, house):
    with pytest.raises(Refused) as refused:
        open_account(house.people[5], username="ZhangSan", by=house.secretary, at=AT)
    assert str(refused.value) == "这个登录名已有人用"


def test_an_ordinary_member_opens_no_account(house, now):
    with pytest.raises(NotEntitled):
        open_account(house.people[5], username="lisi", by=user_of(house.people[6]), at=AT)


# Setting the password


def test_the_holder_sets_his_password_and_logs_in(slip):
    assert activate(slip).headers["Location"] == reverse("accounts:log_in")
    client = Client()
    log_in("zhangsan", client=client)
    assert is_in(client)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_may_be_typed_in_small_letters_or_without_dashes(slip, typed):
    assert activate(slip, secret_code=typed(slip.code)).status_code == 302


def test_a_code_serves_once(slip):
    activate(slip)
    assert activate(slip, OTHER).status_code == 200
    assert log_in("zhangsan", OTHER).status_code == 200
    assert log_in("zhangsan", GOOD).status_code == 302


def test_of_two_that_use_a_code_at_once_one_is_late(slip):
    assert use_code(User.objects.get(pk=slip.user.pk), GOOD, AT) is True
    assert use_code(User.objects.get(pk=slip.user.pk), OTHER, AT) is False
    assert User.objects.get(pk=slip.user.pk).check_password(GOOD)


def test_an_account_waits_for_one_code_at_a_time(slip):
    with pytest.raises(IntegrityError):
        Activation.objects.create(user=slip.user, digest="x", issued_at=AT, expires_at=AT + VALID_FOR)


@pytest.mark.parametrize(("late", "status"), [(timedelta(seconds=-1), 302), (timedelta(0), 200)])
def test_a_code_is_valid_for_fourteen_days(slip, now, late, status):
    now.move_to(AT + timedelta(days=14) + late)
    assert activate(slip).status_code == status


def wrong_answers(slip: Slip, now) -> list[str]:
    """The page for a wrong code, a name that is nobody's, a used code, a withdrawn one and an expired one."""
    answers = [activate(slip, secret_code="AAAA-AAAA-AAAA"), activate(slip, username="nobody")]
    closed = issue(User.objects.create_user("closed", name="关闭"), AT)
    User.objects.filter(pk=closed.user.pk).update(is_active=False)
    locked = issue(User.objects.create_user("locked", name="停用"), AT)
    User.objects.filter(pk=locked.user.pk).update(locked_at=AT)
    older = issue(User.objects.create_user("older", name="旧单"), AT)
    issue(older.user, AT)
    answers += [activate(closed), activate(locked), activate(older)]
    activate(slip)
    answers.append(activate(slip))
    expiring = issue(User.objects.create_user("expiring", name="过期"), AT)
    now.move_to(AT + VALID_FOR)
    return [*answers, activate(expiring)]


def test_whatever_is_wrong_the_answer_is_the_same(slip, now):
    answers = wrong_answers(slip, now)
    errors = {tuple(answer.context["form"].non_field_errors()) for answer in answers}
    assert (len(answers), len(errors), {answer.status_code for answer in answers}) == (7, 1, {200})


def test_a_weak_password_is_refused_and_does_not_use_up_the_code(slip):
    assert "new_password1" in activate(slip, "12345678").context["form"].errors
    assert activate(slip).status_code == 302


def test_two_passwords_that_differ_do_not_use_up_the_code(slip):
    assert "new_password2" in activate(slip, new_password2=OTHER).context["form"].errors
    assert activate(slip).status_code == 302


def test_a_code_opens_no_log_in(slip):
    assert log_in("zhangsan", slip.code).status_code == 200


# Renewing


def test_a_new_slip_voids_the_old_one_and_the_password_and_the_sessions(slip, house):
    activate(slip)
    client = Client()
    log_in("zhangsan", client=client)
    renewed = renew_activation(account(slip), by=house.secretary, at=AT)
    assert (is_in(client), log_in("zhangsan").status_code, activate(slip).status_code) == (False, 200, 200)
    assert activate(renewed, OTHER).status_code == 302


def test_nobody_renews_his_own_account(house, now):
    own = Account.objects.get(pk=house.secretary.pk)
    with pytest.raises(Refused) as refused:
        renew_activation(own, by=house.secretary, at=AT)
    assert str(refused.value) == "不能对自己的账号办理"


def test_the_system_administrator_gets_hold_of_no_members_account(slip):
    with pytest.raises(Refused) as refused:
        renew_activation(account(slip), by=system(), at=AT)
    assert str(refused.value) == "系统管理员只办理书记和上级经办人的账号"


def test_the_system_administrator_gets_hold_of_no_other_administrator(house, now):
    other = Account.objects.get(pk=security().pk)
    with pytest.raises(Refused):
        renew_activation(other, by=system(), at=AT)


def test_the_system_administrator_renews_a_secretary(house, now):
    assert renew_activation(Account.objects.get(pk=house.secretary.pk), by=system(), at=AT).code


def test_another_branchs_secretary_renews_nothing(slip):
    with pytest.raises(NotEntitled):
        renew_activation(account(slip), by=BranchFactory(members=3).secretary, at=AT)


# Closing and locking


def test_a_closed_account_is_out_at_once_and_cannot_log_in(slip, house):
    activate(slip)
    client = Client()
    log_in("zhangsan", client=client)
    close_account(account(slip), by=house.secretary, at=AT)
    assert (is_in(client), log_in("zhangsan").status_code) == (False, 200)


def test_a_reopened_account_has_its_password_again(slip, house):
    activate(slip)
    close_account(account(slip), by=house.secretary, at=AT)
    reopen_account(account(slip), by=house.secretary, at=AT)
    assert log_in("zhangsan").status_code == 302


def test_a_locked_account_stays_shut_whatever_its_branch_does(slip, house):
    activate(slip)
    client = Client()
    log_in("zhangsan", client=client)
    lock_account(account(slip), by=security(), at=AT)
    close_account(account(slip), by=house.secretary, at=AT)
    reopen_account(account(slip), by=house.secretary, at=AT)
    assert (is_in(client), log_in("zhangsan").status_code) == (False, 200)


def test_an_unlocked_account_is_as_before(slip, house):
    activate(slip)
    guard = security()
    lock_account(account(slip), by=guard, at=AT)
    unlock_account(account(slip), by=guard, at=AT)
    assert log_in("zhangsan").status_code == 302


def test_a_secretary_locks_nobody(slip, house):
    with pytest.raises(NotEntitled):
        lock_account(account(slip), by=house.secretary, at=AT)


# The pages


def keeper(house: BranchFactory) -> Client:
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    return client


def test_the_answer_to_the_form_shows_the_code_that_opens_the_account(house, now):
    address = reverse("members:open_account", args=[house.people[6].pk])
    answer = keeper(house).post(address, {"username": "zhangsan", "email": ""})
    made: Slip = answer.context["slip"]
    assert made.code in answer.content.decode()
    assert activate(made).status_code == 302


def test_the_slip_is_printed_on_one_a6_page(slip, house):
    given = {"username": "zhangsan", "secret_code": slip.code}
    answer = keeper(house).post(reverse("administration:activation_slip"), given)
    pages = PdfReader(BytesIO(answer.content)).pages
    width, height = (round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:])
    text = pages[0].extract_text()
    assert (len(pages), width, height) == (1, 105, 148)
    assert all(word in text for word in ("党员007", "zhangsan", slip.code, "2026年3月16日"))


def test_no_slip_is_printed_without_the_right_code(slip, house):
    given = {"username": "zhangsan", "secret_code": "AAAA-AAAA-AAAA"}
    assert keeper(house).post(reverse("administration:activation_slip"), given).status_code == 404


def test_the_branchs_list_leads_to_the_form_and_to_the_account(slip, house):
    page = keeper(house).get(reverse("administration:branch_accounts", args=[house.branch.code])).content.decode()
    assert account(slip).get_absolute_url() in page
    assert reverse("members:open_account", args=[house.people[5].pk]) in page


def test_the_branchs_list_costs_the_same_for_one_account_and_for_many(house, now):
    client, address = keeper(house), reverse("administration:branch_accounts", args=[house.branch.code])
    few = queries_of(client, address)
    for number, one in enumerate(house.people[1:]):
        open_account(one, username=f"user-{number}", by=house.secretary, at=AT)
    assert (queries_of(client, address), few <= 12) == (few, True)
