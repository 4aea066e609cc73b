"""Working days by the State Council's yearly notice; where its data ends, by weekends alone, which is said."""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants

LAST_KNOWN = date(max(constants.holidays).year, 12, 31)
FIRST_KNOWN = date(min(constants.holidays).year, 1, 1)
SATURDAY = 5


def is_known(day: date) -> bool:
    """Whether the holidays of that year, and the weekends worked for them, are in the data."""
    return FIRST_KNOWN <= day <= LAST_KNOWN


def is_working_day(day: date) -> bool:
    if is_known(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY


def working_days(first: date, last: date) -> int:
    """How many working days there are from the first day to the last, both included."""
    return sum(is_working_day(first + timedelta(days=number)) for number in range((last - first).days + 1))


def caveat(first: date, last: date) -> str:
    """What has to be said of a count over these days; '' where every day is in the data."""
    if is_known(first) and is_known(last):
        return ""
    return f"节假日安排只收录至{LAST_KNOWN.year}年，其后按周末推算，请核对"
