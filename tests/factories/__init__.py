"""Small branches for tests, made of rows: only what a test names differs from the plain case."""

from tests.factories.branch import BranchFactory, branch, person, secretary_of, user_of
from tests.factories.meeting import agenda_item, committee_meeting, general_meeting, present

__all__ = [
    "BranchFactory",
    "agenda_item",
    "branch",
    "committee_meeting",
    "general_meeting",
    "person",
    "present",
    "secretary_of",
    "user_of",
]
