"""The demo's commendations by real acts, on any day of the year."""

from datetime import date

import pytest

from partybranch.demo.builder import found_house, moment
from partybranch.demo.commendations import commend
from points.models import AwardRound, Nomination
from rulebook.clock import standing_at

pytestmark = pytest.mark.django_db
LAST_YEARS = {
    ("outstanding_member", "方立新", "published"),
    ("outstanding_member", "阿依古丽·买买提", "published"),
    ("outstanding_party_worker", "司马青", "published"),
}


@pytest.mark.parametrize(
    ("today", "running"),
    [
        (date(2026, 1, 3), set()),
        (date(2026, 11, 30), {("龙晓鹏", "studied"), ("刘佳怡", "nominated"), ("冯志远", "withdrawn")}),
    ],
)
def test_last_year_is_awarded_and_this_year_under_way(today, running):
    with standing_at(moment(today, "09:00")):
        house = found_house(date(2021, 7, 1), date(2025, 12, 1))
        commend(house, today)
    found = Nomination.objects.select_related("round", "person")
    last = {(one.round.title, one.person.name, one.stage) for one in found.filter(round__year=2025)}
    assert last == LAST_YEARS
    assert {(one.person.name, one.stage) for one in found.filter(round__year=2026)} == running
    assert AwardRound.objects.filter(concluded_on__isnull=False).count() == 2
