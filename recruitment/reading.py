"""Which records of a way a reader is shown: the branch all, a mentor what he helps with, the person what is his own."""

from datetime import date

from accounts.models import User
from recruitment.models import Kind, Record, Recruit
from recruitment.rules.order import is_mentor

OWN = frozenset(
    {Kind.APPLICATION, Kind.THOUGHT_REPORT, Kind.CONVERSION_APPLICATION, Kind.FORM, Kind.OATH, Kind.HAND_OVER}
)
MENTORS = OWN | {Kind.INSPECTION, Kind.MENTOR_REPORT, Kind.PROBATION_INSPECTION, Kind.TRAINING, Kind.SPONSOR}


def kinds_for(user: User, recruit: Recruit, on: date) -> frozenset[str]:
    """The kinds of record whose text and papers the reader is shown; never others' opinions to the person himself."""
    if recruit.person.user_id == user.pk:
        return frozenset(OWN)
    if user.has_perm("recruitment.read", recruit.organization):
        return frozenset(Kind.values)
    return frozenset(MENTORS) if is_mentor(user, recruit, on) else frozenset(OWN | {Kind.SPONSOR_OPINION})


def may_open(user: User, record: Record, on: date) -> bool:
    return record.kind in kinds_for(user, record.recruit, on)
