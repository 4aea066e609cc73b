"""All clauses, read once from clauses/ and national/, checked and frozen; `catalogue["8.1.4a"]` raises on a slip."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from rulebook.params import Cadence, Lead, Threshold, typed

FOLDER = Path(__file__).parent / "clauses"
NATIONAL = Path(__file__).parent / "national"
SOFTWARE = {"record", "enforce", "remind", "display", "compute", "restrict", "publish"}
APPS = {"members", "archives", "disclosure", "meetings", "dues", "recruitment", "discipline", "points"}
OTHER = re.compile(r"(?<=[同含、])\d+(?:\.\d+)+[a-z]?")
T = TypeVar("T", Threshold, Cadence, Lead)
FIELDS = {"id", "cite", "zh", "en", "kind", "params", "software", "app", "accept"}
OPTIONAL = {"waiver", "confidence"}
CONFIDENCE = {"sure", "second-hand", "open"}


@dataclass(frozen=True, eq=False)  # each is itself: there is one of it
class Clause:
    """One demand of the rulebook: where it stands, what it says, its numbers, and who builds it."""

    id: str
    cite: str
    zh: str
    en: str
    kind: str
    raw: Mapping[str, Any] = field(repr=False)
    software: frozenset[str]
    app: str
    accept: str = field(repr=False)
    waiver: str = ""
    confidence: str = ""  # of a national rule: sure, second-hand or open

    @property
    def force(self) -> str:
        """must refuses, normally passes with a written reason, may only informs."""
        return str(self.raw.get("force", "must"))

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @cached_property
    def short_cite(self) -> str:
        """第8篇 一（四） as a table shows it: 8 一（四）."""
        return self.cite.removeprefix("第").replace("篇", "", 1)

    @cached_property
    def same_as(self) -> tuple[str, ...]:
        """Ids of the clauses that print the same demand."""
        same = self.raw.get("same_as", ())
        return (same,) if isinstance(same, str) else tuple(same)

    @cached_property
    def threshold(self) -> Threshold:
        return self._typed(Threshold)

    @cached_property
    def cadence(self) -> Cadence:
        return self._typed(Cadence)

    @cached_property
    def lead(self) -> Lead:
        return self._typed(Lead)

    def _typed(self, kind: type[T]) -> T:
        value = typed(self.kind, self.raw)
        if not isinstance(value, kind):
            raise TypeError(f"clause {self.id} gives no {kind.__name__.lower()}")
        return value


class Catalogue(Mapping[str, Clause]):
    """The frozen table of clauses in the order of the rulebook."""

    def __init__(self, clauses: list[Clause]) -> None:
        cited = {clause.id: clause.cite for clause in clauses}
        self._clauses = {clause.id: replace(clause, zh=in_citations(clause.zh, cited)) for clause in clauses}
        if len(self._clauses) != len(clauses):
            raise ValueError("a clause id stands twice")
        for clause in clauses:
            for other in clause.same_as:
                if other not in self._clauses:
                    raise ValueError(f"{clause.id}: same_as names the unknown clause {other}")

    def __getitem__(self, id: str) -> Clause:
        return self._clauses[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clauses)

    def __len__(self) -> int:
        return len(self._clauses)

    def chapter(self, number: str) -> list[Clause]:
        return [clause for clause in self.values() if clause.chapter == number]


def in_citations(text: str, cited: Mapping[str, str]) -> str:
    """The text as it is read: where it names another clause by its id, that clause's citation stands (同第7篇 二)."""
    return OTHER.sub(lambda found: cited.get(found[0], found[0]), text)


def read(*folders: Path) -> Catalogue:
    """Reads every file; ValueError names the file and clause of a slip."""
    clauses = []
    for file in [file for folder in folders for file in sorted(folder.glob("*.yaml"))]:
        for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader):
            try:
                clauses.append(_clause(entry))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{file.name}: {entry.get('id', '?')}: {error}") from error
    return Catalogue(clauses)


def _clause(entry: dict[str, Any]) -> Clause:
    missing, unknown = FIELDS - entry.keys(), entry.keys() - FIELDS - OPTIONAL
    if missing or unknown:
        raise ValueError(f"missing {sorted(missing)}, unknown {sorted(unknown)}")
    software = entry["software"]
    software = frozenset([software] if isinstance(software, str) else software)
    if not software <= SOFTWARE or entry["app"] not in APPS:
        raise ValueError(f"unknown software {sorted(software)} or app {entry['app']}")
    confidence = entry.get("confidence", "")
    if (confidence not in CONFIDENCE) if entry["id"].startswith("N") else confidence:
        raise ValueError(f"confidence {confidence!r}")
    typed(entry["kind"], entry["params"])
    return Clause(
        **{name: entry[name] for name in ("id", "cite", "zh", "en", "kind", "app", "accept")},
        raw=MappingProxyType(entry["params"]),
        software=software,
        waiver=entry.get("waiver", ""),
        confidence=confidence,
    )


catalogue = read(FOLDER, NATIONAL)
