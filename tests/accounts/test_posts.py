"""The page of posts and the table of rights."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from members.actions import dismiss, divide_work
from members.committee import leading_body
from members.models import Term
from members.posts import Post
from rulebook import clock
from rulebook.kernel import NotEntitled, Refused
from rulebook.rights import RIGHTS
from tests.accounts.world import queries_of
from tests.factories import BranchFactory, user_of
from tests.factories.branch import FOUNDED, holding

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8, committee=5)


def page(house: BranchFactory, user: User | None = None) -> str:
    client = Client()
    client.force_login(user or house.secretary, "accounts.backends.PasswordBackend")
    answer = client.get(reverse("administration:posts", args=[house.branch.code]))
    return answer.content.decode()


def term(house: BranchFactory, place: int) -> Term:
    return Term.objects.get(person=house.people[place])


@pytest.mark.clause("1.4.2a")
def test_the_committee_is_listed_as_the_leading_body_with_posts_and_division_of_work(house):
    divide_work(term(house, 0), division="主持支部全面工作", by=house.secretary, at=AT)
    text = page(house)
    assert "领导支部日常工作" in text
    assert [one.post for one in leading_body(house.branch, AT.date())] == [
        Post.SECRETARY,
        Post.DEPUTY_SECRETARY,
        Post.ORGANIZATION_COMMISSIONER,
        Post.DISCIPLINE_COMMISSIONER,
        Post.PUBLICITY_COMMISSIONER,
    ]
    assert all(word in text for word in ("党支部书记", "党员001", "主持支部全面工作", "宣传委员", "党员004"))


def test_a_post_without_a_seat_is_no_part_of_the_leading_body(house):
    holding(house.people[6], house.branch, Post.ARCHIVIST)
    assert house.people[6] not in [one.person for one in leading_body(house.branch, AT.date())]
    assert "档案管理员" in page(house)


@pytest.mark.clause("2.4")
def test_a_member_of_the_committee_without_division_of_work_is_marked(house):
    assert page(house).count("未明确分工") == 5
    divide_work(term(house, 1), division="分管党员发展", by=house.secretary, at=AT)
    assert page(house).count("未明确分工") == 4


def test_the_division_of_work_is_recorded_by_the_keepers(house):
    with pytest.raises(NotEntitled):
        divide_work(term(house, 2), division="纪检", by=user_of(house.people[2]), at=AT)


def test_an_ended_term_gets_no_division_of_work(house):
    ended = term(house, 4)
    dismiss(ended, until=date(2026, 3, 2), by=house.secretary, at=AT)
    with pytest.raises(Refused) as refused:
        divide_work(ended, division="副书记", by=house.secretary, at=AT)
    assert str(refused.value) == "党员005的党支部副书记任期已结束"


def test_past_terms_are_shown_with_their_days(house):
    Term.objects.filter(pk=term(house, 4).pk).update(until=clock.today() - timedelta(days=1))
    text = page(house)
    assert "历任" in text
    assert f"{FOUNDED:%Y-%m-%d} 起，至 {clock.today() - timedelta(days=1):%Y-%m-%d}" in text


def test_the_secretary_is_led_to_the_form_of_any_post(house):
    address = reverse("members:appoint", args=[house.branch.code])
    assert f'href="{address}"' in page(house)


def test_a_member_sees_the_posts_and_no_links_to_change_them(house):
    text = page(house, user_of(house.people[7]))
    assert "党员001" in text
    assert [word in text for word in ("登记免职", "登记分工", "登记任职")] == [False, False, False]


def test_the_rights_of_a_post_are_gone_the_same_second(house):
    keeper = user_of(house.people[1])
    assert keeper.has_perm("members.appoint", house.branch)
    dismiss(term(house, 1), until=clock.today(), by=house.secretary, at=clock.now())
    keeper = User.objects.get(pk=keeper.pk)
    assert keeper.has_perm("members.appoint", house.branch) is False


def test_the_page_costs_the_same_for_two_posts_and_for_seven():
    costs = set()
    for committee in (2, 7):
        house = BranchFactory(members=8, committee=committee)
        client = Client()
        client.force_login(house.secretary, "accounts.backends.PasswordBackend")
        address = reverse("administration:posts", args=[house.branch.code])
        costs.add(queries_of(client, address))
    assert (len(costs), max(costs) <= 12) == (1, True)


def test_the_table_of_rights_shows_every_right_with_its_holders_and_clauses(house):
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    answer = client.get(reverse("administration:rights"))
    lines = [line for _, lines in answer.context["parts"] for line in lines]
    assert len(lines) == len(RIGHTS)
    assert all(line.label and line.holders for line in lines)
    appointing = next(line for line in lines if line.label == "登记任职")
    assert appointing.holders == ["党支部书记", "党支部副书记", "组织委员"]
    assert [clause.cite for clause in appointing.clauses] == ["第3篇 一"]
