"""What a person has still to make up, for his own page."""

from django.db.models import QuerySet

from meetings.models import MakeUp
from members.models import Person


def own_make_ups(person: Person) -> QuerySet[MakeUp]:
    """His make-ups that are not reviewed yet, the first due first; each has its page, its day and its study."""
    rows = MakeUp.objects.unfinished().filter(attendance__person=person)
    return rows.select_related("attendance__meeting", "attendance__person").order_by("due_on", "pk")
