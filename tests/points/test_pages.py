"""Pages of points: who reads what, at the price of a few queries however many entries there are."""

from datetime import date
from io import BytesIO

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from points.models import Entry
from rulebook.clock import standing_at
from tests.factories import user_of
from tests.factories.dues import noon
from tests.factories.points import MARCH, scan

pytestmark = pytest.mark.django_db
CLOSING = date(2026, 4, 4)
SETTLING = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def _in_april():
    with standing_at(noon(SETTLING)):
        yield


def page(client, user, path: str) -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def status(client, user, path: str) -> int:
    client.force_login(user)
    answer = client.get(path)
    request_finished.disconnect(close_old_connections)  # the test's own connection is not to end with the answer
    answer.close()
    request_finished.connect(close_old_connections)
    return answer.status_code


def test_everybody_reads_his_own_entries_and_the_committee_all(client, house):
    one = house.people[5]
    house.booked(one, MARCH, "2")
    path = f"/people/{one.pk}/points/"
    seen = {user: status(client, user, path) for user in (user_of(one), house.user(6), house.secretary)}
    assert list(seen.values()) == [200, 404, 200]


def test_an_activist_reads_his_own_and_the_published_list(client, house):
    user = user_of(house.activist)
    house.closed(MARCH)
    month = house.by_registrar("publish_month", CLOSING, house.branch.point_months.get())
    paths = ("/mine/points/", month.get_absolute_url(), f"/b/{house.branch.code}/points/")
    assert [status(client, user, path) for path in paths] == [302, 200, 200]


def test_an_address_is_opened_from_the_page_and_never_widens_it(client, house):
    link = f"https://example.cn/{'x' * 281}"
    entry = house.declare(
        "declare_article", house.people[5], CLOSING, title="文章", event_on=CLOSING, own_byline=True, link=link,
        proof=None,
    )  # fmt: skip
    of_month = page(client, house.registrar, f"/b/{house.branch.code}/points/2026-04/")
    assert f'<a href="{link}" rel="noreferrer">网址</a>' in of_month
    assert f"<code>{link}</code>" in page(client, house.registrar, entry.get_absolute_url())


def test_a_proof_is_served_to_who_sees_the_entry_alone(client, house):
    entry = house.declare(
        "declare_honour", house.people[5], CLOSING, level="national", title="先进", issuer="某部",
        event_on=CLOSING, regular=False, proof=scan("阿依古丽·买买提.pdf"),
    )  # fmt: skip
    path = f"/points/{entry.pk}/proof/"
    assert [status(client, user, path) for user in (entry.declared_by, house.user(6), house.registrar)] == [
        200,
        404,
        200,
    ]


def test_before_it_is_published_a_settlement_is_the_committees(client, house):
    house.booked(house.people[5], MARCH, "9")
    settlement = house.settled(date(2026, 1, 1), SETTLING)
    path = settlement.get_absolute_url()
    assert [status(client, user, path) for user in (house.user(7), house.secretary)] == [404, 200]


def test_a_member_reads_of_a_published_quarter_only_the_pioneers(client, house):
    for one, points in zip(house.people[4:8], ("9", "8", "7", "6"), strict=True):
        house.booked(one, MARCH, points)
    settlement = house.settled(date(2026, 1, 1), SETTLING)
    house.answer(house.propose(settlement, SETTLING), SETTLING)
    settlement.refresh_from_db()
    settlement.published_on = SETTLING
    settlement.save()
    text = page(client, house.user(8), settlement.get_absolute_url())
    assert [one.name in text for one in house.people[4:8]] == [True, True, True, False]


def test_the_published_list_keeps_the_facts_behind_a_veto_to_itself(client, house):
    house.booked(house.people[5], MARCH, "9")
    house.closed(MARCH)
    month = house.by_registrar("publish_month", CLOSING, house.branch.point_months.get())
    text = page(client, house.user(7), month.get_absolute_url())
    assert "9.00" in text
    assert "廉洁" not in text


def test_one_press_declares_all_that_is_on_record(client, house):
    one = house.people[5]
    for day in (2, 9):
        house.signed("study", date(2026, 4, day), one)
    client.force_login(user_of(one))
    client.post(f"/people/{one.pk}/points/declare_all/")
    assert list(Entry.objects.values_list("code", "state")) == [("A1.2", "declared")] * 2


def test_one_press_books_all_but_the_registrars_own(client, house):
    for number in (2, 5):
        house.declare("declare_attendance", house.signed("study", CLOSING, house.people[number]), CLOSING)
    client.force_login(house.registrar)
    answer = client.post(f"/b/{house.branch.code}/points/2026-04/book_all/", follow=True)
    assert dict(Entry.objects.values_list("person", "state")) == {
        house.people[2].pk: "declared",
        house.people[5].pk: "booked",
    }
    assert "不得登记本人的积分" in answer.content.decode()


def text_of(client, user, path: str) -> str:
    client.force_login(user)
    pages = PdfReader(BytesIO(client.get(path).content)).pages
    return "".join("".join(sheet.extract_text().split()) for sheet in pages)


def test_the_published_list_is_printed_with_a_place_for_the_seal(client, house):
    house.booked(house.people[5], MARCH, "12.345")
    house.closed(MARCH)
    month = house.by_registrar("publish_month", CLOSING, house.branch.point_months.get())
    text = text_of(client, house.user(7), f"/point_months/{month.pk}/paper/")
    assert f"{house.people[5].name}12.3512.35" in text
    assert "（盖章）" in text


def price(client, user, path: str) -> int:
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["", "2026-04/", "works/", "scheme/"])
def test_the_pages_cost_the_same_with_one_entry_and_with_fifty(client, house, path):
    address = f"/b/{house.branch.code}/points/{path}"
    house.plan(date(2026, 4, 1), [house.people[5]])
    house.booked(house.people[5], CLOSING, "1")
    house.declare("declare_attendance", house.signed("study", CLOSING, house.people[6]), CLOSING)
    with_one = price(client, house.registrar, address)
    for number in range(50):
        house.booked(house.people[number % 10], CLOSING, "1")
        house.plan(date(2026, 4, 1), [house.people[number % 10]])
    house.declare("declare_attendance", house.signed("study", SETTLING, house.people[7]), SETTLING)
    assert price(client, house.registrar, address) == with_one
    assert with_one <= 20


def test_ones_own_page_costs_the_same_with_one_entry_and_with_fifty(client, house):
    one = house.people[5]
    house.booked(one, CLOSING, "1")
    house.signed("study", CLOSING, one)
    path, user = f"/people/{one.pk}/points/", user_of(one)
    with_one = price(client, user, path)
    for number in range(50):
        house.booked(one, date(2026, 1 + number % 4, 3), "1")
    house.signed("study", SETTLING, one)
    assert price(client, user, path) == with_one
    assert with_one <= 24


def test_the_committee_is_led_from_the_board_to_what_was_written_and_a_member_is_not(client, house):
    board, works = (f"/b/{house.branch.code}/{folder}/" for folder in ("honours", "written_works"))
    seen = [works in page(client, user, board) for user in (house.secretary, house.user(7))]
    assert seen == [True, False]
