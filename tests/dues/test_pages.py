"""The pages of dues by role: who sees sums, who sees progress, who sees nothing; queries constant in N."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dues.models import MonthClose, Spending
from members.posts import Post
from rulebook.clock import standing_at
from tests.factories.branch import holding, person, user_of
from tests.factories.dues import DuesHouse, dues_rows, noon

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def march(house):
    house.open(MARCH)
    house.pay(house.people[3], 9000, date(2026, 3, 5))
    with standing_at(noon(date(2026, 3, 20))):
        yield house


def page(client, user, address) -> tuple[int, str]:
    client.force_login(user)
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def test_the_keeper_sees_sums_and_the_committee_progress(client, march):
    address = f"/b/{march.branch.code}/dues/2026-03/"
    assert "90.00" in page(client, march.keeper, address)[1]
    status, text = page(client, march.secretary, address)
    assert (status, "90.00" in text, "逾期" in text) == (200, False, True)
    assert page(client, user_of(march.people[9]), address)[0] == 404


def test_a_member_reads_his_own_dues_with_their_arithmetic_and_nobody_elses(client, march):
    own = user_of(march.people[3])
    status, text = page(client, own, f"/people/{march.people[3].pk}/dues/")
    assert (status, "6,000.00 × 1.5% = 90.00元" in text, "2026-03-05交清" in text) == (200, True, True)
    assert page(client, own, f"/people/{march.people[4].pk}/dues/")[0] == 404
    assert page(client, march.secretary, f"/people/{march.people[3].pk}/dues/")[0] == 404


def test_the_commissioner_reads_no_salary_where_another_keeps(client, march):
    assert page(client, user_of(march.people[1]), f"/people/{march.people[3].pk}/dues/")[0] == 404


def test_the_superior_reads_the_accounts_and_no_member(client, march):
    assert page(client, march.superior_officer, f"/b/{march.branch.code}/dues/accounts/")[0] == 200
    assert page(client, march.superior_officer, f"/b/{march.branch.code}/dues/2026-03/")[0] == 404


@pytest.mark.parametrize("name", ["", "rates/", "receipts/", "accounts/", "spendings/", "2026-03/", "2026-04/"])
def test_every_page_opens_for_the_keeper(client, march, name):
    assert page(client, march.keeper, f"/b/{march.branch.code}/dues/{name}")[0] == 200


@pytest.mark.parametrize("name", ["assessment_form/", "2026-03/sheet/"])
def test_the_papers_print_for_the_keeper_alone(client, march, name):
    client.force_login(march.keeper)
    assert client.get(f"/b/{march.branch.code}/dues/{name}").content[:5] == b"%PDF-"
    assert page(client, march.secretary, f"/b/{march.branch.code}/dues/{name}")[0] == 404


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-3", "0000-01"])
def test_a_month_that_is_none_is_not_found(client, march, month):
    assert page(client, march.keeper, f"/b/{march.branch.code}/dues/{month}/")[0] == 404


@pytest.mark.parametrize("year", ["²⁰²⁶", "0", "99999", "x", ""])
def test_a_year_that_is_none_is_this_one(client, march, year):
    client.force_login(march.keeper)
    answer = client.get(f"/b/{march.branch.code}/dues/accounts/", {"year": year})
    assert (answer.status_code, answer.context["year"]) == (200, 2026)


@pytest.mark.parametrize(("year", "shown"), [("2025", 2025), ("2024", 2026), ("2027", 2026), ("x", 2026), ("", 2026)])
def test_the_months_of_a_year_that_was_kept_here(client, march, year, shown):
    MonthClose.objects.create(organization=march.branch, month=date(2025, 11, 1))
    client.force_login(march.secretary)
    answer = client.get(f"/b/{march.branch.code}/dues/", {"year": year})
    assert (answer.context["years_kept"], answer.context["year"]) == ([2026, 2025], shown)
    assert [row.month.month for row in answer.context["months"] if row.opened] == ([11] if shown == 2025 else [3])
    assert 'href="?year=2025"' in answer.content.decode()


@pytest.mark.parametrize(
    ("month", "on", "offered"),
    [
        ("2026-03", date(2026, 3, 31), {"open_month"}),
        ("2026-03", date(2026, 4, 1), {"open_month", "close_month"}),
        ("2026-02", date(2026, 3, 31), {"open_month"}),
        ("2026-04", date(2026, 3, 31), set()),
    ],
)
def test_the_page_of_a_month_leads_to_its_opening_and_its_close(client, house, month, on, offered):
    house.open(MARCH)
    address = f"/b/{house.branch.code}/dues/"
    with standing_at(noon(on)):
        text = page(client, house.keeper, f"{address}{month}/")[1]
        of_secretary = page(client, house.secretary, f"{address}{month}/")[1]
        filled = client.get(f"{address}open_month/", {"month": month}).content.decode()
    verbs = ("open_month", "close_month")
    assert {verb for verb in verbs if f"{address}{verb}/?month={month}" in text} == offered
    assert [verb for verb in verbs if verb in of_secretary] == []
    assert f'value="{month}"' in filled


def test_the_page_of_a_closed_month_offers_neither(client, march):
    march.by_keeper("close_month", date(2026, 4, 1), month=MARCH)
    text = page(client, march.keeper, f"/b/{march.branch.code}/dues/2026-03/")[1]
    assert ("open_month" in text, "close_month" in text) == (False, False)


def test_a_reader_of_spending_finds_no_link_that_leads_nowhere(client, house):
    spending = Spending.objects.get(pk=dues_rows(house, house.people[4], house.keeper)["spendings"])
    for user, sees in ((house.secretary, True), (house.superior_officer, False), (house.keeper, False)):
        assert (spending.decision.get_absolute_url() in page(client, user, spending.get_absolute_url())[1]) is sees


@pytest.mark.clause("DF.0")
def test_the_basis_stands_on_the_page(client, march):
    assert "中组发〔2008〕3号" in page(client, user_of(march.people[9]), f"/b/{march.branch.code}/dues/")[1]


@pytest.mark.parametrize("name", ["", "2026-03/", "accounts/", "rates/", "receipts/", "spendings/"])
def test_the_price_of_a_page_does_not_grow_with_the_branch(client, name):
    counted = []
    for members in (9, 60):
        house = DuesHouse(members=members).ready()
        house.open(MARCH)
        address = f"/b/{house.branch.code}/dues/{name}"
        with standing_at(noon(date(2026, 3, 20))):
            page(client, house.keeper, address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 20


def test_a_designated_keeper_may_be_no_member_of_the_committee(house):
    outsider = holding(person(house.branch, "管理员"), house.branch, Post.DUES_KEEPER)
    assert user_of(outsider).has_perm("dues.record_payment", house.branch)


POSTED = {
    "enter_rates": {"since": "2026-04", "basis": "通知", "rounding": "half_up"},
    "assess_base": {"kind": "paid", "base": "8000", "since": "2026-04", "basis": "工资单"},
    "report_bases": {"reported_on": "2026-03-20"},
    "open_month": {"month": "2026-03"},
    "close_month": {"month": "2026-02"},
    "correct_month": {"month": "2026-03", "amount": "1", "reason": "差额"},
    "record_payment": {"paid_on": "2026-03-20", "amount": "90", "channel": "app", "bank_number": "L9"},
    "register_book": {"first": 1, "last": 3, "issuer": "机关党委", "issued_on": "2026-03-20"},
    "hand_over": {"month": "2026-03", "amount": "1", "handed_on": "2026-03-20", "receipt_number": "1"},
    "receive_allotment": {"amount": "1", "received_on": "2026-03-20", "document": "通知"},
    "publish_year": {"year": 2025, "published_on": "2026-03-20", "place": "公开栏"},
    "announce_collection": {
        "since": "2026-01-01", "last_day": "2026-03-19", "announced_on": "2026-03-20", "place": "大会",
    },
}  # fmt: skip


@pytest.mark.parametrize("verb", POSTED)
def test_every_form_leads_to_the_page_that_shows_what_is_different(client, march, verb):
    march.open(date(2026, 2, 1), date(2026, 3, 20))
    client.force_login(march.keeper)
    address = f"/b/{march.branch.code}/dues/{verb}/"
    fields = client.get(address).context["form"].fields.items()
    asked = {name: field.initial for name, field in fields if field.initial is not None and not callable(field.initial)}
    answer = client.post(address, {**asked, "person": march.people[4].pk, **POSTED[verb]})
    assert answer.status_code == 302, answer.context["form"].errors or answer.context["refused"]
    assert client.get(answer.url).status_code == 200
