"""The year's ledger as a table: one row a duty, one cell a period."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import Organization, User
from rulebook.catalogue import Clause
from rulebook.kernel import DUTIES, Due, Duty
from rulebook.ledger import DutyState, Status, assess, evidence
from rulebook.periods import Period, span_of, spans_of_year

FROM_THE_WORST = (DutyState.MISSED, DutyState.DUE, DutyState.EXPLAINED, DutyState.UPCOMING, DutyState.DONE)
SHORT: dict[str, str] = {DutyState.MISSED: "缺", DutyState.EXPLAINED: "说明", DutyState.DUE: "待办"}


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
    url: str

    @property
    def label(self) -> str:
        return self.duty.title

    @property
    def clause(self) -> Clause:
        return self.duty.clause


def ledger(organization: Organization, year: int, on: date, user: User) -> tuple[list[Row], list[Status]]:
    """The rows of the year's duties, deadlines in the month of their day, and all statuses they were made from.

    What nobody here owes in the year has no row. A cell leads to its evidence where the user may see it.
    """
    statuses = assess(Organization.objects.filter(pk=organization.pk), on, year)
    pages = pages_of(statuses, user)
    found: dict[str, dict[date, list[Status]]] = defaultdict(lambda: defaultdict(list))
    for status in statuses:
        period = period_of(status.duty)
        found[status.duty.clause.id][span_of(status.since, period).since].append(status)
    rows = []
    for duty in DUTIES.values():
        if owed := found.get(duty.clause.id):
            listed = f"{reverse('desk:duty', args=[organization.code, duty.clause.id])}?{urlencode({'year': year})}"
            spans = spans_of_year(year, period_of(duty))
            cells = [cell(owed.get(span.since, []), period_of(duty).months, pages, listed) for span in spans]
            rows.append(Row(duty, cells, listed))
    return rows, statuses


def period_of(duty: Duty) -> Period:
    """How long a cell of the duty is."""
    return Period.MONTH if duty.is_deadline else duty.clause.cadence.period


def cell(statuses: list[Status], months: int, pages: dict[Status, str], listed: str) -> Cell:
    """Of several who owe the same, such as the members of a committee: how many have done it, and the worst state."""
    if not statuses:
        return Cell(months)
    if len(statuses) > 1:
        states = [status.state for status in statuses]
        worst = next(state for state in FROM_THE_WORST if state in states)
        label = f"{states.count(DutyState.DONE)}/{len(states)}"
        return Cell(months, worst, label, listed, statuses[0].period_name)
    status = statuses[0]
    if status.state == DutyState.DONE and status.done_on is not None:
        label = f"{status.done_on.day}日" if months == 1 else f"{status.done_on.month}月{status.done_on.day}日"
        return Cell(months, status.state, label, pages.get(status, listed), status.period_name)
    label = SHORT.get(status.state, "·" if months == 1 else status.period_name)
    return Cell(months, status.state, label, listed, status.period_name)


def pages_of(statuses: Iterable[Status], user: User) -> dict[Status, str]:
    """The page of each status's evidence, where the user may open it; one query a kind of evidence."""
    ids: dict[type[Model], dict[Status, tuple[str, int]]] = defaultdict(dict)
    for status in statuses:
        if status.evidence_id is not None:
            model, page = evidence_of(status.duty)
            ids[model][status] = page, status.evidence_id
    found = {}
    for model, wanted in ids.items():
        visible = visible_ids(model, {id for _, id in wanted.values()}, user)
        found.update({status: reverse(page, args=[id]) for status, (page, id) in wanted.items() if id in visible})
    return found


def evidence_of(duty: Duty) -> tuple[type[Model], str]:
    """What kind of row satisfies the duty, and the URL name of its page."""
    owed = duty.function(date.min)
    return (owed.rows if isinstance(owed, Due) else owed.evidence).model, owed.page


def evidence_of_each(statuses: list[Status], on: date, year: int, user: User) -> dict[Status, list[dict[str, Any]]]:
    """Every row that counts for each status of one duty: its day, and its page where the user may open it."""
    found: dict[Status, list[dict[str, Any]]] = {status: [] for status in statuses}
    if not statuses or statuses[0].duty.is_deadline:
        pages = pages_of(statuses, user)
        done = (status for status in statuses if status.times)
        return found | {status: [{"day": status.done_on, "url": pages.get(status, "")}] for status in done}
    duty, here = statuses[0].duty, Organization.objects.filter(pk=statuses[0].organization_id)
    rows = evidence(duty, here, on, year)
    model, page = evidence_of(duty)
    visible = visible_ids(model, {id for _, _, id in rows}, user)
    by_period = {(status.subject_id, status.since): status for status in statuses}
    for subject_id, day, id in rows:
        status = by_period.get((subject_id, span_of(day, duty.clause.cadence.period).since))
        if status is not None:
            found[status].append({"day": day, "url": reverse(page, args=[id]) if id in visible else ""})
    return found


def visible(model: type[Model], user: User) -> QuerySet[Any]:
    rows: Any = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def visible_ids(model: type[Model], ids: Iterable[int], user: User) -> set[int]:
    return set(visible(model, user).filter(pk__in=set(ids)).order_by().values_list("pk", flat=True))


def named(statuses: Iterable[Status], user: User) -> dict[Status, str]:
    """Who or what owes each, '' where it is the branch itself; one query a kind of subject."""
    ids: dict[type[Model], set[int]] = defaultdict(set)
    statuses = list(statuses)
    for status in statuses:
        if not is_the_branchs_own(status):
            ids[status.duty.subject].add(status.subject_id)
    found = {model: visible(model, user).in_bulk(some) for model, some in ids.items()}
    return {
        status: "" if is_the_branchs_own(status) else name_of(found[status.duty.subject].get(status.subject_id))
        for status in statuses
    }


def is_the_branchs_own(status: Status) -> bool:
    return status.duty.subject is Organization and status.subject_id == status.organization_id


def name_of(subject: Model | None) -> str:
    return subject.short_name if isinstance(subject, Organization) else str(subject or "（不对您公开的事项）")


def counted(statuses: list[Status]) -> dict[str, int]:
    """How many are done, missed, explained, due."""
    return {state.value: sum(status.state == state for status in statuses) for state in DutyState}
