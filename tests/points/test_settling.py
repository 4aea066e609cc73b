"""Months published, quarters settled, pioneers proposed, approved and made known."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Organization
from members.models import Person
from members.posts import Post
from points import actions
from points.models import Disqualification, Place
from points.reckoning import Candidate, month_totals, placed, quarter_totals
from points.scheme import quarter_of
from rulebook.kernel import DUTIES
from rulebook.ledger import DutyState, assess
from rulebook.models import Choice
from tests.factories.branch import holding
from tests.factories.dues import noon
from tests.factories.points import MARCH, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
JANUARY, APRIL, MAY, JUNE, JULY = (date(2026, month, 1) for month in (1, 4, 5, 6, 7))
SETTLING = date(2026, 4, 10)
CLOSING = date(2026, 4, 4)


def candidate(id: int, points: str, bar: str = "", standing: str = "full") -> Candidate:
    return Candidate(id, standing, int(Decimal(points) * 100_000), bar)


def outcome(places: list[Place]) -> list[tuple[int, int | None, bool, bool]]:
    return [(place.person_id, place.rank, place.proposed, place.tied) for place in places]


@pytest.mark.clause("39.4.3")
def test_the_published_list_says_name_month_and_quarter(house):
    one = house.people[5]
    house.booked(one, date(2026, 2, 10), "3")
    house.booked(one, date(2026, 3, 10), "2")
    month = house.by_registrar("publish_month", CLOSING, house.close(MARCH, CLOSING))
    line = month.lines.get(person=one)
    assert (line.month_parts, line.quarter_parts) == (200_000, 500_000)
    assert set(month.lines.values_list("person", flat=True)) == {
        *(member.pk for member in house.people), house.activist.pk, house.candidate.pk, house.probationary.pk,
    }  # fmt: skip


@pytest.mark.clause("39.4.3")
def test_an_open_month_is_not_published_and_a_second_time_only_with_a_note(house):
    month = house.close(MARCH, CLOSING)
    house.by_registrar("publish_month", CLOSING, month)
    assert "已于2026-04-04公布" in refusal(house.by_registrar, "publish_month", CLOSING, month)
    entry = house.booked(house.people[5], date(2026, 3, 10), "2")
    corrected = house.by_registrar("correct_publication", SETTLING, month, correction="补登3月10日荣誉")
    assert corrected.lines.get(person=entry.person).month_parts == 200_000


def test_only_deductions_are_published_as_they_are(house):
    """Vector 10: −2.00, not 0."""
    house.booked(house.people[5], date(2026, 3, 10), "-2")
    month = house.by_registrar("publish_month", CLOSING, house.close(MARCH, CLOSING))
    assert month.lines.get(person=house.people[5]).month_parts == -200_000


@pytest.mark.clause("39.4.3")
@pytest.mark.parametrize(("on", "state"), [(date(2026, 3, 31), DutyState.DUE), (date(2026, 4, 1), DutyState.MISSED)])
def test_a_month_not_published_when_the_next_has_ended_is_overdue(house, on, state):
    house.closed(date(2026, 2, 1))
    statuses = assess(Organization.objects.filter(pk=house.branch.pk), on, 2026, [DUTIES["39.4.3"]])
    assert [status.state for status in statuses if status.since == MARCH] == [state]


@pytest.mark.clause("39.4.2.2b")
def test_a_quarter_starts_at_zero(house):
    one = house.people[5]
    house.booked(one, date(2026, 3, 31), "7")
    house.booked(one, APRIL, "1")
    assert quarter_totals(house.branch, quarter_of(APRIL), JUNE) == {one.pk: 100_000}


@pytest.mark.clause("39.4.2.2b")
def test_the_first_quarter_has_february_and_march(house):
    house.closed(date(2021, 2, 1), date(2021, 3, 1))
    assert house.by_registrar("settle_quarter", date(2021, 4, 10), quarter=date(2021, 1, 1)).pk


@pytest.mark.clause("39.4.2.2b")
def test_every_month_is_closed_before_the_quarter_is_settled(house):
    house.closed(JANUARY, date(2026, 2, 1))
    said = refusal(house.by_registrar, "settle_quarter", SETTLING, quarter=JANUARY)
    assert said == "还没有关账：2026年3月（第39篇 四（二）2）"


@pytest.mark.clause("39.4.2.2b")
def test_nothing_is_added_to_a_settled_quarter(house):
    attendance = house.signed("study", date(2026, 3, 12), house.people[5])
    house.settled(JANUARY, SETTLING)
    said = refusal(house.declare, "declare_attendance", attendance, SETTLING)
    assert "本季度积分已结算（第39篇 四（二）2）" in said


def test_a_waiting_claim_is_judged_before_the_settlement(house):
    house.declare(
        "declare_attendance", house.signed("study", date(2026, 3, 12), house.people[5]), MARCH.replace(day=12)
    )
    assert "还有1项申报没有登记" in refusal(house.settled, JANUARY, SETTLING)


@pytest.mark.clause("39.4.4a")
def test_the_activist_with_the_most_takes_no_place_and_a_tie_at_the_cut_waits(house):
    """Vector 8: activist 50; full 40, 38, 35, 35; probationary 39."""
    house.booked(house.activist, MARCH, "50")
    house.booked(house.probationary, MARCH, "39")
    for one, points in zip(house.people, ("40", "38", "35", "35"), strict=False):
        house.booked(one, MARCH, points)
    places = house.settled(JANUARY, SETTLING).places
    assert list(places.filter(proposed=True).values_list("person", "rank")) == [
        (house.people[0].pk, 1), (house.people[1].pk, 2),
    ]  # fmt: skip
    assert set(places.filter(tied=True).values_list("person", "rank")) == {
        (house.people[2].pk, 3), (house.people[3].pk, 3),
    }  # fmt: skip
    assert places.get(person=house.activist).bar == "入党积极分子不参加评选"


def test_the_exact_value_ranks_not_what_is_shown():
    """Vector 9: 12.34, 12.338, 12.3; the first two look alike and are no tie."""
    places = placed([candidate(1, "12.338"), candidate(2, "12.3"), candidate(3, "12.34")])
    assert outcome(places) == [(3, 1, True, False), (1, 2, True, False), (2, 3, True, False)]


@pytest.mark.parametrize(
    ("points", "ranks", "proposed", "tied"),
    [
        ([], [], 0, 0),
        (["5"], [1], 1, 0),
        (["5", "4"], [1, 2], 2, 0),
        (["5", "5", "5"], [1, 1, 1], 3, 0),
        (["5", "5", "5", "5"], [1, 1, 1, 1], 0, 4),
        (["9", "5", "5", "5"], [1, 2, 2, 2], 1, 3),
        (["9", "8", "5", "5", "5"], [1, 2, 3, 3, 3], 2, 3),
        (["9", "9", "5", "4"], [1, 1, 3, 4], 3, 0),
    ],
)
def test_places_with_ties(points, ranks, proposed, tied):
    places = placed([candidate(number, value) for number, value in enumerate(points, start=1)])
    assert [place.rank for place in places] == ranks
    assert (sum(place.proposed for place in places), sum(place.tied for place in places)) == (proposed, tied)


def test_nobody_with_nothing_is_chosen(house):
    house.booked(house.people[0], MARCH, "0")
    house.booked(house.people[1], MARCH, "-1")
    settlement = house.settled(JANUARY, SETTLING)
    assert not settlement.places.filter(rank__isnull=False).exists()
    assert "本季度没有符合条件的人选" in refusal(house.propose, settlement, SETTLING)


def veto(house, one, on, recorded=None, **given):
    stated = {"recognised_by": "general_branch", "number": "总支〔2026〕9号", "paper": scan(), **given}
    return actions.record_veto(
        Person.objects.get(pk=one.pk), dated_on=on, by=house.registrar, at=noon(recorded or on), **stated
    )


@pytest.mark.clause("39.3.3")
def test_a_veto_zeroes_its_quarter_and_leaves_the_next_alone(house):
    """Vector 7: recognised on 20 May; June's entry is booked, the quarter stays 0."""
    one = house.people[5]
    house.booked(one, date(2026, 4, 10), "31.5")
    veto(house, one, date(2026, 5, 20))
    house.booked(one, date(2026, 6, 10), "1")
    house.booked(one, JULY, "2")
    place = house.settled(APRIL, date(2026, 7, 10)).places.get(person=one)
    assert (place.parts, place.rank, place.bar) == (0, None, "廉洁自律否决")
    assert month_totals(house.branch, JUNE) == {one.pk: 100_000}
    assert quarter_totals(house.branch, quarter_of(JULY), date(2026, 8, 1)) == {one.pk: 200_000}


