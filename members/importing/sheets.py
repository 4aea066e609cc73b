"""A workbook read line by line into what an action takes; every problem is told by sheet, row and column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from django.db.models import QuerySet

from members.models import Person
from members.names import clean_name
from members.roster.workbook import Limits, open_workbook

LIMITS = Limits(packed=5_000_000)
SHEET_DAY_ZERO = date(1899, 12, 30)
TOTALS = ("合计", "总计")
NAMES = ("姓名", "党员姓名", "交费人", "缴费人")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, in a sentence."""

    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”第{self.row}行“{self.column}”" if self.row else f"“{self.sheet}”"
        return f"{place}：{self.text}"


@dataclass
class Reading:
    """The lines of a workbook, or every problem that keeps it out."""

    lines: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Wrong(ValueError):
    """A cell that cannot be read."""


def as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "").strip()


def as_decimal(cell: object, places: int, what: str) -> Decimal:
    """Not negative, with at most so many places; a float of a spreadsheet is taken at its shortest spelling."""
    text = as_text(cell).replace(",", "").replace("，", "").removesuffix("元")
    try:
        value = Decimal(text)
        exact = value.is_finite() and value == round(value, places)
    except InvalidOperation:
        exact = False
    if not exact:
        raise Wrong(f"“{as_text(cell)[:20]}”不是{what}")
    if value < 0 or value >= 10**9:
        raise Wrong(f"“{as_text(cell)[:20]}”超出范围")
    return value


def as_day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and 20_000 < cell < 80_000:
        return SHEET_DAY_ZERO + timedelta(days=int(cell))
    text = as_text(cell).replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-")
    parts = text.split(" ")[0].strip("-").split("-")
    try:
        year, month, *rest = (int(part) for part in parts)
        return date(year, month, rest[0] if rest else 1)
    except (ValueError, IndexError):
        raise Wrong(f"“{as_text(cell)[:20]}”不是日期") from None


def as_month(cell: object) -> date:
    return as_day(cell).replace(day=1)


class People:
    """Of these people the one of that name; a name that two bear says nothing."""

    def __init__(self, people: QuerySet[Person], *, kind: str = "党员") -> None:
        self.kind = kind
        self.named: dict[str, list[Person]] = {}
        for person in people:
            self.named.setdefault(person.name, []).append(person)

    def __call__(self, cell: object) -> Person:
        found = self.named.get(clean_name(as_text(cell)), [])
        if not found:
            raise Wrong(f"本支部没有{self.kind}“{as_text(cell)[:20]}”")
        if len(found) > 1:
            raise Wrong(f"有{len(found)}名{self.kind}叫“{found[0]}”，请在页面上逐人登记")
        return found[0]


@dataclass(frozen=True)
class Column:
    """How the column may be headed, and how a cell of it is read."""

    heads: tuple[str, ...]
    convert: Callable[[object], Any]


Columns = Mapping[str, Column]


def read(file: BinaryIO, columns: Columns, line: Callable[[dict[str, Any]], Any]) -> Reading:
    """The first visible sheet with all the columns, row by row below its head; blank rows and totals are skipped.

    The first of the columns is the name. Raises UnreadableWorkbook.
    """
    reading = Reading()
    first = next(iter(columns))
    for sheet in open_workbook(file, LIMITS):
        rows = enumerate(sheet.rows, start=1)
        places = next((found for _, row in rows if (found := head(row, columns))), None)
        if places is None or not sheet.visible:
            continue
        for number, row in rows:
            cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
            if not any(as_text(cell) for cell in cells.values()) or as_text(cells[first]) in TOTALS:
                continue
            marked = {name for name, place in places.items() if (number, place + sheet.first_column) in sheet.formulas}
            read_row(reading, (sheet.name, number), cells, columns, line, marked)
        if not reading.lines and not reading.problems:
            reading.problems.append(Problem(sheet.name, 0, "", "没有数据行"))
        return reading
    wanted = "、".join(column.heads[0] for column in columns.values())
    reading.problems.append(Problem("工作簿", 0, "", f"没有找到表头，须有：{wanted}"))
    return reading


def head(row: Sequence[object], columns: Columns) -> dict[str, int] | None:
    texts = [as_text(cell).replace(" ", "").replace("(", "（").replace(")", "）") for cell in row]
    found = {
        name: next((texts.index(word) for word in column.heads if word in texts), -1)
        for name, column in columns.items()
    }
    return found if min(found.values()) >= 0 else None


def read_row(
    reading: Reading,
    place: tuple[str, int],
    cells: dict[str, object],
    columns: Columns,
    line: Callable[[dict[str, Any]], Any],
    formulas: set[str],
) -> None:
    """One more line, or a problem for each cell that keeps it out."""
    values, before = {}, len(reading.problems)
    for name, column in columns.items():
        try:
            if name in formulas:
                raise Wrong("是公式，请粘贴为数值")
            values[name] = column.convert(cells[name])
        except Wrong as wrong:
            reading.problems.append(Problem(*place, column.heads[0], str(wrong)))
    if len(reading.problems) == before:
        reading.lines.append(line(values))


def told_twice(reading: Reading, key: Callable[[Any], object], sentence: Callable[[Any], str]) -> Reading:
    """The reading with a problem for each line whose key an earlier line has already."""
    seen: set[object] = set()
    for line in reading.lines:
        if key(line) in seen:
            reading.problems.append(Problem("工作簿", 0, "", sentence(line)))
        seen.add(key(line))
    return reading
