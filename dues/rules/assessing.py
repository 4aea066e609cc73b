"""Before rates, bases, reductions and months are settled."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Organization, User
from dues.keeping import keeps
from dues.liability import liable, monthly
from dues.models import ContributionBase, MonthClose, MonthDue, PayerKind, RateTable
from dues.models.rates import FIXED
from meetings.models import AgendaItem, Matter, Meeting
from meetings.rules.decided import not_decided
from members.models import Person
from rulebook.catalogue import Clause
from rulebook.kernel import gate
from rulebook.periods import add_months


@gate("DF.2b", "DF.4.1a", cure="请由党费管理员办理；没有指定的，由组织委员办理")
def assessed_by_the_keeper(subject: Any, *, by: User, **_: Any) -> str | None:
    return None if keeps(by, subject.organization) else "由专人核定"


@gate()
def begins_with_a_month(subject: Any, *, since: date, **_: Any) -> str | None:
    return None if since.day == 1 else "从整月起算"


@gate()
def no_table_since_then(organization: Organization, *, since: date, **_: Any) -> str | None:
    known = RateTable.objects.filter(organization=organization, since=since, approved_on__isnull=False)
    return f"{since:%Y年%m月}起的党费标准已经核准" if known.exists() else None


@gate()
def table_waits_for_approval(table: RateTable, **_: Any) -> str | None:
    return f"已于{table.approved_on}核准" if table.approved_on else None


@gate("DF.2a", cure="请由书记核准")
def approved_by_another(table: RateTable, *, by: User, **_: Any) -> str | None:
    return "录入人不能核准自己录入的标准" if table.entered_by_id == by.pk else None


@gate()
def payer_belongs_here(organization: Organization, *, person: Person, since: date, **_: Any) -> str | None:
    return None if person in liable(organization, since) else f"{person}这个月不在本支部交纳党费"


@gate()
def base_suits_the_kind(
    organization: Organization, *, kind: str, base: Decimal | None, fixed: int | None, **_: Any
) -> str | None:
    if kind in FIXED:
        return "请填写每月交纳的定额" if fixed is None else None
    return f"{PayerKind(kind).label}须核定月计费基数" if base is None else None


@gate("DF.2a", cure="请由党费管理员录入标准，书记核准")
def rates_are_configured(organization: Organization, *, month: date, **_: Any) -> str | None:
    return None if RateTable.objects.in_force(organization, month) else "未配置党费标准"


@gate()
def month_has_come(organization: Organization, *, month: date, on: date, **_: Any) -> str | None:
    return f"{month.year}年{month.month}月还没有到，不能开具" if month > on else None


@gate()
def month_is_open(organization: Organization, *, month: date, **_: Any) -> str | None:
    closed = MonthClose.objects.filter(organization=organization, month=month, closed_on__isnull=False).first()
    return f"{closed}已于{closed.closed_on}结账，只能补交更正" if closed else None


@gate("DF.2b", cure="请先核定这些人的党费")
def everybody_is_assessed(organization: Organization, *, month: date, **_: Any) -> str | None:
    people = liable(organization, month)
    assessed = set(ContributionBase.objects.filter(person__in=people).in_force(month).values_list("person", flat=True))
    without = [person.name for person in people if person.pk not in assessed]
    return f"没有核定党费：{'、'.join(without)}" if without else None


@gate("DF.2a", cure="请补充标准")
def table_says_of_everybody(organization: Organization, *, month: date, **_: Any) -> str | None:
    if RateTable.objects.in_force(organization, month) is None:
        return None
    unsaid = [f"{line.person}：{line.trouble}" for line in monthly(organization, month) if line.trouble and line.base]
    return "；".join(unsaid) or None


@gate()
def nobody_paid_more(organization: Organization, *, month: date, **_: Any) -> str | None:
    """Dues that were reckoned anew never fall below what was already paid for the month."""
    paid = dict(MonthDue.objects.filter(organization=organization, month=month, serial=0).values_list("person", "paid"))
    over = [
        line.person.name for line in monthly(organization, month) if paid.get(line.person.pk, 0) > (line.amount or 0)
    ]
    return f"重新核算后低于已交：{'、'.join(over)}，请先冲正" if over else None


@gate()
def month_was_opened(organization: Organization, *, month: date, **_: Any) -> str | None:
    known = MonthClose.objects.filter(organization=organization, month=month).exists()
    return None if known else f"{month.year}年{month.month}月还没有开具应交党费"


@gate()
def month_is_over(organization: Organization, *, month: date, on: date, **_: Any) -> str | None:
    return None if add_months(month, 1) <= on else "本月还没有结束，不能结账"


@gate("NDF.1", cure="确需补交更早的，请写明原因")
def made_up_for_half_a_year(
    organization: Organization, *, month: date, on: date, clause: Clause, **_: Any
) -> str | None:
    most = int(clause.raw["months"])
    return f"补交一般不超过{most}个月" if add_months(month, most) < on.replace(day=1) else None


@gate("NDF.3", cure="请系统管理员补充上级机关党委")
def has_a_committee_above(organization: Organization, **_: Any) -> str | None:
    return None if organization.department_committee else "少交、免交党费须报上一级党委批准，没有设置上级机关党委"


@gate("NDF.3", cure="请列入支委会会议，表决通过后再报批")
def reduction_was_studied(organization: Organization, *, decision: AgendaItem, person: Person, **_: Any) -> str | None:
    return undecided(organization, decision, Matter.DUES_REDUCTION, person)


def undecided(
    organization: Organization, decision: AgendaItem, matter: str, person: Person | None = None
) -> str | None:
    """Why this item is no decision of the branch's committee or general meeting on the matter; None where it is."""
    meeting = decision.meeting
    if meeting.organization_id != organization.pk or meeting.kind == Meeting.Kind.LECTURE or decision.matter != matter:
        return "须由支委会或党员大会集体研究"
    return not_decided(decision, person)
