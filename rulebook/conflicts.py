"""Where the rulebook contradicts itself or leaves something open, and how each such place is resolved."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "conflicts.yaml"


@dataclass(frozen=True)
class Conflict:
    """One such place: what it is, both readings where the title does not say them, and the answer."""

    id: str
    clauses: tuple[str, ...]
    zh: str
    question: str
    answer: str
    ask_branch: bool


def read(file: Path = FILE) -> list[Conflict]:
    return [
        Conflict(
            id=entry["id"],
            clauses=tuple(entry["clauses"]),
            zh=entry["zh"],
            question=entry.get("question", ""),
            answer=entry["answer"],
            ask_branch=entry["ask_branch"],
        )
        for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    ]


def by_clause(conflicts: list[Conflict]) -> Mapping[str, list[Conflict]]:
    found: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        for id in conflict.clauses:
            found[id].append(conflict)
    return dict(found)


CONFLICTS = read()
CONFLICTS_OF = by_clause(CONFLICTS)
