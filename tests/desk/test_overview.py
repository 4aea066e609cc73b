"""The superior's overview: who is behind, one click, one page by key, the same number of queries."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from partybranch.desk import overview
from rulebook.freshness import refresh
from tests.factories import BranchFactory, committee_meeting, user_of
from tests.factories.branch import branch, holding, organization, person
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 15)


class Above:
    """A general branch of so many branches, with an officer."""

    def __init__(self, number: int) -> None:
        self.superior = branch().superior
        Organization.objects.branches().filter(superior=self.superior).delete()
        self.branches = [organization("branch", self.superior) for _ in range(number)]
        self.officer = user_of(holding(person(self.superior), self.superior, "superior_officer"))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("rulebook.clock.today", lambda: ON)


def shown(client, above: Above, **query: str):
    client.force_login(above.officer)
    return client.get(reverse("desk:overview", args=[above.superior.code]), query)


def names(answer) -> list[str]:
    return [line.assessment.organization.short_name for line in answer.context["lines"]]


def hold(branch: Organization, *months: int) -> None:
    house = BranchFactory.__new__(BranchFactory)
    house.branch, house.people = branch, [person(branch), person(branch)]
    for month in months:
        close(committee_meeting(house, begins_at=datetime(2026, month, 9, 9, tzinfo=timezone.get_default_timezone())))


def test_those_most_behind_come_first(client):
    above = Above(2)
    hold(above.branches[0], 1, 2, 3)
    refresh(ON)
    assert names(shown(client, above)) == [above.branches[1].short_name, above.branches[0].short_name]


def test_one_click_shows_who_missed_in_this_quarter(client):
    above = Above(2)
    hold(above.branches[0], 4)
    refresh(ON)
    assert names(shown(client, above, show="missed")) == [above.branches[1].short_name]


def test_the_quarter_can_be_chosen(client):
    above = Above(2)
    hold(above.branches[0], 4)
    refresh(ON)
    assert len(names(shown(client, above, show="missed", quarter="2026-02-01"))) == 2


def test_a_name_can_be_looked_for(client):
    above = Above(3)
    refresh(ON)
    assert names(shown(client, above, q=above.branches[1].name)) == [above.branches[1].short_name]


def test_the_figures_are_the_sums_of_all_branches_below(client):
    above = Above(3)
    BranchFactory(members=1, committee=1)
    refresh(ON)
    totals = shown(client, above).context["totals"]
    assert (totals["branches"], totals["behind"]) == (3, 3)


def test_every_branch_stands_on_exactly_one_page(client, monkeypatch):
    monkeypatch.setattr(overview, "PAGE", 3)
    above = Above(8)
    for number, one in enumerate(above.branches):
        hold(one, *range(1, 1 + number % 3))
    refresh(ON)
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        answer = shown(client, above, **query)
        seen += names(answer)
        following = answer.context["next_url"]
        if not following:
            break
        query = {"after": following.partition("after=")[2].partition("&")[0]}
    assert sorted(seen) == sorted(one.short_name for one in above.branches)


def test_another_superior_s_branches_are_not_found(client):
    above, other = Above(1), Above(1)
    client.force_login(other.officer)
    assert client.get(reverse("desk:overview", args=[above.superior.code])).status_code == 404


@pytest.mark.parametrize("number", [1, 50])
def test_the_queries_do_not_depend_on_the_number_of_branches(client, number, django_assert_num_queries):
    above = Above(number)
    refresh(ON)
    shown(client, above)
    address = reverse("desk:overview", args=[above.superior.code])
    with django_assert_num_queries(9):
        client.get(address)
