"""What chapters 1, 6, 8 and 11 forbid at meetings, and what they ask for by when."""

from meetings.rules import activities, duties, groups, holding, lectures, makeups, planning, plans, resolutions, voting

__all__ = [
    "activities",
    "duties",
    "groups",
    "holding",
    "lectures",
    "makeups",
    "planning",
    "plans",
    "resolutions",
    "voting",
]
