"""Money is whole 分 in the program and 元 with two decimals for people; never a float."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

FEN = Decimal("0.01")


class Rounding(StrEnum):
    """How a fraction of a 分 ends; the national rule leaves it open, the form prints which it was."""

    HALF_UP = "half_up"
    DOWN = "down"


MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.DOWN: ROUND_FLOOR}


def in_fen(yuan: Decimal) -> int:
    """The 分 of an amount of 元 with at most two decimals; ValueError where there are more."""
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} has fractions of a 分")
    return int(fen)


def in_yuan(fen: int) -> Decimal:
    return Decimal(fen) * FEN


def yuan(fen: int) -> str:
    """As it is printed: 1,234.50."""
    return f"{in_yuan(fen):,.2f}"


def whole_fen(yuan: Decimal, rounding: Rounding) -> int:
    """The amount of 元 in whole 分, its fraction ended as the branch has settled."""
    return int((yuan * 100).quantize(Decimal(1), MODES[rounding]))
