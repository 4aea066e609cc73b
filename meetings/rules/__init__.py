"""What chapters 1, 6 and 8 forbid at meetings, and what they ask for by when."""

from meetings.rules import duties, holding, planning, voting

__all__ = ["duties", "holding", "planning", "voting"]
