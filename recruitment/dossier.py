"""What papers each step needs of one person, and whether each is there, is lacking, or does not fit the others.

Computed from a journey that is loaded; nothing here is stored, ticked, or read anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from recruitment.contradictions import CHECKS, order_of
from recruitment.journey import INSPECTIONS, Journey
from recruitment.models import Kind, Record
from recruitment.steps import STAGES, STEPS, Key, Step, up_to
from rulebook.catalogue import catalogue
from rulebook.kernel import built


class State(StrEnum):
    """How a paper stands."""

    PRESENT = "present"
    MISSING = "missing"
    CONTRADICTORY = "contradictory"
    EXPLAINED = "explained"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    State.PRESENT: "齐全",
    State.MISSING: "缺",
    State.CONTRADICTORY: "矛盾",
    State.EXPLAINED: "缺，已说明",
    State.AHEAD: "未到",
}


@dataclass(frozen=True)
class Needed:
    """One paper of a step: the kinds of record it is made of, and the papers that print it.

    `scanned`: its records come with the signed paper. `replied`: the superior's reply makes it. `decided`: minutes do.
    `asked`: what tells that a paper beside the step's own should be there; the step's own is asked for by what follows.
    """

    key: Key
    title: str
    kinds: tuple[Kind, ...] = ()
    scanned: bool = False
    replied: bool = False
    decided: bool = False
    printed: tuple[str, ...] = ()
    asked: Callable[[Journey], bool] | None = None

    @property
    def step(self) -> Step:
        return STEPS[self.key]

    @property
    def is_of_the_step(self) -> bool:
        """Whether the step is done by this paper; the others go beside it."""
        return self.asked is None


def listed_since_the_notice_is_asked(journey: Journey) -> bool:
    listed = journey.recruit.person.candidate_on
    return listed is not None and listed >= date.fromisoformat(catalogue["N13.13n"].raw["from"])


def done(key: Key) -> Callable[[Journey], bool]:
    return lambda journey: journey.done[key] is not None


def own(key: Key, *kinds: Kind, **options: Any) -> Needed:
    """The paper that makes the step, under the name the table of steps gives it."""
    return Needed(key, STEPS[key].document, kinds, **options)


NEEDED = (
    own(Key.APPLICATION, Kind.APPLICATION, scanned=True),
    own(Key.TALK, Kind.TALK, scanned=True, printed=("talk_record",)),
    own(Key.RECOMMENDATION, Kind.RECOMMENDATION, scanned=True, printed=("recommendation",)),
    own(Key.ACTIVIST, Kind.ACTIVIST, decided=True),
    own(Key.ACTIVIST_FILING, Kind.ACTIVIST_FILING, replied=True),
    own(Key.MENTORS),
    own(Key.INSPECTION, Kind.INSPECTION, scanned=True, printed=("inspections",)),
    own(Key.OPINIONS, Kind.OPINION, scanned=True, printed=("opinions", "mentor_opinions")),
    own(Key.LISTING, Kind.LISTING, decided=True),
    Needed(
        Key.LISTED,
        "公示结果",
        (Kind.PUBLIC_NOTICE,),
        scanned=True,
        printed=("notice", "notice_result"),
        asked=listed_since_the_notice_is_asked,
    ),
    own(Key.LISTED, Kind.LISTING_FILING, replied=True),
    own(Key.SPONSORS, Kind.SPONSOR),
    own(Key.REVIEW, printed=("review_frame",)),
    own(Key.TRAINING, Kind.TRAINING, scanned=True, printed=("training_record",)),
    own(Key.EXAMINATION, Kind.EXAMINATION, decided=True),
    own(Key.PRE_REVIEW, Kind.PRE_REVIEW, replied=True),
    own(Key.FORM, Kind.FORM, Kind.SPONSOR_OPINION),
    own(Key.MEETING_CLEARED),
    own(Key.RESOLUTION, Kind.RESOLUTION, decided=True, printed=("resolution",)),
    Needed(Key.DOSSIER, "决议写入志愿书", (Kind.FORM_ENTRY,), asked=done(Key.DOSSIER)),
    own(Key.DOSSIER, Kind.DOSSIER),
    Needed(Key.APPROVAL, "上级派人谈话", (Kind.SUPERIOR_TALK,), asked=done(Key.APPROVAL)),
    own(Key.APPROVAL, Kind.DOSSIER, replied=True),
    own(Key.ADMISSION, Kind.ADMISSION),
    own(Key.OATH, Kind.OATH, scanned=True, printed=("oath_record",)),
    own(Key.PROBATION, Kind.PROBATION_INSPECTION, scanned=True, printed=("probation_inspections",)),
    own(Key.CONVERSION_APPLICATION, Kind.CONVERSION_APPLICATION, scanned=True),
    own(Key.CONVERSION_OPINIONS, Kind.CONVERSION_OPINION, scanned=True, printed=("conversion_opinions",)),
    own(Key.CONVERSION_EXAMINATION, Kind.CONVERSION_EXAMINATION, decided=True),
    own(Key.CONVERSION_RESOLUTION, Kind.CONVERSION_RESOLUTION, decided=True, printed=("outcome_resolution",)),
    own(Key.CONVERSION, Kind.CONVERSION_REPORT, replied=True),
    own(Key.HAND_OVER, Kind.HAND_OVER, scanned=True, printed=("hand_over_list",)),
)


@dataclass(frozen=True)
class Line:
    """One paper of one person: its state with the sentence why, its records, and the day it was made."""

    needed: Needed
    state: State
    why: str
    made_on: date | None
    records: list[Record] = field(default_factory=list)

    @property
    def scans(self) -> list[Record]:
        return [record for record in self.records if record.paper_id]


@dataclass(frozen=True)
class Stage:
    """One of the four stages with its papers."""

    title: str
    lines: list[Line]

    @cached_property
    def faults(self) -> int:
        """How many of its papers are lacking or contradictory."""
        return sum(line.state in (State.MISSING, State.CONTRADICTORY) for line in self.lines)

    @cached_property
    def present(self) -> int:
        return sum(line.state == State.PRESENT for line in self.lines)


@built("13.0p")
def dossier(journey: Journey) -> list[Stage]:
    """The papers of the four stages; of a way that has ended none that were never needed."""
    lines = [line_of(journey, needed) for needed in NEEDED]
    if not journey.recruit.is_running:
        lines = [line for line in lines if line.state != State.AHEAD]
    return [
        Stage(title, [line for line in lines if line.needed.step.stage == number])
        for number, title in enumerate(STAGES)
    ]


def line_of(journey: Journey, needed: Needed) -> Line:
    records = journey.of(*needed.kinds) if needed.kinds else []
    made_on = made(journey, needed, records)
    conflicts = list(conflicts_of(journey, needed))
    lack = lacking(journey, needed, records) if made_on is None else incomplete(needed, records)
    told = explanation(journey, needed.key)
    if conflicts:
        state, why = State.CONTRADICTORY, [*conflicts, lack, f"说明：{told.text}" if told else ""]
    elif lack and told:
        state, why = State.EXPLAINED, [lack, f"说明：{told.text}"]
    elif lack:
        state, why = State.MISSING, [lack]
    elif made_on:
        state, why = State.PRESENT, []
    else:
        state, why = State.AHEAD, [f"已登记{len(records)}份，本步还没有办完"] if records else []
    return Line(needed, state, "；".join(sentence.rstrip("。") for sentence in why if sentence), made_on, records)


def made(journey: Journey, needed: Needed, records: list[Record]) -> date | None:
    """The day of the paper; None while there is none, though the step be dated."""
    if needed.replied:
        return journey.approved(needed.kinds[0])
    if needed.kinds and not records:
        return None
    return journey.done[needed.key] if needed.is_of_the_step else records[-1].happened_on


def explanation(journey: Journey, key: Key) -> Record | None:
    """What was written down about the step's gap."""
    return next((record for record in reversed(journey.of(Kind.GAP)) if key.value in record.parts), None)


