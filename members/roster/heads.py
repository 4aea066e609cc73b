"""Finding the head of a sheet: which row names the columns, and which column is which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from members.roster.columns import (
    APPLICANT_COLUMNS,
    APPLICANT_ONLY,
    KNOWN_HEADINGS,
    MEMBER_COLUMNS,
    SERIAL_NUMBERS,
    Place,
    canonical,
    letter_of,
)

ROWS_SEARCHED = 15
FEWEST_COLUMNS = 3

Cells = Sequence[object]


class Kind(Enum):
    """Whom a sheet lists."""

    MEMBERS = "党员名册"
    APPLICANTS = "发展党员名册"


@dataclass(frozen=True)
class Head:
    """The head of one sheet."""

    last_row: int  # counted from 1; the people follow
    kind: Kind
    places: dict[str, Place]
    serial_number: int | None  # index of the column 序号, which is often filled in ahead
    lines: frozenset[tuple[object, ...]]  # rows down to the head: printed again on later pages, they are no people
    doubled: tuple[tuple[Place, Place], ...]  # (column read, column with the very same heading)


class Heading(NamedTuple):
    """The heading of a column, as compared and as shown."""

    canonical: str
    shown: str

    @property
    def field(self) -> str:
        """The field it names, "" for none we know."""
        return KNOWN_HEADINGS.get(self.canonical, ("", 0))[0]


def find_head(rows: Sequence[Cells], first_column: int) -> Head | None:
    """The head among the first rows of a sheet whose cells start at a column; None where nobody is listed.

    Of one-line and two-line heads the one that names most columns is taken, the earlier and shorter one if equal.
    """
    last_row, headings = _fullest(rows)
    kind = _kind({heading.field for heading in headings})
    if kind is None:
        return None
    columns = MEMBER_COLUMNS if kind is Kind.MEMBERS else APPLICANT_COLUMNS
    places, doubled = _places(headings, columns, first_column)
    numbers = (index for index, heading in enumerate(headings, first_column) if heading.canonical in SERIAL_NUMBERS)
    return Head(
        last_row=last_row,
        kind=kind,
        places=places,
        serial_number=next(numbers, None),
        lines=frozenset(tuple(row) for row in rows[:last_row] if any(cell != "" for cell in row)),
        doubled=doubled,
    )


def _fullest(rows: Sequence[Cells]) -> tuple[int, list[Heading]]:
    best: tuple[int, list[Heading]] = (0, [])
    most = FEWEST_COLUMNS - 1
    for lines in (1, 2):
        for end in range(lines, min(len(rows), ROWS_SEARCHED) + 1):
            headings = _headings(rows[end - lines : end])
            fields = {heading.field for heading in headings} - {""}
            if "name" in fields and len(fields) > most:
                most, best = len(fields), (end, headings)
    return best


def _headings(lines: Sequence[Cells]) -> list[Heading]:
    """One heading a column. Of two lines the lower one counts, or the upper, or both read together."""
    texts = [["".join(cell.split()) if isinstance(cell, str) else "" for cell in line] for line in lines]
    group = ""
    headings = []
    for above, below in zip(texts[0], texts[-1], strict=True):
        group = above or group
        choices = [Heading(canonical(text), text) for text in (below, above, below and group + below)]
        headings.append(next((choice for choice in choices if choice.field), choices[0]))
    return headings


def _kind(fields: set[str]) -> Kind | None:
    if fields & {"admitted_on", "full_on"}:
        return Kind.MEMBERS
    if fields & APPLICANT_ONLY.keys():
        return Kind.APPLICANTS
    return Kind.MEMBERS if "category" in fields else None


def _places(
    headings: list[Heading], columns: Collection[str], first_column: int
) -> tuple[dict[str, Place], tuple[tuple[Place, Place], ...]]:
    """Field → its place. Where two headings name one field the official one counts, then the one further left."""
    places: dict[str, tuple[int, Place]] = {}
    doubled = []
    for index, heading in enumerate(headings, first_column):
        field, precedence = KNOWN_HEADINGS.get(heading.canonical, ("", 0))
        if field not in columns:
            continue
        place = Place(index, f"{letter_of(index)} {heading.shown}")
        taken = places.get(field)
        if taken is None or precedence < taken[0]:
            places[field] = (precedence, place)
        elif precedence == taken[0]:
            doubled.append((taken[1], place))
    return {field: place for field, (_, place) in places.items()}, tuple(doubled)
