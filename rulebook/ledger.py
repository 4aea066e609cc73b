"""Assesses duties for any set of organizations on any date: one SQL statement a duty, for one branch or ten thousand.

The pages ask live for one branch; the nightly run stores the same rows for all (`store`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Organization
from rulebook.kernel import DUTIES, Due, Duty
from rulebook.models import DutyStatus
from rulebook.periods import Span, name_of, spans_of_year


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
        if self.duty.is_deadline:
            return f"{self.since.month}月{self.since.day}日前"
        return name_of(self.span, self.duty.clause.cadence.period)


# The columns of one assessed row, in the order of DutyStatus and Status. A period is completed by the evidence in
# the place {times}, counted by its day: what was entered late may have the higher id.
CADENCE = """
WITH owed(subject_id, organization_id, since, until) AS ({by}),
     period(since, until) AS (VALUES {periods}),
     evidence(subject_id, happened_on, id) AS ({evidence}),
     ranked AS (
         SELECT e.subject_id, p.since, e.happened_on, e.id,
                DENSE_RANK() OVER (PARTITION BY e.subject_id, p.since ORDER BY e.happened_on, e.id) AS place
         FROM evidence e JOIN period p ON e.happened_on >= p.since AND e.happened_on < p.until
         WHERE e.happened_on <= {on} AND e.subject_id IN (SELECT subject_id FROM owed)
     )
SELECT o.organization_id, {duty} AS duty, o.subject_id, p.since, p.until,
       CASE WHEN MAX(e.place) >= {times} THEN 'done'
            WHEN p.until <= {on} THEN CASE WHEN MAX(x.id) IS NULL THEN 'missed' ELSE 'explained' END
            WHEN p.since <= {on} THEN 'due' ELSE 'upcoming' END AS state,
       MAX(CASE WHEN e.place = {times} THEN e.happened_on END) AS done_on,
       MAX(CASE WHEN e.place = {times} THEN e.id END) AS evidence_id, COALESCE(MAX(e.place), 0) AS times
FROM owed o
JOIN period p ON (o.since IS NULL OR o.since < p.until) AND (o.until IS NULL OR o.until > p.since)
LEFT JOIN ranked e ON e.subject_id = o.subject_id AND e.since = p.since
LEFT JOIN rulebook_explanation x ON x.organization_id = o.organization_id AND x.duty = {duty}
     AND x.subject_id = o.subject_id AND x.since = p.since AND x.amends_id IS NULL AND x.written_on <= {on}
GROUP BY o.organization_id, o.subject_id, p.since, p.until
"""
DEADLINE = """
WITH owed(subject_id, organization_id, due_on, done_on, id) AS ({rows})
SELECT o.organization_id, {duty} AS duty, o.subject_id, o.due_on AS since, {next_day} AS until,
       CASE WHEN o.done_on <= o.due_on AND o.done_on <= {on} THEN 'done'
            WHEN o.due_on < {on} THEN CASE WHEN x.id IS NULL THEN 'missed' ELSE 'explained' END
            ELSE 'due' END AS state,
       CASE WHEN o.done_on <= {on} THEN o.done_on END AS done_on, o.id AS evidence_id,
       CASE WHEN o.done_on <= {on} THEN 1 ELSE 0 END AS times
FROM owed o
LEFT JOIN rulebook_explanation x ON x.organization_id = o.organization_id AND x.duty = {duty}
     AND x.subject_id = o.subject_id AND x.since = o.due_on AND x.amends_id IS NULL AND x.written_on <= {on}
WHERE o.due_on >= {first} AND o.due_on < {last}
"""


# Which statuses there are, whatever their state: what is stored and stands here no more is taken away.
OWED_CADENCE = """
WITH owed(subject_id, organization_id, since, until) AS ({by}),
     period(since, until) AS (VALUES {periods})
