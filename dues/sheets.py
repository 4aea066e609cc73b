"""Workbooks of the keeper: the year's bases, the bank's list of payments. Every problem is told by row and column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from accounts.models import Organization
from dues.actions.assessing import BaseLine
from dues.actions.paying import PaymentLine
from dues.models.rates import FIXED, PayerKind
from dues.money import in_fen
from members.models import Affiliation, Person
from members.names import clean_name
from members.roster.workbook import Limits, open_workbook

LIMITS = Limits(packed=5_000_000)
SHEET_DAY_ZERO = date(1899, 12, 30)
HEADS = {
    "name": ("姓名", "党员姓名", "交费人", "缴费人"),
    "kind": ("人员类型", "类型", "类别"),
    "base": ("月计费基数（元）", "月计费基数", "计费基数", "缴费基数", "交纳基数"),
    "since": ("核定起始月", "起始月", "自"),
    "paid_on": ("交费日期", "缴费日期", "交易日期", "交易时间"),
    "amount": ("金额（元）", "金额", "交易金额", "缴费金额", "交费金额"),
    "bank_number": ("银行流水号", "流水号", "交易流水号", "订单号"),
}
KINDS = {
    **{str(kind.label): kind for kind in PayerKind},
    "在职": PayerKind.PAID,
    "年薪": PayerKind.ANNUAL,
    "个体": PayerKind.SELF_EMPLOYED,
    "退休": PayerKind.RETIRED,
    "离退休": PayerKind.RETIRED,
    "学生": PayerKind.RELIEF,
    "下岗": PayerKind.RELIEF,
    "农民": PayerKind.FARMER,
}


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


def as_money(cell: object) -> Decimal:
    """元 with at most two decimals; what a spreadsheet calculated in binary is taken at its shortest spelling."""
    text = as_text(cell).replace(",", "").replace("，", "").removesuffix("元")
    try:
        value = Decimal(text)
        in_fen(value)
    except (InvalidOperation, ValueError):
        raise Wrong(f"“{as_text(cell)[:20]}”不是以元为单位、至多两位小数的金额") from None
    if not value.is_finite() or value < 0 or value >= 10**9:
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


def as_kind(cell: object) -> PayerKind:
    kind = KINDS.get(as_text(cell))
    if kind is None:
        raise Wrong(f"不认识的人员类型“{as_text(cell)[:20]}”")
    return kind


class People:
    """The branch's people by name; a name that two bear says nothing."""

    def __init__(self, organization: Organization) -> None:
        here = Affiliation.objects.filter(organization=organization)
        self.named: dict[str, list[Person]] = {}
        for person in Person.objects.filter(pk__in=here.values("person"), admitted_on__isnull=False):
            self.named.setdefault(person.name, []).append(person)

    def __call__(self, cell: object) -> Person:
        found = self.named.get(clean_name(as_text(cell)), [])
        if not found:
            raise Wrong(f"本支部没有党员“{as_text(cell)[:20]}”")
        if len(found) > 1:
            raise Wrong(f"有{len(found)}名党员叫“{found[0]}”，请在页面上逐人登记")
        return found[0]


Columns = dict[str, Callable[[object], Any]]


def read_bases(file: BinaryIO, organization: Organization) -> Reading:
    """The lines of the year's assessment. Raises UnreadableWorkbook."""
    columns: Columns = {"name": People(organization), "kind": as_kind, "base": as_money, "since": as_month}
    return read(file, columns, base_line)


def base_line(cells: dict[str, Any]) -> BaseLine:
    kind, amount = cells["kind"], cells["base"]
    fixed = in_fen(amount) if kind in FIXED else None
    return BaseLine(cells["name"], kind, None if kind in FIXED else amount, fixed, cells["since"])


def read_payments(file: BinaryIO, organization: Organization) -> Reading:
    """The lines of the bank's list. Raises UnreadableWorkbook."""
    columns: Columns = {
        "name": People(organization),
        "paid_on": as_day,
        "amount": as_money,
        "bank_number": bank_number,
    }
    reading = read(
        file,
        columns,
        lambda cells: PaymentLine(cells["name"], cells["paid_on"], in_fen(cells["amount"]), cells["bank_number"]),
    )
    seen: set[str] = set()
    for line in reading.lines:
        if line.bank_number in seen:
            reading.problems.append(Problem("交费记录", 0, "", f"银行流水号{line.bank_number}出现两次"))
        seen.add(line.bank_number)
    return reading


def bank_number(cell: object) -> str:
    text = as_text(cell)
    if not text or len(text) > 60:
        raise Wrong("银行流水号须填写，至多60个字符")
    return text


def read(file: BinaryIO, columns: Columns, line: Callable[[dict[str, Any]], Any]) -> Reading:
    """The first visible sheet with all the columns, row by row below its head; blank rows and totals are skipped."""
    reading = Reading()
    for sheet in open_workbook(file, LIMITS):
        rows = enumerate(sheet.rows, start=1)
        places = next((found for _, row in rows if (found := head(row, columns))), None)
        if places is None or not sheet.visible:
            continue
        for number, row in rows:
            cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
            first = as_text(cells["name"])
            if not any(as_text(cell) for cell in cells.values()) or first in ("合计", "总计"):
                continue
            marked = {name for name, place in places.items() if (number, place + sheet.first_column) in sheet.formulas}
            read_row(reading, (sheet.name, number), cells, columns, line, marked)
        if not reading.lines and not reading.problems:
            reading.problems.append(Problem(sheet.name, 0, "", "没有数据行"))
        return reading
    wanted = "、".join(HEADS[name][0] for name in columns)
    reading.problems.append(Problem("工作簿", 0, "", f"没有找到表头，须有：{wanted}"))
    return reading


def head(row: Sequence[object], columns: Columns) -> dict[str, int] | None:
    texts = [as_text(cell).replace(" ", "").replace("(", "（").replace(")", "）") for cell in row]
    found = {name: next((texts.index(word) for word in HEADS[name] if word in texts), -1) for name in columns}
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
    for name, convert in columns.items():
        try:
            if name in formulas:
                raise Wrong("是公式，请粘贴为数值")
            values[name] = convert(cells[name])
        except Wrong as wrong:
            reading.problems.append(Problem(*place, HEADS[name][0], str(wrong)))
    if len(reading.problems) == before:
        reading.lines.append(line(values))
