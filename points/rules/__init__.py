"""What chapters 18, 22, 31 and 39 forbid of points and awards, and what they ask for by when."""

from points.rules import booking, commendations, declaring, duties, scheme, settling, works

__all__ = ["booking", "commendations", "declaring", "duties", "scheme", "settling", "works"]
