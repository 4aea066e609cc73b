"""The end of a ballot box: closed with its slips and counted, or aborted, and what stays of the vote."""

import pytest

from meetings.actions import holding, voting
from meetings.ballots import actions, door
from meetings.ballots.box import new_key
from meetings.ballots.models import BallotBox, Choice, OpenedBallot, RollEntry, SealedBallot
from meetings.models import Meeting, Vote
from rulebook.models import Act
from tests.factories import BranchFactory, present, user_of
from tests.factories.ballot import AT, Poll, item_for_ballot, open_poll, permit
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAINED = Choice.values


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


def vote(poll: Poll, person, choice: str = FOR) -> None:
    door.cast(poll.box, by=user_of(person), choice=choice, at=AT)


def refused_vote(poll: Poll, person) -> str:
    return refusal(vote, poll, person)


def holds(box: BallotBox) -> tuple[int, int, int]:
    """Sealed ballots, flags set on the roll, opened ballots."""
    return (
        SealedBallot.objects.filter(box=box).count(),
        RollEntry.objects.filter(box=box, voted=True).count(),
        OpenedBallot.objects.filter(box=box).count(),
    )


# Closing


@pytest.mark.clause("8.1.4b")
@pytest.mark.parametrize(
    ("choices", "passed"),
    [
        ([FOR] * 6 + [AGAINST, ABSTAINED], True),
        ([FOR] * 5 + [AGAINST] * 2 + [ABSTAINED], False),
    ],
)
def test_the_close_counts_like_paper(house, choices, passed):
    """Of 10 expected at least 6 in favour."""
    poll = open_poll(house, 8)
    for one, choice in zip(house.people, choices, strict=False):
        vote(poll, one, choice)
    counted = poll.close(wait_no_longer=False)
    figures = (counted.issued, counted.returned, counted.spoiled, counted.in_favour, counted.against, counted.abstained)
    assert figures == (8, 8, 0, choices.count(FOR), choices.count(AGAINST), choices.count(ABSTAINED))
    assert (counted.passed, counted.scrutineer, counted.teller) == (passed, house.people[1], house.people[2])
    in_favour = choices.count(FOR)
    result = "通过" if passed else "未通过"
    assert counted.arithmetic == f"赞成{in_favour}票，须超过应到10人的半数（至少6票），{result}"
    poll.item.refresh_from_db()
    assert poll.item.state == "decided"


def test_after_the_close_the_sealed_ballots_are_gone_and_the_hash_can_be_checked(house):
    poll = open_poll(house, 8)
    for one in house.people[:6]:
        vote(poll, one)
    sealed = set(poll.box.sealed_ballots.values_list("pk", flat=True))
    poll.close()
    assert holds(poll.box) == (0, 6, 6)
    opened = set(poll.box.opened_ballots.values_list("pk", flat=True))
    assert opened & sealed == set()
    poll.box.refresh_from_db()
    assert poll.box.digest == actions.digest_of(poll.box)
    ballot = poll.box.opened_ballots.first()
    ballot.choice = AGAINST
    ballot.save()
    assert poll.box.digest != actions.digest_of(poll.box)


def test_who_voted_stays_known_and_the_rows_are_new(house):
    poll = open_poll(house, 8)
    before = set(poll.box.roll.values_list("pk", flat=True))
    for one in house.people[:3]:
        vote(poll, one)
    poll.close()
    assert set(poll.box.roll.filter(voted=True).values_list("person", flat=True)) == {p.pk for p in house.people[:3]}
    assert before & set(poll.box.roll.values_list("pk", flat=True)) == set()


def test_the_close_waits_for_everybody_unless_told_not_to(house):
    poll = open_poll(house, 8)
    for one in house.people[:6]:
        vote(poll, one)
    assert refusal(poll.close, wait_no_longer=False) == "还有2人没有投票"
    assert poll.close(wait_no_longer=True).returned == 6


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2), (2, 0)])
def test_any_two_of_the_three_slips_open_the_box(house, pair):
    poll = open_poll(house, 8)
    vote(poll, house.people[3], ABSTAINED)
    assert poll.close([poll.codes[number] for number in pair]).abstained == 1