@pytest.mark.clause("39.3.3")
def test_without_the_general_branchs_document_there_is_no_veto(house):
    for given in ({"recognised_by": "other"}, {"number": " "}):
        said = refusal(veto, house, house.people[5], date(2026, 5, 20), **given)
        assert said == "须经党总支认定（第39篇 三（三））"


def test_the_wider_reading_zeroes_the_whole_year(house):
    Choice.objects.create(
        organization=house.branch, name="points_veto_scope", value="year", since=JANUARY, reason="支委会决定"
    )
    house.booked(house.people[5], JULY, "2")
    veto(house, house.people[5], date(2026, 5, 20))
    assert quarter_totals(house.branch, quarter_of(JULY), date(2026, 8, 1)) == {house.people[5].pk: 0}


def settled_of(house, quarter: date, on: date) -> str:
    return house.settled(quarter, on).places.get(person=house.people[5]).bar


@pytest.mark.clause("31.4b")
def test_held_liable_in_march_he_is_ranked_again_in_the_next_year(house):
    """Vector 12: neither the first quarter, settled after the decision, nor the fourth, settled in January."""
    one = house.people[5]
    for year, month in ((2026, 2), (2026, 5), (2026, 8), (2026, 11), (2027, 2)):
        house.booked(one, date(year, month, 10), "9")
    actions.record_disqualification(
        one, dated_on=date(2026, 3, 20), number="〔2026〕5号", by=house.secretary, at=noon(date(2026, 3, 25))
    )
    barred = "因党务公开责任追究，本年度评优评奖资格已取消"
    bars = [
        settled_of(house, JANUARY, SETTLING),
        settled_of(house, APRIL, date(2026, 7, 10)),
        settled_of(house, JULY, date(2026, 10, 10)),
        settled_of(house, date(2026, 10, 1), date(2027, 1, 10)),
        settled_of(house, date(2027, 1, 1), date(2027, 4, 10)),
    ]
    assert bars == [barred] * 4 + [""]