SELECT o.organization_id, {duty} AS duty, o.subject_id, p.since
FROM owed o JOIN period p ON (o.since IS NULL OR o.since < p.until) AND (o.until IS NULL OR o.until > p.since)
"""
OWED_DEADLINE = """
WITH owed(subject_id, organization_id, due_on, done_on, id) AS ({rows})
SELECT o.organization_id, {duty} AS duty, o.subject_id, o.due_on AS since
FROM owed o WHERE o.due_on >= {first} AND o.due_on < {last}
"""
EVIDENCE = """
WITH owed(subject_id, organization_id, since, until) AS ({by}),
     evidence(subject_id, happened_on, id) AS ({evidence})
SELECT DISTINCT e.subject_id, e.happened_on, e.id FROM evidence e
WHERE e.subject_id IN (SELECT subject_id FROM owed)
AND e.happened_on >= {first} AND e.happened_on < {last} AND e.happened_on <= {on}
ORDER BY e.happened_on, e.id
"""
DUTIES_A_STATEMENT = 50  # SQLite joins at most 500 SELECTs


@dataclass(frozen=True)
class Statement:
    sql: str
    params: tuple[Any, ...] = ()

    def run(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def write(self) -> int:
        """How many rows were written or taken away."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return max(int(cursor.rowcount), 0)


def compiled(queryset: QuerySet[Any, Any]) -> Statement:
    sql, params = queryset.order_by().query.sql_with_params()
    return Statement(sql, tuple(params))


def compose(template: str, **places: Statement) -> Statement:
    """Fills a statement's named places, collecting the parameters in the order they stand in the text."""
    sql, rest = "", template
    params: list[Any] = []
    while "{" in rest:
        before, _, tail = rest.partition("{")
        name, _, rest = tail.partition("}")
        sql += before + places[name].sql
        params += places[name].params
    return Statement(sql + rest, tuple(params))


def joined(statements: Iterable[Statement], by: str) -> Statement:
    parts = list(statements)
    return Statement(by.join(part.sql for part in parts), tuple(param for part in parts for param in part.params))


def day(value: date) -> Statement:
    return Statement("CAST(%s AS date)" if connection.vendor == "postgresql" else "%s", (value.isoformat(),))


