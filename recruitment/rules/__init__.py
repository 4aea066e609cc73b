"""What stands before each step: the gates of chapter 13, and the duties that its clocks make."""

from recruitment.rules import activists, admission, candidates, course, duties, meetings, order, probation, reviews

__all__ = ["activists", "admission", "candidates", "course", "duties", "meetings", "order", "probation", "reviews"]
