"""Workbooks of the keeper: the year's bases, the bank's list of payments."""

from decimal import Decimal
from typing import Any, BinaryIO

from django.db.models import QuerySet

from accounts.models import Organization
from dues.actions.assessing import BaseLine
from dues.actions.paying import PaymentLine
from dues.models.rates import FIXED, PayerKind
from dues.money import in_fen
from members.importing.sheets import (
    NAMES,
    Column,
    Columns,
    People,
    Reading,
    Wrong,
    as_day,
    as_decimal,
    as_month,
    as_text,
    read,
    told_twice,
)
from members.models import Affiliation, Person

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


def as_money(cell: object) -> Decimal:
    return as_decimal(cell, 2, "以元为单位、至多两位小数的金额")


def as_kind(cell: object) -> PayerKind:
    kind = KINDS.get(as_text(cell))
    if kind is None:
        raise Wrong(f"不认识的人员类型“{as_text(cell)[:20]}”")
    return kind


def people(organization: Organization) -> QuerySet[Person]:
    """Everybody who ever was a member here: payments may come in after somebody has left."""
    here = Affiliation.objects.filter(organization=organization)
    return Person.objects.filter(pk__in=here.values("person"), admitted_on__isnull=False)


def read_bases(file: BinaryIO, organization: Organization) -> Reading:
    """The lines of the year's assessment. Raises UnreadableWorkbook."""
    columns: Columns = {
        "name": Column(NAMES, People(people(organization))),
        "kind": Column(("人员类型", "类型", "类别"), as_kind),
        "base": Column(("月计费基数（元）", "月计费基数", "计费基数", "缴费基数", "交纳基数"), as_money),
        "since": Column(("核定起始月", "起始月", "自"), as_month),
    }
    return read(file, columns, base_line)


def base_line(cells: dict[str, Any]) -> BaseLine:
    kind, amount = cells["kind"], cells["base"]
    fixed = in_fen(amount) if kind in FIXED else None
    return BaseLine(cells["name"], kind, None if kind in FIXED else amount, fixed, cells["since"])


def read_payments(file: BinaryIO, organization: Organization) -> Reading:
    """The lines of the bank's list. Raises UnreadableWorkbook."""
    columns: Columns = {
        "name": Column(NAMES, People(people(organization))),
        "paid_on": Column(("交费日期", "缴费日期", "交易日期", "交易时间"), as_day),
        "amount": Column(("金额（元）", "金额", "交易金额", "缴费金额", "交费金额"), as_money),
        "bank_number": Column(("银行流水号", "流水号", "交易流水号", "订单号"), bank_number),
    }
    reading = read(file, columns, payment_line)
    return told_twice(reading, lambda line: line.bank_number, lambda line: f"银行流水号{line.bank_number}出现两次")


def payment_line(cells: dict[str, Any]) -> PaymentLine:
    return PaymentLine(cells["name"], cells["paid_on"], in_fen(cells["amount"]), cells["bank_number"])


def bank_number(cell: object) -> str:
    text = as_text(cell)
    if not text or len(text) > 60:
        raise Wrong("银行流水号须填写，至多60个字符")
    return text
