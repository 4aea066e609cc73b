"""What a person's page shows of his papers: the stages with each paper's state, and what can be printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from recruitment.documents import PAPERS, PrintedPaper
from recruitment.dossier import Line, Stage, State, dossier
from recruitment.journey import Journey
from recruitment.models import Recruit

TONES = {
    State.PRESENT: "done",
    State.MISSING: "late",
    State.CONTRADICTORY: "late",
    State.EXPLAINED: "told",
    State.AHEAD: "none",
}


@dataclass(frozen=True)
class Link:
    """Something to open, with its name."""

    title: str
    url: str


@dataclass(frozen=True)
class ShownLine:
    """One paper: what stands on the page, and what can be opened from there."""

    line: Line
    links: list[Link]

    @property
    def tone(self) -> str:
        return TONES[self.line.state]


@dataclass(frozen=True)
class ShownStage:
    """One stage with its papers; those ahead only as their number."""

    stage: Stage
    lines: list[ShownLine]
    is_current: bool

    @property
    def ahead(self) -> int:
        return len(self.stage.lines) - len(self.lines)


def dossier_shown(journey: Journey, kinds: frozenset[str]) -> list[ShownStage]:
    """The stages reached, for who reads the whole way."""
    current = journey.current.step.stage if journey.current else -1
    shown = []
    for number, stage in enumerate(dossier(journey)):
        lines = [ShownLine(line, list(links_of(line, journey, kinds))) for line in stage.lines]
        reached = [one for one in lines if one.line.state != State.AHEAD or (number == current and one.links)]
        if reached:
            shown.append(ShownStage(stage, reached, number == current))
    return shown


def links_of(line: Line, journey: Journey, kinds: frozenset[str]) -> Iterable[Link]:
    """Its forms to print, what was sent up, and the meeting that decided."""
    for name in line.needed.printed:
        paper = PAPERS[name]
        if is_at_hand(paper, journey, kinds):
            yield Link(f"打印{paper.title}", paper_url(journey.recruit, name))
    record = line.records[-1] if line.records else None
    if record is not None and record.submission is not None:
        yield Link("报送和批复", record.submission.get_absolute_url())
    if record is not None and record.item is not None:
        yield Link("会议议题", record.item.get_absolute_url())


def is_at_hand(paper: PrintedPaper, journey: Journey, kinds: frozenset[str]) -> bool:
    """Its turn has come, or it holds what is on record."""
    return paper.is_for(kinds, journey) and (journey.done[paper.key] is not None or not journey.before(paper.key))


def papers_at_hand(journey: Journey, kinds: frozenset[str]) -> list[Link]:
    """For the person himself and for a mentor: the forms they may print."""
    return [
        Link(f"{paper.step.number} {paper.title}", paper_url(journey.recruit, name))
        for name, paper in PAPERS.items()
        if is_at_hand(paper, journey, kinds)
    ]


def paper_url(recruit: Recruit, name: str) -> str:
    return reverse("recruitment:printed_paper", args=[recruit.pk, name])
