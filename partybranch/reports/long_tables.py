"""Tables of thousands of rows on paper: a page's column is one block of lines, and all its rules are one path.

A layout engine spends its time on cells, and a roster of 2,000 rows has 14,000 of them. In blocks the rows of all
columns have to stay level, so what is longer than its column is broken here, and a line is as high in any typeface.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import east_asian_width

from rulebook.reporting import Table

LONG = 300  # rows; shorter tables are set cell by cell
LINES, FEWER = 35, 30  # on a page below the head, and on the first one below the headings
LINE = 23  # pixels, as style sheets reckon: 96 an inch
WIDTH = 589  # pixels: A4 less the margins of 28 and 26 mm
HALF = 7.4  # pixels: half a Chinese character of 11 points, or a digit
PADDING = 8


@dataclass(frozen=True)
class Column:
    """The lines of a column on one page, and which typeface has all their characters: western, chinese or none."""

    text: str
    typeface: str


@dataclass(frozen=True)
class Page:
    """The columns, and the rules between the rows as a path in pixels."""

    columns: list[Column]
    rules: str
    width: int
    height: int


def is_long(table: Table) -> bool:
    return len(table.rows) > LONG


def pages_of(table: Table) -> Iterator[Page]:
    """The rows in order, each whole on one page."""
    rooms = [int((WIDTH * share / sum(table.shares) - PADDING) / HALF) for share in table.shares]
    waiting: list[list[list[str]]] = []
    height, room = 0, FEWER
    for row in table.rows:
        cells = [broken(str(cell), halves) for cell, halves in zip(row, rooms, strict=True)]
        tallest = max(len(cell) for cell in cells)
        if waiting and height + tallest > room:
            yield page_of(waiting)
            waiting, height, room = [], 0, LINES
        waiting.append([cell + [""] * (tallest - len(cell)) for cell in cells])
        height += tallest
    if waiting:
        yield page_of(waiting)


def page_of(rows: list[list[list[str]]]) -> Page:
    ends = [LINE * end for end in accumulate(len(row[0]) for row in rows)]
    rules = "".join(f"M0 {end}H{WIDTH}" for end in ends[:-1])
    return Page([column_of(lines) for lines in zip(*rows, strict=True)], rules, WIDTH, ends[-1])


def column_of(cells: Sequence[Sequence[str]]) -> Column:
    text = "\n".join(line for cell in cells for line in cell)
    if text.isascii():
        return Column(text, "western")
    return Column(text, "chinese" if in_one_typeface(text) else "mixed")


def in_one_typeface(text: str) -> bool:
    """Whether all characters are Chinese ones of GB 2312, which 仿宋 has."""
    try:
        return len(text.encode("gb2312")) == 2 * len(text) - text.count("\n")
    except UnicodeEncodeError:
        return False


def width_of(text: str) -> int:
    """In half characters: a Chinese one takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def broken(text: str, room: int) -> list[str]:
    """The text in lines of so many half characters."""
    if width_of(text) <= room:
        return [text]
    lines, line, used = [], "", 0
    for character in text:
        size = width_of(character)
        if line and used + size > room:
            lines.append(line)
            line, used = "", 0
        line += character
        used += size
    return [*lines, line]
