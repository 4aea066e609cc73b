"""What the branch owes of meetings, and which rows satisfy it."""

from datetime import date

from django.db.models import F, QuerySet

from accounts.models import Organization
from meetings.models import Meeting
from members.posts import Post
from rulebook.kernel import Due, Owed, duty


def every_branch() -> QuerySet[Organization, tuple]:
    return Organization.objects.branches().values_list("pk", F("pk"), "founded_on", "dissolved_on")


def held(kind: str) -> QuerySet[Meeting, tuple]:
    return Meeting.objects.of_kind(kind).held().values_list("organization_id", "held_on", "pk")


@duty("8.1.1a", "1.4.1b", title="党员大会", post=Post.SECRETARY)
def general_meeting_each_quarter(on: date) -> Owed:
    return Owed(by=every_branch(), evidence=held(Meeting.Kind.GENERAL), page="meetings:meeting")


@duty("8.2.1a", "1.4.2b", "6.2.1", title="支委会会议", post=Post.SECRETARY)
def committee_meeting_each_month(on: date) -> Owed:
    return Owed(by=every_branch(), evidence=held(Meeting.Kind.COMMITTEE), page="meetings:meeting")


@duty("8.1.5a", title="党员大会报上级批准", post=Post.SECRETARY)
def general_meeting_reported(on: date) -> Due:
    meetings = Meeting.objects.of_kind(Meeting.Kind.GENERAL).exclude(state=Meeting.State.CANCELLED)
    return Due(
        rows=meetings.values_list("pk", "organization_id", "report_due_on", F("request__sent_on"), F("pk")),
        page="meetings:meeting",
    )
