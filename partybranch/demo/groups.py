"""The demo branch's two party groups and their first meetings; the second one missed its first month."""

from datetime import date, timedelta

from accounts.models import Organization
from meetings.actions import groups, holding, planning, voting
from meetings.models import Matter, Meeting
from members import actions as people
from members.models import Person
from partybranch.demo.builder import House, moment
from rulebook.clock import standing_at

LEADERS = ("田苗", "孙䶮")
NAMES = ("第一党小组", "第二党小组")


def form_groups(house: House, on: date) -> list[Organization]:
    """Two groups of half the members each, with their leaders."""
    by = {"by": house.secretary, "at": moment(on, "10:00")}
    members = Person.objects.members(house.branch, on).exclude(name__in=LEADERS).order_by("stroke_key")
    formed = []
    with standing_at(moment(on, "10:00")):
        for number, (name, leader) in enumerate(zip(NAMES, LEADERS, strict=True)):
            group = people.form_group(house.branch, name=name, founded_on=on, **by)
            there = [house.person(leader), *members[number::2]]
            people.assign_to_group(group, people=there, since=on, **by)
            people.name_group_leader(group, person=there[0], since=on, basis="支部指定", **by)
            formed.append(group)
    return formed


def hold_group_meeting(house: House, group: Organization, on: date) -> Meeting:
    """A meeting of the group, called and chaired by its leader, filed by the secretary."""
    leader = Person.objects.get(terms__organization=group)
    begins, by = moment(on, "16:00"), leader.user
    before = begins - timedelta(days=2)
    with standing_at(before):
        meeting = groups.plan_group_meeting(
            group,
            title=f"{group.short_name}{on.month}月党小组会",
            begins_at=begins,
            place="二楼活动室",
            chair=leader,
            recorder=leader,
            by=by,
            at=before,
        )
        item = planning.add_item(meeting, matter=Matter.OTHER, title="交流学习体会", by=by, at=before)
        planning.send_notice(meeting, by=by, at=before)
    with standing_at(begins + timedelta(hours=2)):
        holding.start_sign_in(meeting, by=by, at=begins - timedelta(minutes=20))
        entries = {row.pk: begins - timedelta(minutes=5) for row in meeting.attendances.all()}
        holding.copy_sign_in_sheet(meeting, entries=entries, by=by, at=begins)
        holding.open_meeting(meeting, by=by, at=begins)
        voting.record_remark(item, speaker=leader, text="结合岗位谈学习体会。", by=by, at=begins)
        voting.note_item(item, by=by, at=begins)
        ended = begins + timedelta(minutes=50)
        holding.close_meeting(meeting, by=by, at=ended)
        holding.sign_off(meeting, by=by, at=ended)
        holding.archive_meeting(meeting, signed_paper=None, by=house.secretary, at=ended + timedelta(minutes=30))
    return meeting
