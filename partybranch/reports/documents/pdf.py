"""The report as PDF: cover, contents with page numbers, chapters with vector charts."""

from partybranch.reports.assembly import Report
from rulebook.printing import to_pdf

STYLE = "print/report.css"


def as_pdf(report: Report) -> bytes:
    return to_pdf("print/reports/annual_report.html", {"report": report}, STYLE)
