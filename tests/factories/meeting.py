"""Meetings at the stage a test begins from, as rows."""

from datetime import datetime, timedelta

from django.utils import timezone

from archives.models import Submission
from meetings.actions.planning import report_due_on
from meetings.models import AgendaItem, Attendance, Matter, Meeting, Remark, Vote
from meetings.rules.planning import expected_people
from members.models import Person
from tests.factories.branch import BranchFactory

ZONE = timezone.get_default_timezone()
BEGINS = datetime(2026, 3, 20, 14, 30, tzinfo=ZONE)


def meeting(house: BranchFactory, kind: str, begins_at: datetime = BEGINS, **fields: object) -> Meeting:
    """Planned, with the secretary in the chair."""
    defaults = {
        "title": f"测试{Meeting.Kind(kind).label}",
        "place": "会议室",
        "chair": house.people[0],
        "recorder": house.people[1 % len(house.people)],
        "requirements": "请准时参加。",
        "report_due_on": report_due_on(kind, begins_at),
    }
    return Meeting.objects.create(organization=house.branch, kind=kind, begins_at=begins_at, **{**defaults, **fields})


def agenda_item(
    meeting: Meeting, matter: str = Matter.OTHER, *, discussed: bool = True, **fields: object
) -> AgendaItem:
    position = meeting.items.count() + 1
    item = AgendaItem.objects.create(
        meeting=meeting,
        matter=matter,
        **{"position": position, "title": f"议题{position}", "introduction": "介绍", **fields},
    )
    if discussed:
        Remark.objects.create(item=item, speaker=meeting.chair, text="讨论要点")
    return item


def laid_out(meeting: Meeting, opened: bool) -> Meeting:
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, may_vote=may_vote, notified_at=meeting.begins_at - timedelta(days=3))
        for person, may_vote in expected_people(meeting)
    )
    meeting.notified_at = meeting.begins_at - timedelta(days=3)
    meeting.roll_frozen_at = meeting.begins_at - timedelta(minutes=30)
    if opened:
        meeting.state, meeting.opened_at = Meeting.State.OPEN, meeting.begins_at
    meeting.save()
    return meeting


def committee_meeting(house: BranchFactory, *, opened: bool = True, **fields: object) -> Meeting:
    """The list laid out and sign-in begun; open unless said otherwise. Nobody has signed in."""
    return laid_out(meeting(house, Meeting.Kind.COMMITTEE, **fields), opened)


def general_meeting(house: BranchFactory, *, opened: bool = True, **fields: object) -> Meeting:
    """With its agenda decided by the committee and approved by the superior; nobody has signed in."""
    made = laid_out(meeting(house, Meeting.Kind.GENERAL, **fields), opened)
    made.agenda_decision = settling_decision(house, made)
    made.request = approval(house, made)
    made.save()
    return made


def before_notice(meeting: Meeting) -> Meeting:
    """The same meeting before anybody was told of it."""
    meeting.attendances.all().delete()
    meeting.notified_at = meeting.roll_frozen_at = None
    meeting.save()
    return meeting


def settling_decision(house: BranchFactory, general: Meeting) -> AgendaItem:
    committee = committee_meeting(house, begins_at=general.begins_at - timedelta(days=10))
    item = agenda_item(committee, title="研究确定大会议题", state=AgendaItem.State.DECIDED)
    Vote.objects.create(
        item=item, method="voice", opened_at=committee.begins_at, eligible=5, present=5, in_favour=5, passed=True,
        counted_at=committee.begins_at,
    )  # fmt: skip
    committee.state, committee.closed_at = Meeting.State.CLOSED, committee.begins_at + timedelta(hours=1)
    committee.save()
    return item


def approval(house: BranchFactory, general: Meeting) -> Submission:
    return Submission.objects.create(
        organization=house.branch,
        recipient=house.branch.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter="general_meeting",
        title=f"关于召开{general.title}的请示",
        sent_on=general.held_on - timedelta(days=5),
        decision=Submission.Decision.APPROVED,
        decided_on=general.held_on - timedelta(days=2),
        decided_by="上级",
    )


def present(meeting: Meeting, number: int) -> list[Person]:
    """Has so many of those with a vote sign in, the first on the list first."""
    rows = meeting.attendances.filter(may_vote=True, signed_at__isnull=True).order_by("person__pinyin_key")[:number]
    for row in rows:
        row.signed_at, row.signed_by = meeting.begins_at - timedelta(minutes=5), Attendance.Means.PAPER
        row.save()
    return [row.person for row in rows]
