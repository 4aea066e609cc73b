"""The scheme changed, work planned and recognised, figures and marks brought in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import submit
from archives.models import Submission
from meetings.models import AgendaItem
from members.models import Person
from points.items import ITEMS, Field
from points.models import Entry, MonthlyFigure, SchemeChange, StudyTest, TestMark, WorkItem
from points.rules import booking
from points.rules import scheme as rules
from rulebook.kernel import action, built

Row = TypeVar("Row", MonthlyFigure, TestMark)
LETTERS = {Field.ACTIVITY: "A9", Field.DISCIPLINE: "B", Field.HONOUR: "C", Field.WORK: "D"}


@built("39.5.3-4")
@action(
    rules.item_is_known_or_named,
    rules.no_points_for_clean_conduct,
    rules.what_counts_by_the_month_changes_with_a_month,
    label="提出积分办法调整",
)
def propose_change(
    organization: Organization,
    *,
    code: str,
    field: str,
    title: str,
    coefficient: Decimal,
    effective_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> SchemeChange:
    """The change waits for its two papers; until then nothing counts otherwise."""
    item = ITEMS.get(code)
    return SchemeChange.objects.create(
        organization=organization,
        code=item.code if item else next_code(organization, Field(field)),
        title=item.label if item else title.strip(),
        field=item.field if item else field,
        coefficient=coefficient,
        effective_on=effective_on,
        proposed_on=timezone.localdate(at),
        reason=reason.strip(),
    )


def next_code(organization: Organization, field: Field) -> str:
    """D1, D2 … in the order in which they were proposed."""
    letter = LETTERS[field]
    taken = set(
        SchemeChange.objects.filter(organization=organization, code__startswith=letter).values_list("code", flat=True)
    )
    number = 1
    while f"{letter}.{number}" in taken or f"{letter}{number}" in ITEMS:
        number += 1
    return f"{letter}.{number}"


@action(
    rules.not_in_force_yet,
    rules.general_branch_is_known,
    rules.change_not_with_the_superior,
    rules.studied_by_the_committee,
    rules.change_sent_after_its_study,
    label="报党总支批准",
)
def report_change(
    change: SchemeChange, *, decision: AgendaItem | None, sent_on: date, by: User, at: datetime
) -> Submission:
    """The committee's decision is on record, and the general branch is asked."""
    organization = change.organization
    assert organization.superior is not None  # the gates of 39.5.2
    assert decision is not None
    change.decision = decision
    change.submission = submit(
        organization,
        recipient=organization.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter="points.scheme",
        title=f"关于调整积分项目“{change.title}”的请示"[:120],
        body=f"经支委会研究，拟自{change.effective_on:%Y年%m月%d日}起，积分项目{change.code}“{change.title}”按"
        f"{change.coefficient.normalize():f}计分。理由：{change.reason}。当否，请批示。",
        sent_on=sent_on,
        by=by,
        at=at,
    )
    change.save()
    return change.submission


@built("39.5.2")
@action(
    rules.not_in_force_yet,
    rules.both_papers_are_there,
    rules.never_backwards,
    rules.not_before_the_approved_day,
    rules.what_counts_by_the_month_changes_with_a_month,
    rules.in_force_once_that_day,
    label="启用调整",
)
def activate_change(change: SchemeChange, *, effective_on: date, by: User, at: datetime) -> SchemeChange:
    """Events from that day on count by it; what happened before keeps what it was booked under."""
    change.effective_on, change.activated_on = effective_on, timezone.localdate(at)
    change.save()
    return change


@built("39.3.1.3.1")
@action(rules.owners_take_part, rules.plan_is_made_while_the_month_is_open, label="列入月度党建工作计划")
def plan_work(
    organization: Organization, *, month: date, title: str, owners: Sequence[Person], by: User, at: datetime
) -> WorkItem:
    """The item stands in the month's plan with who is responsible; unrecognised at the close, each loses one."""
    return new_work(organization, WorkItem.Kind.MONTHLY, month, title, owners, at)


@built("39.3.1.3.2")
@action(rules.owners_take_part, label="登记党总支临时专项")
def assign_task(
    organization: Organization, *, month: date, title: str, owners: Sequence[Person], by: User, at: datetime
) -> WorkItem:
    """The ad-hoc task of the general branch is on record with who carries it out."""
    return new_work(organization, WorkItem.Kind.SPECIAL, month, title, owners, at)


