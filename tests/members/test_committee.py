"""Who leads the branch: one secretary, and a committee whose division of work is seen."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from members.actions import appoint, dismiss, form_group
from members.committee import leading_body
from members.models import Person, Term
from members.posts import Post
from rulebook.kernel import Refused
from tests.factories import BranchFactory, branch, person, user_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 9, tzinfo=timezone.get_default_timezone())
TODAY = AT.date()


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def posts_page(house: BranchFactory) -> str:
    client = Client()
    client.force_login(user_of(house.people[5]))
    return client.get(reverse("administration:posts", args=[house.branch.code])).content.decode()


def appointed(house: BranchFactory, person: Person, post: str, since: date = TODAY) -> Term:
    """By the organization commissioner, who stays while secretaries change."""
    keeper = user_of(house.people[1])
    return appoint(house.branch, person=person, post=post, since=since, basis="选举", by=keeper, at=AT)


@pytest.mark.clause("2.1")
def test_a_second_secretary_is_refused_while_the_first_has_no_last_day(house):
    with pytest.raises(Refused) as refused:
        appointed(house, house.people[4], Post.SECRETARY)
    assert str(refused.value) == "书记职务已有在任人员（第2篇 一）"


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(("since", "allowed"), [(date(2026, 3, 30), False), (date(2026, 3, 31), True)])
def test_the_next_secretary_begins_on_the_day_the_last_one_ends_or_later(house, since, allowed):
    dismiss(house.people[0].terms.get(), until=date(2026, 3, 31), by=house.secretary, at=AT)
    if allowed:
        assert appointed(house, house.people[4], Post.SECRETARY, since)
    else:
        with pytest.raises(Refused) as refused:
            appointed(house, house.people[4], Post.SECRETARY, since)
        assert str(refused.value) == "党员001任书记至2026-03-31，新任书记不能早于这一天任职（第2篇 一）"


@pytest.mark.clause("2.1")
def test_no_secretary_is_appointed_before_one_who_begins_later(house):
    house.people[0].terms.update(since=date(2026, 4, 1))
    with pytest.raises(Refused, match="书记职务已有在任人员"):
        appointed(house, house.people[4], Post.SECRETARY)


def test_nobody_holds_one_post_twice_at_a_time(house):
    term = appointed(house, house.people[4], Post.ARCHIVIST)
    dismiss(term, until=date(2026, 6, 1), by=house.secretary, at=AT)
    with pytest.raises(Refused, match="党员005任档案管理员至2026-06-01"):
        appointed(house, house.people[4], Post.ARCHIVIST, date(2026, 5, 31))
    assert appointed(house, house.people[4], Post.ARCHIVIST, date(2026, 6, 1))


@pytest.mark.parametrize("post", [Post.SUPERIOR_SECRETARY, Post.SUPERIOR_OFFICER])
def test_a_branch_gives_nobody_the_posts_that_decide_on_its_requests(house, post):
    with pytest.raises(Refused, match="由系统管理员在上级党组织登记"):
        appointed(house, house.people[4], post)


def test_the_form_offers_no_post_of_a_superior(house):
    client = Client()
    client.force_login(house.secretary)
    form = client.get(reverse("members:appoint", args=[house.branch.code])).context["form"]
    assert {Post.SUPERIOR_OFFICER, Post.GROUP_LEADER}.isdisjoint(value for value, _ in form.fields["post"].choices)


def test_a_post_without_a_seat_goes_to_a_member_of_the_branch(house):
    stranger = person(branch(), "外支部")
    with pytest.raises(Refused, match="外支部在2026-03-20不是本支部党员"):
        appointed(house, stranger, Post.ARCHIVIST)


def test_a_probationary_member_may_keep_the_archives(house):
    person = house.people[4]
    person.full_on = None
    person.save()
    assert appointed(house, person, Post.ARCHIVIST)


def test_a_party_group_has_no_post_but_its_leader(house):
    group = form_group(house.branch, name="第一党小组", founded_on=AT.date(), by=house.secretary, at=AT)
    with pytest.raises(Refused, match="这些职务在党支部登记"):
        appoint(
            group,
            person=house.people[4],
            post=Post.ARCHIVIST,
            since=AT.date(),
            basis="",
            by=house.secretary,
            at=AT,
        )


def test_groups_of_branches_whose_long_codes_begin_alike_have_codes_of_their_own():
    stem = "wangluotongxin-disanzhibu"
    for code in (f"{stem}-a", f"{stem}-b"):
        house = BranchFactory(members=1, committee=1, code=code)
        form_group(house.branch, name="第一党小组", founded_on=AT.date(), by=house.secretary, at=AT)
    codes = Organization.objects.filter(level="party_group").values_list("code", flat=True).order_by("code")
    assert list(codes) == [f"{stem[:24]}-g1", f"{stem[:24]}-g2"]


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
