"""Workbooks of the registrar: the month's list of 学习强国, the marks of a test."""

from decimal import Decimal
from typing import Any, BinaryIO

from accounts.models import Organization
from members.importing.sealing import Shape
from members.importing.sheets import (
    NAMES,
    Column,
    Columns,
    People,
    Reading,
    Wrong,
    as_decimal,
    read,
    told_twice,
)
from members.models import Person
from points.items import MOST_GAINED, MOST_MARK
from points.participants import TAKES_PART
from rulebook import clock
from rulebook.kernel import built

GAINED = ("本月积分", "当月积分", "月积分", "本月得分")  # never 累计积分: the month's column alone counts
FIGURES = Shape(lambda line: [line[0].pk, line[1]], lambda person, row: (person, row[1]))
MARKS = Shape(lambda line: [line[0].pk, str(line[1])], lambda person, row: (person, Decimal(row[1])))


def people(organization: Organization) -> People:
    """Who takes part now; the gates of a claim ask about its own day."""
    on = clock.today()
    here = Person.objects.of(organization, on).standing_in(TAKES_PART, on)
    return People(here, kind="参加积分的人员")


@built("39.3.1.1.1")
def read_figures(file: BinaryIO, organization: Organization) -> Reading:
    """Each one's gain of the month; the lifetime column is never read. Raises UnreadableWorkbook."""
    columns: Columns = {
        "name": Column(NAMES, people(organization)),
        "gained": Column(GAINED, gained_of),
    }
    return named_once(read(file, columns, lambda cells: (cells["name"], cells["gained"])))


def read_marks(file: BinaryIO, organization: Organization) -> Reading:
    """Each one's mark, with at most two decimals. Raises UnreadableWorkbook."""
    columns: Columns = {
        "name": Column(NAMES, people(organization)),
        "mark": Column(("成绩", "分数", "得分"), mark_of),
    }
    return named_once(read(file, columns, lambda cells: (cells["name"], cells["mark"])))


def mark_of(cell: object) -> Decimal:
    return no_more_than(MOST_MARK, as_decimal(cell, 2, "有效的测试成绩（至多两位小数）"))


def gained_of(cell: object) -> int:
    return int(no_more_than(MOST_GAINED, as_decimal(cell, 0, "整数")))


def no_more_than(most: int, value: Decimal) -> Decimal:
    if value > most:
        raise Wrong(f"“{value}”超出范围（至多{most}）")
    return value


def named_once(reading: Reading) -> Reading:
    return told_twice(reading, lambda line: line[0].pk, lambda line: f"{line[0]}出现两次")


def cells(line: Any) -> tuple[object, ...]:
    return line[0].name, line[1]
