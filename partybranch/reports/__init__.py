"""The annual report of a branch: each app contributes its sections, one line an app, in the order of the report."""

from collections.abc import Callable

from meetings.report import sections as of_meetings
from members.report import sections as of_members
from points.report import sections as of_points
from rulebook.report import sections as of_duties
from rulebook.reporting import ReportYear, Section

CONTRIBUTIONS: tuple[Callable[[ReportYear], list[Section]], ...] = (
    of_members,
    of_meetings,
    of_points,
    of_duties,
)
LAST = "roster"  # long lists stand at the end
