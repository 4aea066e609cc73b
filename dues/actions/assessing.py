"""Rates entered and approved, bases assessed and reported, reductions asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import submit
from archives.models import Submission
from dues.models import ContributionBase, Rate, RateTable, Reduction
from dues.models.rates import FIXED
from dues.money import yuan
from dues.rules import assessing
from meetings.models import AgendaItem
from members.models import Person
from rulebook.kernel import action, built


@dataclass(frozen=True)
class RateLine:
    """One line of a table as it is entered: a percentage up to a bound in 元, or an amount within limits in 分."""

    band: str
    upto: Decimal | None = None
    percent: Decimal | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class BaseLine:
    """One assessed person of a workbook; `base` in 元, `fixed` in 分."""

    person: Person
    kind: str
    base: Decimal | None
    fixed: int | None
    since: date


@built("DF.2a")
@action(
    assessing.assessed_by_the_keeper,
    assessing.begins_with_a_month,
    assessing.no_table_since_then,
    label="录入党费标准",
)
def enter_rates(
    organization: Organization,
    *,
    since: date,
    basis: str,
    rounding: str,
    lines: Sequence[RateLine],
    by: User,
    at: datetime,
) -> RateTable:
    """A table waits for the secretary's approval; one that waited for the same month is replaced."""
    RateTable.objects.filter(organization=organization, since=since, approved_on__isnull=True).delete()
    table = RateTable.objects.create(
        organization=organization,
        since=since,
        basis=basis,
        rounding=rounding,
        entered_on=timezone.localdate(at),
        entered_by=by,
    )
    Rate.objects.bulk_create(Rate(table=table, **vars(line)) for line in lines)
    return table


@action(assessing.table_waits_for_approval, assessing.approved_by_another, label="核准党费标准")
def approve_rates(table: RateTable, *, by: User, at: datetime) -> RateTable:
    """The table holds from its month on."""
    table.approved_on = timezone.localdate(at)
    table.save(update_fields=["approved_on"])
    return table


@built("DF.2b")
@action(
    assessing.assessed_by_the_keeper,
    assessing.begins_with_a_month,
    assessing.payer_belongs_here,
    assessing.base_suits_the_kind,
    label="核定党费",
)
def assess_base(
    organization: Organization,
    *,
    person: Person,
    kind: str,
    base: Decimal | None,
    fixed: int | None,
    since: date,
    basis: str,
    by: User,
    at: datetime,
) -> ContributionBase:
    """His dues are reckoned from this base from that month on; the assessment has still to be reported (DF.2b)."""
    line = BaseLine(person, kind, base, fixed, since)
    made = new_base(organization, line, basis, timezone.localdate(at))
    made.save()
    return made


def new_base(organization: Organization, line: BaseLine, basis: str, on: date) -> ContributionBase:
    pays_fixed = line.kind in FIXED
    return ContributionBase(
        person=line.person,
        organization=organization,
        kind=line.kind,
        sealed_base="" if pays_fixed or line.base is None else str(line.base),
        fixed=line.fixed if pays_fixed else None,
        since=line.since,
        basis=basis,
        assessed_on=on,
    )


@action(assessing.assessed_by_the_keeper, label="导入党费核定")
def import_bases(
    organization: Organization, *, lines: Sequence[BaseLine], basis: str, by: User, at: datetime
) -> list[ContributionBase]:
    """Every line that says something new is assessed; what is known already stays as it is."""
    on = timezone.localdate(at)
    known = {
        (row.person_id, row.since): row
        for row in ContributionBase.objects.filter(
            organization=organization, person__in=[line.person for line in lines]
        )
    }
    fresh = [line for line in lines if not says_the_same(known.get((line.person.pk, line.since)), line)]
    return ContributionBase.objects.bulk_create(new_base(organization, line, basis, on) for line in fresh)


def says_the_same(row: ContributionBase | None, line: BaseLine) -> bool:
    return row is not None and (row.kind, row.yuan, row.fixed) == (
        line.kind,
        None if line.kind in FIXED else line.base,
        line.fixed if line.kind in FIXED else None,
    )


@built("DF.2b")
@action(assessing.assessed_by_the_keeper, label="登记核定情况已报上级")
def report_bases(organization: Organization, *, reported_on: date, by: User, at: datetime) -> Organization:
    """Every assessment made until that day has been reported to the superior."""
    waiting = ContributionBase.objects.filter(
        organization=organization, reported_on__isnull=True, assessed_on__lte=reported_on
    )
    waiting.update(reported_on=reported_on)
    return organization


@built("NDF.3")
@action(
    assessing.begins_with_a_month,
    assessing.reduction_was_studied,
    assessing.has_a_committee_above,
    label="报批党费减免",
)
def request_reduction(
    organization: Organization,
    *,
    person: Person,
    since: date,
    last_month: date,
    amount: int,
    reason: str,
    decision: AgendaItem,
    by: User,
    at: datetime,
) -> Reduction:
    """The reduction is on its way to the next higher Party committee; it holds once that has approved it."""
    recipient = organization.department_committee
    assert recipient is not None  # the gate before
    submission = submit(
        organization,
        recipient=recipient,
        via=organization.superior if organization.superior != recipient else None,
        purpose=Submission.Purpose.APPROVAL,
        matter="dues.reduction",
        title=f"关于减免{person}党费的请示",
        body=f"{person}因{reason}，经支部研究，拟自{since:%Y年%m月}至{last_month:%Y年%m月}每月交纳党费{yuan(amount)}元。"
        "当否，请批示。",
        sent_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    return Reduction.objects.create(
        person=person,
        organization=organization,
        since=since,
        last_month=last_month,
        amount=amount,
        reason=reason,
        decision=decision,
        submission=submission,
    )
