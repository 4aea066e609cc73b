"""我的: what he still owes, his year, what is recorded about him, who looked; and nothing of anybody else's."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from dues.models import MonthDue
from meetings.models import Meeting
from members import actions
from members.models import GroupMembership, RightsSuspension
from recruitment.actions import export_papers
from rulebook.clock import standing_at
from tests.factories import BranchFactory, committee_meeting, general_meeting, user_of
from tests.factories.activity import make_up
from tests.factories.branch import organization, person
from tests.factories.correction import TEXT, correction_of
from tests.factories.recruit import Way
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
QUERIES = 20 + 3  # the page itself, and the sections that other apps add to it
NOW = datetime(2026, 6, 10, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def today():
    with standing_at(NOW):
        yield


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8, committee=5)


@pytest.fixture
def member(house):
    user_of(house.people[7])
    return house.people[7]


def mine(client, one):
    client.force_login(user_of(one))
    return client.get(reverse("desk:mine"))


def owe(one, month: int, *, paid: bool, year: int = 2026, amount: int = 7500) -> MonthDue:
    return MonthDue.objects.create(
        person=one, organization=one.organization, month=date(year, month, 1), amount=amount,
        paid=amount if paid else 0, due_on=date(year, month, 15), settled_on=date(year, month, 12) if paid else None,
    )  # fmt: skip


def held(house, one, number: int = 0, *, came: bool | None = None, leave: bool | None = None) -> Meeting:
    begins = NOW - timedelta(days=20 + number)
    meeting = close(general_meeting(house, begins_at=begins))
    signed = {"signed_at": begins, "signed_by": "paper"} if came else {"signed_at": None, "signed_by": ""}
    meeting.attendances.filter(person=one).update(leave_granted=leave, **signed)
    return meeting


def part(shown, template: str) -> dict:
    sections = [*shown.context["parts"], *shown.context["sections"]]
    return next(section.shown for section in sections if section.template == template)


@pytest.mark.parametrize(
    ("month", "paid", "state"),
    [(5, True, "done"), (5, False, "late"), (6, True, "done"), (6, False, "due")],
)
def test_a_month_of_dues_is_paid_late_or_still_to_pay(client, member, month, paid, state):
    owe(member, month, paid=paid)
    months = part(mine(client, member), "desk/_dues_of_year.html")["months"]
    assert [row.tone for row in months] == ["none"] * (month - 1) + [state] + ["none"] * (12 - month)


@pytest.mark.parametrize(("day", "state"), [(14, "due"), (15, "due"), (16, "late")])
def test_a_month_is_late_on_the_day_after_the_fifteenth(client, member, day, state):
    owe(member, 6, paid=False)
    with standing_at(NOW.replace(day=day)):
        months = part(mine(client, member), "desk/_dues_of_year.html")["months"]
    assert months[5].tone == state


def test_what_he_still_owes_stands_first_with_the_late_before_the_rest(client, house, member):
    general_meeting(house, opened=False, begins_at=NOW + timedelta(days=8))
    owe(member, 12, paid=False, year=2025)
    assert [(task.tone, task.title) for task in mine(client, member).context["tasks"]] == [
        ("late", "交纳党费"),
        ("soon", "测试党员大会"),
    ]


@pytest.mark.parametrize(("day", "tone"), [(3, "due"), (4, "due"), (5, "late")])
def test_a_study_to_make_up_is_late_on_the_day_after_its_day(client, house, member, day, tone):
    row = make_up(house, member, due_on=date(2026, 4, 4))
    with standing_at(NOW.replace(month=4, day=day)):
        tasks = mine(client, member).context["tasks"]
    assert [(task.tone, task.above, task.url) for task in tasks] == [(tone, "补课", row.get_absolute_url())]


def test_who_owes_nothing_is_told_so(client, member):
    assert "眼下没有要办的事" in mine(client, member).content.decode()


def test_the_meetings_of_the_year_stand_with_their_links_and_how_it_went(client, house, member):
    meetings = [
        held(house, member, 1, came=True),
        held(house, member, 2, leave=True),
        held(house, member, 3, leave=False),
        held(house, member, 4),
    ]
    shown = part(mine(client, member), "meetings/_attendance_of_year.html")
    assert [(row.row.meeting, row.label) for row in shown["meetings"]] == list(
        zip(meetings, ("到会", "请假", "缺席", "缺席"), strict=True)
    )
    assert shown["lines"] == [{"kind": "党员大会", "expected": 4, "present": 1, "excused": 1, "absent": 2}]


def test_a_meeting_of_another_year_does_not_count(client, house, member):
    close(general_meeting(house, begins_at=NOW.replace(year=2025, month=12)))
    assert part(mine(client, member), "meetings/_attendance_of_year.html")["meetings"] == []


def test_what_is_recorded_about_him_names_who_did_it(client, house, member):
    group = organization("party_group", house.branch, short_name="第一党小组")
    GroupMembership.objects.create(person=member, group=group, since=date(2026, 1, 5))
    RightsSuspension.objects.create(person=member, since=date(2024, 1, 5), until=date(2025, 1, 5), basis="处分决定")
    actions.declare_relative(member, kin=house.people[6], relation="兄妹", by=user_of(member), at=NOW)
    shown = mine(client, member)
    html = shown.content.decode()
    assert [event.text for event in shown.context["acts"]] == [f"{member.name}办理"]
    for words in ("第一党小组", "停止党员权利", "兄妹", "密存的资料"):
        assert words in html


def test_an_export_of_his_papers_is_a_look_at_him(client, house):
    way = Way(house)
    himself = user_of(way.person)
    export_papers(way.recruit, with_review=False, by=house.secretary, at=NOW)
    client.force_login(himself)
    shown = client.get(reverse("desk:mine"))
    assert [(look.who, look.what) for look in shown.context["looks"]] == [(house.secretary.name, "导出入党材料包")]
    assert "导出入党材料包" in client.get(reverse("desk:looks")).content.decode()


def test_an_export_of_another_s_papers_is_none(client, house, member):
    export_papers(Way(house).recruit, with_review=False, by=house.secretary, at=NOW)
    assert mine(client, member).context["looks"] == []


def test_his_requests_stand_with_what_came_of_them_and_a_link_to_ask(client, house, member):
    request = correction_of(member, NOW)
    shown = mine(client, member)
    assert [line["request"] for line in shown.context["requests"]] == [request]
    html = shown.content.decode()
    assert f"{reverse('members:request_correction', args=[member.pk])}?topic=dues" in html
    assert TEXT not in html


def test_somebody_under_way_has_his_page_without_dues(client, house):
    activist = person(house.branch, "秦朗", admitted_on=None, full_on=None, activist_on=date(2025, 7, 1))
    shown = mine(client, activist)
    assert [part.template for part in shown.context["parts"]] == ["desk/_points_of_quarter.html"]
    assert shown.context["may_ask"]
    assert "政治审查材料" in shown.content.decode()


def test_the_page_of_today_calls_the_answerer_first_and_names_nobody(client, house, member):
    correction_of(member, NOW - timedelta(days=11))
    correction_of(member, NOW, about="学历")
    client.force_login(house.secretary)
    shown = client.get(reverse("desk:today"))
    assert [(task.tone, task.above, task.below) for task in shown.context["answers"]] == [
        ("late", "逾期", "1 天"),
        ("due", "还剩", "10 天"),
    ]
    assert member.name not in "".join(task.title + task.text for task in shown.context["answers"])
    client.force_login(user_of(member))
    assert client.get(reverse("desk:today")).context["answers"] == []


def text_of(answer) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_sheet_says_the_same_on_paper_and_no_full_number(client, house):
    one = person(house.branch, "阿依古丽·买买提", identity_tail="1115", department="综合科")
    owe(one, 5, paid=True)
    held(house, one, came=True)
    client.force_login(user_of(one))
    answer = client.get(reverse("desk:own_sheet"))
    text = "".join(text_of(answer).split())
    assert answer["Content-Type"] == "application/pdf"
    for words in ("本人情况一览", "阿依古丽·买买提", "尾号1115", "2010年7月1日", "综合科", "已交75.00元", "5月已交"):
        assert words in text


def test_the_sheet_is_one_s_own_alone(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", name="无所属"))
    assert client.get(reverse("desk:own_sheet")).status_code == 404


def fill(house, one, places: range) -> None:
    for place in places:
        held(house, one, place, came=True)
        correction_of(one, NOW, about=f"第{place}项")
        actions.open_sensitive(one, by=house.secretary, at=NOW)


def price(client, one) -> int:
    mine(client, one)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("desk:mine"))
    return len(queries)


def test_the_page_costs_the_same_few_queries_with_one_meeting_and_with_sixty(client, house, member):
    actions.export_roster(
        house.branch, filter="", people=[member.pk], sensitive=True, reason="报表", by=house.secretary, at=NOW
    )
    committee_meeting(house, begins_at=NOW + timedelta(days=3))
    for month in range(1, 7):
        owe(member, month, paid=month < 4)
    fill(house, member, range(1))
    with_one = price(client, member)
    fill(house, member, range(1, 60))
    assert price(client, member) == with_one
    assert with_one <= QUERIES


def test_somebody_under_way_costs_what_his_steps_are_read_from_besides(client, house):
    way = Way(house).to_activist()
    assert price(client, way.person) <= QUERIES + 5
