"""Who comes to the branch's activities without being a member; apps above know them and say so here."""

from collections.abc import Callable

from django.db.models import QuerySet

from meetings.models import Meeting
from members.models import Person

Finder = Callable[[Meeting], QuerySet[Person]]

OPEN_TO_GUESTS = frozenset({Meeting.Kind.STUDY, Meeting.Kind.THEME_DAY, Meeting.Kind.VOLUNTEER})

_finders: list[Finder] = []


def finds_guests(function: Finder) -> Finder:
    """Registers a query of persons who take part, as observers, in an activity of the branch for all members."""
    _finders.append(function)
    return function


def guests_of(meeting: Meeting) -> list[Person]:
    """Those who come to this activity besides the members; to a meeting, or to an activity of a few, nobody."""
    if not (meeting.for_all_members and meeting.kind in OPEN_TO_GUESTS):
        return []
    return [person for find in _finders for person in find(meeting)]
