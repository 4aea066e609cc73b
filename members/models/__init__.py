"""Persons and what is dated about them: standing in the Party, the branch they belong to, their posts."""

from members.models.declared import Kinship
from members.models.people import STANDING_DATES, Person, Standing
from members.models.terms import Affiliation, GroupMembership, Reach, RightsSuspension, Term, reach_of, running
from members.models.uploads import RosterUpload

__all__ = [
    "STANDING_DATES",
    "Affiliation",
    "GroupMembership",
    "Kinship",
    "Person",
    "Reach",
    "RightsSuspension",
    "RosterUpload",
    "Standing",
    "Term",
    "reach_of",
    "running",
]
