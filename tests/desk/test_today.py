"""Today: each kind of user its own, late and due first, one button to the prefilled form."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from archives.models import Submission
from meetings.models import Meeting
from members.posts import Post
from rulebook.freshness import refresh
from tests.factories import BranchFactory, committee_meeting, general_meeting, user_of
from tests.factories.branch import branch, holding, person
from tests.factories.meeting import BEGINS
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 19)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    moment = datetime(2026, 3, 19, 9, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr("rulebook.clock.now", lambda: moment)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def context(client, user) -> dict:
    client.force_login(user)
    return client.get(reverse("desk:today")).context


def test_the_secretary_sees_lapses_first_each_with_its_button(house, client):
    pressing = context(client, house.secretary)["pressing"]
    assert [(task.above, task.below, task.title) for task in pressing[:5]] == [
        ("缺漏", "1月", "支委会会议"),
        ("缺漏", "1月", "积分公布"),
        ("缺漏", "2月", "支委会会议"),
        ("缺漏", "2月", "积分公布"),
        ("还剩", "12 天", "党员大会"),
    ]
    assert "explain_lapse" in pressing[0].url
    assert pressing[4].url.startswith(reverse("meetings:plan_meeting", args=[house.branch.code]) + "?kind=general")


def test_of_many_lapses_five_are_shown_and_the_ledger_has_the_rest(house, client, monkeypatch):
    moment = datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr("rulebook.clock.now", lambda: moment)
    seen = context(client, house.secretary)
    late = [task.below for task in seen["pressing"] if task.tone == "late"]
    assert sorted(late) == ["1月", "1月", "2月", "2月", "第一季度"]
    assert seen["lapses_more"] == 10 + 10 + 3 + 3 - 5  # the committee's and the points' months, meetings, lectures
    assert "另有 21 项缺漏" in client.get(reverse("desk:today")).content.decode()


def test_a_new_branch_begins_with_its_roster(client):
    new = branch()
    secretary = user_of(holding(person(new, "陈新", admitted_on=None, full_on=None), new, Post.SECRETARY))
    first = context(client, secretary)["first"]
    assert [(task.title, task.url) for task in first] == [
        ("导入党员名册", reverse("members:upload_roster", args=[new.code]))
    ]


def test_a_branch_with_a_roster_is_not_told_to_begin(house, client):
    assert context(client, house.secretary)["first"] == []


def test_what_is_done_is_folded_away(house, client):
    held = close(committee_meeting(house, begins_at=BEGINS - timedelta(days=3)))
    done = context(client, house.secretary)["done"]
    assert [row["url"] for row in done] == [held.get_absolute_url()]


def test_a_member_sees_his_meetings_and_not_the_branch_s_duties(house, client):
    planned = general_meeting(house, opened=False)
    seen = context(client, user_of(house.people[5]))
    assert seen["pressing"] == []
    assert [(task.title, task.action) for task in seen["own"]] == [(planned.title, "签到")]


def test_before_the_sheet_is_open_leave_can_be_asked(house, client):
    planned = general_meeting(house, opened=False)
    Meeting.objects.filter(pk=planned.pk).update(roll_frozen_at=None)
    row = planned.attendances.get(person=house.people[5])
    task = context(client, user_of(house.people[5]))["own"][0]
    assert (task.action, task.url) == ("请假", reverse("meetings:ask_leave", args=[row.pk]))


def test_who_has_signed_has_nothing_more_to_do(house, client):
    planned = general_meeting(house)
    planned.attendances.filter(person=house.people[5]).update(signed_at=BEGINS, signed_by="own_phone")
    task = context(client, user_of(house.people[5]))["own"][0]
    assert (task.tone, task.text) == ("done", "会议室 · 已签到")


def test_the_superior_sees_what_waits_for_a_reply_and_who_is_behind(house, client):
    request = Submission.objects.create(
        organization=house.branch, recipient=house.branch.superior, purpose="approval", matter="general_meeting",
        title="关于召开大会的请示", sent_on=date(2026, 3, 12),
    )  # fmt: skip
    refresh(ON)
    seen = context(client, house.superior_officer)
    assert list(seen["waiting"]) == [request]
    assert [one.organization_id for one in seen["behind"]] == [house.branch.pk]


def test_an_account_without_a_post_or_a_branch_is_told_whom_to_ask(house, client):
    nobody = User.objects.create_user("nobody", name="无所属")
    client.force_login(nobody)
    assert "这个账号还没有所属的党组织" in client.get(reverse("desk:today")).content.decode()


def test_at_most_twenty_queries(house, client, django_assert_max_num_queries):
    for _ in range(3):
        general_meeting(house, opened=False)
    client.force_login(house.secretary)
    with django_assert_max_num_queries(20):
        client.get(reverse("desk:today"))
