"""Meetings of every kind: who was expected and came, what was discussed, voted and resolved."""

from meetings.models.agenda import AgendaItem, Dissent, Matter, Recusal, Remark, WrittenOpinion
from meetings.models.decision import Resolution, ResolutionProgress, Vote
from meetings.models.lectures import Lecture
from meetings.models.meeting import Attendance, Meeting
from meetings.models.plans import YearPlan

__all__ = [
    "AgendaItem",
    "Attendance",
    "Dissent",
    "Lecture",
    "Matter",
    "Meeting",
    "Recusal",
    "Remark",
    "Resolution",
    "ResolutionProgress",
    "Vote",
    "WrittenOpinion",
    "YearPlan",
]
