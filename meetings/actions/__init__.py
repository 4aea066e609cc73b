"""The verbs of chapters 6, 8 and 11: the only code of this app that writes."""

from meetings.actions import activities, groups, holding, lectures, makeups, planning, plans, resolutions, voting

__all__ = ["activities", "groups", "holding", "lectures", "makeups", "planning", "plans", "resolutions", "voting"]
