"""Whose the dues are to keep: what he is reminded of, and what stands on his page of today."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organization
from members.posts import Post
from rulebook.clock import standing_at
from rulebook.kernel import DUTIES
from rulebook.ledger import store
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories.branch import holding, person, user_of
from tests.factories.dues import noon

pytestmark = pytest.mark.django_db
MARCH, YEARS_END = date(2026, 3, 1), date(2026, 12, 28)


def told(house, on: date) -> set[int]:
    """Who was told that members are to be told of the collection."""
    with standing_at(noon(on)):
        store(Organization.objects.filter(pk=house.branch.pk), on, on.year, duties=[DUTIES["DF.4.4"]])
        reconcile(on)
    return set(Reminder.objects.filter(cause="DF.4.4", channel="inbox").values_list("recipient", flat=True))


def test_the_designated_keeper_is_told_and_the_commissioner_is_not(house):
    user_of(house.people[1])
    assert told(house, YEARS_END) == {house.keeper.pk, house.secretary.pk}


def test_without_a_designated_keeper_the_commissioner_is_told(house):
    house.people[7].terms.all().delete()
    commissioner = user_of(house.people[1])
    assert told(house, YEARS_END) == {commissioner.pk, house.secretary.pk}


@pytest.mark.parametrize(("until", "keeps"), [(YEARS_END, 1), (date(2026, 12, 29), 7)])
def test_the_commissioner_is_told_from_the_day_after_the_keepers_last(house, until, keeps):
    house.people[7].terms.update(until=until)
    user_of(house.people[1])
    assert told(house, YEARS_END) == {user_of(house.people[keeps]).pk, house.secretary.pk}


def test_a_keeper_without_an_account_keeps_all_the_same(house):
    house.keeper.is_active = False
    house.keeper.save()
    user_of(house.people[1])
    assert told(house, YEARS_END) == {house.secretary.pk}


def on_today(client, user, on: date):
    client.force_login(user)
    with standing_at(noon(on)):
        return client.get(reverse("desk:today")).context


def test_the_keeper_finds_the_month_to_open_and_the_one_to_close(client, house):
    titles = [task.title for task in on_today(client, house.keeper, date(2026, 3, 31))["dues"]]
    assert titles == ["开具2026年3月应交党费"]
    house.open(MARCH)
    assert on_today(client, house.keeper, date(2026, 3, 31))["dues"] == []
    tasks = on_today(client, house.keeper, date(2026, 4, 1))["dues"]
    assert [task.title for task in tasks] == ["2026年3月党费结账", "开具2026年4月应交党费"]
    assert [task.url.rpartition("/")[2] for task in tasks] == ["?month=2026-03", "?month=2026-04"]


def test_nobody_else_finds_them_but_the_commissioner_where_nobody_is_designated(client, house):
    commissioner, member = user_of(house.people[1]), user_of(house.people[9])
    found = [on_today(client, user, MARCH)["dues"] for user in (commissioner, house.secretary, member)]
    assert found == [[], [], []]
    house.people[7].terms.all().delete()
    assert len(on_today(client, commissioner, MARCH)["dues"]) == 1


def test_before_there_are_rates_no_month_is_opened(client, house):
    house.branch.rate_tables.update(approved_on=None)
    assert on_today(client, house.keeper, MARCH)["dues"] == []


def test_a_keeper_who_sits_on_no_committee_finds_the_duties_of_his_post_alone(client, house):
    pressing = on_today(client, house.keeper, date(2026, 12, 1))["pressing"]
    assert [task.title for task in pressing] == ["向党员公布党费收缴情况"]
    assert pressing[0].url == reverse("dues:announce_collection", args=[house.branch.code])
    assert on_today(client, user_of(house.people[9]), date(2026, 12, 1))["pressing"] == []


def test_a_post_elsewhere_shows_no_duty_here(client, house):
    other = holding(person(house.branch, "在外兼职"), house.branch.superior, Post.DUES_KEEPER)
    assert on_today(client, user_of(other), date(2026, 12, 1)).get("pressing", []) == []
