"""What recruitment adds to lower apps: to an item's page the way of the person concerned, to the roster its keeping."""

from datetime import date
from typing import Any

from meetings.models import AgendaItem
from meetings.sections import item_section
from members.models import Person
from members.onward import Keeper, keep_steps
from members.records import Opening, counts_as_look
from members.sections import person_section
from recruitment.actions.roster import on_record, take_over
from recruitment.faces import faces_of
from recruitment.models import PoliticalReview, Recruit

keep_steps(Keeper(on_record, take_over))
counts_as_look(
    Opening(
        "recruitment.export_papers",
        "recruitment.recruit",
        "导出入党材料包",
        lambda person: Recruit.objects.filter(person=person).values("pk"),
    )
)
counts_as_look(
    Opening(
        "recruitment.open_review",
        "recruitment.politicalreview",
        "查看政治审查材料",
        lambda person: PoliticalReview.objects.filter(recruit__person=person).values("pk"),
    )
)


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
