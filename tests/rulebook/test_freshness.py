"""Stored statuses follow the day and the acts, with few queries, and are the same as those asked live."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from meetings.actions import planning
from meetings.models import Meeting
from rulebook import tasks
from rulebook.freshness import refresh
from rulebook.kernel import AFTER_ACTS
from rulebook.ledger import assess
from rulebook.models import Assessment, DutyStatus
from tests.factories import BranchFactory, general_meeting
from tests.factories.meeting import BEGINS, meeting
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=4, committee=3)


def stored() -> set[tuple[object, ...]]:
    return set(DutyStatus.objects.filter(since__year=2026).values_list("duty", "subject_id", "since", "state"))


def asked(on: date) -> set[tuple[object, ...]]:
    return {
        (status.duty.clause.id, status.subject_id, status.since, status.state.value)
        for status in assess(Organization.objects.all(), on, 2026)
    }


def test_a_new_day_is_assessed_once(house):
    assert refresh(ON) > 0
    assert refresh(ON) == 0
    assert stored() == asked(ON)
    refresh(ON + timedelta(days=30))
    assert stored() == asked(ON + timedelta(days=30))


def test_an_act_makes_its_branch_stale_and_no_other(house):
    other = BranchFactory(members=4, committee=3)
    refresh(ON)
    planned = meeting(house, Meeting.Kind.GENERAL, BEGINS + timedelta(days=60))
    planning.record_consent(planned, number="信党〔2026〕1号", by=house.secretary, at=BEGINS)
    assert list(Assessment.objects.stale(ON).values_list("organization", flat=True)) == [house.branch.pk]
    refresh(ON)
    assert stored() == asked(ON)
    assert not Assessment.objects.stale(ON).filter(organization=other.branch).exists()


def test_a_branch_is_fresh_again_in_at_most_eight_queries(house, django_assert_max_num_queries):
    refresh(ON)
    planned = meeting(house, Meeting.Kind.GENERAL, BEGINS + timedelta(days=60))
    planning.record_consent(planned, number="信党〔2026〕1号", by=house.secretary, at=BEGINS)
    with django_assert_max_num_queries(10):  # eight, and the transaction's two ends
        refresh(ON)


def test_what_is_no_longer_owed_is_taken_away(house):
    planned = meeting(house, Meeting.Kind.GENERAL)
    refresh(ON)
    Meeting.objects.filter(pk=planned.pk).update(report_due_on=date(2026, 5, 1))
    refresh(ON + timedelta(days=1))
    assert stored() == asked(ON + timedelta(days=1))


def test_the_counts_are_those_of_the_year(house):
    close(general_meeting(house))
    refresh(ON)
    counts = Assessment.objects.get(organization=house.branch)
    states = [state for _, _, _, state in asked(ON)]
    assert [counts.done, counts.due, counts.missed, counts.explained] == [
        states.count(state) for state in ("done", "due", "missed", "explained")
    ]


@pytest.mark.django_db(transaction=True)
def test_an_act_wakes_the_worker_when_it_is_committed(house, monkeypatch):
    monkeypatch.setattr("rulebook.clock.today", lambda: ON)
    planned = meeting(house, Meeting.Kind.GENERAL, BEGINS + timedelta(days=60))
    planning.record_consent(planned, number="信党〔2026〕1号", by=house.secretary, at=BEGINS)
    assert tasks.wake in AFTER_ACTS
    assert stored() == asked(ON)
