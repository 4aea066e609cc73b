"""B5: the nightly assessment against a hand-written INSERT … SELECT that writes the same rows.

The floor knows that a branch owes a general meeting a quarter, a committee meeting a month and a report before each
general meeting, and nothing else: no explanations, no late evidence, nothing to be taken away.
"""

import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from django.db import connection

from accounts.models import Organization
from meetings.models import Meeting
from rulebook.kernel import DUTIES
from rulebook.ledger import store
from rulebook.models import DutyStatus

ON = date(2026, 11, 15)
FLOOR_DUTIES = ("8.1.1a", "8.2.1a", "8.1.5a")
TABLE, MEETING, ORGANIZATION = (model._meta.db_table for model in (DutyStatus, Meeting, Organization))
COLUMNS = "organization_id, duty, subject_id, since, until, state, done_on, evidence_id, times"
CADENCE = f"""
SELECT o.id, '{{duty}}', o.id, p.since, p.until,
       CASE WHEN COUNT(m.id) > 0 THEN 'done' WHEN p.until <= {{on}} THEN 'missed'
            WHEN p.since <= {{on}} THEN 'due' ELSE 'upcoming' END,
       MIN(m.held_on), MIN(m.id), COUNT(m.id)
FROM {ORGANIZATION} o CROSS JOIN ({{periods}}) p
LEFT JOIN {MEETING} m ON m.organization_id = o.id AND m.kind = '{{kind}}' AND m.state IN ('closed', 'archived')
     AND m.held_on >= p.since AND m.held_on < p.until AND m.held_on <= {{on}}
WHERE o.level = 'branch'
GROUP BY o.id, p.since, p.until
"""
REPORT = f"""
SELECT m.organization_id, '8.1.5a', m.id, m.report_due_on, {{next_day}},
       CASE WHEN r.sent_on <= m.report_due_on THEN 'done' WHEN m.report_due_on < {{on}} THEN 'missed' ELSE 'due' END,
       r.sent_on, m.id, CASE WHEN r.sent_on IS NULL THEN 0 ELSE 1 END
FROM {MEETING} m LEFT JOIN archives_submission r ON r.id = m.request_id
WHERE m.kind = 'general' AND m.state <> 'cancelled' AND m.report_due_on BETWEEN {{first}} AND {{last}}
"""


def literal(day: date) -> str:
    return f"{'date ' if connection.vendor == 'postgresql' else ''}'{day.isoformat()}'"


def periods(months: int) -> str:
    starts = [date(ON.year, month, 1) for month in range(1, 13, months)]
    ends = [*starts[1:], date(ON.year + 1, 1, 1)]
    return " UNION ALL ".join(
        f"SELECT {literal(since)} AS since, {literal(until)} AS until"
        for since, until in zip(starts, ends, strict=True)
    )


def written_by_hand() -> int:
    """The same rows into the empty table, by one statement that a good engineer would write by hand."""
    next_day = "m.report_due_on + 1" if connection.vendor == "postgresql" else "date(m.report_due_on, '+1 day')"
    on = literal(ON)
    parts = [
        CADENCE.format(duty="8.1.1a", kind="general", periods=periods(3), on=on),
        CADENCE.format(duty="8.2.1a", kind="committee", periods=periods(1), on=on),
        REPORT.format(
            on=on, next_day=next_day, first=literal(date(ON.year, 1, 1)), last=literal(date(ON.year, 12, 31))
        ),
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({COLUMNS}) " + " UNION ALL ".join(parts))
        return cursor.rowcount


def nightly() -> int:
    """The program's own way to everything the duties of the floor owe."""
    return store(Organization.objects.all(), ON, ON.year, duties=[DUTIES[duty] for duty in FLOOR_DUTIES])


def seconds_of(way: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    rows = way()
    return time.perf_counter() - began, rows


def this() -> dict[str, Any]:
    """The median of three ratios, both ways into the emptied table; wall time, for the server does the work."""
    floors, ours = [], []
    for _ in range(3):
        for way, times in ((written_by_hand, floors), (nightly, ours)):
            DutyStatus.objects.all().delete()
            times.append(seconds_of(way))
    again = seconds_of(nightly)
    assert {rows for _, rows in floors} == {rows for _, rows in ours}
    return {
        "ratio": round(median(mine / floor for (mine, _), (floor, _) in zip(ours, floors, strict=True)), 2),
        "seconds": round(median(mine for mine, _ in ours), 1),
        "by hand": round(median(floor for floor, _ in floors), 1),
        "rows": ours[0][1],
        "written by a second run": again[1],
    }
