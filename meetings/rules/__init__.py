"""What chapters 1, 6 and 8 forbid at meetings, and what they ask for by when."""

from meetings.rules import duties, groups, holding, lectures, planning, plans, resolutions, voting

__all__ = ["duties", "groups", "holding", "lectures", "planning", "plans", "resolutions", "voting"]
