"""The year's ledger as a table: one row a duty, one cell a period."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts.models import Organization
from rulebook.catalogue import Clause
from rulebook.kernel import DUTIES, Duty
from rulebook.ledger import DutyState, Status, assess
from rulebook.periods import spans_of_year

FROM_THE_WORST = (DutyState.MISSED, DutyState.DUE, DutyState.EXPLAINED, DutyState.UPCOMING, DutyState.DONE)


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
    """The rows of the year's cadence duties, and all statuses (deadlines included) they were made from.

    What nobody here owes in the year has no row.
    """
    statuses = assess(Organization.objects.filter(pk=organization.pk), on, year)
    found: dict[str, dict[date, list[Status]]] = defaultdict(lambda: defaultdict(list))
    for status in statuses:
        found[status.duty.clause.id][status.since].append(status)
    rows = []
    for duty in DUTIES.values():
        if duty.clause.kind == "cadence" and (owed := found.get(duty.clause.id)):
            period = duty.clause.cadence.period
            spans = spans_of_year(year, period)
            rows.append(Row(duty, [cell(owed.get(span.since, []), period.months) for span in spans]))
    return rows, statuses


def cell(statuses: list[Status], months: int) -> Cell:
    """Of several who owe the same, such as the members of a committee: how many have done it, and the worst state."""
    if not statuses:
        return Cell(months)
    if len(statuses) > 1:
        states = [status.state for status in statuses]
        worst = next(state for state in FROM_THE_WORST if state in states)
        label = f"{states.count(DutyState.DONE)}/{len(states)}"
        return Cell(months, worst, label, period=statuses[0].period_name)
    status = statuses[0]
    if status.state == DutyState.DONE and status.done_on is not None:
        label = f"{status.done_on.day}日" if months == 1 else f"{status.done_on.month}月{status.done_on.day}日"
        return Cell(months, status.state, label, evidence_url(status), status.period_name)
    labels: dict[Any, str] = {DutyState.MISSED: "缺", DutyState.EXPLAINED: "说明", DutyState.DUE: "待办"}
    label = labels.get(status.state, "·" if months == 1 else status.period_name)
    return Cell(months, status.state, label, period=status.period_name)


def evidence_url(status: Status) -> str:
    page = status.duty.function(status.since).page
    return reverse(page, args=[status.evidence_id]) if status.evidence_id else ""


def named(statuses: list[Status]) -> list[tuple[Status, str]]:
    """Each with the name of who or what owes it, '' where it is the branch itself; one query a kind of subject."""
    ids: dict[type[Model], set[int]] = defaultdict(set)
    for status in statuses:
        ids[status.duty.subject].add(status.subject_id)
    found = {model: model._default_manager.in_bulk(list(some)) for model, some in ids.items()}
    return [(status, name_of_subject(status, found[status.duty.subject].get(status.subject_id))) for status in statuses]


def name_of_subject(status: Status, subject: Model | None) -> str:
    if isinstance(subject, Organization):
        return subject.short_name if subject.pk != status.organization_id else ""
    return str(subject or "")


def counted(statuses: list[Status]) -> dict[str, int]:
    """How many are done, missed, explained, due."""
    return {state.value: sum(status.state == state for status in statuses) for state in DutyState}
