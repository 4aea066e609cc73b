"""Observers of a general meeting."""

from datetime import date, timedelta

import pytest

from meetings.actions import planning
from meetings.models import Attendance, Meeting
from tests.factories import BranchFactory, person, present
from tests.factories.meeting import BEGINS, laid_out, meeting

pytestmark = pytest.mark.django_db


@pytest.mark.clause("8.1.2c")
def test_an_activist_who_observes_is_neither_due_nor_present_among_the_voters():
    house = BranchFactory(members=10)
    activist = person(
        house.branch, admitted_on=None, full_on=None, applied_on=date(2024, 3, 1), activist_on=date(2024, 9, 1)
    )
    planned = meeting(house, Meeting.Kind.GENERAL)
    before = BEGINS - timedelta(days=2)
    observer = planning.invite_observer(planned, person=activist, by=house.secretary, at=before)
    laid_out(planned, opened=True)
    Attendance.objects.filter(pk=observer.pk).update(signed_at=BEGINS, signed_by=Attendance.Means.PAPER)
    present(planned, 6)
    assert (planned.eligible_voters, planned.voters_present) == (10, 6)
