"""What recruitment prints, from the facts recorded once."""

from recruitment.documents.candidates import review_report
from recruitment.documents.papers import PAPERS, PrintedPaper

__all__ = ["PAPERS", "PrintedPaper", "review_report"]
