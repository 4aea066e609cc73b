"""Party groups: formed in a branch, led by a leader, meeting each month."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from meetings.actions import groups, holding, planning, voting
from meetings.models import Matter, Meeting
from members.actions import appoint, assign_to_group, form_group, name_group_leader
from members.models import GroupMembership, Person, Term
from members.posts import Post
from rulebook.kernel import DUTIES, NotEntitled
from rulebook.ledger import assess
from tests.factories import BranchFactory, agenda_item, committee_meeting, person
from tests.factories.branch import holding as in_post
from tests.factories.branch import user_of
from tests.factories.lecture import group
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


@pytest.fixture
def first(house) -> Organization:
    """A group of the sixth to ninth member, led by the sixth."""
    made = group(house, house.people[5:9])
    in_post(house.people[5], made, Post.GROUP_LEADER)
    return made


def planned(house: BranchFactory, first: Organization, **changed) -> Meeting:
    given = {
        "title": "3月党小组会",
        "begins_at": BEGINS,
        "place": "一楼",
        "chair": house.people[5],
        "recorder": house.people[6],
        "by": user_of(house.people[5]),
        "at": BEGINS - timedelta(days=3),
    }
    return groups.plan_group_meeting(first, **{**given, **changed})


# The groups of a branch


def test_the_secretary_forms_a_group_assigns_members_and_names_a_leader(house, client):
    by = {"by": house.secretary, "at": BEGINS}
    made = form_group(house.branch, name="第一党小组", founded_on=DAY, **by)
    assert (made.superior, made.level, made.code) == (house.branch, "party_group", f"{house.branch.code}-g1")
    assign_to_group(made, people=house.people[5:8], since=DAY, **by)
    term = name_group_leader(made, person=house.people[5], since=DAY, basis="支部指定", **by)
    assert (term.post, list(Person.objects.in_group(made, DAY).order_by("pk"))) == (
        Post.GROUP_LEADER,
        house.people[5:8],
    )
    client.force_login(house.secretary)
    listed = client.get(f"/b/{house.branch.code}/groups/").content.decode()
    assert ("第一党小组" in listed, "3人" in listed, "尚未编入党小组的党员（7人）" in listed) == (True, True, True)
    assert "党员006" in client.get(f"/b/{made.code}/group/").content.decode()


def test_a_member_is_in_one_group_at_a_time(house, first):
    second = group(house, house.people[9:10], "第二党小组")
    assign_to_group(second, people=house.people[8:9], since=DAY, by=house.secretary, at=BEGINS)
    spans = GroupMembership.objects.filter(person=house.people[8]).order_by("since").values_list("group", "until")
    assert list(spans) == [(first.pk, DAY), (second.pk, None)]
    assert Person.objects.in_group(first, DAY - timedelta(days=1)).filter(pk=house.people[8].pk).exists()
    assert not Person.objects.in_group(first, DAY).filter(pk=house.people[8].pk).exists()


@pytest.mark.parametrize(
    ("since", "words"),
    [(DAY, "党员007已在第一党小组"), (date(2020, 1, 1), "党员007自2020-01-01起在第一党小组")],
)
def test_who_is_in_the_group_already_is_not_assigned_again(house, first, since, words):
    inputs = {"people": [house.people[6]], "since": since, "by": house.secretary, "at": BEGINS}
    assert refusal(assign_to_group, first, **inputs) == words


def test_a_stranger_is_not_assigned(house, first):
    stranger = person(BranchFactory(members=3, committee=3).branch, "外人")
    said = refusal(assign_to_group, first, people=[stranger], since=DAY, by=house.secretary, at=BEGINS)
    assert said == "外人在2026-03-01不是本支部党员"


def test_the_leader_is_of_the_group_and_follows_the_one_before(house, first):
    inputs = {"since": DAY, "basis": "推荐产生", "by": house.secretary, "at": BEGINS}
    assert refusal(name_group_leader, first, person=house.people[9], **inputs) == "党员010在2026-03-01不在第一党小组"
    name_group_leader(first, person=house.people[6], **inputs)
    leaders = Term.objects.filter(organization=first).order_by("since").values_list("person", "until")
    assert list(leaders) == [(house.people[5].pk, DAY), (house.people[6].pk, None)]


def test_a_leader_is_not_appointed_in_the_branch(house):
    said = refusal(
        appoint, house.branch, person=house.people[6], post=Post.GROUP_LEADER, since=DAY, basis="x",
        by=house.secretary, at=BEGINS,
    )  # fmt: skip
    assert said == "党小组组长请在党小组的页面确定"


def test_a_member_forms_no_group(house):
    with pytest.raises(NotEntitled):
        form_group(house.branch, name="第一党小组", founded_on=DAY, by=user_of(house.people[6]), at=BEGINS)


def test_the_list_of_groups_asks_as_often_for_one_as_for_many(house, client, django_assert_max_num_queries):
    client.force_login(house.secretary)
    for number in range(8):
        in_post(house.people[number], group(house, house.people[number : number + 1], f"第{number}组"), "group_leader")
        with django_assert_max_num_queries(12):
            assert client.get(f"/b/{house.branch.code}/groups/").status_code == 200


# Their meetings


def test_the_leader_holds_a_meeting_of_his_group_from_its_plan_to_its_end(house, first):
    leader = user_of(house.people[5])
    meeting = planned(house, first)
    assert (meeting.organization, meeting.group) == (house.branch, first)
    item = planning.add_item(
        meeting, matter=Matter.OTHER, title="交流学习体会", by=leader, at=BEGINS - timedelta(days=2)
    )
    planning.send_notice(meeting, by=leader, at=BEGINS - timedelta(days=2))
    holding.start_sign_in(meeting, by=leader, at=BEGINS - timedelta(minutes=30))
    assert list(meeting.attendances.order_by("person").values_list("person", "may_vote")) == [
        (one.pk, False) for one in house.people[5:9]
    ]
    entries = {row.pk: BEGINS - timedelta(minutes=5) for row in meeting.attendances.all()}
    holding.copy_sign_in_sheet(meeting, entries=entries, by=leader, at=BEGINS)
    holding.open_meeting(meeting, by=leader, at=BEGINS)
    voting.record_remark(item, speaker=house.people[6], text="谈体会", by=leader, at=BEGINS)
    voting.note_item(item, by=leader, at=BEGINS)
    assert holding.close_meeting(meeting, by=leader, at=BEGINS + timedelta(hours=1)).state == Meeting.State.CLOSED


def test_the_secretary_may_call_the_groups_meeting_too(house, first):
    assert planned(house, first, by=house.secretary).group == first


def test_the_leader_leads_no_other_meeting(house, first):
    committee, leader = committee_meeting(house, opened=False), user_of(house.people[5])
    with pytest.raises(NotEntitled):
        holding.open_meeting(committee, by=leader, at=BEGINS)
    other = group(house, house.people[9:10], "第二党小组")
    with pytest.raises(NotEntitled):
        planned(house, other, chair=house.people[9], recorder=house.people[9])


def test_the_leader_of_another_branchs_group_leads_nothing_here(house, first):
    elsewhere = BranchFactory(members=5)
    in_post(elsewhere.people[4], group(elsewhere, elsewhere.people[4:]), Post.GROUP_LEADER)
    with pytest.raises(NotEntitled):
        planned(house, first, by=user_of(elsewhere.people[4]))


def test_a_group_meeting_is_chaired_and_recorded_by_its_own_members(house, first):
    assert refusal(planned, house, first, chair=house.people[0]) == "党员001不在第一党小组"


def test_a_branch_holds_no_group_meeting_without_a_group(house):
    said = refusal(planned, house, house.branch, by=house.secretary)
    assert said == "党小组会由党小组召开：请先划分党小组；党员006、党员007不在" + house.branch.short_name


@pytest.mark.clause("1.3.9")
def test_a_party_group_does_not_settle_a_major_question_of_the_society(house, first):
    meeting = planned(house, first)
    item = agenda_item(meeting, Matter.SOCIETY_MAJOR)
    meeting.state, meeting.opened_at = Meeting.State.OPEN, BEGINS
    meeting.save()
    said = refusal(voting.note_item, item, by=user_of(house.people[5]), at=BEGINS)
    assert said == "重大问题须经支部讨论（第1篇 三（九））"


# What groups owe


def group_states(house: BranchFactory, on: date) -> dict[int, list[str]]:
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, 2026, [DUTIES["N1.4"]])
    states: dict[int, list[str]] = {}
    for status in found:
        states.setdefault(status.subject_id, []).append(status.state.value)
    return states


@pytest.mark.clause("N1.4")
def test_a_month_without_a_meeting_of_the_group_is_a_lapse_for_the_group(house, first):
    second = group(house, house.people[9:10], "第二党小组")
    meeting = planned(house, first)
    meeting.state, meeting.opened_at, meeting.closed_at = Meeting.State.CLOSED, BEGINS, BEGINS + timedelta(hours=1)
    meeting.save()
    found = group_states(house, date(2026, 4, 1))
    assert (found[first.pk][2], found[second.pk][2]) == ("done", "missed")
    assert found[first.pk][:5] == ["missed", "missed", "done", "due", "upcoming"]


@pytest.mark.clause("N1.4")
def test_a_branch_without_groups_owes_no_group_meetings(house):
    assert group_states(house, date(2026, 4, 1)) == {}


def test_the_ledger_page_shows_several_groups_in_one_cell(house, first, client):
    group(house, house.people[9:10], "第二党小组")
    meeting = planned(house, first)
    meeting.state, meeting.opened_at, meeting.closed_at = Meeting.State.CLOSED, BEGINS, BEGINS + timedelta(hours=1)
    meeting.save()
    client.force_login(house.secretary)
    page = client.get(f"/b/{house.branch.code}/ledger/?year=2026&on=2026-04-01")
    row = next(row for row in page.context["rows"] if row.clause.id == "N1.4")
    assert [(cell.state, cell.label) for cell in row.cells[:4]] == [
        ("missed", "0/2"),
        ("missed", "0/2"),
        ("missed", "1/2"),
        ("due", "0/2"),
    ]
