"""The verbs of chapters 6 and 8: the only code of this app that writes."""

from meetings.actions import groups, holding, lectures, planning, plans, resolutions, voting

__all__ = ["groups", "holding", "lectures", "planning", "plans", "resolutions", "voting"]
