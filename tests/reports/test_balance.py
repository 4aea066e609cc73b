"""The year-end statement: opening, changes and closing by name, and the persons who contradict it."""

from datetime import date

import pytest

from members.balance import Change, balance
from members.models import Affiliation, Person
from tests.factories.branch import branch, person

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)


def moved(one: Person, until: date, to=None, since: date | None = None) -> None:
    """Leaves his branch that day, for another one where it is named."""
    stay = one.affiliations.get(until__isnull=True)
    stay.until = until
    stay.save()
    if to is not None:
        Affiliation.objects.create(person=one, organization=to, since=since or until)


def names(people) -> list[str]:
    return [one.name for one in people]


def changes(found, change: Change) -> list[tuple[str, date, bool]]:
    return [(movement.person.name, movement.on, movement.full) for movement in found.of(change)]


def test_a_year_without_changes_balances():
    here = branch()
    person(here, "甲")
    found = balance(here, 2025, LAST)
    assert (names(found.opening), names(found.closing), found.movements, found.problems) == (["甲"], ["甲"], [], [])


def test_every_kind_of_change_stands_by_name():
    here, there = branch(), branch()
    person(here, "留")
    person(here, "新", admitted_on=date(2025, 6, 1), full_on=None)
    person(here, "正", admitted_on=date(2024, 6, 1), full_on=date(2025, 6, 1))
    person(here, "终", ended_on=date(2025, 9, 1))
    moved(person(here, "出"), date(2025, 3, 1), there)
    moved(person(there, "入"), date(2025, 4, 1), here)
    found = balance(here, 2025, LAST)
    assert found.problems == []
    assert set(names(found.opening)) == {"留", "正", "终", "出"}
    assert set(names(found.closing)) == {"留", "新", "正", "入"}
    assert changes(found, Change.ADMITTED) == [("新", date(2025, 6, 1), False)]
    assert changes(found, Change.CONVERTED) == [("正", date(2025, 6, 1), True)]
    assert changes(found, Change.ENDED) == [("终", date(2025, 9, 1), True)]
    assert changes(found, Change.TRANSFERRED_OUT) == [("出", date(2025, 3, 1), True)]
    assert changes(found, Change.TRANSFERRED_IN) == [("入", date(2025, 4, 1), True)]


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        pytest.param(date(2024, 12, 31), 0, id="the day before the year"),
        pytest.param(date(2025, 1, 1), 1, id="its first day"),
        pytest.param(date(2025, 12, 31), 1, id="its last day"),
        pytest.param(date(2026, 1, 1), 0, id="the day after"),
    ],
)
def test_a_change_belongs_to_the_year_of_its_day(on: date, counted: int):
    here = branch()
    person(here, "新", admitted_on=on, full_on=None)
    found = balance(here, 2025, LAST)
    assert (len(found.of(Change.ADMITTED)), found.problems) == (counted, [])


@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2025, 12, 31)])
def test_a_conversion_on_the_years_first_or_last_day_balances(on: date):
    here = branch()
    person(here, "正", admitted_on=date(2024, 1, 5), full_on=on)
    found = balance(here, 2025, LAST)
    assert (changes(found, Change.CONVERTED), found.problems) == ([("正", on, True)], [])


def test_admitted_and_transferred_within_the_year_is_two_changes():
    here, there = branch(), branch()
    moved(person(here, "新", admitted_on=date(2025, 2, 1), full_on=None), date(2025, 8, 1), there)
    found = balance(here, 2025, LAST)
    assert [movement.change for movement in found.movements] == [Change.ADMITTED, Change.TRANSFERRED_OUT]
    assert (found.opening, found.closing, found.problems) == ([], [], [])
    assert changes(balance(there, 2025, LAST), Change.TRANSFERRED_IN) == [("新", date(2025, 8, 1), False)]


def test_who_left_and_came_back_is_at_both_ends():
    here, there = branch(), branch()
    one = person(here, "甲")
    moved(one, date(2025, 2, 1), there)
    moved(one, date(2025, 10, 1), here)
    found = balance(here, 2025, LAST)
    assert [movement.change for movement in found.movements] == [Change.TRANSFERRED_OUT, Change.TRANSFERRED_IN]
    assert (names(found.opening), names(found.closing), found.problems) == (["甲"], ["甲"], [])


def test_people_on_the_way_into_the_party_are_no_members():
    here = branch()
    person(here, "申", admitted_on=None, full_on=None)
    found = balance(here, 2025, LAST)
    assert (found.opening, found.closing, found.movements, found.problems) == ([], [], [], [])


def test_a_day_within_the_year_leaves_out_what_came_later():
    here = branch()
    person(here, "新", admitted_on=date(2025, 6, 2), full_on=None)
    assert balance(here, 2025, date(2025, 6, 1)).movements == []
    assert changes(balance(here, 2025, date(2025, 6, 2)), Change.ADMITTED) == [("新", date(2025, 6, 2), False)]


def test_an_affiliation_entered_twice_is_named():
    here = branch()
    one = person(here, "重")
    person(here, "好")
    Affiliation.objects.create(person=one, organization=here, since=date(2025, 3, 1), until=date(2026, 5, 1))
    assert balance(here, 2025, LAST).problems == ["重：年初在册，2025-03-01组织关系转入，期末在册，前后不能平衡"]


def test_a_member_of_two_branches_on_one_day_is_named():
    here, there = branch(), branch(short_name="邻支部")
    one = person(here, "双")
    Affiliation.objects.create(person=one, organization=there, since=date(2025, 3, 1), until=date(2026, 5, 1))
    assert balance(here, 2025, LAST).problems == ["双：同一天又在邻支部，组织关系只能在一个支部"]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    here = branch()
    for number in range(30):
        person(here, f"党员{number}", admitted_on=date(2025, 5, 1), full_on=None)
    with django_assert_num_queries(4):
        balance(here, 2025, LAST)
