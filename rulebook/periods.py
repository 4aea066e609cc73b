"""Calendar periods and day counts; pure functions. `until` is exclusive everywhere."""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

YEARS = range(1900, 2200)  # what forms take for a year and pages show; other years are slips of the hand


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self]


class Span(NamedTuple):
    """The days from `since` (inclusive) to `until` (exclusive)."""

    since: date
    until: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day < self.until

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)


def span_of(day: date, period: Period) -> Span:
    """The calendar period that holds the day."""
    first_month = (day.month - 1) // period.months * period.months + 1
    since = date(day.year, first_month, 1)
    return Span(since, add_months(since, period.months))


def spans_of_year(year: int, period: Period) -> list[Span]:
    """The year's periods in order."""
    starts = [date(year, month, 1) for month in range(1, 13, period.months)]
    return [Span(start, add_months(start, period.months)) for start in starts]


def first_of_month(day: date) -> date:
    """The day on which its month begins."""
    return span_of(day, Period.MONTH).since


def last_of_month(day: date) -> date:
    """The day on which its month ends."""
    return span_of(day, Period.MONTH).last_day


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it is shorter (29 February + 12 = 28 February)."""
    return day + relativedelta(months=months)


def latest_day_before(event: date, lead_days: int) -> date:
    """The last calendar day that is `lead_days` before the event: five days before the 20th is the 15th."""
    return event - timedelta(days=lead_days)


def day_asked(text: str, otherwise: date) -> date:
    """The day an address names (2026-03-01), or the other one where it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if day.year in YEARS else otherwise


def year_asked(text: str, otherwise: int) -> int:
    """The year an address names, or the other one where it names none."""
    return int(text) if re.fullmatch(r"[0-9]{4}", text) and int(text) in YEARS else otherwise


NAMES = {Period.QUARTER: ("第一季度", "第二季度", "第三季度", "第四季度"), Period.HALF_YEAR: ("上半年", "下半年")}


def name_of(span: Span, period: Period) -> str:
    """The period as an office writes it: 3月, 第一季度, 上半年, 2026年."""
    if period is Period.MONTH:
        return f"{span.since.month}月"
    if period is Period.YEAR:
        return f"{span.since.year}年"
    return NAMES[period][(span.since.month - 1) // period.months]
