"""Section 三 of chapter 8: the lectures that are owed each quarter and year, and the plan of them."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from meetings.actions import lectures, plans
from meetings.models import YearPlan
from members.models import Term
from rulebook import clock
from rulebook.kernel import DUTIES
from rulebook.ledger import assess
from tests.factories import BranchFactory
from tests.factories.branch import holding as in_post
from tests.factories.lecture import lecture
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8)


def states(house: BranchFactory, duty: str, on: date, year: int = 2026) -> list[str]:
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, year, [DUTIES[duty]])
    return [status.state.value for status in found]


# What is owed


@pytest.mark.clause("8.3.1")
def test_a_quarter_without_a_lecture_is_a_lapse_when_it_ends(house):
    lecture(house, held=True)
    assert states(house, "8.3.1", date(2026, 6, 30)) == ["done", "due", "upcoming", "upcoming"]
    assert states(house, "8.3.1", date(2026, 7, 1)) == ["done", "missed", "due", "upcoming"]


@pytest.mark.clause("8.3.1")
def test_a_lecture_of_a_concentrated_series_counts_for_the_quarter_it_is_linked_with(house):
    lecture(house, held=True)
    second = lecture(house, held=True, begins_at=BEGINS + timedelta(days=3))
    counted = lectures.count_for_quarter(
        second, quarter=date(2026, 4, 1), note="3月集中轮训两讲", by=house.secretary, at=BEGINS + timedelta(days=4)
    )
    assert (counted.concentrated_quarter, counted.concentrated_note) == ("第二季度", "3月集中轮训两讲")
    assert states(house, "8.3.1", date(2026, 7, 1)) == ["done", "done", "due", "upcoming"]


@pytest.mark.clause("8.3.1")
def test_the_only_lecture_of_a_quarter_does_not_count_twice(house):
    only = lecture(house, held=True)
    lectures.count_for_quarter(
        only, quarter=date(2026, 4, 1), note="集中", by=house.secretary, at=BEGINS + timedelta(days=1)
    )
    assert states(house, "8.3.1", date(2026, 7, 1)) == ["missed", "done", "due", "upcoming"]


@pytest.mark.clause("8.3.1")
def test_a_later_series_covers_an_earlier_quarter_only_from_the_day_it_was_held(house):
    given = lecture(house, held=True, begins_at=BEGINS + timedelta(days=60))
    lectures.count_for_quarter(
        given, quarter=date(2026, 1, 1), note="5月集中轮训", by=house.secretary, at=BEGINS + timedelta(days=61)
    )
    assert states(house, "8.3.1", date(2026, 5, 18))[0] == "missed"
    assert states(house, "8.3.1", date(2026, 5, 19))[0] == "done"


@pytest.mark.clause("8.3.1")
@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        (date(2027, 1, 1), "集中开展的党课只计入同一年的季度（第8篇 三（一））"),
        (date(2026, 1, 1), "本次党课就在这一季度，不需要另行计入（第8篇 三（一））"),
        (date(2026, 5, 1), "请选择一个季度（第8篇 三（一））"),
    ],
)
def test_a_series_is_linked_with_another_quarter_of_its_year(house, quarter, words):
    given = lecture(house, held=True)
    at = BEGINS + timedelta(days=1)
    assert refusal(lectures.count_for_quarter, given, quarter=quarter, note="x", by=house.secretary, at=at) == words


@pytest.mark.clause("8.3.6b")
def test_the_secretary_owes_one_lecture_a_year(house):
    lecture(house, held=True)
    assert states(house, "8.3.6b", date(2027, 1, 1)) == ["missed"]
    lecture(house, held=True, lecturer=house.people[0], begins_at=BEGINS + timedelta(days=1))
    assert states(house, "8.3.6b", date(2027, 1, 1)) == ["done"]


@pytest.mark.clause("8.3.6b")
def test_who_is_no_longer_secretary_on_the_day_gives_no_secretarys_lecture(house):
    lecture(house, held=True, lecturer=house.people[0])
    Term.objects.filter(person=house.people[0]).update(until=date(2026, 3, 20))
    assert states(house, "8.3.6b", date(2027, 1, 1)) == ["missed"]


@pytest.mark.clause("8.3.6a")
def test_every_committee_member_is_listed_who_has_given_no_lecture(house):
    lecture(house, held=True, lecturer=house.people[2])
    found = assess(Organization.objects.filter(pk=house.branch.pk), date(2027, 1, 1), 2026, [DUTIES["8.3.6a"]])
    missed = {status.subject_id for status in found if status.state == "missed"}
    assert missed == {house.people[number].pk for number in (0, 1, 3, 4)}
    assert [status.subject_id for status in found if status.state == "done"] == [house.people[2].pk]


@pytest.mark.clause("8.3.6a")
def test_two_seats_one_after_the_other_are_one_duty_and_one_lecture_is_one(house):
    Term.objects.filter(person=house.people[2]).update(until=date(2026, 3, 1))
    in_post(house.people[2], house.branch, "committee_member", date(2026, 3, 1))
    lecture(house, held=True, lecturer=house.people[2])
    found = assess(Organization.objects.filter(pk=house.branch.pk), date(2027, 1, 1), 2026, [DUTIES["8.3.6a"]])
    assert [status.times for status in found if status.subject_id == house.people[2].pk] == [1]


@pytest.mark.clause("8.3.3")
def test_a_year_without_a_plan_of_lectures_is_missed(house):
    assert states(house, "8.3.3", date(2026, 1, 1)) == ["due"]
    assert states(house, "8.3.3", date(2027, 1, 1)) == ["missed"]


@pytest.mark.clause("8.3.3")
def test_a_plan_of_lectures_in_effect_before_the_year_counts_from_its_first_day(house):
    before = BEGINS - timedelta(days=100)
    draft = plans.draft_plan(
        house.branch, kind=YearPlan.Kind.LECTURES, year=2026, text="四讲", by=house.secretary, at=before
    )
    assert states(house, "8.3.3", date(2026, 1, 1)) == ["due"]
    in_effect = plans.put_plan_into_effect(draft, decision=None, by=house.secretary, at=before)
    assert (in_effect.effective_on, states(house, "8.3.3", date(2026, 1, 1))) == (date(2025, 12, 10), ["done"])


@pytest.mark.clause("8.3.3")
def test_the_page_of_plans_says_that_the_years_plan_is_missing(house, client):
    client.force_login(house.secretary)
    address, words = f"/b/{house.branch.code}/plans/", "党课计划未制定（第8篇 三（三））"
    assert words in client.get(address).content.decode()
    by = {"by": house.secretary, "at": clock.now()}
    draft = plans.draft_plan(house.branch, kind=YearPlan.Kind.LECTURES, year=clock.today().year, text="四讲", **by)
    assert words in client.get(address).content.decode()
    plans.put_plan_into_effect(draft, decision=None, **by)
    assert words not in client.get(address).content.decode()
