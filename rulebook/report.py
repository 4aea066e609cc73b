"""What the annual report says of duties: how many were met, and every lapse with its explanation."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from accounts.models import Organization
from rulebook.kernel import DUTIES, Due, Duty
from rulebook.ledger import DutyState, Status
from rulebook.models import Explanation
from rulebook.reporting import Bar, Cell, Chart, Count, ReportYear, Row, Section, Table, Text, in_words, share

OPEN = (DutyState.UPCOMING, DutyState.DUE)
LAPSED = (DutyState.MISSED, DutyState.EXPLAINED)
HEADS = ("应办事项", "条文", "应办", "完成", "缺漏", "其中已说明", "未到期")


def sections(of: ReportYear) -> list[Section]:
    """One line a duty that fell due, and one a lapse."""
    by_duty: dict[str, list[Status]] = {}
    for status in of.statuses:
        by_duty.setdefault(status.duty.clause.id, []).append(status)
    lines, lapses, bars = [], [], []
    told = explanations(of)
    for id, statuses in by_duty.items():
        duty = DUTIES[id]
        row_of = rows_of(duty, statuses, of)
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


def rows_of(duty: Duty, statuses: list[Status], of: ReportYear) -> Callable[[Status], Row]:
    """How a status is shown as a row; the names of all its subjects are read at once.

    The edition for superiors leads nowhere and does not say what a deadline was about: that may be the committee's.
    """
    owed = duty.function(of.judged_on)
    hidden = of.upward and isinstance(owed, Due)
    own = duty.subject is Organization
    ids = {s.subject_id for s in statuses if not hidden and not (own and s.subject_id == of.organization.pk)}
    names = duty.subject._default_manager.in_bulk(ids) if ids else {}

    def row(status: Status) -> Row:
        subject = names.get(status.subject_id)
        text = f"{subject}　{status.period_name}" if subject else status.period_name
        url = reverse(owed.page, args=[status.evidence_id]) if status.evidence_id and not of.upward else ""
        note = f"{status.state_label} {status.done_on or ''}".strip()
        return Row(text, url, note)

    return row


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
