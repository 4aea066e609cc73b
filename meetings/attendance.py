"""A person's year of meetings in figures, on his page and on his own."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from meetings.models import Attendance, Meeting
from members.models import Person
from members.sections import person_section


@person_section("meetings/_attendance_of_year.html")
def attendance_of_year(person: Person, on: date) -> dict[str, Any]:
    """Of the meetings held this year at which he was expected: came, on leave, absent; by kind of meeting."""
    rows = Attendance.objects.filter(
        person=person, meeting__in=Meeting.objects.held().filter(held_on__year=on.year, held_on__lte=on)
    )
    counted = (
        rows.expected()
        .values("meeting__kind")
        .annotate(
            expected=Count("pk"),
            present=Count("pk", filter=Q(signed_at__isnull=False)),
            excused=Count("pk", filter=Q(signed_at__isnull=True, leave_granted=True)),
        )
        .order_by("meeting__kind")
    )
    lines = [
        {
            "kind": Meeting.Kind(row["meeting__kind"]).label,
            **row,
            "absent": row["expected"] - row["present"] - row["excused"],
        }
        for row in counted
    ]
    return {"year": on.year, "lines": lines}
