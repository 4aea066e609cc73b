"""Meetings of every kind: who was expected and came, what was discussed, voted and resolved."""

from meetings.models.agenda import AgendaItem, Dissent, Matter, Recusal, Remark
from meetings.models.decision import Resolution, Vote
from meetings.models.meeting import Attendance, Meeting

__all__ = ["AgendaItem", "Attendance", "Dissent", "Matter", "Meeting", "Recusal", "Remark", "Resolution", "Vote"]
