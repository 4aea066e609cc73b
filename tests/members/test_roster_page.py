"""The list of a branch's people: found, filtered, sorted, paged both ways at a constant price."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from members.comparison import keyed
from members.models import Affiliation, Person, Term
from members.posts import Post
from rulebook import clock
from tests.factories import BranchFactory, user_of
from tests.factories.branch import FOUNDED, holding
from tests.factories.branch import person as person_of

pytestmark = pytest.mark.django_db
QUERIES_OF_A_KEEPER = 9
QUERIES_OF_A_MEMBER = 8


def named(branch: Organization, name: str, **fields: object) -> Person:
    return person_of(branch, **{**keyed({"name": name}), **fields})


def crowd(branch: Organization, number: int, name: str = "") -> None:
    """So many more full members, each with his own key, or all of one name."""
    rows = [
        Person(name=name or f"党员{n:05}", pinyin_key=name or f"p{n:05}", stroke_key=name or f"s{n:05}", sex="male",
               admitted_on=date(2010, 7, 1), full_on=date(2011, 7, 1))
        for n in range(number)
    ]  # fmt: skip
    people = Person.objects.bulk_create(rows)
    Affiliation.objects.bulk_create(Affiliation(person=one, organization=branch, since=FOUNDED) for one in people)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=1)


@pytest.fixture
def keeper(client, house):
    client.force_login(house.secretary)
    return client


def page(keeper, house: BranchFactory, address: str = "") -> str:
    answer = keeper.get(address or f"/b/{house.branch.code}/roster/")
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'data-label="姓名"><a href="[^"]+">([^<]+)</a>', html)


def link(html: str, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', html)
    return found[1].replace("&amp;", "&") if found else ""


def asked(keeper, house: BranchFactory, question: str) -> list[str]:
    return names(page(keeper, house, f"/b/{house.branch.code}/roster/?{question}"))


@pytest.mark.parametrize("text", ["田苗", "苗", "tianmiao", "Tian Miao", "tm", "tian"])
def test_a_person_is_found_by_characters_pinyin_and_initials(keeper, house, text):
    named(house.branch, "田苗")
    named(house.branch, "于海")
    assert asked(keeper, house, f"q={text}") == ["田苗"]


@pytest.mark.parametrize("text", ["%", "_", "'"])
def test_signs_of_the_database_find_nobody(keeper, house, text):
    named(house.branch, "田苗")
    assert asked(keeper, house, f"q=x{text}") == []


def test_by_pinyin_or_by_strokes_of_the_surname(keeper, house):
    for name in ("于海", "丁一凡", "王建业"):
        named(house.branch, name)
    assert asked(keeper, house, "")[:3] == ["丁一凡", "王建业", "于海"]
    assert asked(keeper, house, "order=strokes")[:3] == ["丁一凡", "于海", "王建业"]


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("full", "正式"),
        ("probationary", "预备"),
        ("candidate", "对象"),
        ("activist", "分子"),
        ("applicant", "申请"),
    ],
)
def test_filtered_by_where_they_stand(keeper, house, standing, found):
    day = clock.today() - timedelta(days=30)
    none = {"admitted_on": None, "full_on": None}
    named(house.branch, "正式")
    named(house.branch, "预备", admitted_on=day, full_on=None)
    named(house.branch, "对象", **none, applied_on=day, activist_on=day, candidate_on=day)
    named(house.branch, "分子", **none, applied_on=day, activist_on=day)
    named(house.branch, "申请", **none, applied_on=day)
    assert [name for name in asked(keeper, house, f"standing={standing}") if name != house.people[0].name] == [found]


def test_filtered_by_sex_department_and_post(keeper, house):
    named(house.branch, "甲", sex="female", department="网络科")
    holding(named(house.branch, "乙", department="综合科"), house.branch, Post.ARCHIVIST)
    assert asked(keeper, house, "sex=female") == ["甲"]
    assert asked(keeper, house, "department=综合") == ["乙"]
    assert asked(keeper, house, "posts=1&department=科") == ["乙"]


def test_a_post_that_has_ended_is_not_shown_and_not_filtered_by(keeper, house):
    ended = named(house.branch, "乙")
    Term.objects.create(
        person=ended, organization=house.branch, post=Post.ARCHIVIST, since=FOUNDED, until=clock.today()
    )
    assert "乙" not in asked(keeper, house, "posts=1")
    assert Post.ARCHIVIST.label not in page(keeper, house)


def test_who_has_left_the_branch_is_not_on_its_list(keeper, house):
    left = named(house.branch, "田苗")
    Affiliation.objects.filter(person=left).update(until=clock.today())
    assert "田苗" not in asked(keeper, house, "")


@pytest.mark.parametrize("name", ["", "同名"])
def test_pages_lead_through_everybody_once_and_back_again(keeper, house, name):
    crowd(house.branch, 120, name)
    html = page(keeper, house)
    forth, first = [re.findall(r"/people/(\d+)/", html)], html
    while address := link(html, "next"):
        html = page(keeper, house, address)
        forth.append(re.findall(r"/people/(\d+)/", html))
    assert [len(people) for people in forth] == [50, 50, 21]
    assert len({pk for people in forth for pk in people}) == 121
    back = [forth[-1]]
    while address := link(html, "prev"):
        html = page(keeper, house, address)
        back.append(re.findall(r"/people/(\d+)/", html))
    assert back == forth[::-1]
    assert link(first, "prev") == link(html, "prev") == ""


def test_a_filter_stays_on_the_next_page(keeper, house):
    crowd(house.branch, 60)
    assert "sex=male" in link(page(keeper, house, f"/b/{house.branch.code}/roster/?sex=male"), "next")


@pytest.mark.parametrize("mark", ["x", "1", "-", "1-", "99999999999999999999-p", "0x1-p", "１-p"])
def test_a_mark_somebody_has_made_up_does_no_harm(keeper, house, mark):
    page(keeper, house, f"/b/{house.branch.code}/roster/?after={mark}")
    page(keeper, house, f"/b/{house.branch.code}/roster/?before={mark}")


@pytest.mark.parametrize("number", [1, 50, 5000])
def test_the_price_of_a_page_does_not_grow_with_the_branch(keeper, house, number):
    crowd(house.branch, number - 1)
    page(keeper, house)
    with CaptureQueriesContext(connection) as queries:
        page(keeper, house)
    assert len(queries) == QUERIES_OF_A_KEEPER


def test_nor_for_an_ordinary_member(client):
    house = BranchFactory(members=60, committee=1)
    client.force_login(user_of(house.people[-1]))
    page(client, house)
    with CaptureQueriesContext(connection) as queries:
        page(client, house)
    assert len(queries) == QUERIES_OF_A_MEMBER


def test_no_number_is_opened_for_the_list(keeper, house):
    person = Person(
        name="田苗", sex="male", identity_number="370000197910011151", phone="19900000007", identity_tail="1151"
    )
    person.save()
    Affiliation.objects.create(person=person, organization=house.branch, since=FOUNDED)
    html = page(keeper, house)
    assert "1151" in html
    assert "19791001" not in html
    assert "19900000007" not in html


def test_the_print_view_holds_everybody(keeper, house):
    crowd(house.branch, 120)
    html = page(keeper, house, f"/b/{house.branch.code}/roster/print/")
    assert html.count("党员0") >= 120


def test_another_branchs_list_does_not_exist(keeper):
    other = BranchFactory(members=1)
    for address in ("", "print/", "export/", "template/"):
        assert keeper.get(f"/b/{other.branch.code}/roster/{address}").status_code == 404
