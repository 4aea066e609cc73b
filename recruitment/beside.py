"""What recruitment adds to pages of lower apps: on an item's page the way of the person it concerns."""

from typing import Any

from meetings.models import AgendaItem
from meetings.sections import item_section
from recruitment.models import Recruit


@item_section("recruitment/_beside_item.html")
def way_of_the_concerned(item: AgendaItem) -> dict[str, Any] | None:
    """The recruit an item is about; nothing for other items."""
    if item.concerns_id is None:
        return None
    recruit = Recruit.objects.running().filter(person=item.concerns_id, organization=item.organization).first()
    return {"recruit": recruit} if recruit else None
