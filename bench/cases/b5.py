"""B5: the nightly assessment against a hand-written INSERT … SELECT that writes the same rows.

The floor knows that a branch owes a general meeting a quarter, a committee meeting a month and a report before each
general meeting, and nothing else: no explanations, no late evidence, nothing to be taken away.
"""

from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db import connection, transaction

from accounts.models import Organization
from bench.cases.processor import ratio_of, spent, wall_of
from meetings.models import Meeting
from rulebook.freshness import refresh
from rulebook.kernel import DUTIES
from rulebook.ledger import store
from rulebook.models import Assessment, DutyStatus

ON = date(2026, 11, 15)
SAMPLE = 50  # branches assessed one object at a time
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


def spans(months: int) -> list[tuple[date, date]]:
    """The year's periods of so many months, the second day exclusive."""
    starts = [date(ON.year, month, 1) for month in range(1, 13, months)]
    return list(zip(starts, [*starts[1:], date(ON.year + 1, 1, 1)], strict=True))


def periods(months: int) -> str:
    return " UNION ALL ".join(
        f"SELECT {literal(since)} AS since, {literal(until)} AS until" for since, until in spans(months)
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


def one_at_a_time() -> float:
    """Seconds of processor time for all branches by the ORM, a query and a row at a time; from a sample, undone."""
    branches = list(Organization.objects.branches().order_by("pk")[:SAMPLE])
    with transaction.atomic():
        cost = spent(lambda: [of_one(branch) for branch in branches])
        transaction.set_rollback(True)
    assert sum(cost.result) > 0
    return cost.cpu * Organization.objects.branches().count() / len(branches)


def of_one(branch: Organization) -> int:
    """The branch's rows of the three duties, each period asked for and each row written by itself."""
    rows = 0
    for duty, kind, months in (("8.1.1a", "general", 3), ("8.2.1a", "committee", 1)):
        for since, until in spans(months):
            meetings = Meeting.objects.held().filter(
                organization=branch, kind=kind, held_on__gte=since, held_on__lt=until, held_on__lte=ON
            )
            found = list(meetings.order_by("held_on"))
            state = "done" if found else "missed" if until <= ON else "due" if since <= ON else "upcoming"
            first = found[0] if found else None
            write_one(branch, duty, branch.pk, since, until, state, first, len(found))
            rows += 1
    for meeting in Meeting.objects.filter(organization=branch, kind="general", report_due_on__year=ON.year):
        assert meeting.report_due_on is not None
        sent_on = meeting.request.sent_on if meeting.request else None
        state = "done" if sent_on and sent_on <= meeting.report_due_on else "missed"
        next_day = meeting.report_due_on + timedelta(days=1)
        write_one(branch, "8.1.5a", meeting.pk, meeting.report_due_on, next_day, state, meeting, 0)
        rows += 1
    return rows


def write_one(
    branch: Organization,
    duty: str,
    subject_id: int,
    since: date,
    until: date,
    state: str,
    meeting: Meeting | None,
    times: int,
) -> None:
    found = {"until": until, "state": state, "times": times, "evidence_id": meeting.pk if meeting else None}
    DutyStatus.objects.update_or_create(
        organization=branch, duty=duty, subject_id=subject_id, since=since, defaults=found
    )


def this() -> dict[str, Any]:
    """Both ways into the emptied table, in turn; then everything the night assesses."""
    floors, ours = [], []
    for _ in range(3):
        for way, times in ((written_by_hand, floors), (nightly, ours)):
            DutyStatus.objects.all().delete()
            times.append(spent(way))
    again = nightly()
    assert {one.result for one in floors} == {one.result for one in ours}
    DutyStatus.objects.all().delete()
    slow = one_at_a_time()
    Assessment.objects.all().delete()
    night = spent(lambda: refresh(ON))
    return {
        "ratio": ratio_of(ours, floors),
        "all duties of two years": round(night.wall, 1),
        "three duties of one year": wall_of(ours),
        "the same by hand": wall_of(floors),
        "rows": night.result,
        "faster than one object at a time": round(slow / median(one.cpu for one in ours)),
        "rows written by a second run": again,
    }
