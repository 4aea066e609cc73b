"""Reading a branch's own roster workbook: pure code, no database."""

from members.roster.lines import is_phone, plain_phone
from members.roster.reading import read_workbook
from members.roster.rows import ApplicantRow, Problem, RosterReading, RosterRow
from members.roster.template import template
from members.roster.workbook import Limits, UnreadableWorkbook

__all__ = [
    "ApplicantRow",
    "Limits",
    "Problem",
    "RosterReading",
    "RosterRow",
    "UnreadableWorkbook",
    "is_phone",
    "plain_phone",
    "read_workbook",
    "template",
]
