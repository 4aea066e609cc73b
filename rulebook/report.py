"""What the annual report says of duties: how many were met, and every lapse with its explanation."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Model
from django.urls import reverse

from accounts.models import Organization
from rulebook.kernel import DUTIES, Duty
from rulebook.ledger import DutyState, Status
from rulebook.models import Explanation
from rulebook.reporting import Bar, Cell, Chart, Count, ReportYear, Row, Section, Table, Text, in_words, share

OPEN = (DutyState.UPCOMING, DutyState.DUE)
Names = dict[tuple[type[Model], int], str]
LAPSED = (DutyState.MISSED, DutyState.EXPLAINED)
HEADS = ("应办事项", "条文", "应办", "完成", "缺漏", "其中已说明", "未到期")


def sections(of: ReportYear) -> list[Section]:
    """One line a duty that fell due, and one a lapse."""
    by_duty: dict[str, list[Status]] = {}
    for status in of.statuses:
        by_duty.setdefault(status.duty.clause.id, []).append(status)
    lines, lapses, bars = [], [], []
    told, names = explanations(of), names_of(of)
    for id, statuses in by_duty.items():
        duty = DUTIES[id]
        row_of = rows_of(duty, of, names)
        lines.append(line_of(duty, statuses, row_of))
        lapses += [lapse(status, row_of, told) for status in statuses if status.state in LAPSED]
        judged = [status for status in statuses if status.state not in OPEN]
        done = sum(status.state == DutyState.DONE for status in judged)
        if judged:
            bars.append(Bar(duty.title, done, len(judged), f"{done}/{len(judged)} {share(done, len(judged))}"))
    text = f"各项应办事项由记录自动得出，以{in_words(of.judged_on)}为准；缺漏不因说明而消除。"
    parts = (
        Text(text),
        Table("应办事项完成情况", HEADS, tuple(lines), (5, 4, 2, 2, 2, 3, 2), "本年度没有应办事项。"),
        Chart("应办事项完成率", tuple(bars)),
        Table("缺漏及说明", ("应办事项", "对象", "时段", "说明"), tuple(lapses), (4, 4, 3, 7), "没有缺漏。"),
    )
    return [Section("duties", "制度执行情况", parts)]


def line_of(duty: Duty, statuses: list[Status], row_of: Callable[[Status], Row]) -> tuple[Cell, ...]:
    def count(name: str, label: str, *states: DutyState) -> Count:
        rows = tuple(row_of(status) for status in statuses if status.state in states)
        return Count(f"duties.{duty.clause.id}.{name}", f"{duty.title}：{label}", rows)

    return (
        duty.title,
        duty.clause.cite,
        count("judged", "应办", DutyState.DONE, *LAPSED),
        count("done", "完成", DutyState.DONE),
        count("lapsed", "缺漏", *LAPSED),
        count("explained", "已说明", DutyState.EXPLAINED),
        count("open", "未到期", *OPEN),
    )


def rows_of(duty: Duty, of: ReportYear, names: Names) -> Callable[[Status], Row]:
    """How a status of the duty is shown as a row; the edition for superiors leads nowhere."""
    page = duty.function(of.judged_on).page

    def row(status: Status) -> Row:
        subject = names.get((duty.subject, status.subject_id))
        text = f"{subject}　{status.period_name}" if subject else status.period_name
        url = reverse(page, args=[status.evidence_id]) if status.evidence_id and not of.upward else ""
        return Row(text, url, f"{status.state_label} {status.done_on or ''}".strip())

    return row


def names_of(of: ReportYear) -> Names:
    """What the statuses are about, one query a kind of subject; the branch itself needs no name.

    Superiors are not told what a deadline was about: that may be the committee's.
    """
    ids: dict[type[Model], set[int]] = defaultdict(set)
    for status in of.statuses:
        is_deadline = status.duty.is_deadline
        is_branch = status.duty.subject is Organization and status.subject_id == of.organization.pk
        if not is_branch and not (of.upward and is_deadline):
            ids[status.duty.subject].add(status.subject_id)
    return {
        (model, pk): str(row)
        for model, wanted in ids.items()
        for pk, row in model._default_manager.in_bulk(wanted).items()
    }


def explanations(of: ReportYear) -> dict[tuple[str, int, date], str]:
    """The last wording of each explanation of the year's lapses."""
    rows = Explanation.objects.filter(
        organization=of.organization, since__year=of.year, written_on__lte=of.judged_on
    ).exclude(amended_by__written_on__lte=of.judged_on)
    return {(row.duty, row.subject_id, row.since): row.text for row in rows}


def lapse(status: Status, row_of: Callable[[Status], Row], told: dict[tuple[str, int, date], str]) -> tuple[Cell, ...]:
    subject, _, period = row_of(status).text.rpartition("　")
    said = told.get((status.duty.clause.id, status.subject_id, status.since))
    return (status.duty.title, subject or "本支部", period, said or "未说明")
