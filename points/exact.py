"""Points as whole numbers of hundred-thousandths: exact in every database, added up without rounding (X2-09)."""

from decimal import ROUND_HALF_UP, Decimal

PARTS = 100_000  # two decimals of a quantity times three of a coefficient
SHOWN = Decimal("0.01")


def in_parts(points: Decimal) -> int:
    """ValueError for what is finer than a hundred-thousandth."""
    parts = points * PARTS
    if parts != parts.to_integral_value():
        raise ValueError(f"{points} is finer than 1/{PARTS}")
    return int(parts)


def as_points(parts: int) -> Decimal:
    return Decimal(parts) / PARTS


def shown(parts: int) -> str:
    """Two places (12.34), as the lists show it; ranked is the exact value."""
    return str(as_points(parts).quantize(SHOWN, ROUND_HALF_UP))
