"""Addresses somebody has typed by hand: the page shows what it shows without them, and never breaks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rulebook.periods import day_asked, year_asked
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db
WILD = ["9999-12-31", "0001-01-01", "2026-02-30", "9999", "0", "²", "1" * 30, "x", "-1", "\x00"]
DAY = date(2026, 3, 2)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory()


@pytest.mark.parametrize("wild", WILD)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("desk:ledger", "on"),
        ("desk:ledger", "year"),
        ("meetings:meetings", "year"),
        ("meetings:resolutions", "owner"),
        ("meetings:resolutions", "before"),
        ("partybranch:annual_report", "on"),
        ("partybranch:annual_report", "year"),
        ("rulebook:explain_lapse", "since"),
        ("members:roster", "after"),
        ("administration:branch_accounts", "after"),
        ("desk:outbox", "before"),
        ("members:corrections", "before"),
        ("members:corrections", "topic"),
    ],
)
def test_page_of_the_branch_opens_whatever_is_asked(client: Client, house: BranchFactory, address, name, wild):
    client.force_login(house.secretary)
    asked = {"duty": "8.1.1a", "subject_id": house.branch.pk, name: wild}
    assert client.get(reverse(address, args=[house.branch.code]), asked).status_code == 200


@pytest.mark.parametrize("wild", WILD)
@pytest.mark.parametrize("name", ["quarter", "after"])
def test_overview_opens_whatever_is_asked(client: Client, house: BranchFactory, name, wild):
    client.force_login(house.superior_officer)
    page = reverse("desk:overview", args=[house.branch.superior.code])
    assert client.get(page, {name: f"{wild}-1" if name == "after" else wild}).status_code == 200


@pytest.mark.parametrize("year", ["1900", "2199"])
def test_first_and_last_known_year_are_taken(year):
    assert (day_asked(f"{year}-12-31", DAY).year, year_asked(year, 2026)) == (int(year), int(year))


@pytest.mark.parametrize("year", ["1899", "2200"])
def test_year_before_and_after_them_are_not(year):
    assert (day_asked(f"{year}-01-01", DAY), year_asked(year, 2026)) == (DAY, 2026)


@pytest.mark.parametrize("given", ["0206-03-02", "9999-12-31"])
def test_form_asks_to_check_a_year_no_calendar_of_ours_has(client: Client, house: BranchFactory, given):
    client.force_login(house.secretary)
    page = reverse("members:suspend_rights", args=[house.people[7].pk])
    answer = client.post(page, {"since": given, "basis": "决定"})
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()
