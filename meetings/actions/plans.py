"""Superior documents on the committee's agenda, and plans for the year."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Organization, User
from archives.models import IncomingDocument
from meetings.actions.planning import next_position
from meetings.models import AgendaItem, Matter, Meeting, YearPlan
from meetings.rules import planning, plans
from rulebook.kernel import action


@action(
    planning.still_planned,
    planning.not_yet_notified,
    plans.document_waits_for_the_committee,
    label="列入贯彻上级文件的议题",
)
def study_document(meeting: Meeting, *, document: IncomingDocument, by: User, at: datetime) -> AgendaItem:
    """How to carry the superior's document out stands on the committee's agenda, linked to it (6.1.1)."""
    return AgendaItem.objects.create(
        meeting=meeting,
        position=next_position(meeting),
        matter=Matter.IMPLEMENT_SUPERIOR,
        title=f"研究贯彻落实《{document.title}》"[:120],
        implements=document,
    )


@action(plans.plan_is_not_there_yet, label="拟定计划")
def draft_plan(organization: Organization, *, kind: str, year: int, text: str, by: User, at: datetime) -> YearPlan:
    """The plan is drafted; it binds nobody yet."""
    return YearPlan.objects.create(
        organization=organization,
        kind=kind,
        begins_on=YearPlan.first_day(year),
        text=text,
        drafted_on=timezone.localdate(at),
    )


@action(plans.plan_not_in_effect, label="修改计划")
def revise_plan(plan: YearPlan, *, text: str, by: User, at: datetime) -> YearPlan:
    """The draft reads differently."""
    plan.text = text
    plan.save()
    return plan


@action(
    plans.plan_not_in_effect,
    plans.plan_takes_effect_in_time,
    plans.annual_plan_studied_by_committee,
    plans.decision_is_the_committees,
    label="计划生效",
)
def put_plan_into_effect(plan: YearPlan, *, decision: AgendaItem | None, by: User, at: datetime) -> YearPlan:
    """The plan holds from this day; the annual one by the committee's decision (6.1.4)."""
    plan.effective_on, plan.decision = timezone.localdate(at), decision
    plan.save()
    return plan
