"""T-STATE, the poll: whatever is tried in whatever order, no ballot is lost, doubled, early or late."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from meetings.actions import voting
from meetings.ballots import actions, door
from meetings.ballots.models import BallotBox, Choice, OpenedBallot, RollEntry, SealedBallot
from meetings.models import AgendaItem, Attendance, Vote
from members.models import Person
from rulebook.kernel import Refused
from tests.factories import BranchFactory, agenda_item, person, user_of
from tests.factories.ballot import AT, Poll, item_for_ballot, permit
from tests.suites.world import sized

MEMBERS, PRESENT = 7, 5
STEPS = 50
RIGHT_PAIRS, WRONG_PAIRS = [(0, 1), (2, 1), (0, 2)], [(1, 1), (0,), (2, 2)]


def while_it_is(*states: str) -> Callable[..., Any]:
    return precondition(lambda self: self.state in states)


class PollMachine(RuleBasedStateMachine):
    """A model beside the program: who may vote, what was cast, and in which state the box must be."""

    house: ClassVar[BranchFactory]
    people: ClassVar[list[Person]]  # the voters, and last a probationary member who has signed in too
    first: ClassVar[AgendaItem]
    done: ClassVar[Counter[str]] = Counter()  # acts tried, by name and by whether they went through

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.item = self.first
        self.poll: Poll | None = None
        self.state, self.voters, self.cast = "", set(), {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def try_to(self, name: str, act: Callable[[], Any], lawful: bool) -> bool:
        """Whether it went through; it must where it is lawful, and must not where it is not."""
        if lawful:
            act()
        else:
            with pytest.raises(Refused):
                act()
        self.done[f"{name} {'done' if lawful else 'refused'}"] += 1
        return lawful

    def present(self) -> set[int]:
        here = self.item.meeting.attendances.present().filter(may_vote=True)
        return set(here.exclude(person__in=self.item.recusals.values("person")).values_list("person", flat=True))

    @initialize(ready=st.booleans())
    def begin(self, ready: bool) -> None:
        """Often with an open box at once: what matters comes after."""
        self.prepare()
        if ready:
            self.open(True)

    @while_it_is("", "aborted")
    @rule()
    def prepare(self) -> None:
        def act() -> None:
            self.poll = Poll(self.house, self.item)

        if self.try_to("prepare", act, self.state not in ("open", "closed")):
            self.state, self.cast = "prepared", {}

    @while_it_is("prepared", "open", "closed")
    @rule()
    def prepare_again(self) -> None:
        self.prepare()

    @while_it_is("prepared", "open", "closed", "aborted")
    @rule(right=st.sampled_from([True, True, False]))
    def open(self, right: bool) -> None:
        numbers = self.poll.numbers if right else ["12345"]
        enough = bool(self.voters) or len(self.present()) * 2 >= MEMBERS

        def act() -> None:
            actions.open_box(self.poll.box, numbers=numbers, by=self.house.secretary, at=AT)

        if self.try_to("open", act, right and self.state == "prepared" and enough):
            self.state, self.voters = "open", self.voters or self.present()

    def vote(self, number: int, choice: str) -> None:
        voter = self.people[number]
        lawful = self.state == "open" and voter.pk in self.voters and voter.pk not in self.cast
        if self.try_to("vote", lambda: door.cast(self.poll.box, by=user_of(voter), choice=choice, at=AT), lawful):
            self.cast[voter.pk] = choice

    @while_it_is("prepared", "open", "closed", "aborted")
    @rule(number=st.integers(0, MEMBERS), choice=st.sampled_from(Choice.values))
    def one_votes(self, number: int, choice: str) -> None:
        self.vote(number, choice)

    @while_it_is("open")
    @rule(numbers=st.lists(st.integers(0, MEMBERS), min_size=2, max_size=6), choice=st.sampled_from(Choice.values))
    def several_vote(self, numbers: list[int], choice: str) -> None:
        for number in numbers:
            self.vote(number, choice)

    @rule(number=st.integers(0, MEMBERS - 1))
    def sign_in(self, number: int) -> None:
        rows = self.item.meeting.attendances.filter(person=self.people[number], signed_at__isnull=True)
        rows.update(signed_at=AT, signed_by="paper")

    @while_it_is("", "prepared", "open")
    @rule(number=st.integers(3, MEMBERS - 1))
    def recuse(self, number: int) -> None:
        inputs = {"person": self.people[number], "reason": "亲属", "by": self.house.secretary, "at": AT}
        first = not self.item.recusals.filter(person=self.people[number]).exists()
        self.try_to("recuse", lambda: voting.recuse(self.item, **inputs), first and not self.voters)

    @while_it_is("prepared", "open", "closed", "aborted")
    @rule(pair=st.sampled_from(RIGHT_PAIRS + WRONG_PAIRS), wait_no_longer=st.booleans())
    def close(self, pair: tuple[int, ...], wait_no_longer: bool) -> None:
        all_in = wait_no_longer or set(self.cast) == self.voters
        codes = [self.poll.codes[number] for number in pair]
        lawful = self.state == "open" and pair in RIGHT_PAIRS and all_in
        if self.try_to("close", lambda: self.poll.close(codes, wait_no_longer), lawful):
            self.state = "closed"

    @while_it_is("prepared", "open", "closed", "aborted")
    @rule(earnest=st.sampled_from([True, False, False]))
    def abort(self, earnest: bool) -> None:
        lawful = self.state in ("prepared", "open")
        if (earnest or not lawful) and self.try_to("abort", lambda: self.poll.abort(), lawful):
            self.state, self.cast = "aborted", {}

    @while_it_is("open")
    @rule()
    def count_on_paper(self) -> None:
        figures = {"in_favour": 1, "against": 0, "abstained": 0, "issued": 1, "returned": 1}
        people = {"scrutineer": self.people[1], "teller": self.people[2]}
        inputs = {"by": self.house.secretary, "at": AT, **figures, **people}
        self.try_to("count on paper", lambda: voting.count_vote(self.item, **inputs), lawful=False)

    @while_it_is("closed")
    @rule()
    def take_up_the_next_item(self) -> None:
        self.item = agenda_item(self.item.meeting)
        self.poll, self.state, self.voters, self.cast = None, "", set(), {}

    @invariant()
    def the_box_holds_what_was_cast(self) -> None:
        if self.poll is None:
            return
        box = BallotBox.objects.get(pk=self.poll.box.pk)
        roll, sealed = RollEntry.objects.filter(box=box), SealedBallot.objects.filter(box=box)
        opened = OpenedBallot.objects.filter(box=box)
        assert box.state == self.state
        assert sealed.count() == (len(self.cast) if self.state == "open" else 0)
        marked = dict(roll.values_list("person", "voted"))
        assert {voter for voter, voted in marked.items() if voted} == set(self.cast)
        assert set(marked) == (self.voters if self.state in ("open", "closed") else set(marked) & self.voters)
        shown = sorted(opened.values_list("choice", flat=True))
        assert shown == (sorted(self.cast.values()) if self.state == "closed" else [])

    @invariant()
    def nobody_sees_a_figure_before_the_close(self) -> None:
        vote = Vote.objects.filter(item=self.item).first()
        assert (vote is not None) == bool(self.voters)
        if vote is None:
            return
        closed, cast = self.state == "closed", list(self.cast.values())
        figures = [cast.count(choice) for choice in Choice.values] if closed else [0, 0, 0]
        assert [vote.in_favour, vote.against, vote.abstained] == figures
        assert (vote.present, vote.counted_at is not None) == (len(self.voters), closed)


@pytest.mark.django_db
@pytest.mark.parametrize("steps", sized(short=1_000, long=20_000))
def test_the_poll_keeps_its_promises(steps: int):
    house = PollMachine.house = BranchFactory(members=MEMBERS)
    probationary = person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    PollMachine.people = [*house.people, probationary]
    PollMachine.done = Counter()
    for one in PollMachine.people:
        user_of(one)
    permit(house)
    PollMachine.first = item_for_ballot(house, PRESENT)
    Attendance.objects.filter(person=probationary).update(signed_at=AT, signed_by="paper")
    options = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    for number in count():
        if PollMachine.done.total() >= steps:
            break
        # Each walk has its seed, so that what one machine finds another one finds again.
        run(
            seed(number)(PollMachine),
            settings=settings(max_examples=steps // STEPS, stateful_step_count=STEPS, **options),
        )
    print(f"\nT-STATE, poll on {connection.vendor}: {PollMachine.done.total()} acts tried: {dict(PollMachine.done)}")
    assert min(PollMachine.done[f"{name} done"] for name in ("prepare", "open", "vote", "close", "abort")) > 0
