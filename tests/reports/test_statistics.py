"""The bands of 党内统计 at their bounds, worked by hand."""

from datetime import date

import pytest

from members.models import Person
from members.statistics import DIMENSIONS, UNKNOWN

ON = date(2025, 12, 31)


def band(key: str, on: date = ON, **fields: object) -> str:
    dimension = next(dimension for dimension in DIMENSIONS if dimension.key == key)
    return dimension.band_of(Person(**fields), on)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1995, 12, 31), "30岁及以下"),  # 30 on the day itself
        (date(1995, 1, 1), "30岁及以下"),
        (date(1994, 12, 31), "31至35岁"),  # 31 on the day itself
        (date(1990, 1, 1), "31至35岁"),  # 35
        (date(1989, 12, 31), "36至40岁"),
        (date(1985, 1, 1), "36至40岁"),
        (date(1984, 12, 31), "41至45岁"),
        (date(1979, 12, 31), "46至50岁"),
        (date(1974, 12, 31), "51至55岁"),
        (date(1970, 1, 1), "51至55岁"),
        (date(1969, 12, 31), "56至60岁"),
        (date(1965, 1, 1), "56至60岁"),  # 60, whose 61st birthday comes tomorrow
        (date(1964, 12, 31), "61岁及以上"),
        (date(1930, 5, 4), "61岁及以上"),
        (None, UNKNOWN),
    ],
)
def test_age_on_the_last_day_of_the_year(born: date | None, expected: str):
    assert band("age", birth_on=born) == expected


def test_age_is_that_of_the_day_asked_for():
    assert band("age", date(2025, 6, 30), birth_on=date(1994, 7, 1)) == "30岁及以下"
    assert band("age", date(2025, 7, 1), birth_on=date(1994, 7, 1)) == "31至35岁"


@pytest.mark.parametrize(
    ("admitted_on", "expected"),
    [
        (date(1949, 9, 30), "1949年9月及以前"),
        (date(1949, 10, 1), "1949年10月至1978年11月"),
        (date(1978, 11, 30), "1949年10月至1978年11月"),
        (date(1978, 12, 1), "1978年12月至2012年10月"),
        (date(2012, 10, 31), "1978年12月至2012年10月"),
        (date(2012, 11, 1), "2012年11月及以后"),
    ],
)
def test_the_period_of_joining(admitted_on: date, expected: str):
    assert band("joined", admitted_on=admitted_on) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("研究生", "研究生"),
        ("在职研究生", "研究生"),
        ("博士", "研究生"),
        ("大学", "大学本科"),
        ("本科", "大学本科"),
        ("大学本科", "大学本科"),
        ("大专", "大专"),
        ("大学专科", "大专"),
        ("中专", "中专"),
        ("中等专科", "中专"),
        ("高中", "高中"),
        ("小学", "初中及以下"),
        ("", UNKNOWN),
        ("其他", UNKNOWN),
    ],
)
def test_education_as_rosters_write_it(word: str, expected: str):
    assert band("education", education=word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("汉族", "汉族"), ("汉", "汉族"), ("回族", "少数民族"), ("维吾尔族", "少数民族"), ("", UNKNOWN)],
)
def test_minority(word: str, expected: str):
    assert band("nationality", nationality=word) == expected


@pytest.mark.parametrize(
    ("full_on", "expected"), [(ON, "正式党员"), (date(2026, 1, 1), "预备党员"), (None, "预备党员")]
)
def test_standing_on_the_day(full_on: date | None, expected: str):
    assert band("standing", admitted_on=date(2024, 12, 1), full_on=full_on) == expected
