"""Activities and make-ups at the stage a test begins from, as rows."""

from datetime import date, timedelta

from accounts.models import User
from meetings.models import Attendance, MakeUp, Meeting
from members.models import Person
from members.posts import Post
from tests.factories.branch import BranchFactory, holding, user_of
from tests.factories.lecture import paper
from tests.factories.meeting import laid_out, meeting


def activity(house: BranchFactory, kind: str = Meeting.Kind.STUDY, *, opened: bool = True, **fields: object) -> Meeting:
    """With its list laid out; nobody has signed in."""
    return laid_out(meeting(house, kind, **fields), opened)


def everybody_signs(held: Meeting, but: list[Person]) -> None:
    signed = {"signed_at": held.begins_at, "signed_by": Attendance.Means.PAPER}
    held.attendances.exclude(person__in=but).update(**signed)


def missed_study(
    house: BranchFactory, absent: list[Person], kind: str = Meeting.Kind.STUDY, **fields: object
) -> Meeting:
    """Over and signed off by the chair; all came but these."""
    held = activity(house, kind, **fields)
    everybody_signs(held, absent)
    held.state, held.closed_at = Meeting.State.CLOSED, held.begins_at + timedelta(hours=1)
    held.signed_off_at = held.begins_at + timedelta(hours=2)
    held.save()
    return held


def make_up(house: BranchFactory, person: Person, **fields: object) -> MakeUp:
    """Told on the day of the study to make it up within a fortnight."""
    row = missed_study(house, [person]).attendances.get(person=person)
    told = {"content": "自学", "mode": "after_return", "required_on": date(2026, 3, 20), "due_on": date(2026, 4, 4)}
    return MakeUp.objects.create(attendance=row, **{**told, **fields})


def handed_in(house: BranchFactory, person: Person, on: date = date(2026, 4, 1), **fields: object) -> MakeUp:
    return make_up(house, person, handed_in_on=on, notes=paper(house), **fields)


def supervisor_of(house: BranchFactory, person: Person) -> User:
    return user_of(holding(person, house.branch, Post.STUDY_SUPERVISOR))
