"""The numbers of a clause, one small class for each kind that is computed with. Whole numbers only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rulebook.periods import Period

FORCES = ("must", "normally", "may")


@dataclass(frozen=True)
class Threshold:
    """At least (`inclusive`) or more than a fraction of a number of persons: 半数以上, 超过半数, 三分之二以上."""

    fraction: Fraction
    inclusive: bool

    def least(self, of: int) -> int:
        """The smallest whole number of persons that suffices."""
        numerator, denominator = self.fraction.numerator * of, self.fraction.denominator
        return -(-numerator // denominator) if self.inclusive else numerator // denominator + 1

    def met(self, part: int, of: int) -> bool:
        return part >= self.least(of)


@dataclass(frozen=True)
class Cadence:
    """At least so many times in each calendar period."""

    period: Period
    times: int


@dataclass(frozen=True)
class Lead:
    """So many calendar days before the event, at the latest."""

    days: int


Typed = Threshold | Cadence | Lead | None


def typed(kind: str, raw: Mapping[str, Any]) -> Typed:
    """The typed numbers of a clause; None where it has none of these shapes.

    Raises ValueError for an unknown force or operator, so a slip in a file stops the start.
    """
    if raw.get("force", "must") not in FORCES:
        raise ValueError(f"unknown force {raw['force']!r}")
    if kind in ("quorum", "majority") and "fraction" in raw:
        if raw["op"] not in (">", ">="):
            raise ValueError(f"unknown operator {raw['op']!r}")
        return Threshold(Fraction(raw["fraction"]), inclusive=raw["op"] == ">=")
    if kind in ("cadence", "publish") and raw.get("period") in set(Period):
        return Cadence(Period(raw["period"]), int(raw.get("min_times", raw.get("times", 1))))
    if kind == "deadline" and isinstance(raw.get("lead_days"), int):
        return Lead(raw["lead_days"])
    return None


def days_in(text: object) -> int:
    """The number of days in a printed setting such as 'unspecified (setting, default 3)'."""
    found = re.search(r"\d+", str(text))
    if found is None:
        raise ValueError(f"no number of days in {text!r}")
    return int(found.group())
