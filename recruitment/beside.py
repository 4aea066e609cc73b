"""What recruitment adds below: to an item the person's way, to the roster its keeping, to an activity its guests."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from meetings.guests import finds_guests
from meetings.models import AgendaItem, Meeting
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


@finds_guests
def people_under_way(meeting: Meeting) -> QuerySet[Person]:
    """The branch's activists and candidates (入党积极分子、发展对象) on the day of the activity."""
    on = meeting.held_on
    running = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    ways = Recruit.objects.of(meeting.organization).filter(running)
    chosen = Q(activist_on__lte=on) | Q(candidate_on__lte=on)
    here = Person.objects.of(meeting.organization, on).filter(chosen, pk__in=ways.values("person"))
    return here.exclude(admitted_on__lte=on)


@person_section("recruitment/_faces.html")
def ways_of_person(person: Person, on: date) -> dict[str, Any] | None:
    """His own way, and those he accompanies."""
    faces = faces_of(person, on)
    return {"faces": faces} if faces else None
