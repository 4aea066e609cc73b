"""What recruitment adds to lower apps: to an item's page the way of the person concerned, to the roster its keeping."""

from datetime import date
from typing import Any

from meetings.models import AgendaItem
from meetings.sections import item_section
from members.models import Person
from members.onward import Keeper, keep_steps
from members.sections import person_section
from recruitment.actions.roster import on_record, take_over
from recruitment.faces import faces_of
from recruitment.models import Recruit

keep_steps(Keeper(on_record, take_over))


@item_section("recruitment/_beside_item.html")
def way_of_the_concerned(item: AgendaItem) -> dict[str, Any] | None:
    """The recruit an item is about; nothing for other items."""
    if item.concerns_id is None:
        return None
    recruit = Recruit.objects.running().filter(person=item.concerns_id, organization=item.organization).first()
    return {"recruit": recruit} if recruit else None


@person_section("recruitment/_faces.html")
def ways_of_person(person: Person, on: date) -> dict[str, Any] | None:
    """His own way, and those he accompanies."""
    faces = faces_of(person, on)
    return {"faces": faces} if faces else None
