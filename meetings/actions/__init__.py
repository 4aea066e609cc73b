"""The verbs of chapters 6 and 8: the only code of this app that writes."""

from meetings.actions import holding, planning, voting

__all__ = ["holding", "planning", "voting"]
