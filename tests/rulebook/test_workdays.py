"""Working days: holidays, weekends worked for them, and what is said where the data ends."""

from datetime import date

import pytest

from rulebook.workdays import caveat, is_working_day, working_days


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 5, 25), date(2026, 5, 29), 5),  # Monday to Friday
        (date(2026, 5, 25), date(2026, 5, 31), 5),  # the weekend adds nothing
        (date(2026, 5, 25), date(2026, 5, 25), 1),  # both ends count
        (date(2026, 9, 30), date(2026, 10, 8), 2),  # the seven days of National Day between two working days
        (date(2026, 10, 10), date(2026, 10, 10), 1),  # a Saturday worked for a holiday
        (date(2026, 5, 26), date(2026, 5, 25), 0),  # ends before it begins
    ],
)
def test_the_working_days_between_two_days(first, last, count):
    assert working_days(first, last) == count


def test_where_the_data_ends_weekends_alone_count_and_it_is_said():
    new_year = date(2031, 1, 1)  # a Wednesday, and a holiday no notice has named yet
    assert is_working_day(new_year)
    assert "请核对" in caveat(date(2026, 12, 28), new_year)
    assert caveat(date(2026, 12, 28), date(2026, 12, 31)) == ""
