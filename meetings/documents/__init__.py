"""What meetings print, from the facts recorded once."""

from meetings.documents.calling import agenda, calendar, notice, sign_in_sheet
from meetings.documents.minutes import minutes, minutes_as_word
from meetings.documents.record import Version, version_for
from meetings.documents.voting import ballot_paper, resolution, tally, votes_by_slip

__all__ = [
    "Version",
    "agenda",
    "ballot_paper",
    "calendar",
    "minutes",
    "minutes_as_word",
    "notice",
    "resolution",
    "sign_in_sheet",
    "tally",
    "version_for",
    "votes_by_slip",
]
