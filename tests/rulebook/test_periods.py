"""Calendar periods, worked by hand."""

from datetime import date

import pytest

from rulebook.periods import Period, Span, add_months, latest_day_before, name_of, span_of, spans_of_year


@pytest.mark.parametrize(
    ("day", "period", "span"),
    [
        (date(2026, 1, 1), Period.MONTH, Span(date(2026, 1, 1), date(2026, 2, 1))),
        (date(2026, 12, 31), Period.MONTH, Span(date(2026, 12, 1), date(2027, 1, 1))),
        (date(2026, 3, 31), Period.QUARTER, Span(date(2026, 1, 1), date(2026, 4, 1))),
        (date(2026, 4, 1), Period.QUARTER, Span(date(2026, 4, 1), date(2026, 7, 1))),
        (date(2026, 6, 30), Period.HALF_YEAR, Span(date(2026, 1, 1), date(2026, 7, 1))),
        (date(2026, 7, 1), Period.HALF_YEAR, Span(date(2026, 7, 1), date(2027, 1, 1))),
        (date(2024, 2, 29), Period.YEAR, Span(date(2024, 1, 1), date(2025, 1, 1))),
    ],
)
def test_a_day_lies_in_its_period(day, period, span):
    assert span_of(day, period) == span


def test_until_is_exclusive():
    quarter = span_of(date(2026, 3, 31), Period.QUARTER)
    assert (date(2026, 3, 31) in quarter, date(2026, 4, 1) in quarter) == (True, False)


@pytest.mark.parametrize(
    ("period", "number"), [(Period.MONTH, 12), (Period.QUARTER, 4), (Period.HALF_YEAR, 2), (Period.YEAR, 1)]
)
def test_a_year_has_its_periods(period, number):
    assert len(spans_of_year(2026, period)) == number


def test_five_days_before_the_twentieth_is_the_fifteenth():
    assert latest_day_before(date(2026, 3, 20), 5) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
    ],
)
def test_months_end_where_the_month_ends(day, months, result):
    assert add_months(day, months) == result


def test_names_as_an_office_writes_them():
    names = [name_of(span_of(date(2026, 9, 5), period), period) for period in Period]
    assert names == ["9月", "第三季度", "下半年", "2026年"]
