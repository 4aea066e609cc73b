"""Assesses duties for any set of organizations on any date: one SQL statement a duty, for one branch or ten thousand.

The pages ask live for one branch; the nightly run stores the same rows for all (`store`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Organization
from rulebook.kernel import DUTIES, Due, Duty, Owed
from rulebook.models import DutyStatus
from rulebook.periods import Period, Span, name_of, spans_of_year


class DutyState(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    DONE = "done"
    MISSED = "missed"
    EXPLAINED = "explained"


STATE_LABELS = {
    DutyState.UPCOMING: "未到期",
    DutyState.DUE: "将到期",
    DutyState.DONE: "已完成",
    DutyState.MISSED: "缺漏",
    DutyState.EXPLAINED: "缺漏已说明",
}


@dataclass(frozen=True)
class Status:
    """One duty of one subject in one period, on the day it was asked for. `until` is exclusive."""

    duty: Duty
    organization_id: int
    subject_id: int
    since: date
    until: date
    state: DutyState
    times: int
    done_on: date | None
    evidence_id: int | None

    @property
    def span(self) -> Span:
        return Span(self.since, self.until)

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def period_name(self) -> str:
        kind = self.duty.clause.kind
        return name_of(self.span, self.duty.clause.cadence.period) if kind == "cadence" else f"{self.span.last_day}前"


# The columns of one assessed row, in the order of DutyStatus and Status.
CADENCE = """
WITH owed(subject_id, organization_id, since, until) AS ({by}),
     evidence(subject_id, happened_on, id) AS ({evidence}),
     period(since, until) AS (VALUES {periods})
SELECT o.organization_id, {duty}, o.subject_id, p.since, p.until,
       CASE WHEN COUNT(e.id) >= {times} THEN 'done'
            WHEN p.until <= {on} THEN CASE WHEN MAX(x.id) IS NULL THEN 'missed' ELSE 'explained' END
            WHEN p.since <= {on} THEN 'due' ELSE 'upcoming' END AS state,
       CASE WHEN COUNT(e.id) >= {times} THEN MIN(e.happened_on) END, MIN(e.id), COUNT(e.id)
FROM owed o
JOIN period p ON (o.since IS NULL OR o.since < p.until) AND (o.until IS NULL OR o.until > p.since)
LEFT JOIN evidence e ON e.subject_id = o.subject_id AND e.happened_on >= p.since AND e.happened_on < p.until
     AND e.happened_on <= {on}
LEFT JOIN rulebook_explanation x ON x.duty = {duty} AND x.subject_id = o.subject_id AND x.since = p.since
GROUP BY o.organization_id, o.subject_id, p.since, p.until
"""
DEADLINE = """
WITH owed(subject_id, organization_id, due_on, done_on, id) AS ({rows})
SELECT o.organization_id, {duty}, o.id, o.due_on, {next_day},
       CASE WHEN o.done_on IS NOT NULL AND o.done_on <= o.due_on AND o.done_on <= {on} THEN 'done'
            WHEN o.due_on < {on} THEN CASE WHEN MAX(x.id) IS NULL THEN 'missed' ELSE 'explained' END
            ELSE 'due' END AS state,
       CASE WHEN o.done_on <= {on} THEN o.done_on END, o.id, CASE WHEN o.done_on <= {on} THEN 1 ELSE 0 END
FROM owed o
LEFT JOIN rulebook_explanation x ON x.duty = {duty} AND x.subject_id = o.id AND x.since = o.due_on
WHERE o.due_on >= {first} AND o.due_on < {last}
GROUP BY o.organization_id, o.id, o.due_on, o.done_on
"""


@dataclass(frozen=True)
class Statement:
    sql: str
    params: tuple[Any, ...]


def compiled(queryset: QuerySet[Any, Any]) -> Statement:
    sql, params = queryset.order_by().query.sql_with_params()
    return Statement(sql, tuple(params))


class Composer:
    """Fills a statement's named places, collecting the parameters in the order they stand in the text."""

    def __init__(self) -> None:
        self.is_postgres = connection.vendor == "postgresql"

    def day(self, day: date) -> Statement:
        return Statement("CAST(%s AS date)" if self.is_postgres else "%s", (day.isoformat(),))

    def compose(self, template: str, **places: Statement) -> Statement:
        sql, rest = "", template
        params: list[Any] = []
        while "{" in rest:
            before, _, tail = rest.partition("{")
            name, _, rest = tail.partition("}")
            sql += before + places[name].sql
            params += places[name].params
        return Statement(sql + rest, tuple(params))