@pytest.mark.clause("31.4b")
def test_a_quarter_settled_before_the_decision_stands(house):
    house.booked(house.people[5], MARCH, "9")
    assert settled_of(house, JANUARY, SETTLING) == ""
    Disqualification.objects.create(
        organization=house.branch, person=house.people[5], decided_on=MAY, number="1", recorded_on=MAY
    )
    house.booked(house.people[5], MAY, "9")
    assert settled_of(house, APRIL, date(2026, 7, 10)).startswith("因党务公开责任追究")


def test_who_becomes_a_full_member_is_chosen_from_that_quarter_on(house):
    """Vector 13: full member on 15 April 2026: eligible in the second quarter, not in the first."""
    one = house.probationary
    Person.objects.filter(pk=one.pk).update(full_on=date(2026, 4, 15))
    house.booked(one, MARCH, "9")
    house.booked(one, date(2026, 4, 10), "9")
    first = house.settled(JANUARY, SETTLING).places.get(person=one)
    second = house.settled(APRIL, date(2026, 7, 10)).places.get(person=one)
    assert (first.bar, second.rank) == ("预备党员不参加评选", 1)


def with_tie(house):
    for one, points in zip(house.people, ("40", "38", "35", "35"), strict=False):
        house.booked(one, MARCH, points)
    return house.settled(JANUARY, SETTLING)


