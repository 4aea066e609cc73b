"""How points are written: two places in lists, exactly where they are reckoned."""

from decimal import Decimal

from django import template

from points.exact import shown

register = template.Library()


@register.filter
def points(parts: int) -> str:
    """12.338 as 12.34, −2 as -2.00."""
    return shown(parts)


@register.filter
def exact(number: Decimal) -> str:
    """Without zeros at the end: 0.010 as 0.01, 1.000 as 1."""
    return f"{number.normalize():f}"
