"""After the order is frozen: letters in their order, a veto that came later, a list published a second time."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from points import actions
from points.documents import published_paper, settlement_paper
from points.models import Settlement
from rulebook.clock import standing_at
from rulebook.models import Act
from tests.factories.dues import noon
from tests.factories.points import MARCH, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 1, 1)
SETTLED, STUDIED, SENT = date(2026, 4, 5), date(2026, 4, 8), date(2026, 4, 9)


def settled(house) -> Settlement:
    for number, points in ((5, "40"), (6, "30"), (7, "20"), (8, "10")):
        house.booked(house.people[number], MARCH, points)
    return house.settled(QUARTER, SETTLED)


def veto(house, person, on) -> None:
    actions.record_veto(
        person, recognised_by="general_branch", dated_on=MARCH, number="总支〔2026〕9号", paper=scan(),
        by=house.registrar, at=noon(on),
    )  # fmt: skip


@pytest.mark.clause("39.4.4b")
@pytest.mark.parametrize(("sent_on", "allowed"), [(date(2026, 4, 7), False), (STUDIED, True)])
def test_pioneers_are_not_sent_up_before_the_committee_has_met(house, sent_on, allowed):
    settlement, decision = settled(house), house.decided(STUDIED)
    given = {
        "decision": decision, "chosen": [], "tie_reason": "", "sent_on": sent_on, "by": house.secretary,
        "at": noon(SENT),
    }  # fmt: skip
    if allowed:
        assert actions.propose_pioneers(settlement, **given).sent_on == STUDIED
    else:
        said = refusal(actions.propose_pioneers, settlement, **given)
        assert said == "报送日期不能早于支委会研究（2026-04-08）（第39篇 四（四））"


@pytest.mark.clause("39.3.3")
def test_a_veto_recorded_before_the_pioneers_are_sent_up_orders_the_quarter_anew(house):
    settlement, one = settled(house), house.people[5]
    assert settlement.places.get(person=one).proposed
    veto(house, one, STUDIED)
    place = settlement.places.get(person=one)
    assert (place.parts, place.rank, place.bar, place.proposed) == (0, None, "廉洁自律否决", False)
    assert settlement.places.filter(rank=1).exists()


@pytest.mark.clause("39.3.3")
@pytest.mark.parametrize(("number", "warned"), [(5, True), (8, False)])
def test_a_veto_recorded_after_they_were_sent_up_warns_of_a_pioneer(house, number, warned):
    settlement, one = settled(house), house.people[number]
    house.answer(house.propose(settlement, SENT), SENT)
    veto(house, one, SENT)
    actions.publish_pioneers(settlement, published_on=SENT, by=house.secretary, at=noon(SENT))
    act = Act.objects.filter(verb="points.publish_pioneers").get()
    said = [f"结算后登记了廉洁否决，请先与党总支商定：{one}"]
    assert act.passed == (said if warned else [])


@pytest.mark.clause("39.4.3")
def test_a_list_published_anew_says_why_the_month_was_opened_again(client, house):
    house.booked(house.people[5], MARCH, "2")
    house.closed(MARCH)
    month = house.by_registrar("publish_month", SETTLED, house.branch.point_months.get())
    actions.reopen_month(month, reason="3月31日系统停机", by=house.secretary, at=noon(STUDIED))
    house.close(MARCH, SENT)
    month.refresh_from_db()
    house.by_registrar("publish_month", SENT, month)
    client.force_login(house.user(6))
    with standing_at(noon(SENT)):
        page = client.get(month.get_absolute_url()).content.decode()
    assert "2026-04-08曾重新开放申报：3月31日系统停机" in page
    assert "曾重新开放申报" in PdfReader(BytesIO(published_paper(month))).pages[0].extract_text().replace("\n", "")


def test_a_recalled_letter_can_be_sent_again_from_the_page(client, house):
    settlement = settled(house)
    asked = house.propose(settlement, SENT)
    asked.recalled_on, asked.recall_reason = SENT, "人选有误"
    asked.save()
    client.force_login(house.secretary)
    with standing_at(noon(SENT)):
        page = client.get(settlement.get_absolute_url()).content.decode()
    assert f"/settlements/{settlement.pk}/propose_pioneers/" in page
    assert "已撤回" in page


@pytest.mark.parametrize("month", ["9999-12", "9999-11", "0001-01", "2026-13", "2026-00", "2026-3", "1899-12"])
def test_a_month_no_calendar_knows_is_not_found(client, house, month):
    client.force_login(house.registrar)
    assert client.get(f"/b/{house.branch.code}/points/{month}/").status_code == 404
    assert client.post(f"/b/{house.branch.code}/points/{month}/book_all/").status_code == 404


def test_the_name_of_the_title_is_not_broken_in_the_heading(house):
    lines = PdfReader(BytesIO(settlement_paper(settled(house)))).pages[0].extract_text().splitlines()
    assert "“网信先锋标兵”呈报表" in [line.strip() for line in lines]
