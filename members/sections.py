"""What a person's page and the member's own page show besides the record: other apps add their parts here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from members.models import Person

Fill = Callable[[Person, date], dict[str, Any]]
_FILLED_BY: dict[str, Fill] = {}


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what it shows of this person on this day."""

    template: str
    shown: dict[str, Any]


def person_section(template: str) -> Callable[[Fill], Fill]:
    """Adds a part that the person himself and the branch's keepers see; imported by its app's ready()."""

    def register(fill: Fill) -> Fill:
        _FILLED_BY[template] = fill
        return fill

    return register


def sections_of(person: Person, on: date) -> list[Section]:
    return [Section(template, fill(person, on)) for template, fill in _FILLED_BY.items()]
