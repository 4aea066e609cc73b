"""T-STATE, recruitment: whatever is tried in whatever order, nobody stands where his papers, days and votes do not."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from meetings.models import Matter
from recruitment import actions
from recruitment.models import Record, Recruit
from rulebook.kernel import VERBS
from tests.suites.recruit_next import go_on
from tests.suites.recruit_oracle import Facts
from tests.suites.recruit_walk import AROUND, OUTCOMES, Walk, World, related
from tests.suites.world import sized

STEPS = 40
OTHERS = {"open_review", "grant_review", "withdraw_grant", "add_scan", "export_papers"}
ACTS = sorted(set(actions.__all__) - OTHERS)
ON_THE_WAY = (Matter.ACTIVIST, Matter.CANDIDATE, Matter.ADMISSION, *OUTCOMES, Matter.OTHER)
STAGES = {
    "applied": lambda facts: bool(facts.of("recommendation")),
    "trained": lambda facts: len(facts.of("inspection")) == 2,
    "listed": lambda facts: facts.person.candidate_on is not None,
    "formed": lambda facts: len(facts.of("sponsor_opinion")) == 2,
    "twin": lambda facts: len(facts.of("sponsor_opinion")) == 2,
    "resolved": lambda facts: bool(facts.of("resolution")),
    "on probation": lambda facts: bool(facts.of("conversion_application")),
    "heard": lambda facts: len(facts.of("conversion_opinion")) == 2,
    "converted": lambda facts: facts.person.full_on is not None,
}
REACHED = ("applicant", "activist", "candidate", "resolved", "probationary", "full", "extended", "completed", "stopped",
           "cancelled", "moved")  # fmt: skip


class WayMachine(RuleBasedStateMachine):
    """A way at some stage, then sensible and senseless moves; the walk asks the oracle after each."""

    world: ClassVar[World]
    begun: ClassVar[dict[str, tuple[Recruit, date]]]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(stage=st.sampled_from(sorted(set(STAGES) - {"twin"})))
    def begin(self, stage: str) -> None:
        recruit, day = self.begun[stage]
        self.walk = Walk(self.world, self.done, day, recruit)

    @rule(offset=st.sampled_from(AROUND), matter=st.sampled_from(OUTCOMES), months=st.sampled_from((5, 6, 12, 13)))
    def sensible(self, offset: int, matter: str, months: int) -> None:
        go_on(self.walk, offset, matter, months)

    @rule(steps=st.integers(2, 6), matter=st.sampled_from(OUTCOMES), refused=st.sampled_from((False, False, True)))
    def sensible_for_a_while(self, steps: int, matter: str, refused: bool) -> None:
        for _ in range(steps):
            go_on(self.walk, 0, matter, 6, "refused" if refused else "approved")

    @rule(verb=st.sampled_from(ACTS), seed=st.integers(0, 2**16))
    def anything(self, verb: str, seed: int) -> None:
        self.walk.anything(verb, Random(seed))

    @rule(verb=st.sampled_from(ACTS), seed=st.integers(0, 2**16))
    def anything_else(self, verb: str, seed: int) -> None:
        self.walk.anything(verb, Random(seed))

    @rule(
        kind=st.sampled_from(("committee", "general")), matter=st.sampled_from(ON_THE_WAY), here=st.integers(1, 6),
        in_favour=st.integers(1, 6), himself=st.booleans(), method=st.sampled_from((None, "show_of_hands")),
        heard=st.sampled_from((("hear_candidate", "hear_sponsor", "hear_committee"), ("hear_candidate",), ())),
    )  # fmt: skip
    def some_meeting(self, kind: str, matter: str, **how: object) -> None:
        self.walk.hold(kind, matter, **how)

    @rule(seed=st.integers(0, 2**16))
    def an_answer(self, seed: int) -> None:
        random = Random(seed)
        waiting = [row.submission_id for row in Facts(self.walk.recruit).records if row.submission_id]
        if waiting:
            self.walk.answer(random.choice(waiting), random.choice(("approved", "refused")))

    @rule(seed=st.integers(0, 2**16))
    def taken_back(self, seed: int) -> None:
        record = Random(seed).choice(list(Record.objects.filter(recruit=self.walk.recruit)))
        by = {"by": self.world.secretary, "at": self.walk.now}
        self.walk.attempt("withdraw_record", lambda: actions.withdraw_record(record, reason="登记有误", **by))

    @rule(
        way=st.sampled_from(("stop", "leave", "come", "another_mentor", "talk")),
        months=st.sampled_from((3, 11, 12, 13)),
    )
    def beside_the_steps(self, way: str, months: int) -> None:
        if way == "come":
            self.walk.come(months)
        elif way == "talk":
            self.walk.act("record_superior_talk", self.walk.day, organ="机关党委", text="同意接收")
        else:
            getattr(self.walk, way)()

    @precondition(lambda self: Facts(self.walk.recruit).of("sponsor_opinion"))
    @rule()
    def two_at_one_meeting(self) -> None:
        self.walk.hold("general", Matter.ADMISSION, beside=self.begun["twin"][0])

    @rule(days=st.sampled_from((1, 30, 180, 365, 366)))
    def time_passes(self, days: int) -> None:
        self.walk.day += timedelta(days=days)


def at_stage(world: World, done: Counter[str], stage: str) -> Walk:
    """A way taken there step by step: every other one is fixed as an activist, or admitted, on 29 February."""
    walk = Walk(world, done, date(2024, 2, 29) if stage in ("trained", "formed", "heard") else date(2023, 2, 28))
    for _ in range(100):
        if walk.recruit is not None and STAGES[stage](Facts(walk.recruit)):
            related(world, walk.recruit.person)
            return walk
        go_on(walk)
    pytest.fail(f"no way leads to {stage}: {dict(done)}")


def to_every_stage(world: World, done: Counter[str]) -> dict[str, tuple[Recruit, date]]:
    walks = {stage: at_stage(world, done, stage) for stage in STAGES}
    return {stage: (walk.recruit, walk.day) for stage, walk in walks.items() if walk.recruit}


def to_every_end(done: Counter[str]) -> None:
    """Chance does not always come so far: every end is reached once at least, and taken back."""
    ends: dict[str, tuple[str, Callable[[Walk], None]]] = {
        "cancelled": ("heard", lambda walk: go_on(walk, matter=Matter.PROBATION_CANCELLATION)),
        "extended": ("heard", lambda walk: go_on(walk, matter=Matter.PROBATION_EXTENSION)),
        "completed": ("converted", go_on),
        "stopped": ("listed", Walk.stop),
        "moved": ("trained", Walk.leave),
    }
    for end, (stage, move) in ends.items():
        with transaction.atomic():
            recruit, day = WayMachine.begun[stage]
            walk = Walk(WayMachine.world, done, day, recruit)
            for _ in range(12):
                if done[f"reached {end}"]:
                    break
                move(walk)
            transaction.set_rollback(True)


def fresh(steps: int) -> Counter[str]:
    """A branch with a way at each stage, and the counter of its moves."""
    done = WayMachine.done = Counter()
    WayMachine.world = World()
    WayMachine.begun = to_every_stage(WayMachine.world, done)
    to_every_end(done)
    # What fails is told as it was found: to shrink it takes longer than to read it.
    options = {
        "deadline": None,
        "database": None,
        "suppress_health_check": list(HealthCheck),
        "phases": [Phase.generate],
    }
    for number in count():
        if moves(done) >= steps:
            break
        # Each walk has its seed, so that what one machine finds another one finds again.
        run(seed(number)(WayMachine), settings=settings(max_examples=4, stateful_step_count=STEPS, **options))
    return done


def moves(done: Counter[str]) -> int:
    return sum(count for name, count in done.items() if not name.startswith("reached "))


def missing(done: Counter[str]) -> list[str]:
    return [state for state in REACHED if not done[f"reached {state}"]]


@pytest.mark.django_db
@pytest.mark.parametrize("steps", sized(short=2_000, long=20_000, once=True))
def test_nobody_stands_where_his_papers_do_not(steps: int):
    began = time.perf_counter()
    done = fresh(steps)
    accepted = sum(count for name, count in done.items() if name.endswith(" done"))
    print(
        f"\nT-STATE, recruitment on {connection.vendor}: {moves(done)} moves, {accepted} accepted, "
        f"{moves(done) - accepted} refused in {time.perf_counter() - began:.0f} s: {dict(sorted(done.items()))}"
    )
    assert missing(done) == []


# A negative control each: the gate that is taken away, from which stage, by which move, and what the oracle says then.
def passed_by_one(walk: Walk) -> None:
    item = walk.hold("committee", Matter.ACTIVIST, in_favour=1)
    walk.act("fix_activist", decision=item)


def three_mentors(walk: Walk) -> None:
    for mentor in walk.world.house.people[1:3]:
        walk.act("name_mentor", walk.day, mentor=mentor)


def form_before_the_pass(walk: Walk) -> None:
    for _ in range(15):
        if Facts(walk.recruit).of("examination"):
            break
        go_on(walk)
    walk.act("hand_out_form", walk.day)


def thirteen_months(walk: Walk) -> None:
    for _ in range(5):
        go_on(walk, matter=Matter.PROBATION_EXTENSION, months=13)


def withdrawn_talk(walk: Walk) -> None:
    record = Record.objects.get(recruit=walk.recruit, kind="talk")
    by = {"by": walk.world.secretary, "at": walk.now}
    walk.attempt("withdraw_record", lambda: actions.withdraw_record(record, reason="登记有误", **by))


CONTROLS = {
    "activist_fixed_by_committee": ("fix_activist", "applied", passed_by_one, "nothing was passed"),
    "two_mentors_at_most": ("name_mentor", "trained", three_mentors, "3 mentors"),
    "pre_review_passed": ("hand_out_form", "listed", form_before_the_pass, "the form before the pass"),
    "extension_within_its_limits": ("adopt_outcome", "heard", thirteen_months, "an extension of 13 months"),
    "nothing_rests_on_it": ("withdraw_record", "listed", withdrawn_talk, "without talk and recommendation"),
}


@pytest.mark.short
@pytest.mark.django_db
@pytest.mark.parametrize("gate", CONTROLS)
def test_the_oracle_finds_a_missing_gate(gate: str, monkeypatch: pytest.MonkeyPatch):
    verb, stage, move, said = CONTROLS[gate]
    walk = at_stage(World(), Counter(), stage)
    entry = VERBS[f"recruitment.{verb}"]
    left = [one for one in entry.gates if one.function.__name__ != gate]
    assert len(left) == len(entry.gates) - 1
    monkeypatch.setattr(entry, "gates", left)
    with pytest.raises(AssertionError, match=said):
        move(walk)
