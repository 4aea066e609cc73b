"""The ledger of resolutions (决议台账), one resolution, and the plans for a year."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from meetings.models import Resolution, YearPlan
from meetings.rules.plans import lecture_plan_missing
from meetings.rules.resolutions import without_owner
from members.models import Person
from rulebook import clock
from rulebook.web import numbered

PAGE = 50
OVERDUE = "overdue"


@in_organization("meetings.read")
def resolutions(request: Request, organization: Organization) -> HttpResponse:
    mine = Resolution.objects.visible_to(request.user).of(organization).to_carry_out()
    rows = mine.select_related("item__meeting", "item__implements", "owner")
    state, owner, before = (request.GET.get(name, "") for name in ("state", "owner", "before"))
    if state in Resolution.State.values:
        rows = rows.filter(state=state)
    elif state == OVERDUE:
        rows = rows.unfinished().filter(due_on__lt=clock.today())
    if numbered(owner):
        rows = rows.filter(owner_id=numbered(owner))
    if numbered(before):
        rows = rows.filter(pk__lt=numbered(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    finding, unowned = without_owner(mine)
    context = {
        "organization": organization,
        "resolutions": found[:PAGE],
        "next_before": found[PAGE - 1].pk if len(found) > PAGE else "",
        "state": state,
        "states": [*Resolution.State.choices, (OVERDUE, "已逾期")],
        "owner": owner,
        "owners": Person.objects.filter(pk__in=mine.values("owner")).order_by("pinyin_key"),
        "today": clock.today(),
        "finding": finding if request.user.has_perm("meetings.assign_owner", organization) else None,
        "unowned": unowned,
    }
    return render(request, "meetings/followup/resolutions.html", context)


@sees(Resolution, "item__meeting__organization", "item__implements", "owner", "standing_by__meeting", "ruling")
def resolution(request: Request, resolution: Resolution) -> HttpResponse:
    user = request.user
    context = {
        "resolution": resolution,
        "item": resolution.item,
        "meeting": resolution.item.meeting,
        "progress": resolution.progress.all(),
        "may_progress": user.has_perm("meetings.finish_resolution", resolution.organization)
        or (resolution.owner is not None and resolution.owner.user_id == user.pk),
        "may_reconvene": user.has_perm("meetings.plan_meeting", resolution.organization),
    }
    return render(request, "meetings/followup/resolution.html", context)


@in_organization("meetings.read")
def year_plans(request: Request, organization: Organization) -> HttpResponse:
    rows = YearPlan.objects.visible_to(request.user).filter(organization=organization)
    missing = lecture_plan_missing(organization, clock.today())
    context = {"organization": organization, "plans": rows[:60], "findings": [missing] if missing else []}
    return render(request, "meetings/followup/year_plans.html", context)


@sees(YearPlan, "organization", "decision__meeting")
def year_plan(request: Request, plan: YearPlan) -> HttpResponse:
    return render(request, "meetings/followup/year_plan.html", {"plan": plan})
