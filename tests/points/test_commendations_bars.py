"""31.4b and 39.3.3: what shuts somebody out of the awards of a year, at every step."""

from datetime import date

import pytest

from points.models import AwardRound, Disqualification, Nomination, Veto
from tests.factories.commendation import (
    ADOPTED,
    CONFIRMED,
    NOMINATED,
    PUBLISHED,
    SINCE,
    STUDIED,
    UNTIL,
    AwardHouse,
    refused,
)
from tests.factories.lecture import paper

pytestmark = pytest.mark.django_db
BARRED = "因党务公开责任追究，本年度评优评奖资格已取消（第31篇 第四条）"
VETOED = "本年度有经党总支认定的廉洁自律问题，不参加评选（第39篇 三（三））"


@pytest.fixture
def house() -> AwardHouse:
    return AwardHouse()


@pytest.fixture
def award(house) -> AwardRound:
    return house.open_round()


def disqualify(house, person, decided_on: date) -> None:
    Disqualification.objects.create(
        organization=house.branch, person=person, decided_on=decided_on, number="1号", recorded_on=decided_on
    )


def veto(house, person, recognised_on: date) -> None:
    Veto.objects.create(
        organization=house.branch, person=person, recognised_on=recognised_on, number="2号", paper=paper(house),
        recorded_on=recognised_on,
    )  # fmt: skip


@pytest.mark.clause("31.4b")
@pytest.mark.parametrize(
    ("decided_on", "barred"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (NOMINATED, True), (date(2026, 6, 3), False)],
)
def test_a_liability_of_the_same_calendar_year_bars_from_nomination(house, award, decided_on, barred):
    disqualify(house, house.people[5], decided_on)
    if barred:
        assert refused(house.nominate, award, house.people[5]) == [BARRED]
    else:
        assert house.nominate(award, house.people[5]).person == house.people[5]


@pytest.mark.clause("31.4b")
def test_a_liability_found_by_another_branch_bars_as_well(house, award):
    disqualify(AwardHouse(), house.people[5], date(2026, 2, 1))
    assert refused(house.nominate, award, house.people[5]) == [BARRED]


@pytest.mark.clause("31.4b")
@pytest.mark.parametrize(("enter", "said"), [(disqualify, BARRED), (veto, VETOED)])
def test_what_comes_in_between_bars_at_every_later_step(house, award, enter, said):
    about = house.people[5]
    nominated = house.nominate(award, about)
    enter(house, about, STUDIED)
    decision = house.committee_item(about)
    assert refused(house.do, "study_nomination", nominated, STUDIED, decision=decision) == [said]
    Nomination.objects.update(committee_item=decision)
    decision = house.general_item(about)
    assert refused(house.do, "adopt_nomination", nominated, ADOPTED, decision=decision) == [said]
    Nomination.objects.update(general_item=decision)
    assert refused(house.do, "give_notice", nominated, SINCE, since=SINCE, until=UNTIL) == [said]
    Nomination.objects.update(notice_since=SINCE, notice_until=UNTIL)
    assert refused(house.do, "confirm_award", nominated, CONFIRMED, confirmed_on=CONFIRMED) == [said]


@pytest.mark.clause("31.4b")
@pytest.mark.parametrize(("enter", "said"), [(disqualify, BARRED), (veto, VETOED)])
def test_a_confirmed_award_is_not_published_over_a_bar_that_came_in(house, award, enter, said):
    nomination = house.confirmed(award, house.people[5])
    enter(house, house.people[5], PUBLISHED)
    told = refused(house.do, "publish_awards", award, PUBLISHED, published_on=PUBLISHED)
    assert told == [f"{house.people[5].name}：{said}"]
    house.do("withdraw_nomination", nomination, PUBLISHED, reason="责任追究")
    assert Nomination.objects.awarded().count() == 0


@pytest.mark.parametrize("recognised_on", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_veto_counts_in_its_calendar_year(house, award, recognised_on):
    veto(house, house.people[5], recognised_on)
    if recognised_on.year == 2026:
        assert refused(house.nominate, award, house.people[5]) == [VETOED]
    else:
        assert house.nominate(award, house.people[5])
