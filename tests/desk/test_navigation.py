"""The links around every page: each user is led to what he may open, and to nothing else."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import Organization, User
from partybranch.navigation import OWN_PAGES, SIDE, navigation
from tests.factories import BranchFactory, user_of

pytestmark = pytest.mark.django_db


def house_of(user: User, path: str = "/") -> dict:
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)["house"]


def labels(user: User) -> list[str]:
    return [link["label"] for group in house_of(user)["groups"] for link in group["links"]]


def test_secretary_is_led_to_every_page_of_a_branch():
    pages = [page.label for group in SIDE.values() for page in group if page.label != "下级支部"]
    assert labels(BranchFactory().secretary) == pages


def test_plain_member_is_not_led_to_accounts_nor_to_the_post_of_reminders():
    factory = BranchFactory()
    member = labels(user_of(factory.people[-1]))
    assert {"账号", "提醒发送情况", "支部设定"}.isdisjoint(member)
    assert "党员" in member


def test_superior_is_led_to_the_branches_below_and_to_no_ledger_of_his_own():
    officer = labels(user_of(BranchFactory().officer))
    assert "下级支部" in officer
    assert "全年台账" not in officer


@pytest.mark.parametrize("kind", OWN_PAGES)
def test_administrators_are_led_to_their_own_pages_alone(kind):
    user = User.objects.create_user(f"a-{kind}", administration=kind, name=kind)
    own = [page.label for page in OWN_PAGES[kind]]
    assert labels(user) == ["今日", *own, "权限一览"]


@pytest.mark.parametrize("kind", OWN_PAGES)
def test_phone_of_an_administrator_leads_to_no_record_of_his_own(kind):
    user = User.objects.create_user(f"a-{kind}", administration=kind, name=kind)
    tabs = house_of(user, reverse("administration:waiting"))["tabs"]
    assert [(tab["label"], tab["current"]) for tab in tabs] == [("今日", True), ("消息", False)]


def test_page_that_is_open_is_marked():
    user = BranchFactory().secretary
    links = [link for group in house_of(user, "/")["groups"] for link in group["links"]]
    assert [link["label"] for link in links if link["current"]] == ["今日"]


def test_every_link_of_every_house_opens():
    factory = BranchFactory()
    for user in (factory.secretary, user_of(factory.people[-1]), user_of(factory.officer)):
        client = Client()
        client.force_login(user)
        house = house_of(user)
        links = [link for group in house["groups"] for link in group["links"]] + house["tabs"]
        assert [link["label"] for link in links if client.get(link["url"]).status_code != 200] == []


def test_every_level_above_a_branch_has_the_overview():
    factory = BranchFactory()
    factory.branch.superior.level = Organization.Level.PARTY_COMMITTEE
    factory.branch.superior.save()
    assert "下级支部" in labels(user_of(factory.officer))
