"""Meetings of a party group (党小组会), called by its leader or by the branch."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Organization
from meetings.models import Meeting
from members.models import Person
from rulebook.kernel import gate


@gate()
def called_for_a_party_group(group: Organization, **_: Any) -> str | None:
    if group.level == Organization.Level.PARTY_GROUP:
        return None
    return "党小组会由党小组召开：请先划分党小组"


@gate(act="meetings.plan_meeting")
def group_meetings_are_planned_by_the_group(organization: Organization, *, kind: str, **_: Any) -> str | None:
    return "党小组会请在党小组的页面筹备" if kind == Meeting.Kind.GROUP else None


@gate(cure="请选择本小组的党员")
def led_and_recorded_within_the_group(
    group: Organization, *, chair: Person, recorder: Person, begins_at: datetime, **_: Any
) -> str | None:
    here = set(Person.objects.in_group(group, timezone.localdate(begins_at)).values_list("pk", flat=True))
    strangers = [str(person) for person in dict.fromkeys((chair, recorder)) if person.pk not in here]
    return f"{'、'.join(strangers)}不在{group.short_name}" if strangers else None
