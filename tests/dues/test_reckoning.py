"""What somebody owes a month, worked by hand from 中组发〔2008〕3号: the rate is for the whole base, a bound is of the
lower line."""

from datetime import date
from decimal import Decimal

import pytest

from dues.models import ContributionBase, Rate, RateTable
from dues.money import Rounding, whole_fen
from dues.reckoning import NotConfigured, reckon
from tests.factories.dues import DuesHouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> RateTable:
    return DuesHouse(members=8).rates()


def base(kind: str = "paid", income: str = "", fixed: int | None = None) -> ContributionBase:
    return ContributionBase(kind=kind, sealed_base=income, fixed=fixed, since=date(2026, 1, 1))


@pytest.mark.clause("DF.2a", "NDF.4")
@pytest.mark.parametrize(
    ("kind", "income", "fen"),
    [
        ("paid", "2999.99", 1500),  # 14.99995
        ("paid", "3000", 1500),
        ("paid", "3000.01", 3000),  # 30.0001
        ("paid", "4999.99", 5000),  # 49.9999
        ("paid", "5000", 5000),
        ("paid", "5000.01", 7500),  # 75.00015
        ("paid", "9860.5", 14791),  # 147.9075
        ("paid", "10000", 15000),
        ("paid", "10000.01", 20000),  # 200.0002
        ("paid", "12345.67", 24691),  # 246.9134
        ("annual", "10000", 15000),
        ("self_employed", "3000", 1500),
        ("retired", "4200", 2100),
        ("retired", "5000", 2500),
        ("retired", "5000.01", 5000),  # 50.0001
        ("retired", "5100", 5100),
        ("paid", "0", 0),
    ],
)
def test_a_part_of_the_whole_base(table, kind, income, fen):
    assert reckon(base(kind, income), table).amount == fen


def test_the_fraction_of_a_fen_ends_as_the_branch_has_settled():
    assert whole_fen(Decimal("147.905"), Rounding.HALF_UP) == 14791
    assert whole_fen(Decimal("147.9099"), Rounding.DOWN) == 14790


def test_who_has_no_income_pays_an_amount(table):
    assert reckon(base("relief", fixed=20), table).amount == 20


def test_the_lines_explain_the_sum(table):
    assert reckon(base("paid", "9860.5"), table).lines == (
        "月计费基数9,860.50元",
        "5,000元以上、10,000元及以下，按1.5%计",
        "9,860.50 × 1.5% = 147.91元，四舍五入",
    )


@pytest.mark.clause("DF.2a")
def test_what_the_table_does_not_say_is_not_guessed(table):
    Rate.objects.filter(band="retired").delete()
    with pytest.raises(NotConfigured):
        reckon(base("retired", "4200"), RateTable.objects.get(pk=table.pk))
