"""Dates as offices type them."""

from datetime import date, datetime

import pytest

from members.roster.dates import NotADate, read_date

FIRST_OF_JULY = date(2008, 7, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2008.7.1",
        "2008.07.01",
        "2008-7-1",
        "2008/7/1",
        "2008年7月1日",
        "2008年07月01号",
        "2008 年 7 月 1 日",
        " 2008.7.1. ",
        "20080701",
        "２００８．７．１",
        "2008、7、1",
        "2008-07-01 00:00:00",
        "2008-07-01T00:00:00",
        20080701,
        20080701.0,
        39630,  # 39448 is 2008-01-01; 31 + 29 + 31 + 30 + 31 + 30 = 182 days later
        39630.0,
        39630.5,
        "39630",
        "39630.0",
        date(2008, 7, 1),
        datetime(2008, 7, 1, 12, 30),  # noqa: DTZ001 -- a workbook knows no zone
    ],
)
def test_a_date_is_read(value: object):
    assert read_date(value) == FIRST_OF_JULY


def test_serial_numbers_begin_with_the_century():
    assert (read_date(367), read_date("36526")) == (date(1901, 1, 1), date(2000, 1, 1))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2008.7", "没有写到日"),
        ("2008年7月", "没有写到日"),
        ("2008-07", "没有写到日"),
        ("200807", "没有写到日"),
        (2008.7, "没有写到日"),
        ("2008", "只写了年"),
        (2008, "只写了年"),
        ("2008年", "只写了年"),
        ("08.7.1", "年份只有两位"),
        ("2008.2.30", "并不存在"),
        ("2007年2月29日", "并不存在"),
        ("20081301", "并不存在"),
        ("1871.3.8", "1900至2099"),
        ("2108-07-01", "1900至2099"),
        ("7/1/2008", "不是日期"),
        ("不详", "不是日期"),
        ("2008.7.1前", "不是日期"),
        (True, "不是日期"),
        (5, "不是日期"),
        (-39630, "不是日期"),
        (1e20, "不是日期"),
    ],
)
def test_what_is_no_whole_date_says_why(value: object, said: str):
    with pytest.raises(NotADate, match=said):
        read_date(value)


def test_a_missing_day_leaves_the_month_known():
    with pytest.raises(NotADate) as refusal:
        read_date("1988.4")
    assert refusal.value.month == (1988, 4)
