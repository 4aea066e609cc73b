"""Lists every duty of one organization in the year of a day, as it stands that day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models import Organization
from rulebook import clock
from rulebook.ledger import Status, assess
from rulebook.tables import JSON, add_format, as_json, as_table


class Command(BaseCommand):
    help = (
        "Lists the duties of an organization in the year of a day: clause, subject, period, due day, state, evidence."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_format(parser)
        parser.add_argument("--org", required=True, help="code of the organization, e.g. demo")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD, default today")

    def handle(self, *args: Any, org: str, on: date | None, format: str, **options: Any) -> None:
        on = on or clock.today()
        organization = Organization.objects.filter(code=org).first()
        if organization is None:
            raise CommandError(f"There is no organization with the code {org}.")
        statuses = assess(Organization.objects.filter(pk=organization.pk), on, on.year)
        names = names_of(statuses)
        rows = [row_of(status, names, on) for status in statuses]
        columns = ("clause", "subject", "period", "due_on", "state", "evidence")
        self.stdout.write(as_json(rows) if format == JSON else as_table(rows, columns))


def names_of(statuses: list[Status]) -> dict[tuple[type, int], str]:
    """How each subject is called; one query for each kind of subject."""
    ids: dict[type, set[int]] = {}
    for status in statuses:
        ids.setdefault(status.duty.subject, set()).add(status.subject_id)
    return {
        (model, row.pk): str(row)
        for model, keys in ids.items()
        for row in model._default_manager.in_bulk(keys).values()  # type: ignore[attr-defined]
    }


def row_of(status: Status, names: dict[tuple[type, int], str], on: date) -> dict[str, Any]:
    page = status.duty.function(on).page
    return {
        "clause": status.duty.clause.id,
        "subject": names.get((status.duty.subject, status.subject_id), str(status.subject_id)),
        "period": status.period_name,
        "due_on": status.span.last_day,
        "state": str(status.state),
        "evidence": reverse(page, args=[status.evidence_id]) if status.evidence_id else "",
    }
