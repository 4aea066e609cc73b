"""Meetings of every kind: who was expected and came, what was discussed, voted and resolved."""

from meetings.models.agenda import AgendaItem, Dissent, Matter, Recusal, Remark, WrittenOpinion
from meetings.models.decision import Resolution, ResolutionProgress, Vote
from meetings.models.lectures import Lecture
from meetings.models.makeups import MakeUp
from meetings.models.meeting import ACTIVITIES, Attendance, Meeting
from meetings.models.plans import YearPlan

__all__ = [
    "ACTIVITIES",
    "AgendaItem",
    "Attendance",
    "Dissent",
    "Lecture",
    "MakeUp",
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