def conflicts_of(journey: Journey, needed: Needed) -> Iterable[str]:
    """What does not fit, of this very paper."""
    if needed.is_of_the_step:
        yield from order_of(journey, needed.key)
    for check in CHECKS.get(needed.key if needed.is_of_the_step else needed.kinds[0], ()):
        yield from check(journey)


def lacking(journey: Journey, needed: Needed, records: list[Record]) -> str:
    """What is not there though what is done shows that it should be; '' where it is not its turn."""
    if not is_due(journey, needed):
        return ""
    if needed.key == Key.INSPECTION and records:
        return f"一年内至少考察{INSPECTIONS}次，现有{len(records)}次"
    if needed.key == Key.FORM and records:
        return "介绍人意见没有写全"
    if needed.key in (Key.OPINIONS, Key.CONVERSION_OPINIONS) and records:
        sources = journey.sources if needed.key == Key.OPINIONS else journey.conversion_sources
        return f"缺{'、'.join(str(source.label) for source in journey.unheard(needed.kinds[0], sources))}的意见"
    return f"没有{needed.title}"


def is_due(journey: Journey, needed: Needed) -> bool:
    if needed.asked is not None:
        return needed.asked(journey)
    return any(journey.done[key] for key in WITNESSES if needed.key in up_to(key))


# The approval of a meeting says nothing by itself: after a refusal the old one still stands.
WITNESSES = tuple(key for key in STEPS if key != Key.MEETING_CLEARED)


def incomplete(needed: Needed, records: list[Record]) -> str:
    """What lacks of a paper that is on record: its scan, its minutes; '' where nothing does."""
    if needed.scanned and needed.key == Key.APPLICATION and not records[-1].recruit.is_whole:
        return "申请书内容不全"
    if needed.scanned:
        bare = sum(record.paper_id is None for record in records)
        count = "" if len(records) == 1 else f"{len(records)}份中有{bare}份" if bare < len(records) else f"{bare}份均"
        return f"已登记，{count}缺扫描件" if bare else ""
    if needed.decided and records[-1].item_id is None:
        return f"只有日期，没有{needed.title}"
    return unscanned_reply(records[-1]) if needed.replied else ""


def unscanned_reply(record: Record) -> str:
    """A reply that was not given online has come on paper."""
    reply = record.submission
    on_paper = reply is not None and reply.replied_online_by_id is None and reply.reply_scan_id is None
    return "批复已登记，缺扫描件" if on_paper else ""