def new_work(
    organization: Organization, kind: str, month: date, title: str, owners: Sequence[Person], at: datetime
) -> WorkItem:
    work = WorkItem.objects.create(
        organization=organization, kind=kind, month=month, title=title.strip(), set_on=timezone.localdate(at)
    )
    work.owners.set(owners)
    return work


@action(rules.not_recognised_yet, rules.reported_by_its_owner, label="报告完成")
def report_done(work: WorkItem, *, by: User, at: datetime) -> WorkItem:
    """Its owner says that it is done; it counts as done only once it is recognised (39.4.1.2)."""
    work.reported_on = timezone.localdate(at)
    work.save()
    return work


@built("39.4.1.2", "39.3.1.3.2")
@action(
    rules.not_recognised_yet,
    rules.recognised_by_who_may,
    rules.recognition_is_theirs,
    rules.recognised_between_setting_and_today,
    rules.recognised_before_the_close,
    label="认定完成",
)
def recognise_work(
    work: WorkItem,
    *,
    recognised_by: str,
    recogniser: str,
    number: str,
    recognised_on: date,
    by: User,
    at: datetime,
) -> WorkItem:
    """The general branch or the leader in charge has recognised it: it is done."""
    work.recognised_on, work.recognised_by = recognised_on, recognised_by
    work.recogniser, work.number = recogniser.strip() or by.name, number.strip()
    work.save()
    return work


@built("39.3.1.1.1")
@action(
    booking.done_by_the_registrar,
    rules.figures_since_february,
    rules.month_has_begun,
    rules.figures_are_a_months_gain,
    label="导入学习强国月积分",
)
def import_figures(
    organization: Organization, *, month: date, lines: Sequence[tuple[Person, int]], by: User, at: datetime
) -> list[MonthlyFigure]:
    """Each one's gain of the month is there to be declared; a figure already declared stays as it is."""
    known = {
        figure.person_id: figure
        for figure in MonthlyFigure.objects.filter(person__in=[person for person, _ in lines], month=month)
    }
    on = timezone.localdate(at)
    fresh = [
        MonthlyFigure(organization=organization, person=person, month=month, gained=gained, imported_on=on)
        for person, gained in lines
        if person.pk not in known
    ]
    changed = corrected(known, lines, "gained", "figure")
    MonthlyFigure.objects.bulk_update(changed, ["gained"])
    return [*MonthlyFigure.objects.bulk_create(fresh), *changed]


def corrected(
    known: Mapping[int, Row], lines: Sequence[tuple[Person, object]], value_of: str, evidence: str
) -> list[Row]:
    """The rows of which the list says something else now, set to it; what is declared already is left as it is."""
    stated = [(known[person.pk], value) for person, value in lines if person.pk in known]
    differing = [(row, value) for row, value in stated if getattr(row, value_of) != value]
    standing = Entry.objects.filter(**{f"{evidence}__in": [row for row, _ in differing]}).standing()
    declared = set(standing.values_list(evidence, flat=True))
    fresh = [(row, value) for row, value in differing if row.pk not in declared]
    for row, value in fresh:
        setattr(row, value_of, value)
    return [row for row, _ in fresh]


@built("39.3.1.1.6")
@action(booking.done_by_the_registrar, rules.marks_are_valid, rules.test_was_held, label="导入测试成绩")
def import_marks(
    organization: Organization,
    *,
    title: str,
    held_on: date,
    lines: Sequence[tuple[Person, Decimal]],
    by: User,
    at: datetime,
) -> list[TestMark]:
    """The test is on record with its marks, there to be declared; a mark already declared stays as it is."""
    test, _ = StudyTest.objects.get_or_create(organization=organization, title=title.strip(), held_on=held_on)
    known = {mark.person_id: mark for mark in test.marks.all()}
    fresh = TestMark.objects.bulk_create(
        TestMark(test=test, organization=organization, person=person, mark=mark)
        for person, mark in lines
        if person.pk not in known
    )
    changed = corrected(known, lines, "mark", "mark")
    TestMark.objects.bulk_update(changed, ["mark"])
    return [*fresh, *changed]
