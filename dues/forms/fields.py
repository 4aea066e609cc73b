"""Sums as people write them."""

from decimal import Decimal
from typing import Any

from django import forms

from dues.money import in_fen


class MoneyField(forms.DecimalField):
    """元 with two decimals on the screen, whole 分 in the program."""

    def __init__(self, *, most: int = 10_000_000, least: str = "0.01", **options: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=Decimal(least), max_value=most, **options)

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else in_fen(yuan)