@pytest.mark.clause("39.4.4a")
def test_the_committee_decides_a_tie_with_its_reason(house):
    settlement = with_tie(house)
    said = refusal(house.propose, settlement, SETTLING)
    assert said == "第三名有2人并列，由支委会决定并写明理由（第39篇 四（四））"
    house.propose(settlement, SETTLING, chosen=[house.people[3]], tie_reason="本季度承担专项多")
    chosen = set(settlement.places.filter(proposed=True).values_list("person", flat=True))
    assert chosen == {house.people[number].pk for number in (0, 1, 3)}


@pytest.mark.clause("39.4.4a")
@pytest.mark.parametrize(("who", "sentence"), [("activist", "须为正式党员"), ("probationary", "须为正式党员")])
def test_nobody_but_a_full_member_is_put_forward(house, who, sentence):
    house.booked(getattr(house, who), MARCH, "90")
    settlement = with_tie(house)
    chosen = [getattr(house, who)]
    assert sentence in refusal(house.propose, settlement, SETTLING, chosen=chosen, tie_reason="好")


@pytest.mark.clause("39.4.4b")
def test_the_committee_studies_before_the_general_branch_is_asked(house):
    house.booked(house.people[0], MARCH, "9")
    settlement = house.settled(JANUARY, SETTLING)
    assert "标兵由支部拟定，须经支委会研究" in refusal(house.propose, settlement, SETTLING, decision=None)
    early = house.decided(date(2026, 4, 9))
    assert "早于结算" in refusal(house.propose, settlement, SETTLING, decision=early)


@pytest.mark.clause("39.4.4b", "22.1")
def test_pioneers_are_made_known_once_the_general_branch_has_approved(house):
    house.booked(house.people[0], MARCH, "9")
    settlement = house.settled(JANUARY, SETTLING)
    submission = house.propose(settlement, SETTLING)

    def publish(on: date):
        return actions.publish_pioneers(settlement, published_on=on, by=house.secretary, at=noon(on))

    assert refusal(publish, date(2026, 4, 15)) == "须经党总支审批后公布（第39篇 四（四）、第22篇 一）"
    house.answer(submission, date(2026, 4, 16))
    assert "公示不能早于党总支批准" in refusal(publish, date(2026, 4, 15))
    assert publish(date(2026, 4, 16)).published_on == date(2026, 4, 16)


def test_what_the_general_branch_returns_can_be_proposed_again(house):
    settlement = with_tie(house)
    house.answer(
        house.propose(settlement, SETTLING, chosen=[house.people[2]], tie_reason="甲"), date(2026, 4, 12), "refused"
    )
    house.propose(settlement, date(2026, 4, 13), chosen=[house.people[3]], tie_reason="乙")
    assert set(settlement.places.filter(proposed=True).values_list("person", flat=True)) == {
        house.people[number].pk for number in (0, 1, 3)
    }


def test_who_registers_settles_and_nobody_else(house):
    house.closed(JANUARY, date(2026, 2, 1), MARCH)
    said = refusal(actions.settle_quarter, house.branch, quarter=JANUARY, by=house.secretary, at=noon(SETTLING))
    assert said == "积分由纪检委员登记（第39篇 四（二）1）"


def test_the_commissioner_records_no_veto_on_himself(house):
    assert "不得登记本人的事项" in refusal(veto, house, house.people[2], date(2026, 5, 20))
    holding(house.people[6], house.branch, Post.DISCIPLINE_COMMISSIONER)
