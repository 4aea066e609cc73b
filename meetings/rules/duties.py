"""What the branch owes of meetings, and which rows satisfy it."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Organization
from meetings.models import MakeUp, Meeting, Resolution, YearPlan
from members.models import Person, Term
from members.posts import COMMITTEE, Post
from rulebook.kernel import Due, Owed, Told, duty


def every_branch() -> QuerySet[Organization, tuple]:
    return Organization.objects.branches().values_list("pk", F("pk"), "founded_on", "dissolved_on")


def held(kind: str) -> QuerySet[Meeting, tuple]:
    return Meeting.objects.of_kind(kind).held().values_list("organization_id", "held_on", "pk")


@duty(
    "8.1.1a",
    "1.4.1b",
    title="党员大会",
    post=Post.SECRETARY,
    act="meetings.plan_meeting",
    prefill={"kind": "general", "title": "{year}年{period}党员大会"},
    lead="8.1.5a",
)
def general_meeting_each_quarter(on: date) -> Owed:
    return Owed(by=every_branch(), evidence=held(Meeting.Kind.GENERAL), page="meetings:meeting")


@duty(
    "8.2.1a",
    "1.4.2b",
    "6.2.1",
    title="支委会会议",
    post=Post.SECRETARY,
    act="meetings.plan_meeting",
    prefill={"kind": "committee", "title": "{year}年{period}支委会会议"},
)
def committee_meeting_each_month(on: date) -> Owed:
    return Owed(by=every_branch(), evidence=held(Meeting.Kind.COMMITTEE), page="meetings:meeting")


@duty(
    "18.3",
    title="民主评议党员",
    post=Post.SECRETARY,
    act="meetings.plan_activity",
    prefill={"kind": "appraisal", "title": "{year}年度民主评议党员"},
)
def appraisal_each_year(on: date) -> Owed:
    """Held once with the year's summary; the other clauses that print the same demand do not ask a second time."""
    return Owed(by=every_branch(), evidence=held(Meeting.Kind.APPRAISAL), page="meetings:meeting")


@duty("8.1.5a", title="党员大会报上级批准", post=Post.SECRETARY, subject=Meeting, act="meetings.report_meeting")
def general_meeting_reported(on: date) -> Due:
    meetings = Meeting.objects.of_kind(Meeting.Kind.GENERAL).exclude(state=Meeting.State.CANCELLED)
    return Due(
        rows=meetings.values_list("pk", "organization_id", "report_due_on", F("request__sent_on"), F("pk")),
        page="meetings:meeting",
    )


def held_lectures() -> QuerySet[Meeting]:
    return Meeting.objects.of_kind(Meeting.Kind.LECTURE).held()


@duty("8.3.1", title="党课", post=Post.SECRETARY, act="meetings.plan_lecture", lead="8.3.5a")
def lecture_each_quarter(on: date) -> Owed:
    """A lecture of a concentrated series counts for the quarter its note names, from the day it was held."""
    counted = (
        held_lectures().filter(held_on__lte=on).annotate(counts_on=Coalesce("lecture__concentrated_for", "held_on"))
    )
    return Owed(
        by=every_branch(), evidence=counted.values_list("organization_id", "counts_on", "pk"), page="meetings:meeting"
    )


@duty(
    "8.3.6b",
    title="书记讲党课",
    post=Post.SECRETARY,
    act="meetings.plan_lecture",
    lead="8.3.5a",
)
def lecture_by_the_secretary_each_year(on: date) -> Owed:
    secretary = Term.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("held_on")),
        person=OuterRef("lecture__lecturer"),
        organization=OuterRef("organization"),
        post=Post.SECRETARY,
        since__lte=OuterRef("held_on"),
    )
    given = held_lectures().filter(Exists(secretary))
    return Owed(
        by=every_branch(), evidence=given.values_list("organization_id", "held_on", "pk"), page="meetings:meeting"
    )


