"""Who leads the branch: one secretary, and a committee whose division of work is seen."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.actions import appoint
from members.committee import leading_body
from members.models import Term
from members.posts import Post
from rulebook.kernel import Refused
from tests.factories import BranchFactory, user_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def posts_page(house: BranchFactory) -> str:
    client = Client()
    client.force_login(user_of(house.people[5]))
    return client.get(reverse("administration:posts", args=[house.branch.code])).content.decode()


@pytest.mark.clause("2.1")
def test_a_second_secretary_is_refused_while_the_first_has_no_last_day(house):
    with pytest.raises(Refused) as refused:
        appoint(
            house.branch,
            person=house.people[4],
            post=Post.SECRETARY,
            since=AT.date(),
            basis="选举",
            by=house.secretary,
            at=AT,
        )
    assert str(refused.value) == "书记职务已有在任人员（第2篇 一）"


@pytest.mark.clause("1.4.2a")
def test_the_committee_is_listed_with_its_posts_the_secretary_first(house):
    assert [term.post for term in leading_body(house.branch, date(2026, 3, 20))] == [
        Post.SECRETARY,
        Post.ORGANIZATION_COMMISSIONER,
        Post.DISCIPLINE_COMMISSIONER,
    ]
    page = posts_page(house)
    assert page.count('<td data-label="职务">') == 3
    assert "领导支部日常工作，讨论决定重要工作" in page


@pytest.mark.clause("2.4")
def test_who_has_no_division_of_work_on_record_is_named(house):
    Term.objects.filter(post=Post.SECRETARY).update(division="主持全面工作")
    Term.objects.filter(post=Post.ORGANIZATION_COMMISSIONER).update(division="发展党员、党费")
    page = posts_page(house)
    assert (page.count("未明确分工"), page.count("主持全面工作")) == (1, 1)
    assert reverse("rulebook:clause", args=["2.4"]) in page