def test_wrong_codes_open_nothing_and_lose_nothing(house):
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    typo = poll.codes[0][:-1] + ("A" if poll.codes[0][-1] != "A" else "C")
    assert refusal(poll.close, [typo, poll.codes[1]]) == "第1个密钥码不对：有字抄错，或不是本票箱的密钥条"
    assert refusal(poll.close, [poll.codes[1], poll.codes[1]]).startswith("两个密钥码是同一张密钥条上的")
    assert refusal(poll.close, [poll.codes[0]]) == "须输入2张密钥条上的密钥码"
    assert holds(poll.box) == (1, 1, 0)
    assert poll.close().in_favour == 1


def test_a_key_file_opens_the_box_of_a_small_branch(house):
    permit(house)
    poll = Poll(house, item_for_ballot(house, 8), keeping=BallotBox.Keeping.FILE).open()
    assert len(poll.numbers) == 1
    vote(poll, house.people[3], AGAINST)
    assert poll.close(poll.codes).against == 1


def test_a_ballot_that_does_not_open_is_spoiled(house):
    poll = open_poll(house, 8)
    for one in house.people[:7]:
        vote(poll, one)
    broken = poll.box.sealed_ballots.first()
    broken.content = bytes(64)
    broken.save()
    counted = poll.close()
    assert (counted.returned, counted.in_favour, counted.spoiled, counted.passed) == (7, 6, 1, True)
    assert holds(poll.box) == (0, 7, 6)


@pytest.mark.parametrize("stuffed", [True, False])
def test_a_box_that_was_stuffed_or_robbed_is_not_counted(house, stuffed):
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    if stuffed:
        SealedBallot.objects.create(box=poll.box, content=bytes(64))
    else:
        poll.box.sealed_ballots.all().delete()
    said = refusal(poll.close)
    assert said == f"票箱内有{2 if stuffed else 0}张票，名册上1人已投票，两数不符"
    assert poll.abort().state == "aborted"


def test_a_box_is_closed_once(house):
    poll = open_poll(house, 8)
    poll.close()
    assert refusal(poll.close) == "票箱已关箱计票"
    assert refusal(poll.abort) == "票箱已关箱计票"


# Aborting


def test_an_aborted_box_destroys_its_ballots_and_the_vote_is_taken_on_paper(house):
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    poll.abort()
    assert holds(poll.box) == (0, 0, 0)
    counted = voting.count_vote(
        poll.item, in_favour=7, against=1, abstained=0, issued=8, returned=8, spoiled=0,
        scrutineer=house.people[1], teller=house.people[2], by=house.secretary, at=AT,
    )  # fmt: skip
    assert counted.passed


def test_after_an_aborted_box_the_same_voters_vote_anew(house):
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    poll.abort()
    present(poll.item.meeting, 1)
    again = Poll(house, poll.item).open()
    assert set(again.box.roll.values_list("person__name", "voted")) == {(p.name, False) for p in house.people[:8]}
    assert Vote.objects.get(item=poll.item).present == 8
    assert refused_vote(again, house.people[8]) == "表决开始时您还没有签到，到会人数已经固定（第6篇 三（五））"
    vote(again, house.people[3])
    assert again.close().in_favour == 1


def test_a_box_that_is_only_ready_is_put_away_without_harm(house):
    permit(house)
    poll = Poll(house, item_for_ballot(house, 8))
    poll.abort("改用纸质选票")
    opened = voting.open_vote(poll.item, method="secret_ballot", by=house.secretary, at=AT)
    assert opened.present == 8


def test_a_decided_item_gets_no_other_box(house):
    poll = open_poll(house, 8)
    poll.close()
    assert refusal(Poll, house, poll.item) == "本项议题已表决"


def test_the_meeting_goes_on_to_its_end(house):
    poll = open_poll(house, 8)
    poll.close()
    assert holding.close_meeting(poll.item.meeting, by=house.secretary, at=AT).state == Meeting.State.CLOSED


def test_opening_and_closing_are_acts(house):
    poll = open_poll(house, 8)
    poll.close()
    verbs = list(Act.objects.filter(organization=house.branch).order_by("number").values_list("verb", flat=True))
    assert verbs == [f"meetings.{verb}" for verb in ("prepare_box", "open_vote", "open_box", "count_vote", "close_box")]


@pytest.mark.django_db(transaction=True)
def test_after_the_close_the_traces_are_erased():
    house = BranchFactory(members=10)
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    poll.close()
    poll.box.refresh_from_db()
    assert poll.box.erased_at is not None
    assert refusal(actions.clear_traces, poll.box, by=house.secretary, at=AT) == "残留数据已经清除"


def test_a_key_is_sixteen_random_bytes():
    assert (len(new_key()), new_key() == new_key()) == (16, False)
