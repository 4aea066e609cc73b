"""Sums in templates: 分 as 元."""

from django import template

from dues.money import yuan as in_words

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """1,234.50; a dash where there is no sum."""
    return "—" if fen is None else in_words(fen)
