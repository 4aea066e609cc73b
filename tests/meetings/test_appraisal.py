"""The members are appraised once a year, and that one record is asked for once."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from accounts.models import Organization
from meetings.models import Meeting
from rulebook.kernel import DUTIES
from rulebook.ledger import DutyState, assess
from tests.factories import BranchFactory
from tests.factories.meeting import meeting

pytestmark = pytest.mark.django_db
SAME = ("7.4a", "12.3a", "18.3", "25.3.2.4")
YEARS_END = date(2026, 12, 31)


def held(house: BranchFactory, on: date) -> None:
    at = datetime(on.year, on.month, on.day, 14, tzinfo=timezone.get_default_timezone())
    made = meeting(house, Meeting.Kind.APPRAISAL, begins_at=at)
    made.state, made.opened_at, made.closed_at = Meeting.State.CLOSED, at, at
    made.save()


def state(house: BranchFactory, on: date) -> DutyState:
    branch = Organization.objects.filter(pk=house.branch.pk)
    (status,) = assess(branch, on, 2026, [DUTIES[id] for id in SAME if id in DUTIES])
    return status.state


@pytest.mark.clause("18.3")
@pytest.mark.parametrize(("on", "found"), [(YEARS_END, DutyState.DUE), (date(2027, 1, 1), DutyState.MISSED)])
def test_without_an_appraisal_the_year_is_missed_from_the_day_after(on, found):
    assert state(BranchFactory(members=3), on) == found


@pytest.mark.clause("18.3")
def test_one_appraisal_satisfies_the_one_demand_that_four_clauses_print():
    house = BranchFactory(members=3)
    held(house, date(2026, 12, 18))
    assert state(house, YEARS_END) == DutyState.DONE


@pytest.mark.clause("18.3")
def test_last_years_appraisal_does_not_count_for_this():
    house = BranchFactory(members=3)
    held(house, date(2025, 12, 31))
    assert state(house, YEARS_END) == DutyState.DUE
