"""What the kernel keeps: acts, explanations of lapses, statuses of duties, reminders, the clauses' own text."""

from rulebook.models.acts import GENESIS, Act, ActHead, ChainAnchor, ChainRoot
from rulebook.models.choices import Choice
from rulebook.models.duties import Assessment, DutyStatus, Explanation, LedgerExport
from rulebook.models.reminders import Reminder
from rulebook.models.texts import RulebookPassage, RulebookText

__all__ = [
    "GENESIS",
    "Act",
    "ActHead",
    "Assessment",
    "ChainAnchor",
    "ChainRoot",
    "Choice",
    "DutyStatus",
    "Explanation",
    "LedgerExport",
    "Reminder",
    "RulebookPassage",
    "RulebookText",
]
