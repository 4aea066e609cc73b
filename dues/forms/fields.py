"""Sums and months as people write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from dues.money import in_fen
from meetings.models import AgendaItem
from rulebook import clock
from rulebook.web import of_a_known_year


class MoneyField(forms.DecimalField):
    """元 with two decimals on the screen, whole 分 in the program."""

    def __init__(self, *, most: int = 10_000_000, least: str = "0.01", **options: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=Decimal(least), max_value=most, **options)

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else in_fen(yuan)


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m", **options)


class MonthField(forms.DateField):
    """A month, as its first day."""

    widget = MonthInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y年%m月", "%Y-%m-%d"], **{"initial": this_month, **options})

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        of_a_known_year(day)
        return day.replace(day=1) if day else None


def this_month() -> date:
    return clock.today().replace(day=1)


def decided_items(organization: Organization, matter: str) -> QuerySet[AgendaItem]:
    """What meetings of the branch have passed on the matter, the last one first."""
    items = AgendaItem.objects.filter(meeting__organization=organization, matter=matter, vote__passed=True)
    return items.select_related("meeting").order_by("-meeting__held_on", "position")


class DecisionField(forms.ModelChoiceField):
    """A decision of a meeting, named with its meeting and day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=AgendaItem.objects.none(), **options)

    def label_from_instance(self, item: AgendaItem) -> str:
        return f"{item.meeting.held_on} {item.meeting}：{item}"
