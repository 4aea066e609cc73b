"""Meetings of party groups."""

from datetime import datetime

from accounts.models import Organization, User
from meetings.models import Meeting
from meetings.rules import groups
from members.models import Person
from rulebook.kernel import action


@action(groups.called_for_a_party_group, groups.led_and_recorded_within_the_group, label="筹备党小组会")
def plan_group_meeting(
    group: Organization,
    *,
    title: str,
    begins_at: datetime,
    place: str,
    chair: Person,
    recorder: Person,
    by: User,
    at: datetime,
    requirements: str = "",
) -> Meeting:
    """A meeting of the group is planned; it stands among the meetings of the branch."""
    return Meeting.objects.create(
        organization=Organization.objects.get(subordinates=group),
        group=group,
        kind=Meeting.Kind.GROUP,
        title=title,
        begins_at=begins_at,
        place=place,
        chair=chair,
        recorder=recorder,
        requirements=requirements,
    )
