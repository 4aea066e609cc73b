"""Letters of voters who cannot come: votes on admission and conversion, presence nowhere (13.3.3.4c, X1-40, X1-41)."""

from datetime import timedelta

import pytest

from meetings.actions import voting
from meetings.models import Matter, Meeting, WrittenOpinion
from rulebook.kernel import Refused
from tests.factories import BranchFactory, agenda_item, general_meeting, present
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db
BEFORE = BEGINS - timedelta(days=1)


@pytest.fixture
def house():
    return BranchFactory(members=12, committee=5)


@pytest.fixture
def item(house):
    """12 voters expected; the meeting has not begun."""
    return agenda_item(general_meeting(house, opened=False), Matter.ADMISSION, concerns=house.people[11])


def receive(item, house, person, received_at=BEFORE, at=BEFORE):
    return voting.receive_written_opinion(
        item, person=person, received_at=received_at, cause="住院", by=house.secretary, at=at
    )


def begin(item):
    meeting = item.meeting
    meeting.state, meeting.opened_at = Meeting.State.OPEN, BEGINS
    meeting.save()


def refusal(action, *given, **inputs):
    with pytest.raises(Refused) as caught:
        action(*given, **inputs)
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.clause("13.3.3.4c")
@pytest.mark.parametrize(("minutes", "refused"), [(-1, False), (0, True), (1, True)])
def test_a_letter_comes_before_the_meeting_begins(item, house, minutes, refused):
    begin(item)
    at = BEGINS + timedelta(minutes=minutes)
    if not refused:
        assert receive(item, house, house.people[9], at, BEGINS).received_at == at
        return
    said = refusal(receive, item, house, house.people[9], at, BEGINS + timedelta(hours=1))
    assert said == ["须在大会召开前提出（第13篇 三（三）4）"]


@pytest.mark.clause("13.3.3.4c")
@pytest.mark.parametrize("letters_for", [0, 1])
def test_a_letter_in_favour_counts_as_a_vote_and_not_as_presence(item, house, letters_for):
    """12 due, 7 present, 6 in favour: one more by letter makes 7, and 7 > 6."""
    receive(item, house, house.people[9])
    begin(item)
    present(item.meeting, 7)
    vote = open_secret(item, house)
    counted = count(item, house, in_favour=6, written_in_favour=letters_for, written_against=1 - letters_for)
    assert (vote.present, counted.passed) == (7, bool(letters_for))
    assert counted.arithmetic.startswith(f"赞成{6 + letters_for}票（到会6票，书面意见{letters_for}票），须超过应到12人")


@pytest.mark.clause("13.3.3.4c")
def test_every_letter_is_counted_and_no_more(item, house):
    receive(item, house, house.people[9])
    begin(item)
    present(item.meeting, 7)
    open_secret(item, house)
    for number in (0, 2):
        said = refusal(count, item, house, in_favour=6, written_in_favour=number)
        assert said == [f"书面意见合计{number}，与会前收到、本人未到会的1份不符（第13篇 三（三）4）"]


@pytest.mark.clause("13.3.3.4c")
def test_whoever_comes_after_all_votes_in_person(item, house):
    receive(item, house, house.people[1])
    begin(item)
    assert house.people[1] in present(item.meeting, 7)
    assert item.letters_to_count == 0


@pytest.mark.clause("13.3.3.4c")
def test_a_letter_to_another_matter_is_a_remark(house):
    item = agenda_item(general_meeting(house, opened=False), Matter.OTHER)
    said = refusal(receive, item, house, house.people[9])
    assert said == ["本项议题的书面意见不计入票数，请记入发言（第13篇 三（三）4）"]


@pytest.mark.clause("13.3.3.4c")
def test_only_a_voter_writes(item, house):
    house.people[9].full_on = BEGINS.date() + timedelta(days=1)
    house.people[9].save()
    said = refusal(receive, item, house, house.people[9])
    assert said == [f"{house.people[9]}不是有表决权的正式党员（第13篇 三（三）4）"]


def test_the_record_keeps_that_a_letter_came_and_not_what_it_says(item, house):
    receive(item, house, house.people[9])
    assert {field.name for field in WrittenOpinion._meta.fields} == {"id", "item", "person", "received_at", "cause"}


def open_secret(item, house):
    return voting.open_vote(item, method="secret_ballot", by=house.secretary, at=BEGINS)


def count(item, house, in_favour, **letters):
    seven = {"issued": 7, "returned": 7, "scrutineer": house.people[1], "teller": house.people[2]}
    return voting.count_vote(
        item, in_favour=in_favour, against=7 - in_favour, abstained=0, **seven, **letters, by=house.secretary, at=BEGINS
    )