def assessment(duty: Duty, organizations: QuerySet[Organization], on: date, year: int) -> Statement:
    """The statement whose rows are the duty's statuses in the year, as they stand at the end of the day `on`."""
    composer = Composer()
    owed = duty.function(on)
    places = {"duty": Statement("%s", (duty.clause.id,)), "on": composer.day(on)}
    if isinstance(owed, Due):
        spans = spans_of_year(year, Period.YEAR)
        next_day = "o.due_on + 1" if composer.is_postgres else "date(o.due_on, '+1 day')"
        rows = owed.rows.filter(organization__in=organizations)
        return composer.compose(
            DEADLINE,
            rows=compiled(rows),
            next_day=Statement(next_day, ()),
            first=composer.day(spans[0].since),
            last=composer.day(spans[0].until),
            **places,
        )
    cadence = duty.clause.cadence
    days = [(composer.day(span.since), composer.day(span.until)) for span in spans_of_year(year, cadence.period)]
    return composer.compose(
        CADENCE,
        by=compiled(scoped(owed, organizations)),
        evidence=compiled(owed.evidence),
        periods=Statement(
            ", ".join(f"({since.sql}, {until.sql})" for since, until in days),
            tuple(param for pair in days for place in pair for param in place.params),
        ),
        times=Statement(str(cadence.times), ()),
        **places,
    )


def scoped(owed: Owed, organizations: QuerySet[Organization]) -> QuerySet[Any, Any]:
    field = "pk" if owed.by.model is Organization else "organization"
    return owed.by.filter(**{f"{field}__in": organizations.order_by().values("pk")})


def as_date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def assess(
    organizations: QuerySet[Organization], on: date, year: int, duties: Iterable[Duty] | None = None
) -> list[Status]:
    """Every duty of these organizations in the year, as it stands at the end of the day `on`; one query a duty."""
    statuses = []
    for duty in DUTIES.values() if duties is None else duties:
        statement = assessment(duty, organizations, on, year)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            rows = cursor.fetchall()
        for organization_id, _, subject_id, since, until, state, done_on, evidence_id, times in rows:
            statuses.append(
                Status(
                    duty,
                    organization_id,
                    subject_id,
                    as_date(since),  # type: ignore[arg-type]
                    as_date(until),  # type: ignore[arg-type]
                    DutyState(state),
                    times,
                    as_date(done_on),
                    evidence_id,
                )
            )
    return sorted(statuses, key=lambda status: (status.since, status.subject_id))


COLUMNS = "organization_id, duty, subject_id, since, until, state, done_on, evidence_id, times"
CHANGING = ("organization_id", "until", "state", "done_on", "evidence_id", "times")


def store(organizations: QuerySet[Organization], on: date, year: int) -> int:
    """Stores the year's statuses in DutyStatus; returns how many rows were new or changed (0 the second time)."""
    table = DutyStatus._meta.db_table
    differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM excluded.{name}" for name in CHANGING)
    updates = ", ".join(f"{name} = excluded.{name}" for name in CHANGING)
    changed = 0
    for duty in DUTIES.values():
        statement = assessment(duty, organizations, on, year)
        sql = (
            f"INSERT INTO {table} ({COLUMNS}) SELECT * FROM ({statement.sql}) AS assessed WHERE true "
            f"ON CONFLICT (duty, subject_id, since) DO UPDATE SET {updates} WHERE {differs}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, statement.params)
            changed += max(cursor.rowcount, 0)
    return changed
