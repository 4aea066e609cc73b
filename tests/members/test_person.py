"""A person's page, his sealed data on demand, and the story of it all."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members import actions
from members.comparison import keyed
from members.models import Affiliation, Amendment, Kinship, Mentorship, Person, RightsSuspension
from members.posts import Post
from members.records import looks_at
from members.story import story_of
from rulebook import clock
from rulebook.kernel import NotEntitled
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.branch import FOUNDED, holding
from tests.factories.branch import person as person_of

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER, PHONE = "370000197910011151", "370000197910011178", "19900000007"
QUERIES_OF_A_PERSON, QUERIES_OF_MINE, QUERIES_OF_A_STORY = 14, 20, 12


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8, committee=5)


@pytest.fixture
def tian(house) -> Person:
    person = Person(
        **keyed({"name": "田苗", "identity_number": NUMBER}),
        sex="male",
        phone=PHONE,
        birth_on=date(1979, 10, 1),
        admitted_on=date(2010, 7, 1),
        full_on=date(2011, 7, 1),
    )
    person.save()
    Affiliation.objects.create(person=person, organization=house.branch, since=FOUNDED)
    user_of(person)
    return Person.objects.get(pk=person.pk)


def at(day: date = date(2026, 3, 2)) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())


def corrected(person: Person, by: Any, **changes: Any) -> Amendment:
    given: dict[str, Any] = {
        "name": person.name,
        "sex": person.sex,
        "nationality": person.nationality,
        "birth_on": person.birth_on,
        "education": person.education,
        "department": person.department,
        "mobile": person.mobile,
        "identity_number": "",
        "phone": "",
        "ground": "已核对身份证",
    }
    return actions.correct_person(person, by=by, at=at(), **{**given, **changes})


def pages(client, user: Any, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# The sealed part


def test_the_page_shows_the_tail_and_no_more(client, house, tian):
    html = pages(client, house.secretary, f"/people/{tian.pk}/")
    assert "**************1151" in html
    assert NUMBER not in html
    assert PHONE not in html


def test_a_keeper_opens_it_and_that_is_an_act(client, house, tian):
    client.force_login(house.secretary)
    html = client.post(f"/people/{tian.pk}/open_sensitive/").content.decode()
    act = Act.objects.get(verb="members.open_sensitive")
    assert NUMBER in html
    assert PHONE in html
    assert (act.by, act.subject_id, act.changes) == (house.secretary, tian.pk, {})


def test_looking_at_the_address_opens_nothing(client, house, tian):
    client.force_login(house.secretary)
    assert client.get(f"/people/{tian.pk}/open_sensitive/").status_code == 302
    assert not Act.objects.filter(verb="members.open_sensitive").exists()


@pytest.mark.parametrize("place", [2, 3, 7])
def test_neither_other_commissioners_nor_members_open_it(client, house, tian, place):
    client.force_login(user_of(house.people[place]))
    answer = client.post(f"/people/{tian.pk}/open_sensitive/")
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()


def test_a_superior_does_not_open_it(client, house, tian):
    client.force_login(house.superior_officer)
    answer = client.post(f"/people/{tian.pk}/open_sensitive/")
    assert answer.status_code == 403
    assert NUMBER not in answer.content.decode()


def test_one_opens_ones_own(client, tian):
    client.force_login(tian.user)
    assert NUMBER in client.post(f"/people/{tian.pk}/open_sensitive/").content.decode()


def test_the_person_sees_who_has_looked(client, house, tian):
    actions.open_sensitive(tian, by=house.secretary, at=clock.now())
    actions.open_sensitive(tian, by=tian.user, at=clock.now())
    assert "本月 1 次" in pages(client, tian.user, "/mine/")
    html = pages(client, tian.user, "/mine/looks/")
    assert html.count("查看证件号码和手机号码") == 1
    assert house.secretary.name in html


def test_an_export_with_full_numbers_counts_as_a_look_at_everybody_in_it(client, house, tian):
    for people in ([tian.pk], [house.people[7].pk]):
        actions.export_roster(
            house.branch, filter="", people=people, sensitive=True, reason="报表", by=house.secretary, at=at()
        )
    assert [look.what for look in looks_at(tian, at() - timedelta(days=1))] == ["导出含完整号码的名册：报表"]


def test_a_masked_export_is_no_look(house, tian):
    actions.export_roster(
        house.branch, filter="", people=[tian.pk], sensitive=False, reason="", by=house.secretary, at=at()
    )
    assert looks_at(tian, at() - timedelta(days=1)) == []


def test_nobody_sees_who_looked_at_another(client, house, tian):
    actions.open_sensitive(tian, by=house.secretary, at=clock.now())
    assert "查看证件号码和手机号码" not in pages(client, user_of(house.people[7]), "/mine/looks/")


# Relatives and the rest of the confidential part


def test_relatives_are_shown_to_both_and_to_keepers_only(client, house, tian):
    other = house.people[7]
    Kinship.objects.create(person=tian, kin=other, relation="兄妹")
    address = f"/people/{tian.pk}/"
    assert "兄妹" in pages(client, house.secretary, address)
    assert "兄妹" in pages(client, tian.user, address)
    assert "兄妹" in pages(client, user_of(other), "/mine/")
    assert "兄妹" not in pages(client, user_of(house.people[6]), address)


def test_attendance_of_the_year_stands_on_the_page(client, house, tian):
    assert "今年还没有应到的会议" in pages(client, tian.user, "/mine/")


# One who has moved


@pytest.fixture
def moved(tian) -> tuple[Person, BranchFactory]:
    """田苗, who left the house on 1 March 2026, and his new branch."""
    there = BranchFactory(members=2, committee=1)
    tian.affiliations.update(until=date(2026, 3, 1))
    Affiliation.objects.create(person=tian, organization=there.branch, since=date(2026, 3, 1))
    return Person.objects.get(pk=tian.pk), there


def test_one_who_has_moved_is_kept_by_his_new_branch_alone(client, house, moved):
    person, there = moved
    assert corrected(person, there.secretary, department="综合科")
    with pytest.raises(NotEntitled):
        corrected(person, house.secretary, department="网络科")


def test_the_branch_he_left_sees_no_sealed_part_and_no_story(client, house, moved):
    person, _ = moved
    Kinship.objects.create(person=person, kin=house.people[7], relation="兄妹")
    html = pages(client, house.secretary, f"/people/{person.pk}/")
    assert "兄妹" not in html
    assert "更正资料" not in html
    assert client.get(f"/people/{person.pk}/story/").status_code == 404
    assert client.post(f"/people/{person.pk}/open_sensitive/").status_code != 200


def test_the_story_follows_him_to_his_new_branch(client, house, moved):
    person, there = moved
    html = pages(client, there.secretary, f"/people/{person.pk}/story/")
    assert f"组织关系离开{house.branch.short_name}" in html


# The story


def titles(person: Person, before: str = "") -> list[str]:
    return [event.title for event in story_of(person, before).events]


def test_the_story_tells_facts_and_acts_the_last_first(house, tian):
    Mentorship.objects.create(person=tian, mentor=house.people[0], since=date(2009, 1, 1))
    holding(tian, house.branch, Post.ARCHIVIST, date(2025, 1, 1))
    corrected(tian, house.secretary, department="综合科")
    assert titles(tian) == [
        "更正资料：工作岗位",
        f"任{house.branch.short_name}档案管理员",
        f"组织关系在{house.branch.short_name}",
        "转为正式党员",
        "加入党组织",
        "培养联系人：党员001",
    ]


def test_an_act_says_by_whom_and_whether_late(house, tian):
    corrected(tian, house.secretary, department="综合科")
    assert story_of(tian).events[0].text == f"{house.secretary.name}办理（补录）"


def test_who_looked_is_no_part_of_the_story(house, tian):
    actions.open_sensitive(tian, by=house.secretary, at=clock.now())
    assert "查看敏感资料" not in titles(tian)


def test_a_long_story_is_paged_and_loses_nothing(house, tian):
    for n in range(70):
        with clock.standing_at(at() + timedelta(days=n // 3)):
            actions.open_sensitive(tian, by=house.secretary, at=clock.now())
            corrected(tian, house.secretary, department=f"{n}科")
    first = story_of(tian)
    second = story_of(tian, first.before)
    third = story_of(tian, second.before)
    told = [event.title for page in (first, second, third) for event in page.events]
    assert told.count("更正资料：工作岗位") == 70
    assert told.count("加入党组织") == 1
    assert third.before == ""


@pytest.mark.parametrize("mark", ["x", "_", "2026-01-01T00:00:00_1", "2026-13-01T00:00:00+08:00_1", "2026-01-01_a"])
def test_a_mark_somebody_has_made_up_does_no_harm(tian, mark):
    assert "加入党组织" in titles(tian, mark)


def test_the_story_is_for_the_person_and_the_keepers(client, house, tian):
    address = f"/people/{tian.pk}/story/"
    for user, code in (
        (house.secretary, 200),
        (tian.user, 200),
        (user_of(house.people[2]), 404),
        (user_of(house.people[7]), 404),
        (house.superior_officer, 404),
        (BranchFactory(members=1).secretary, 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == code


# What the pages cost


def price(client, user: Any, address: str) -> int:
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("number", [1, 50])
def test_the_price_of_the_pages_does_not_grow_with_the_record(client, house, tian, number):
    for n in range(number):
        since = date(2020, 1, 1) + timedelta(days=2 * n)
        RightsSuspension.objects.create(person=tian, since=since, until=since + timedelta(days=1), basis="决定")
        other = person_of(house.branch, f"亲{n}")
        Kinship.objects.create(person=tian, kin=other, relation="亲属")
        Mentorship.objects.create(person=tian, mentor=other, since=since)
        corrected(Person.objects.get(pk=tian.pk), house.secretary, department=f"{n}科")
        actions.open_sensitive(tian, by=house.secretary, at=clock.now())
    assert price(client, house.secretary, f"/people/{tian.pk}/") == QUERIES_OF_A_PERSON
    assert price(client, tian.user, "/mine/") == QUERIES_OF_MINE
    assert price(client, tian.user, f"/people/{tian.pk}/story/") == QUERIES_OF_A_STORY


def test_a_phone_finds_its_next_meeting_first(client, tian):
    html = pages(client, tian.user, "/mine/")
    assert re.search(r"我的党龄.*谁看过我的资料", html, re.DOTALL)


def test_an_administrator_has_no_record_of_his_own(client, django_user_model):
    user = django_user_model.objects.create_user("shenji", name="审计", administration="audit")
    assert "没有对应的党员" in pages(client, user, "/mine/")
