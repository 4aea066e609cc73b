"""Persons and what is dated about them: standing in the Party, the branch they belong to, their posts."""

from members.models.accounts import Account
from members.models.declared import Kinship, Mentorship
from members.models.people import STANDING_DATES, Person, Standing
from members.models.records import Amendment, RosterExport
from members.models.terms import (
    Affiliation,
    GroupMembership,
    Reach,
    RightsSuspension,
    Term,
    not_over,
    reach_of,
    running,
)
from members.models.uploads import PreviewPage, RosterProgress, RosterUpload, SealedRoster

__all__ = [
    "STANDING_DATES",
    "Account",
    "Affiliation",
    "Amendment",
    "GroupMembership",
    "Kinship",
    "Mentorship",
    "Person",
    "PreviewPage",
    "Reach",
    "RightsSuspension",
    "RosterExport",
    "RosterProgress",
    "RosterUpload",
    "SealedRoster",
    "Standing",
    "Term",
    "not_over",
    "reach_of",
    "running",
]
