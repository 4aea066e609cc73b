"""Lectures and party groups at the stage a test begins from, as rows."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organization
from archives.actions import keep_paper
from archives.models import Paper
from meetings.models import Lecture, Meeting
from members.actions import placed
from members.models import GroupMembership, Person
from tests.factories.branch import FOUNDED, BranchFactory
from tests.factories.meeting import BEGINS, approval, laid_out, meeting

PDF = b"%PDF-1.4 outline"


def scan(name: str = "提纲.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def paper(house: BranchFactory) -> Paper:
    return keep_paper(house.branch, upload=scan(), by=house.secretary, at=BEGINS)


def lecture(
    house: BranchFactory,
    *,
    begins_at: datetime = BEGINS,
    held: bool = False,
    outlined: bool = True,
    reviewed: bool = True,
    **fields: object,
) -> Lecture:
    """By the sixth member, approved and with its roll laid out; its outline reviewed by the secretary."""
    planned = laid_out(meeting(house, Meeting.Kind.LECTURE, begins_at=begins_at), opened=False)
    planned.request = approval(house, planned)
    if held:
        planned.state, planned.opened_at = Meeting.State.CLOSED, begins_at
        planned.closed_at = begins_at + timedelta(hours=1)
    planned.save()
    given = {"topic": "学习党章", "lecturer": house.people[5], "lecturer_type": "advanced_member", **fields}
    if outlined:
        given["outline"] = paper(house)
    if outlined and reviewed:
        reviewer = house.people[1] if given["lecturer"] == house.people[0] else house.people[0]
        given |= {"reviewed_by": reviewer, "reviewed_on": planned.held_on - timedelta(days=6)}
    return Lecture.objects.create(meeting=planned, **given)


def group(house: BranchFactory, people: list[Person], name: str = "第一党小组", since: date = FOUNDED) -> Organization:
    number = house.branch.subordinates.count() + 1
    made = placed(
        Organization(
            superior=house.branch,
            code=f"{house.branch.code}-g{number}",
            name=name,
            short_name=name,
            level=Organization.Level.PARTY_GROUP,
            founded_on=since,
        )
    )
    GroupMembership.objects.bulk_create(GroupMembership(person=one, group=made, since=since) for one in people)
    return made
