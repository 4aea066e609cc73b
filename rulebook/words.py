"""A clause's force, numbers and software as an office says them."""

from fractions import Fraction

from rulebook.catalogue import Clause
from rulebook.params import Cadence, Lead, Threshold, typed
from rulebook.periods import Period

FORCES = {
    "must": ("应当", "必须做到；不符合的，有关事项不能办理。"),
    "normally": ("一般", "通常要做到；确有特殊情况的，写明原因后可以办理，原因留在记录中。"),
    "may": ("可以", "允许这样做，不作要求。"),
}
PERIODS = {Period.MONTH: "每月", Period.QUARTER: "每季度", Period.HALF_YEAR: "每半年", Period.YEAR: "每年"}
FRACTIONS = {Fraction(1, 2): "半数", Fraction(2, 3): "三分之二", Fraction(1, 3): "三分之一", Fraction(4, 5): "五分之四"}


def numbers_of(clause: Clause) -> list[str]:
    """The numbers that the program computes with; none where the clause has none."""
    match typed(clause.kind, clause.raw):
        case Threshold(fraction=fraction, inclusive=inclusive):
            part = FRACTIONS.get(fraction, f"{fraction.denominator}分之{fraction.numerator}")
            return [f"达到{part}即可，恰为{part}也算" if inclusive else f"须超过{part}，恰为{part}不算"]
        case Cadence(period=period, times=times):
            return [f"{PERIODS[period]}至少{times}次"]
        case Lead(days=days):
            return [f"至少提前{days}天（日历日）"]
    return []
