"""The ledger is computed from records: cadence and deadline, on any date, for any set of branches."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from meetings.models import Meeting
from rulebook.kernel import DUTIES
from rulebook.ledger import DutyState, Status, assess, store
from rulebook.models import DutyStatus, Explanation
from tests.factories import BranchFactory, committee_meeting, general_meeting
from tests.factories.meeting import BEGINS, meeting

pytestmark = pytest.mark.django_db
GENERAL, COMMITTEE, REPORT = "8.1.1a", "8.2.1a", "8.1.5a"


def statuses(house: BranchFactory, duty: str, on: date, year: int = 2026) -> list[Status]:
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, year, [DUTIES[duty]])
    return [status for status in found if status.organization_id == house.branch.pk]


def states(house: BranchFactory, duty: str, on: date) -> list[str]:
    return [status.state.value for status in statuses(house, duty, on)]


def close(meeting: Meeting) -> Meeting:
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, meeting.begins_at + timedelta(hours=1)
    meeting.save()
    return meeting


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=4, committee=3)


@pytest.mark.clause("8.1.1a", "1.4.1b")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), ["upcoming", "upcoming", "upcoming", "upcoming"]),
        (date(2026, 1, 1), ["due", "upcoming", "upcoming", "upcoming"]),
        (date(2026, 3, 31), ["due", "upcoming", "upcoming", "upcoming"]),
        (date(2026, 4, 1), ["missed", "due", "upcoming", "upcoming"]),
        (date(2027, 1, 1), ["missed", "missed", "missed", "missed"]),
    ],
)
def test_a_quarter_without_a_general_meeting_is_missed_from_the_day_after_it(house, on, expected):
    assert states(house, GENERAL, on) == expected


@pytest.mark.clause("8.1.1a")
def test_a_quarter_is_done_by_a_meeting_held_in_it(house):
    held = close(general_meeting(house))
    first = statuses(house, GENERAL, date(2026, 4, 1))[0]
    assert (first.state, first.done_on, first.evidence_id, first.times) == (
        DutyState.DONE,
        date(2026, 3, 20),
        held.pk,
        1,
    )


def test_a_meeting_that_is_only_planned_or_open_satisfies_nothing(house):
    meeting(house, Meeting.Kind.GENERAL)
    general_meeting(house)
    assert states(house, GENERAL, date(2026, 4, 1))[0] == "missed"


def test_on_an_earlier_date_the_meeting_had_not_been_held(house):
    close(general_meeting(house))
    assert states(house, GENERAL, date(2026, 3, 19))[0] == "due"


def test_a_meeting_of_another_branch_satisfies_nothing_here(house):
    close(general_meeting(BranchFactory(members=4, committee=3)))
    assert states(house, GENERAL, date(2026, 4, 1))[0] == "missed"


@pytest.mark.clause("8.2.1a", "1.4.2b", "6.2.1")
def test_months_without_a_committee_meeting_are_listed_one_by_one(house):
    for month in (1, 3):
        close(committee_meeting(house, begins_at=BEGINS.replace(month=month)))
    found = statuses(house, COMMITTEE, date(2027, 1, 1))
    assert [status.period_name for status in found if status.state == "missed"] == [
        "2月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
    ]  # fmt: skip


def test_nothing_is_owed_before_the_branch_was_founded():
    house = BranchFactory(members=4, committee=3, founded_on=date(2026, 5, 10))
    assert [status.since for status in statuses(house, GENERAL, date(2026, 12, 31))] == [
        date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1),
    ]  # fmt: skip


def test_an_explained_lapse_stays_visible_as_explained(house):
    Explanation.objects.create(
        organization=house.branch, duty=GENERAL, subject_id=house.branch.pk, since=date(2026, 1, 1), text="疫情",
        written_on=date(2026, 4, 2),
    )  # fmt: skip
    assert states(house, GENERAL, date(2026, 4, 2))[0] == "explained"


@pytest.mark.clause("8.1.5a")
@pytest.mark.parametrize(
    ("sent_on", "on", "state"),
    [
        (None, date(2026, 3, 15), "due"),
        (None, date(2026, 3, 16), "missed"),
        (date(2026, 3, 15), date(2026, 3, 15), "done"),
        (date(2026, 3, 15), date(2026, 3, 14), "due"),
        (date(2026, 3, 16), date(2026, 3, 16), "missed"),
    ],
)
def test_a_report_is_due_five_days_before_the_meeting(house, sent_on, on, state):
    planned = general_meeting(house, opened=False)
    planned.request.sent_on = sent_on or date(2026, 3, 1)
    planned.request.save()
    if sent_on is None:
        planned.request = None
        planned.save()
    assert states(house, REPORT, on) == [state]


def test_one_query_for_all_duties_of_any_number_of_branches(house, django_assert_num_queries):
    for _ in range(5):
        BranchFactory(members=4, committee=3)
    with django_assert_num_queries(1):
        assess(Organization.objects.all(), date(2026, 4, 1), 2026)


def test_what_is_stored_equals_what_is_asked_live(house):
    close(general_meeting(house))
    on, everybody = date(2026, 4, 1), Organization.objects.all()
    store(everybody, on, 2026)
    stored = set(DutyStatus.objects.values_list("duty", "subject_id", "since", "state", "done_on", "evidence_id"))
    asked = {
        (status.duty.clause.id, status.subject_id, status.since, status.state.value, status.done_on, status.evidence_id)
        for status in assess(everybody, on, 2026)
    }
    assert stored == asked


def test_storing_again_writes_nothing(house):
    everybody = Organization.objects.all()
    assert store(everybody, date(2026, 4, 1), 2026) > 0
    assert store(everybody, date(2026, 4, 1), 2026) == 0
