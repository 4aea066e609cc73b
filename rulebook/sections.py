"""What a page shows besides its own subject: apps above add their parts here, and import nothing back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Fill = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what it shows there."""

    template: str
    shown: dict[str, Any]


class Sections:
    """The parts of one kind of page; each app's ready() imports the module that adds its own."""

    def __init__(self) -> None:
        self._filled_by: dict[str, Fill] = {}

    def add(self, template: str) -> Callable[[Fill], Fill]:
        """Adds a part for the subjects for which the function returns something."""

        def register(fill: Fill) -> Fill:
            self._filled_by[template] = fill
            return fill

        return register

    def of(self, *subject: Any) -> list[Section]:
        filled = ((template, fill(*subject)) for template, fill in self._filled_by.items())
        return [Section(template, shown) for template, shown in filled if shown is not None]
