"""How much somebody owes for a month, and why: pure arithmetic on a base, a table of rates and a reduction."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dues.models import ContributionBase, Rate, RateTable, Reduction
from dues.models.rates import BAND_OF, PayerKind
from dues.money import Rounding, whole_fen, yuan
from rulebook.kernel import built

ENDED = {Rounding.HALF_UP: "四舍五入", Rounding.DOWN: "舍去尾数"}


class NotConfigured(ValueError):
    """The table says nothing of this kind of payer; nothing is guessed (DF.2a)."""


@dataclass(frozen=True)
class Reckoned:
    """An amount in 分, and the lines that explain it to who pays."""

    amount: int
    lines: tuple[str, ...]


def rate_for(rates: Sequence[Rate], base: Decimal) -> Rate:
    """The line a base falls into: a bound belongs to the lower line, and the rate is for the whole base."""
    for rate in rates:
        if rate.upto is None or base <= rate.upto:
            return rate
    raise NotConfigured(f"没有{base}元一档的标准")


@built("DF.2a", "NDF.4")
def reckon(base: ContributionBase, table: RateTable, reduction: Reduction | None = None) -> Reckoned:
    """What the person owes a month; NotConfigured where the table has no line for him."""
    rates = [rate for rate in table.rates.all() if rate.band == BAND_OF[PayerKind(base.kind)]]
    if not rates:
        raise NotConfigured(f"党费标准没有“{base.get_kind_display()}”一类")
    own = fixed_amount(base, rates[0]) if base.fixed is not None else part_of(base, rates, Rounding(table.rounding))
    if reduction is None or reduction.amount >= own.amount:
        return own
    approved = f"经上级批准减免，每月交{yuan(reduction.amount)}元"
    return Reckoned(reduction.amount, (*own.lines, approved))


def fixed_amount(base: ContributionBase, rate: Rate) -> Reckoned:
    """Who pays an amount within the printed limits."""
    assert base.fixed is not None
    return Reckoned(base.fixed, (f"{base.get_kind_display()}，每月交{yuan(base.fixed)}元",))


def part_of(base: ContributionBase, rates: Sequence[Rate], rounding: Rounding) -> Reckoned:
    income = base.yuan
    if income is None:
        raise NotConfigured("没有核定月计费基数")
    rate = rate_for(rates, income)
    assert rate.percent is not None
    exact = income * rate.percent / 100
    amount = whole_fen(exact, rounding)
    percent = f"{rate.percent.normalize():f}%"
    lines = [f"月计费基数{income:,.2f}元", f"{bounds_of(rates, rate)}，按{percent}计"]
    ended = f"，{ENDED[rounding]}" if exact * 100 != amount else ""
    lines.append(f"{income:,.2f} × {percent} = {yuan(amount)}元{ended}")
    return Reckoned(amount, tuple(lines))


def bounds_of(rates: Sequence[Rate], rate: Rate) -> str:
    """Which line of the table it is, in words."""
    lower = [other.upto for other in rates if other.upto is not None and (rate.upto is None or other.upto < rate.upto)]
    above = f"{max(lower):,.0f}元以上" if lower else ""
    upto = f"{rate.upto:,.0f}元及以下" if rate.upto is not None else ""
    return "、".join(filter(None, (above, upto))) or "不分档"
