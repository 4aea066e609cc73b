"""Persons and what is dated about them: standing in the Party, the branch they belong to, their posts."""

from members.models.accounts import Account
from members.models.corrections import ANSWERED_BY, CorrectionRequest, Topic
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
    "ANSWERED_BY",
    "STANDING_DATES",
    "Account",
    "Affiliation",
    "Amendment",
    "CorrectionRequest",
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
    "Topic",
    "not_over",
    "reach_of",
    "running",
]
