"""The ledger's pages: any year and day, cell → evidence, the next lawful step, the workbook."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Organization
from meetings.models import Meeting
from partybranch.desk.steps import Steps
from rulebook.ledger import assess
from rulebook.models import Act, Explanation, LedgerExport
from tests.factories import BranchFactory, committee_meeting, general_meeting, user_of
from tests.factories.meeting import BEGINS
from tests.rulebook.test_ledger import COMMITTEE, GENERAL, close

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def url(name: str, house: BranchFactory, *more: str) -> str:
    return reverse(f"desk:{name}", args=[house.branch.code, *more])


def page(client, house: BranchFactory, name: str = "ledger", *more: str, by=None, **query: object) -> str:
    client.force_login(by or house.secretary)
    return client.get(url(name, house, *more), query).content.decode()


def steps(house: BranchFactory, on: date) -> Steps:
    statuses = assess(Organization.objects.filter(pk=house.branch.pk), on, on.year)
    return Steps(house.branch, on, house.secretary, statuses)


def lapse_of(house: BranchFactory, duty: str, on: date, since: date):
    found = steps(house, on).statuses
    return next(status for status in found if status.duty.clause.id == duty and status.since == since)


def test_a_done_cell_leads_to_its_evidence(house, client):
    held = close(general_meeting(house))
    assert f'<a href="{held.get_absolute_url()}">3月20日</a>' in page(client, house, year=2026, on="2026-04-01")


def test_the_day_asked_for_decides(house, client):
    close(general_meeting(house))
    assert "3月20日</a>" not in page(client, house, year=2026, on="2026-03-19")


def test_a_member_is_not_led_to_a_committee_meeting_that_is_closed_to_him(house, client):
    held = close(committee_meeting(house))
    shown = page(client, house, by=user_of(house.people[5]), year=2026, on="2026-04-01")
    assert held.get_absolute_url() not in shown
    assert "20日</a>" in shown


@pytest.mark.clause("8.1.1a", "8.1.5a")
def test_after_a_missed_quarter_the_next_general_meeting_has_its_earliest_day(house):
    on = date(2026, 10, 1)
    told, begun = steps(house, on).after(lapse_of(house, GENERAL, on, date(2026, 7, 1)))
    assert told.text == "可写明原因，台账显示“缺漏已说明”，年度报告照列"
    assert begun.text == "尽早办理第四季度的党员大会，最早10月6日：须提前5天报上级"
    assert begun.url.startswith(reverse("meetings:plan_meeting", args=[house.branch.code]))


def test_where_this_month_is_done_the_next_one_is_named(house):
    close(committee_meeting(house, begins_at=BEGINS))
    on = date(2026, 3, 25)
    _, begun = steps(house, on).after(lapse_of(house, COMMITTEE, on, date(2026, 2, 1)))
    assert begun.text == "尽早办理4月的支委会会议"


def test_in_the_year_s_last_period_nothing_follows(house):
    on = date(2027, 1, 5)
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, 2026)
    last = next(status for status in found if status.since == date(2026, 12, 1))
    assert len(Steps(house.branch, on, house.secretary, found).after(last)) == 1


def test_the_form_of_the_next_meeting_is_filled_in(house, client):
    on = date(2026, 10, 1)
    _, begun = steps(house, on).after(lapse_of(house, GENERAL, on, date(2026, 7, 1)))
    client.force_login(house.secretary)
    form = client.get(begun.url).context["form"]
    assert (form["kind"].value(), form["title"].value()) == (Meeting.Kind.GENERAL, "2026年第四季度党员大会")


def test_who_may_not_explain_is_not_sent_to_the_form(house, client):
    shown = page(client, house, by=user_of(house.people[5]), year=2026, on="2026-04-01")
    assert "可写明原因" in shown
    assert "explain_lapse" not in shown


def test_a_duty_s_list_shows_all_its_evidence_and_what_was_explained(house, client):
    held = [close(committee_meeting(house, begins_at=BEGINS.replace(day=day))) for day in (5, 20)]
    Explanation.objects.create(
        organization=house.branch, duty=COMMITTEE, subject_id=house.branch.pk, since=date(2026, 1, 1), text="书记外出",
        written_on=date(2026, 2, 2),
    )  # fmt: skip
    shown = page(client, house, "duty", COMMITTEE, year=2026, on="2026-04-01")
    assert all(meeting.get_absolute_url() in shown for meeting in held)
    assert "书记外出" in shown


def test_an_unknown_duty_is_not_found(house, client):
    client.force_login(house.secretary)
    assert client.get(url("duty", house, "99.9")).status_code == 404


def test_another_branch_s_ledger_is_not_found(house, client):
    client.force_login(BranchFactory(members=1, committee=1).secretary)
    assert client.get(url("ledger", house)).status_code == 404


def test_the_queries_do_not_grow_with_the_year(house, client, django_assert_max_num_queries):
    for month in range(1, 13):
        close(committee_meeting(house, begins_at=datetime(2026, month, 9, 9, tzinfo=timezone.get_default_timezone())))
    page(client, house)
    with django_assert_max_num_queries(12):
        client.get(url("ledger", house), {"year": 2026, "on": "2026-12-31"})


def test_the_workbook_holds_every_status_as_text_and_its_leaving_is_an_act(house, client):
    close(general_meeting(house))
    client.force_login(house.secretary)
    answer = client.post(f"{url('ledger_workbook', house)}?year=2026&on=2026-04-01")
    sheet = load_workbook(BytesIO(answer.content))["逐项明细"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    expected = assess(Organization.objects.filter(pk=house.branch.pk), date(2026, 4, 1), 2026)
    assert len(rows) == len(expected) == LedgerExport.objects.get().rows
    assert ("党员大会", "第8篇 一（一）", "第一季度", "已完成") in [(*row[:2], *row[3:5]) for row in rows]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    assert Act.objects.filter(verb="rulebook.export_ledger").count() == 1


def test_a_plain_member_exports_nothing(house, client):
    client.force_login(user_of(house.people[5]))
    assert client.post(url("ledger_workbook", house)).status_code == 403