@duty("8.3.6a", title="支委会成员讲党课（周期为本支部设定）", post=Post.SECRETARY, subject=Person)
def lecture_by_every_committee_member(on: date) -> Owed:
    seats = Term.objects.filter(post__in=COMMITTEE, organization__level=Organization.Level.BRANCH)
    given = held_lectures().filter(lecture__lecturer__isnull=False)
    return Owed(
        by=seats.values_list("person_id", "organization_id", "since", "until"),
        evidence=given.values_list("lecture__lecturer_id", "held_on", "pk"),
        page="meetings:meeting",
    )


@duty(
    "8.3.3",
    title="党课计划",
    post=Post.PUBLICITY_COMMISSIONER,
    act="meetings.draft_plan",
    prefill={"kind": "lectures"},
)
def lecture_plan_each_year(on: date) -> Owed:
    """A plan that took effect before its year counts from the year's first day."""
    plans = YearPlan.objects.filter(kind=YearPlan.Kind.LECTURES, effective_on__lte=on)
    counted = plans.annotate(counts_on=Greatest("effective_on", "begins_on"))
    return Owed(
        by=every_branch(), evidence=counted.values_list("organization_id", "counts_on", "pk"), page="meetings:year_plan"
    )


@duty("8.3.5a", title="党课报上级批准", post=Post.SECRETARY, subject=Meeting, act="meetings.report_meeting")
def lecture_reported(on: date) -> Due:
    meetings = Meeting.objects.of_kind(Meeting.Kind.LECTURE).exclude(state=Meeting.State.CANCELLED)
    return Due(
        rows=meetings.values_list("pk", "organization_id", "report_due_on", F("request__sent_on"), F("pk")),
        page="meetings:meeting",
    )


@duty("N1.4", title="党小组会", post=Post.GROUP_LEADER, act="meetings.plan_group_meeting")
def group_meeting_each_month(on: date) -> Owed:
    groups = Organization.objects.filter(level=Organization.Level.PARTY_GROUP)
    meetings = Meeting.objects.of_kind(Meeting.Kind.GROUP).held()
    return Owed(
        by=groups.values_list("pk", "superior_id", "founded_on", "dissolved_on"),
        evidence=meetings.values_list("group_id", "held_on", "pk"),
        page="meetings:meeting",
        within="superior",
    )


@duty("1.3.1", title="决议落实", post=Post.SECRETARY, subject=Resolution, act="meetings.finish_resolution")
def resolution_carried_out(on: date) -> Due:
    """Where no day was set there is no deadline; the ledger of resolutions shows it all the same."""
    gone = [Resolution.Standing.REJECTED, Resolution.Standing.ANNULLED]
    resolutions = Resolution.objects.to_carry_out().filter(due_on__isnull=False).exclude(standing__in=gone)
    organization = "item__meeting__organization"
    return Due(
        rows=resolutions.values_list("pk", f"{organization}_id", "due_on", "done_on", F("pk")),
        page="meetings:resolution_page",
        within=organization,
    )


def absentees(on: date) -> QuerySet[MakeUp, tuple[Any, ...]]:
    """Who has something to make up and an account: he is told himself, and nobody else of him."""
    named = MakeUp.objects.filter(handed_in_on__isnull=True, attendance__person__user__is_active=True)
    user = "attendance__person__user"
    return named.annotate(post=Value(""), leads=Value(True)).values_list("pk", "post", "leads", user, f"{user}__email")


@duty("11.4a", title="补课", post="", subject=MakeUp, told=Told(absentees, "meetings:make_up"))
def make_up_handed_in_by_its_day(on: date) -> Due:
    """What is handed in on the last day is in time; the review may come later."""
    organization = "attendance__meeting__organization"
    return Due(
        rows=MakeUp.objects.values_list("pk", f"{organization}_id", "due_on", "handed_in_on", F("pk")),
        page="meetings:make_up",
        within=organization,
    )
