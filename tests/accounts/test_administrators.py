"""The three administrators: who they are, what each may do, and that none of them reads a branch."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, User
from members.actions import appoint, install_secretary, open_account, register_officer, remove_officer
from members.models import Account, Person, reach_of
from members.posts import Post
from rulebook import clock
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act
from rulebook.rights import RIGHTS
from tests.accounts.world import GOOD, activate, log_in, queries_of
from tests.factories import BranchFactory
from tests.factories.branch import FOUNDED, branch, holding, organization, person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())
OF_SYSTEM = {"found_organization", "install_secretary", "register_officer", "remove_officer"}
OF_SYSTEM |= {"renew_activation", "close_account", "reopen_account"}
OF_SECURITY = {"lock_account", "unlock_account", "lift_lock_out", "force_log_out"}
SECRETARY = {
    "username": "shuji",
    "name": "丁一凡",
    "sex": "male",
    "identity_number": "370000197103081030",
    "since": date(2026, 3, 2),
}


def administrator(kind: str) -> User:
    return User.objects.create_user(kind, name=f"{kind}管理员", administration=kind)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=7)


# What they may do


@pytest.mark.parametrize(("kind", "verbs"), [("system", OF_SYSTEM), ("security", OF_SECURITY), ("audit", set())])
def test_an_administrator_holds_these_rights_and_no_other(house, kind, verbs):
    user = administrator(kind)
    assert {right for right in RIGHTS if user.has_perm(right, house.branch)} == {f"members.{verb}" for verb in verbs}


def test_no_right_belongs_to_two_kinds_of_administrators():
    kinds = {"system", "security", "audit"}
    assert [name for name, right in RIGHTS.items() if len(right.holders & kinds) > 1] == []


@pytest.mark.parametrize("kind", ["system", "security", "audit"])
def test_an_administrator_reads_nothing_even_where_he_is_made_a_member(house, kind):
    user = administrator(kind)
    one = person(house.branch)
    Person.objects.filter(pk=one.pk).update(user=user)
    holding(one, house.branch, Post.COMMITTEE_MEMBER)
    assert (reach_of(user).posts, reach_of(user).memberships) == ((), ())
    assert user.has_perm("meetings.read", house.branch) is False


@pytest.mark.parametrize("kind", ["system", "security", "audit"])
def test_no_page_of_an_administrator_names_what_a_branch_does(house, kind):
    client = client_of(administrator(kind))
    names = ("waiting", "organizations", "accounts", "acts")
    pages = [client.get(reverse(f"administration:{name}")) for name in names]
    text = "".join(page.content.decode() for page in pages if page.status_code == 200)
    assert not any(one.name in text for one in house.people[1:])


def test_the_system_administrator_appoints_nobody(house):
    given = {"person": house.people[6], "post": Post.ARCHIVIST, "since": FOUNDED, "basis": ""}
    with pytest.raises(NotEntitled):
        appoint(house.branch, **given, by=administrator("system"), at=AT)


# The first accounts of an organization


def test_the_first_secretary_gets_a_slip_and_the_rights_of_his_post():
    there = branch()
    slip = install_secretary(there, **SECRETARY, by=administrator("system"), at=clock.now())
    activate(slip)
    assert log_in("shuji").status_code == 302
    assert User.objects.get(username="shuji").has_perm("members.upload_roster", there)


@pytest.mark.clause("2.1")
def test_a_branch_with_a_secretary_gets_no_second_one(house):
    with pytest.raises(Refused) as refused:
        install_secretary(house.branch, **SECRETARY, by=administrator("system"), at=AT)
    assert str(refused.value) == "书记职务已有在任人员（第2篇 一）"


@pytest.mark.clause("2.1")
def test_a_second_secretary_is_not_appointed_before_the_first_one_ends(house):
    given = {"person": house.people[6], "post": Post.SECRETARY, "since": date(2026, 3, 2), "basis": "选举"}
    with pytest.raises(Refused) as refused:
        appoint(house.branch, **given, by=house.secretary, at=AT)
    assert str(refused.value) == "书记职务已有在任人员（第2篇 一）"
    house.people[0].terms.update(until=date(2026, 3, 1))
    keeper = house.people[1]
    assert appoint(house.branch, **given, by=user(keeper), at=AT).pk


def user(person: Person) -> User:
    person.user = person.user or User.objects.create_user(f"u{person.pk}", name=person.name)
    person.save()
    return person.user


def test_a_secretary_already_on_the_roster_is_known_again():
    there, system = branch(), administrator("system")
    slip = install_secretary(there, **SECRETARY, by=system, at=AT)
    one = slip.user.person
    one.terms.update(until=date(2026, 3, 3))
    Person.objects.filter(pk=one.pk).update(user=None)
    later = {**SECRETARY, "username": "shuji2", "since": date(2026, 3, 3)}
    again = install_secretary(there, **later, by=system, at=AT + timedelta(days=2))
    assert Person.objects.get(user=again.user).pk == one.pk


def test_a_member_of_another_branch_is_not_made_its_secretary():
    system = administrator("system")
    slip = install_secretary(branch(), **SECRETARY, by=system, at=AT)
    Person.objects.filter(user=slip.user).update(user=None)
    with pytest.raises(Refused) as refused:
        install_secretary(branch(), **{**SECRETARY, "username": "shuji2"}, by=system, at=AT)
    assert str(refused.value) == "此人的组织关系不在本支部"


def test_an_officer_of_a_superior_gets_a_slip_and_the_rights_of_his_post(house):
    given = {"username": "jingban", "name": "何清", "sex": "female", "post": Post.SUPERIOR_OFFICER, "since": AT.date()}
    slip = register_officer(house.branch.superior, **given, by=administrator("system"), at=AT)
    assert User.objects.get(pk=slip.user.pk).has_perm("archives.decide", house.branch)


def test_an_officer_who_is_removed_has_no_rights_from_that_day(house):
    term = house.officer.terms.get()
    remove_officer(house.branch.superior, officer=term, until=AT.date(), by=administrator("system"), at=AT)
    assert not User.objects.get(pk=house.superior_officer.pk).has_perm("archives.decide", house.branch)


def test_the_system_administrator_finds_whom_he_may_remove(house):
    assert house.superior_officer.is_active
    address = reverse("members:remove_officer", args=[house.branch.superior.code])
    client = client_of(administrator("system"))
    assert address in client.get(reverse("administration:organizations")).content.decode()
    offered = client.get(address).context["form"].fields["officer"].queryset
    assert [term.person for term in offered] == [house.officer]


def test_a_branch_has_no_officers(house):
    given = {"username": "jingban", "name": "何清", "sex": "female", "post": Post.SUPERIOR_OFFICER, "since": AT.date()}
    with pytest.raises(Refused):
        register_officer(house.branch, **given, by=administrator("system"), at=AT)


def test_the_form_for_the_secretary_refuses_a_wrong_identity_number():
    address = reverse("members:install_secretary", args=[branch().code])
    given = {**SECRETARY, "identity_number": "370000197103081031", "since": "2026-03-02"}
    answer = client_of(administrator("system")).post(address, given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["identity_number"])


def test_the_form_for_the_secretary_refuses_a_sex_that_his_number_denies():
    address = reverse("members:install_secretary", args=[branch().code])
    answer = client_of(administrator("system")).post(address, {**SECRETARY, "sex": "female", "since": "2026-03-02"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["sex"])


def test_the_name_of_the_first_secretary_is_stored_like_every_name():
    there = branch()
    address = reverse("members:install_secretary", args=[there.code])
    client_of(administrator("system")).post(address, {**SECRETARY, "name": "丁　一 凡", "since": "2026-03-02"})
    assert Person.objects.get(terms__organization=there).name == "丁一凡"


def test_an_organization_is_founded_one_level_down_and_by_a_free_code(house):
    client, above = client_of(administrator("system")), house.branch.superior
    address = reverse("members:found_organization", args=[above.code])
    assert client.get(address).context["form"].fields["level"].choices == [("branch", "党支部")]
    given = {"name": "新支部", "short_name": "新", "level": "branch", "founded_on": "2026-03-02"}
    assert client.post(address, {**given, "code": house.branch.code}).status_code == 422
    assert client.post(address, {**given, "code": "new"}).status_code == 302
    assert Organization.objects.get(code="new").path.startswith(above.path)


# What is waiting


def waiting(user: User) -> list[str]:
    answer = client_of(user).get(reverse("administration:waiting"))
    return [task.title for task in answer.context["tasks"]]


def test_the_system_administrator_sees_who_cannot_work_yet(house):
    empty = branch()
    titles = waiting(administrator("system"))
    assert f"{empty.name}还没有书记账号" in titles
    assert f"{empty.superior.name}还没有经办人" in titles


def test_a_branch_whose_secretary_has_an_account_is_not_waiting(house):
    assert house.secretary.username
    assert f"{house.branch.name}还没有书记账号" not in waiting(administrator("system"))


def test_the_system_administrator_sees_the_slips_that_were_not_used_in_time():
    slip = install_secretary(branch(), **SECRETARY, by=administrator("system"), at=clock.now() - timedelta(days=15))
    assert f"{slip.user.name}的激活单已过期" in waiting(User.objects.get(username="system"))


def test_the_security_administrator_sees_who_is_locked_out(house):
    name = user(house.people[6]).username
    for _ in range(5):
        log_in(name, "wrong")
    assert waiting(administrator("security")) == ["党员007的账号登录锁定中"]


def test_the_today_page_of_an_administrator_is_his_own(house):
    assert client_of(administrator("audit")).get("/").headers["Location"] == reverse("administration:waiting")


# Lists


def test_the_list_of_accounts_finds_a_name_without_putting_it_into_the_address(house):
    open_account(house.people[6], username="zhangsan", by=house.secretary, at=AT)
    answer = client_of(administrator("security")).post(reverse("administration:accounts"), {"q": "zhang"})
    assert [account.username for account in answer.context["accounts"]] == ["zhangsan"]


def test_the_list_of_accounts_goes_on_after_fifty(house):
    for number in range(60):
        User.objects.create_user(f"n{number:02}", name="甲")
    client, address = client_of(administrator("system")), reverse("administration:accounts")
    first = client.get(address)
    second = client.post(address, {"before": first.context["next_before"]})
    names = [account.username for page in (first, second) for account in page.context["accounts"]]
    assert (len(first.context["accounts"]), len(names), len(set(names))) == (50, 61, 61)
    assert second.context["next_before"] == ""


def acts_of(house: BranchFactory, number: int) -> None:
    for one in range(number):
        made = person(house.branch, f"人{one}")
        open_account(made, username=f"a{made.pk}", by=house.secretary, at=AT)


@pytest.mark.parametrize("name", ["accounts", "acts", "organizations"])
def test_a_list_costs_the_same_for_one_row_and_for_fifty(house, name):
    kind = {"accounts": "system", "acts": "audit", "organizations": "system"}[name]
    client, address = client_of(administrator(kind)), reverse(f"administration:{name}")
    acts_of(house, 1)
    few = queries_of(client, address)
    acts_of(house, 49)
    for _ in range(20):
        organization(Organization.Level.BRANCH, house.branch.superior)
    assert (queries_of(client, address), few <= 6) == (few, True)


def seen(client: Client, **asked: object) -> list[str]:
    answer = client.post(reverse("administration:acts"), asked)
    return [f"{act.by.name} {act.organization.short_name} {label}" for act, label in answer.context["lines"]]


def test_the_list_of_acts_says_who_where_and_what(house):
    acts_of(house, 1)
    assert seen(client_of(administrator("audit"))) == [f"党员001 {house.branch.short_name} 开设账号"]


def test_the_list_of_acts_says_nothing_of_their_content(house):
    made = person(house.branch, "不可见者")
    open_account(made, username="bukejianzhe", by=house.secretary, at=AT)
    page = client_of(administrator("audit")).get(reverse("administration:acts")).content.decode()
    assert ("不可见者" in page, "bukejianzhe" in page, str(Act.objects.get().changes) in page) == (False,) * 3


def test_the_list_of_acts_is_narrowed(house):
    other = BranchFactory(members=3)
    acts_of(house, 1)
    acts_of(other, 1)
    client = client_of(administrator("audit"))
    here = [f"党员001 {house.branch.short_name} 开设账号"]
    assert seen(client, organization=house.branch.code) == here
    assert seen(client, account=house.secretary.pk) == here
    assert seen(client, by="没有这人") == []
    assert len(seen(client, verb="members.open_account")) == 2
    assert seen(client, verb="members.lock_account") == []
    today = clock.today()
    assert len(seen(client, since=today, until=today)) == 2
    assert seen(client, since=today + timedelta(days=1)) == []


def test_late_entries_are_found_by_the_days_of_the_branch(house):
    late = clock.now() - timedelta(days=2)
    open_account(house.people[5], username="late", by=house.secretary, at=late)
    open_account(house.people[6], username="timely", by=house.secretary, at=clock.now())
    answer = client_of(administrator("audit")).post(reverse("administration:acts"), {"late": "on"})
    assert [(act.verb, act.is_late) for act, _ in answer.context["lines"]] == [("members.open_account", True)]


def test_the_list_of_acts_goes_on_after_fifty(house):
    acts_of(house, 51)
    client, address = client_of(administrator("audit")), reverse("administration:acts")
    first = client.get(address)
    second = client.post(address, {"before": first.context["next_before"]})
    assert (len(first.context["lines"]), len(second.context["lines"])) == (50, 1)


# The commands

FOUNDING = ("--code", "jgdw", "--name", "机关委员会", "--short-name", "机关党委", "--founded-on", "2020-01-01")
THREE = ("--system", "xitong:甲", "--security", "anquan:乙", "--audit", "shenji:丙")


def run(*arguments: str) -> list[list[str]]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines() if "\t" in line]


def test_a_real_installation_begins_with_one_organization_and_three_slips():
    lines = run("first_administrators", *FOUNDING, *THREE)
    kinds = ["系统管理员", "安全管理员", "审计管理员"]
    assert [line[:2] for line in lines] == [
        list(pair) for pair in zip(kinds, ("xitong", "anquan", "shenji"), strict=True)
    ]
    assert Organization.objects.get().level == "department_committee"
    given = {"username": "xitong", "secret_code": lines[0][2], "new_password1": GOOD, "new_password2": GOOD}
    Client().post(reverse("accounts:activate"), given)
    assert log_in("xitong").status_code == 302


@pytest.mark.parametrize("wrong", [("--audit", "anquan:丙"), ("--audit", "shenji"), ("--audit", "XITONG:丙")])
def test_three_administrators_are_three_accounts_with_names(wrong):
    with pytest.raises(CommandError):
        run("first_administrators", *FOUNDING, *THREE[:4], *wrong)
    assert User.objects.count() == 0


def test_the_first_administrators_come_once():
    run("first_administrators", *FOUNDING, *THREE)
    with pytest.raises(CommandError):
        run("first_administrators", *FOUNDING, *THREE)


def test_an_administrator_gets_a_new_slip_from_the_command_line_only(house):
    administrator("audit")
    (line,) = run("renew_administrator", "audit")
    given = {"username": "audit", "secret_code": line[1], "new_password1": GOOD, "new_password2": GOOD}
    assert Client().post(reverse("accounts:activate"), given).status_code == 302
    with pytest.raises(CommandError):
        run("renew_administrator", house.secretary.username)


def test_acts_on_an_administrators_account_stand_in_the_topmost_chain(house):
    account = Account.objects.get(pk=administrator("system").pk)
    assert account.organization == Organization.objects.filter(superior=None).order_by("pk")[0]
