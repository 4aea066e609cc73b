"""Keeps the stored statuses in step with the days and the acts."""

from datetime import date

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organization
from rulebook.ledger import compiled, compose, day, store
from rulebook.models import ActHead, Assessment, DutyStatus

FEW = 500  # more organizations than that are assessed by assessing all
STATES = ("done", "due", "missed", "explained")
TABLE = Assessment._meta.db_table
COUNTS = ", ".join(f"COUNT(CASE WHEN s.state = '{state}' THEN 1 END) AS {state}" for state in STATES)
COUNT = f"""
UPDATE {TABLE} SET {", ".join(f"{state} = counted.{state}" for state in STATES)}
FROM (
    SELECT a.organization_id, {COUNTS}
    FROM {TABLE} a
    LEFT JOIN {DutyStatus._meta.db_table} s
        ON s.organization_id = a.organization_id AND s.since >= {{first}} AND s.since < {{last}}
    WHERE a.organization_id IN ({{organizations}})
    GROUP BY a.organization_id
) AS counted
WHERE counted.organization_id = {TABLE}.organization_id
AND ({" OR ".join(f"{TABLE}.{state} <> counted.{state}" for state in STATES)})
"""


def refresh(on: date) -> int:
    """Assesses whoever has not been since the day began or since his last act; returns how many statuses changed.

    The act's number is read before the facts: an act that comes between is assessed once more, never too seldom.
    """
    newcomers = Organization.objects.filter(assessment=None)
    Assessment.objects.bulk_create([Assessment(organization=one) for one in newcomers], ignore_conflicts=True)
    if not Assessment.objects.stale(on).exists():
        return 0
    with transaction.atomic():
        stale = list(
            Assessment.objects.stale(on).select_for_update(of=lockable()).order_by("pk").values_list("pk", flat=True)
        )
        organizations = Organization.objects.order_by()
        if len(stale) <= FEW:
            organizations = organizations.filter(pk__in=stale)
        head = ActHead.objects.filter(organization=OuterRef("organization")).values("number")
        Assessment.objects.filter(organization__in=organizations).update(on=on, number=Coalesce(Subquery(head), 0))
        changed = store(organizations, on, on.year - 1, on.year)
        compose(
            COUNT,
            first=day(date(on.year, 1, 1)),
            last=day(date(on.year + 1, 1, 1)),
            organizations=compiled(organizations.values("pk")),
        ).write()
    return changed


def lockable() -> tuple[str, ...]:
    """The table to lock: SQLite, whose transaction holds the one lock there is, does not let it be named."""
    return ("self",) if connection.features.has_select_for_update_of else ()
