"""What a section of a report is made of: plain data that page, PDF, Word and Excel are printed from alike.

Every number that counts rows is a Count and holds them, so that a figure cannot differ from what is behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from accounts.models import Organization
from rulebook.ledger import Status, assess


@dataclass(frozen=True)
class Row:
    """One row behind a figure: what it is called, where its page is, and what else tells it from the next."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Count:
    """A number of rows. `key` names it within the report, e.g. members.sex.female."""

    key: str
    title: str
    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Link:
    """A text that leads to the page of what it names."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


Cell = str | Count | Link


@dataclass(frozen=True)
class Table:
    """Heads and rows; `widths` are relative, and `title` is shown above and names a sheet's part."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    empty: str = "无。"

    kind = "table"

    @property
    def shares(self) -> tuple[int, ...]:
        """The relative width of each column."""
        return self.widths or (1,) * len(self.heads)

    @property
    def percents(self) -> list[str]:
        """The width of each column for a style sheet; hundredths of a per cent, rounded down."""
        parts = [10_000 * share // sum(self.shares) for share in self.shares]
        return [f"{part // 100}.{part % 100:02}%" for part in parts]


@dataclass(frozen=True)
class Bar:
    """One bar: so many of so many."""

    label: str
    value: int
    most: int
    text: str


@dataclass(frozen=True)
class Chart:
    """A picture of numbers that stand in a table beside it."""

    title: str
    bars: tuple[Bar, ...]

    kind = "chart"


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str

    kind = "text"


Part = Table | Chart | Text


@dataclass(frozen=True)
class Section:
    """One chapter of the report. With `problems` it says what cannot be right, and the report is not printed."""

    key: str
    title: str
    parts: tuple[Part, ...]
    problems: tuple[str, ...] = ()

    @property
    def counts(self) -> Iterator[Count]:
        for part in self.parts:
            if isinstance(part, Table):
                yield from (cell for row in part.rows for cell in row if isinstance(cell, Count))


@dataclass(frozen=True)
class ReportYear:
    """The year of one organization as it stood at the end of the day `as_of`; what each app reports on.

    A year that is over is judged on the day the report is made: only then are the lapses of its last month lapses,
    and explained.
    `upward` is the edition for a superior: it leaves out what only the committee may read (6.4.2).
    """

    organization: Organization
    year: int
    as_of: date
    made_on: date
    upward: bool = False

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def day_before(self) -> date:
        """The day whose end is the year's beginning."""
        return self.first_day - timedelta(days=1)

    @property
    def judged_on(self) -> date:
        return max(self.as_of, self.made_on) if self.as_of == date(self.year, 12, 31) else self.as_of

    @cached_property
    def statuses(self) -> list[Status]:
        """Every duty's status in the year, read once for all sections."""
        return assess(Organization.objects.filter(pk=self.organization.pk), self.judged_on, self.year)


def last_day_told(year: int, today: date) -> date:
    """The day a report of the year speaks of unless asked otherwise: its last one, or today before that."""
    return min(date(year, 12, 31), today)


def in_words(day: date) -> str:
    """2026年3月5日, as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def share(part: int, whole: int) -> str:
    """Per cent with one decimal, half up, in whole numbers; a dash where there is no whole."""
    if not whole:
        return "—"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
