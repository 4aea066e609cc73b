"""The year's ledger as a table: one row a duty, one cell a period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Organization
from rulebook.catalogue import Clause
from rulebook.kernel import DUTIES, Duty
from rulebook.ledger import DutyState, Status, assess
from rulebook.periods import spans_of_year


@dataclass(frozen=True)
class Cell:
    """One period of one duty and how many months it spans. Without a state nothing was owed yet."""

    span: int
    state: str = ""
    label: str = ""
    url: str = ""
    period: str = ""


@dataclass(frozen=True)
class Row:
    duty: Duty
    cells: list[Cell]

    @property
    def label(self) -> str:
        return self.duty.title

    @property
    def clause(self) -> Clause:
        return self.duty.clause


def ledger(organization: Organization, year: int, on: date) -> tuple[list[Row], list[Status]]:
    """The rows of the year's cadence duties, and all statuses (deadlines included) they were made from."""
    statuses = assess(Organization.objects.filter(pk=organization.pk), on, year)
    found = {(status.duty.clause.id, status.since): status for status in statuses}
    rows = []
    for duty in DUTIES.values():
        if duty.clause.kind == "cadence":
            period = duty.clause.cadence.period
            spans = spans_of_year(year, period)
            rows.append(Row(duty, [cell(found.get((duty.clause.id, span.since)), period.months) for span in spans]))
    return rows, statuses


def cell(status: Status | None, months: int) -> Cell:
    if status is None:
        return Cell(months)
    if status.state == DutyState.DONE and status.done_on is not None:
        label = f"{status.done_on.day}日" if months == 1 else f"{status.done_on.month}月{status.done_on.day}日"
        return Cell(months, status.state, label, evidence_url(status), status.period_name)
    labels: dict[Any, str] = {DutyState.MISSED: "缺", DutyState.EXPLAINED: "说明", DutyState.DUE: "待办"}
    label = labels.get(status.state, "·" if months == 1 else status.period_name)
    return Cell(months, status.state, label, period=status.period_name)


def evidence_url(status: Status) -> str:
    page = status.duty.function(status.since).page
    return reverse(page, args=[status.evidence_id]) if status.evidence_id else ""


def counted(statuses: list[Status]) -> dict[str, int]:
    """How many are done, missed, explained, due."""
    return {state.value: sum(status.state == state for status in statuses) for state in DutyState}
