"""T-RACE: the same thing done by many in one moment, each on a connection of its own: it is done once."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts.actions import activate
from accounts.models import User
from members.actions import appoint, form_group, open_account, upload_roster
from members.models import Affiliation, Person, RosterUpload, Term
from members.posts import Post
from members.reading import read_apart
from members.tasks import begin_check, begin_import
from rulebook import clock
from rulebook.kernel import Refused
from rulebook.models import Act
from tests.factories import BranchFactory
from tests.members.roster_workbooks import crowded
from tests.suites.world import all_at_once, own_database

MANY = 8
ONE_OF_THEM = {"done": 1, "refused": MANY - 1}
SINCE = date(2026, 3, 2)


@pytest.fixture
def house(tmp_path: Path, django_db_blocker: Any) -> Iterator[BranchFactory]:
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield BranchFactory(members=MANY + 2, committee=1)


def outcomes(act: Callable[[int, User], Any], keeper: User) -> Counter[str]:
    """What became of each: done, refused, or (where the act answers False) late. Each reads the keeper anew."""
    here, start = connections["default"], Barrier(MANY)

    def run(number: int) -> str:
        usual = connections["default"]
        own = connections["default"] = type(here)({**here.settings_dict}, "default")
        try:
            by = User.objects.get(pk=keeper.pk)
            start.wait()
            return "late" if act(number, by) is False else "done"
        except Refused:
            return "refused"
        finally:
            own.close()
            connections["default"] = usual

    return Counter(all_at_once([lambda number=number: run(number) for number in range(MANY)]))


def test_of_many_secretaries_one_is_appointed(house: BranchFactory):
    Term.objects.filter(post=Post.SECRETARY).update(post=Post.DEPUTY_SECRETARY)

    def act(number: int, by: User) -> Term:
        given = {"post": Post.SECRETARY, "since": SINCE, "basis": "选举"}
        return appoint(house.branch, person=house.people[number + 1], **given, by=by, at=clock.now())

    assert outcomes(act, house.secretary) == ONE_OF_THEM
    assert Term.objects.filter(post=Post.SECRETARY).count() == 1


def test_an_import_confirmed_many_times_enters_everybody_once(house: BranchFactory):
    content, before = crowded(30), Person.objects.count()
    given = {"name": "花名册.xlsx", "content": content, "posts_since": SINCE}
    upload = upload_roster(house.branch, **given, by=house.secretary, at=clock.now())
    begin_check(upload, read_apart(content, clock.today()))
    outcomes(lambda _, by: begin_import(RosterUpload.objects.get(pk=upload.pk), by=by, at=clock.now()), house.secretary)
    assert Person.objects.count() - before == 30
    assert Affiliation.objects.count() == Person.objects.count()
    assert Act.objects.filter(verb="members.import_roster").count() == 1


def test_of_many_who_use_an_activation_code_one_sets_the_password(house: BranchFactory):
    user = open_account(house.people[5], username="zhangsan", by=house.secretary, at=clock.now()).user
    passwords = [f"Dangwu-2026-zhibu{number}" for number in range(MANY)]

    def act(number: int, _: User) -> bool:
        return activate(User.objects.get(pk=user.pk), passwords[number], clock.now())

    assert outcomes(act, house.secretary) == {"done": 1, "late": MANY - 1}
    activated = User.objects.get(pk=user.pk)
    assert [activated.check_password(password) for password in passwords].count(True) == 1


def test_of_many_groups_of_one_name_one_is_formed(house: BranchFactory):
    def act(_: int, by: User) -> Any:
        return form_group(house.branch, name="第一党小组", founded_on=SINCE, by=by, at=clock.now())

    assert outcomes(act, house.secretary) == ONE_OF_THEM


def test_of_many_accounts_for_one_person_one_is_opened(house: BranchFactory):
    def act(number: int, by: User) -> Any:
        person = Person.objects.get(pk=house.people[5].pk)
        return open_account(person, username=f"zhang{number}", by=by, at=clock.now())

    assert outcomes(act, house.secretary) == ONE_OF_THEM
    assert User.objects.filter(username__startswith="zhang").count() == 1
