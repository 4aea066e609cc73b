"""Points: the scheme, what points rest on, claims and entries, months, quarters and what shuts somebody out;
commendations, and the works of members."""

from points.models.commendations import (
    AwardObjection,
    AwardRound,
    Criterion,
    CriterionCheck,
    Nomination,
    Work,
)
from points.models.entries import Entry
from points.models.evidence import Honour, MonthlyFigure, StudyTest, TestMark, WorkItem
from points.models.scheme import SchemeChange
from points.models.settling import (
    Disqualification,
    Place,
    PointMonth,
    PublishedLine,
    Settlement,
    Veto,
)

__all__ = [
    "AwardObjection",
    "AwardRound",
    "Criterion",
    "CriterionCheck",
    "Disqualification",
    "Entry",
    "Honour",
    "MonthlyFigure",
    "Nomination",
    "Place",
    "PointMonth",
    "PublishedLine",
    "SchemeChange",
    "Settlement",
    "StudyTest",
    "TestMark",
    "Veto",
    "Work",
    "WorkItem",
]
