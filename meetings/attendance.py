"""A person's year of meetings, in figures and one by one, on his page and on his own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from meetings.models import Attendance, MakeUp, Meeting
from members.models import Person
from members.sections import person_section

AHEAD = (Meeting.State.PLANNED, Meeting.State.OPEN)


@dataclass(frozen=True)
class Held:
    """One meeting at which he was expected, and whether he came."""

    row: Attendance

    @property
    def label(self) -> str:
        if self.row.signed_at is not None:
            return "到会"
        return "请假" if self.row.leave_granted else "缺席"

    @property
    def is_made_up(self) -> bool:
        """Whether what he missed was made up and reviewed."""
        make_up: MakeUp | None = getattr(self.row, "make_up", None)
        return make_up is not None and make_up.reviewed_on is not None

    @property
    def tone(self) -> str:
        return {"到会": "done", "请假": "told", "缺席": "late"}[self.label]


@person_section("meetings/_attendance_of_year.html")
def attendance_of_year(person: Person, on: date) -> dict[str, Any]:
    """Of the meetings held this year at which he was expected: came, on leave, absent; by kind, and each of them.

    `coming` are those ahead to which he was called, the next one first; `to_make_up` the studies of whatever year that
    he has still to make up, the first due first.
    """
    held = Q(meeting__in=Meeting.objects.held().filter(held_on__year=on.year, held_on__lte=on))
    missed = Q(make_up__isnull=False, make_up__handed_in_on__isnull=True)
    rows = list(
        Attendance.objects.filter(held | missed | Q(meeting__state__in=AHEAD), person=person)
        .select_related("meeting", "make_up")
        .order_by("meeting__begins_at", "pk")
    )
    coming = [row for row in rows if row.meeting.state in AHEAD]
    over = [Held(row) for row in rows if counts_in(on.year, row)]
    waiting = [row for row in rows if hasattr(row, "make_up") and row.make_up.handed_in_on is None]
    kinds = dict.fromkeys(held.row.meeting.kind for held in sorted(over, key=lambda held: held.row.meeting.kind))
    return {
        "year": on.year,
        "lines": [line_of(kind, [held for held in over if held.row.meeting.kind == kind]) for kind in kinds],
        "meetings": over[::-1],
        "coming": coming,
        "to_make_up": sorted(waiting, key=lambda row: row.make_up.due_on),
    }


def counts_in(year: int, row: Attendance) -> bool:
    return row.meeting.state not in AHEAD and row.meeting.held_on.year == year and is_expected(row)


def is_expected(row: Attendance) -> bool:
    return row.role == Attendance.Role.EXPECTED and not row.excluded_with


def line_of(kind: str, meetings: list[Held]) -> dict[str, Any]:
    number = {label: sum(held.label == label for held in meetings) for label in ("到会", "请假", "缺席")}
    return {
        "kind": Meeting.Kind(kind).label,
        "expected": len(meetings),
        "present": number["到会"],
        "excused": number["请假"],
        "absent": number["缺席"],
    }
