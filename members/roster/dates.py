"""Dates as offices type them into workbooks."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

YEARS = range(1900, 2100)
SERIAL_ZERO = date(1899, 12, 30)  # Excel counts days from here, once past its imagined 29 February 1900
SERIALS = range(366, 73051)  # 1900-12-31 to 2099-12-31
PARTS = re.compile(r"(\d{4})[-./年,、](\d{1,2})[-./月,、](\d{1,2})[日号]?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"(\d{3,5})(?:\.\d+)?")
WITHOUT_DAY = re.compile(r"(\d{4})[-./年,、]?(\d{1,2})月?")
WITHOUT_MONTH = re.compile(r"\d{4}年?")
SHORT_YEAR = re.compile(r"\d{2}[-./年,、]\d{1,2}[-./月,、]\d{1,2}日?")
NEEDLESS_SPACE = re.compile(r"\s+(?=[-./年月日号,、])|(?<=[-./年月,、])\s+")
EXAMPLE = "如 2008-07-01"


class NotADate(ValueError):
    """The cell holds no whole date. The message is a Chinese sentence; `month` is known where only the day lacks."""

    def __init__(self, message: str, month: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.month = month


def read_date(value: object) -> date:
    """The date a cell holds: a date, a text such as 2008.7.1, 2008年7月1日, 20080701, or an Excel serial number.

    Raises NotADate for everything else, a month without a day included.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotADate(f"“{value}”不是日期，请写成年月日，{EXAMPLE}")
    return read_text(value.strip() if isinstance(value, str) else f"{value:.10g}")


@lru_cache(maxsize=65536)
def read_text(text: str) -> date:
    """The date in a text; raises NotADate."""
    dense = NEEDLESS_SPACE.sub("", unicodedata.normalize("NFKC", text).strip().rstrip(".。"))
    whole = PARTS.fullmatch(dense) or DIGITS.fullmatch(dense)
    if whole:
        return _whole_date(text, *map(int, whole.groups()))
    serial = SERIAL.fullmatch(dense)
    if serial and int(serial[1]) in SERIALS and int(serial[1]) not in YEARS:
        return SERIAL_ZERO + timedelta(days=int(serial[1]))
    raise _what_lacks(text, dense)


def _whole_date(text: str, year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NotADate(f"“{text}”的年份不在{YEARS[0]}至{YEARS[-1]}年之间，请核对后改正")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"“{text}”这一天并不存在，请核对后改正") from None


def _what_lacks(text: str, dense: str) -> NotADate:
    if WITHOUT_MONTH.fullmatch(dense) and int(dense[:4]) in YEARS:
        return NotADate(f"“{text}”只写了年，请补全到日，{EXAMPLE}")
    match = WITHOUT_DAY.fullmatch(dense)
    if match and int(match[1]) in YEARS:
        return NotADate(f"“{text}”没有写到日，请补全到日，{EXAMPLE}", month=(int(match[1]), int(match[2])))
    if SHORT_YEAR.fullmatch(dense):
        return NotADate(f"“{text}”的年份只有两位，请写四位年份，{EXAMPLE}")
    return NotADate(f"“{text}”不是日期，请写成年月日，{EXAMPLE}")
