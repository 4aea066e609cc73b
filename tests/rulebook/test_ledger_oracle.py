"""The statement equals a slow reading of the clauses on random branches, on any day; so does what is stored."""

from datetime import date
from random import Random

import pytest

from accounts.models import Organization
from rulebook.kernel import DUTIES
from rulebook.ledger import assess, store
from rulebook.models import DutyStatus
from tests.rulebook.ledger_oracle import MONTHS_OF, REPORT_OF, World, a_day, told

pytestmark = pytest.mark.django_db
ASKED = [*MONTHS_OF, *REPORT_OF]


def compare(seed: int, branches: int, days: int) -> None:
    random = Random(seed)
    world = World(random, branches)
    everybody = Organization.objects.filter(pk__in=[one.pk for one in world.branches])
    for on in [date(2025, 12, 31), date(2026, 1, 1), *(a_day(random) for _ in range(days))]:
        for year in (2025, 2026):
            expected = {row for branch in world.branches for row in told(branch, on, year)}
            found = {
                (
                    row.duty.clause.id,
                    row.subject_id,
                    row.since,
                    row.state.value,
                    row.done_on,
                    row.evidence_id,
                    row.times,
                )
                for row in assess(everybody, on, year, [DUTIES[id] for id in ASKED])
            }
            assert found == expected
            store(everybody, on, year)
            columns = ("duty", "subject_id", "since", "state", "done_on", "evidence_id", "times")
            kept = DutyStatus.objects.filter(duty__in=ASKED, since__year=year).values_list(*columns)
            assert set(kept) == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_a_few_random_branches(seed):
    compare(seed, branches=8, days=2)


@pytest.mark.suite
def test_three_hundred_random_branches_over_24_months():
    compare(20260701, branches=300, days=6)


def test_a_wrong_oracle_is_noticed(monkeypatch):
    monkeypatch.setitem(MONTHS_OF, "8.2.1a", 3)
    with pytest.raises(AssertionError):
        compare(1, branches=8, days=0)
