"""A line of the page of today."""

from dataclasses import dataclass

from rulebook.catalogue import Clause


@dataclass(frozen=True)
class Task:
    """One line of the page, as components/task.html draws it."""

    tone: str
    above: str
    below: str
    title: str
    text: str
    clauses: tuple[Clause, ...] = ()
    url: str = ""
    action: str = ""
