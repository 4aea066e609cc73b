"""The form field for a decision that another act rests on; other apps' forms use it too."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from meetings.models import AgendaItem


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
