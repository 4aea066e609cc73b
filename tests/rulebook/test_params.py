"""Thresholds against exact fractions for every size of branch."""

from fractions import Fraction

import pytest

from rulebook.params import Threshold

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("fraction", [HALF, TWO_THIRDS])
@pytest.mark.parametrize("whole", range(61))
def test_a_threshold_is_the_exact_fraction(fraction, inclusive, whole):
    threshold = Threshold(fraction, inclusive)
    for part in range(whole + 2):
        exact = part >= fraction * whole if inclusive else part > fraction * whole
        assert threshold.met(part, whole) is exact


@pytest.mark.parametrize(
    ("fraction", "inclusive", "whole", "least"),
    [(HALF, True, 9, 5), (HALF, True, 10, 5), (HALF, False, 10, 6), (HALF, False, 9, 5), (TWO_THIRDS, True, 3, 2),
     (TWO_THIRDS, True, 5, 4), (TWO_THIRDS, True, 7, 5)],
)  # fmt: skip
def test_the_least_number_worked_by_hand(fraction, inclusive, whole, least):
    assert Threshold(fraction, inclusive).least(whole) == least
