"""What the committee studies before it is carried out: documents of superiors (6.1.1), the year's plan (6.1.4)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Organization
from archives.models import IncomingDocument
from meetings.models import AgendaItem, Matter, Meeting, YearPlan
from rulebook.catalogue import catalogue
from rulebook.kernel import Finding, built, gate

OVER = (Meeting.State.CLOSED, Meeting.State.ARCHIVED)


@built("6.1.1")
def documents_to_study(meeting: Meeting) -> QuerySet[IncomingDocument]:
    """Proposed for this committee agenda: what is to be implemented and no committee has studied yet."""
    if not meeting.is_committee:
        return IncomingDocument.objects.none()
    items = AgendaItem.objects.filter(implements=OuterRef("pk"), meeting__kind=Meeting.Kind.COMMITTEE)
    studied = items.filter(state__in=[AgendaItem.State.DECIDED, AgendaItem.State.NOTED], meeting__state__in=OVER)
    return IncomingDocument.objects.filter(
        ~Exists(studied),
        ~Exists(items.filter(meeting=meeting)),
        organization=meeting.organization_id,
        to_implement=True,
        received_on__lte=meeting.held_on,
    )


@gate("6.1.1")
def document_waits_for_the_committee(meeting: Meeting, *, document: IncomingDocument, **_: Any) -> str | None:
    if documents_to_study(meeting).filter(pk=document.pk).exists():
        return None
    return "只有支委会会议研究贯彻，且已经研究过或已列入本次议程的不再列入"


@built("8.3.3")
def lecture_plan_missing(organization: Organization, on: date) -> Finding | None:
    """The warning of a year for which no plan of lectures is in effect."""
    plans = YearPlan.objects.filter(organization=organization, kind=YearPlan.Kind.LECTURES)
    if plans.filter(begins_on=YearPlan.first_day(on.year), effective_on__lte=on).exists():
        return None
    return Finding((catalogue["8.3.3"],), "党课计划未制定", "请拟定本年度党课教育计划并使其生效")


@gate()
def plan_is_not_there_yet(organization: Organization, *, kind: str, year: int, **_: Any) -> str | None:
    known = YearPlan.objects.filter(organization=organization, kind=kind, begins_on=YearPlan.first_day(year))
    return f"{known.get()}已经拟定" if known.exists() else None


@gate()
def plan_not_in_effect(plan: YearPlan, **_: Any) -> str | None:
    return f"计划已于{plan.effective_on}生效" if plan.effective_on else None


@gate()
def plan_takes_effect_in_time(plan: YearPlan, *, on: date, **_: Any) -> str | None:
    if on < plan.drafted_on:
        return f"生效日期不能早于拟定日期{plan.drafted_on}"
    return f"{plan.year}年已经过去，计划不能再生效" if on.year > plan.year else None


@gate("6.1.4", cure="请先列入支委会会议议题（年度工作计划），表决通过后再生效")
def annual_plan_studied_by_committee(plan: YearPlan, *, decision: AgendaItem | None, on: date, **_: Any) -> str | None:
    if plan.kind != YearPlan.Kind.ANNUAL or studied(plan, decision, on):
        return None
    return "年度计划须经支委会研究"


@gate()
def decision_is_the_committees(plan: YearPlan, *, decision: AgendaItem | None, on: date, **_: Any) -> str | None:
    """A lecture plan needs no decision; where one is named, it is one."""
    if plan.kind == YearPlan.Kind.ANNUAL or decision is None:
        return None
    return None if committee_passed(decision, plan, on) else "所选议题没有经本支部支委会表决通过"


def studied(plan: YearPlan, decision: AgendaItem | None, on: date) -> bool:
    return decision is not None and decision.matter == Matter.ANNUAL_PLAN and committee_passed(decision, plan, on)


def committee_passed(decision: AgendaItem, plan: YearPlan, on: date) -> bool:
    meeting = decision.meeting
    passed = hasattr(decision, "vote") and bool(decision.vote.passed)
    return passed and meeting.is_committee and meeting.organization_id == plan.organization_id and meeting.held_on <= on