@dataclass(frozen=True)
class Asked:
    """The organizations, the day and the years that are asked about."""

    organizations: QuerySet[Organization]
    on: date
    years: Sequence[int]
    known: dict[str, dict[str, Statement]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(date(min(self.years), 1, 1), date(max(self.years) + 1, 1, 1))

    def places(self, duty: Duty) -> dict[str, Statement]:
        """What stands in the named places of the duty's statements; found once, for it costs more than one branch."""
        if duty.clause.id not in self.known:
            self.known[duty.clause.id] = self.found_places(duty)
        return self.known[duty.clause.id]

    def found_places(self, duty: Duty) -> dict[str, Statement]:
        owed = duty.function(self.on)
        always = {
            "duty": Statement("%s", (duty.clause.id,)),
            "on": day(self.on),
            "first": day(self.span.since),
            "last": day(self.span.until),
        }
        if isinstance(owed, Due):
            next_day = "o.due_on + 1" if connection.vendor == "postgresql" else "date(o.due_on, '+1 day')"
            return always | {
                "rows": compiled(self.scoped(owed.rows, owed.within)),
                "next_day": Statement(next_day),
            }
        cadence = duty.clause.cadence
        spans = [span for year in self.years for span in spans_of_year(year, cadence.period)]
        within = owed.within or ("pk" if owed.by.model is Organization else "organization")
        return always | {
            "by": compiled(self.scoped(owed.by, within)),
            "evidence": compiled(owed.evidence),
            "periods": joined((compose("({since}, {until})", since=day(a), until=day(b)) for a, b in spans), ", "),
            "times": Statement(str(cadence.times)),
        }

    def scoped(self, rows: QuerySet[Any, Any], within: str) -> QuerySet[Any, Any]:
        return rows.filter(**{f"{within}__in": self.organizations.order_by().values("pk")})

    def statement(self, duties: Iterable[Duty], cadence: str, deadline: str) -> Statement:
        """One SELECT for all the duties, each with the template of its kind."""
        parts = (
            compose("SELECT * FROM ({one}) AS one", one=compose(template, **places))
            for places in map(self.places, duties)
            for template in [cadence if "by" in places else deadline]
        )
        return joined(parts, " UNION ALL ")


def as_date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def assess(
    organizations: QuerySet[Organization], on: date, year: int, duties: Iterable[Duty] | None = None
) -> list[Status]:
    """Every duty of these organizations in the year, as it stands at the end of the day `on`; one query for all."""
    asked = Asked(organizations, on, [year])
    rows = [
        row
        for group in batched(DUTIES.values() if duties is None else duties)
        for row in asked.statement(group, CADENCE, DEADLINE).run()
    ]
    statuses = [
        Status(
            DUTIES[duty],
            organization_id,
            subject_id,
            as_date(since),  # type: ignore[arg-type]
            as_date(until),  # type: ignore[arg-type]
            DutyState(state),
            times,
            as_date(done_on),
            evidence_id,
        )
        for organization_id, duty, subject_id, since, until, state, done_on, evidence_id, times in rows
    ]
    return sorted(statuses, key=lambda status: (status.since, status.subject_id))


def evidence(duty: Duty, organizations: QuerySet[Organization], on: date, year: int) -> list[tuple[int, date, int]]:
    """Every row that counts for the cadence duty in the year, by that day: (subject id, day, row id), by day."""
    rows = compose(EVIDENCE, **Asked(organizations, on, [year]).places(duty)).run()
    return [(subject_id, as_date(day), id) for subject_id, day, id in rows]  # type: ignore[misc]


def batched(duties: Iterable[Duty]) -> Iterator[list[Duty]]:
    known = list(duties)
    for start in range(0, len(known), DUTIES_A_STATEMENT):
        yield known[start : start + DUTIES_A_STATEMENT]


TABLE = DutyStatus._meta.db_table
COLUMNS = "organization_id, duty, subject_id, since, until, state, done_on, evidence_id, times"
CHANGING = ("until", "state", "done_on", "evidence_id", "times")
UPDATES = ", ".join(f"{name} = excluded.{name}" for name in CHANGING)
STORE = f"""
INSERT INTO {TABLE} ({COLUMNS}) SELECT {COLUMNS} FROM ({{assessed}}) AS assessed WHERE true
ON CONFLICT (organization_id, duty, subject_id, since) DO UPDATE SET {UPDATES}
WHERE {" OR ".join(f"{TABLE}.{name} IS DISTINCT FROM excluded.{name}" for name in CHANGING)}
"""
# EXCEPT, because no database can mistake it for a loop within a loop, whatever its statistics say.
CLEAR = f"""
DELETE FROM {TABLE} WHERE organization_id IN ({{organizations}}) AND (organization_id, duty, subject_id, since) IN (
    SELECT s.organization_id, s.duty, s.subject_id, s.since FROM {TABLE} s
    WHERE s.since >= {{first}} AND s.since < {{last}} AND s.organization_id IN ({{organizations}}) {{scope}}
    EXCEPT SELECT * FROM ({{owed}}) AS owed
)
"""


def store(organizations: QuerySet[Organization], on: date, *years: int, duties: Collection[Duty] | None = None) -> int:
    """Has DutyStatus hold what `assess` would say of the years; returns how many rows changed (0 the second time)."""
    asked = Asked(organizations, on, years)
    known = DUTIES.values() if duties is None else duties
    scope = Statement("")
    if duties is not None:
        ids = tuple(duty.clause.id for duty in duties)
        scope = Statement(f"AND s.duty IN ({', '.join(['%s'] * len(ids))})", ids)
    cleared = compose(
        CLEAR,
        owed=asked.statement(known, OWED_CADENCE, OWED_DEADLINE),
        first=day(asked.span.since),
        last=day(asked.span.until),
        organizations=compiled(organizations.values("pk")),
        scope=scope,
    ).write()
    return cleared + sum(
        compose(STORE, assessed=asked.statement(group, CADENCE, DEADLINE)).write() for group in batched(known)
    )
