"""The way into the Party: the recruit, what is recorded at each step, the clocks that run, the political review."""

from recruitment.models.deadlines import Deadline
from recruitment.models.records import TAKEN_OVER, Kind, Record, Source
from recruitment.models.recruits import Outcome, Recruit
from recruitment.models.reviews import PoliticalReview, ReviewGrant

__all__ = [
    "TAKEN_OVER",
    "Deadline",
    "Kind",
    "Outcome",
    "PoliticalReview",
    "Record",
    "Recruit",
    "ReviewGrant",
    "Source",
]
