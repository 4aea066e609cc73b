"""Chapter 18: a year's selection is opened, members are nominated, and the year is done with both titles."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from members.posts import Post
from points.models import AwardRound, Nomination
from rulebook.kernel import DUTIES, NotEntitled
from rulebook.ledger import DutyState, assess
from tests.factories.branch import holding, person, user_of
from tests.factories.commendation import (
    CONFIRMED,
    CRITERIA,
    MEMBER,
    NOMINATED,
    OPENED,
    STUDIED,
    WORKER,
    AwardHouse,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> AwardHouse:
    return AwardHouse()


@pytest.fixture
def award(house) -> AwardRound:
    return house.open_round()


def state_of_the_year(house, on: date, year: int | None = None) -> DutyState:
    asked = Organization.objects.filter(pk=house.branch.pk)
    return assess(asked, on, year or on.year, [DUTIES["18.1"]])[0].state


@pytest.mark.clause("18.1")
def test_in_december_the_year_is_outstanding_while_one_title_has_no_round(house):
    house.concluded(MEMBER, date(2026, 6, 30))
    assert state_of_the_year(house, date(2026, 12, 1)) == DutyState.DUE
    house.concluded(WORKER, date(2026, 12, 2))
    assert state_of_the_year(house, date(2026, 12, 1)) == DutyState.DUE
    assert state_of_the_year(house, date(2026, 12, 2)) == DutyState.DONE


@pytest.mark.clause("18.1")
def test_two_rounds_ended_on_one_day_make_one_evidence_of_the_year(house):
    first, second = (house.concluded(title, date(2026, 12, 2)) for title in (MEMBER, WORKER))
    status = assess(Organization.objects.filter(pk=house.branch.pk), date(2026, 12, 2), 2026, [DUTIES["18.1"]])[0]
    assert (status.times, status.evidence_id) == (1, max(first.pk, second.pk))


@pytest.mark.clause("18.1")
@pytest.mark.parametrize(("ended_on", "state"), [(date(2026, 12, 31), "done"), (date(2027, 1, 1), "missed")])
def test_what_is_concluded_in_the_next_year_came_too_late_and_serves_no_other(house, ended_on, state):
    house.concluded(MEMBER, date(2026, 12, 30))
    last = house.open_round(WORKER, date(2026, 12, 30))
    house.do("conclude_round", last, ended_on, concluded_on=ended_on, note="没有符合条件的人选")
    assert state_of_the_year(house, date(2027, 1, 2), 2026) == state
    assert state_of_the_year(house, date(2027, 1, 2)) == DutyState.DUE


@pytest.mark.clause("18.1")
@pytest.mark.parametrize("third", [None, "missing"])
def test_a_nomination_without_every_condition_checked_is_refused(house, award, third):
    checks = house.checks(award, third=None) if third is None else house.checks(award)[:2]
    said = refused(house.nominate, award, house.people[5], checks=checks)
    assert said == ["请对照评选条件逐项填写后再提交（第18篇 一）"]
    assert refused(house.nominate, award, house.people[5], checks=[]) == said
    assert Nomination.objects.count() == 0


@pytest.mark.clause("18.1")
def test_with_every_condition_checked_it_is_kept(house, award):
    nomination = house.nominate(award, house.people[5], checks=house.checks(award, third=False))
    assert [(check.criterion.text, check.met) for check in nomination.checks.all()] == [
        ("学习好", True), ("作用发挥好", True), ("群众评价好", False),
    ]  # fmt: skip
    assert nomination.stage == Nomination.Stage.NOMINATED


@pytest.mark.clause("18.1")
def test_who_misses_a_condition_does_not_get_past_the_committee(house, award):
    nomination = house.nominate(award, house.people[5], checks=house.checks(award, third=False))
    decision = house.committee_item(house.people[5])
    said = refused(house.do, "study_nomination", nomination, STUDIED, decision=decision)
    assert said == ["不符合评选条件：群众评价好（第18篇 一）"]
    house.do("amend_nomination", nomination, STUDIED, merits="补充事迹", checks=house.checks(award))
    assert house.do("study_nomination", nomination, STUDIED, decision=decision).committee_item == decision


@pytest.mark.clause("18.1")
@pytest.mark.parametrize("criteria", [[], ["  "]])
def test_a_round_without_conditions_is_not_opened(house, criteria):
    assert refused(house.open_round, criteria=criteria) == ["须按条件评选：还没有写明评选条件（第18篇 一）"]


def test_a_title_has_one_round_a_year(house, award):
    assert refused(house.open_round) == ["2026年度优秀共产党员评选已于2026-06-01启动"]
    assert house.open_round(WORKER).year == 2026


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"year": 2027}, "2027年度的评选不能在2026年启动"),
        ({"opened_on": date(2026, 6, 2)}, "启动日期不能晚于今天"),
        ({"places": 0}, "名额至少为1名"),
    ],
)
def test_a_round_is_opened_in_its_time_and_with_a_place(house, given, said):
    assert refused(house.open_round, **given) == [said]


def test_last_years_round_may_be_entered_this_year(house):
    assert house.open_round(year=2025).year == 2025


def test_conditions_stand_from_the_first_nomination_on(house, award):
    house.do("amend_round", award, OPENED, places=3, criteria=["只有一条"])
    assert [str(one) for one in award.criteria.all()] == ["只有一条"]
    house.do("amend_round", award, OPENED, places=3, criteria=CRITERIA)
    house.nominate(award, house.people[5])
    said = refused(house.do, "amend_round", award, NOMINATED, places=3, criteria=CRITERIA[:2])
    assert said == ["已有提名对照条件填写，评选条件不能再改"]
    assert house.do("amend_round", award, NOMINATED, places=4, criteria=CRITERIA).places == 4


def test_places_are_never_fewer_than_awards(house, award):
    house.confirmed(award, house.people[5])
    house.do("amend_round", award, CONFIRMED, places=1, criteria=CRITERIA)
    said = refused(house.do, "amend_round", award, CONFIRMED, places=0, criteria=CRITERIA)
    assert said == ["名额至少为1名", "已确认1名，名额不能少于1名"]


@pytest.mark.parametrize(("full_on", "barred"), [(NOMINATED, False), (NOMINATED + timedelta(days=1), True)])
def test_a_probationary_member_is_no_outstanding_member(house, award, full_on, barred):
    young = person(house.branch, "预备", admitted_on=date(2025, 6, 2), full_on=full_on)
    if barred:
        assert refused(house.nominate, award, young) == ["预备党员在预备期内，不参加优秀共产党员评选"]
    else:
        assert house.nominate(award, young).person == young


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (date(2024, 1, 1), date(2026, 1, 1), False),
        (date(2024, 1, 1), date(2026, 1, 2), True),
    ],
)
def test_a_party_worker_holds_or_held_a_post_in_the_year(house, since, until, held):
    worker = house.people[7]
    holding(worker, house.branch, Post.STUDY_SUPERVISOR, since)
    worker.terms.update(until=until)
    award = house.open_round(WORKER)
    if held:
        assert house.nominate(award, worker).person == worker
    else:
        assert refused(house.nominate, award, worker) == [f"{worker}2026年没有担任党务职务"]


def test_only_members_of_the_branch_are_nominated_and_once(house, award):
    stranger = AwardHouse().people[5]
    assert refused(house.nominate, award, stranger) == [f"{stranger}提名时不是本支部党员"]
    house.nominate(award, house.people[5])
    assert refused(house.nominate, award, house.people[5]) == [f"{house.people[5]}已经提名"]


def test_a_nomination_has_merits_and_lies_between_opening_and_today(house, award):
    about = house.people[5]
    assert refused(house.nominate, award, about, merits=" ") == ["请写明事迹"]
    early = OPENED - timedelta(days=1)
    assert refused(house.nominate, award, about, nominated_on=early) == ["提名日期早于评选启动（2026-06-01）"]
    late = NOMINATED + timedelta(days=1)
    assert refused(house.nominate, award, about, nominated_on=late) == ["提名日期不能晚于今天"]
    assert house.nominate(award, about, OPENED).nominated_on == OPENED


def test_who_was_withdrawn_may_be_nominated_anew(house, award):
    first = house.nominate(award, house.people[5])
    assert refused(house.do, "withdraw_nomination", first, NOMINATED, reason=" ") == ["请写明撤销提名的原因"]
    house.do("withdraw_nomination", first, NOMINATED, reason="本人放弃")
    assert house.nominate(award, house.people[5]).stage == Nomination.Stage.NOMINATED
    first.refresh_from_db()
    assert (first.stage, first.withdrawn_for) == (Nomination.Stage.WITHDRAWN, "本人放弃")


def test_nothing_moves_in_a_round_that_is_over(house):
    award = house.concluded(MEMBER, OPENED)
    over = "评选已于2026-06-01结束"
    assert over in refused(house.nominate, award, house.people[5])
    assert over in refused(house.do, "amend_round", award, OPENED, places=1, criteria=CRITERIA)
    assert over in refused(house.do, "publish_awards", award, OPENED, published_on=OPENED)
    assert over in refused(house.do, "conclude_round", award, OPENED, concluded_on=OPENED, note="说明")


@pytest.mark.clause("18.1")
def test_a_plain_member_neither_opens_nor_nominates(house, award):
    plain = house.people[8]
    with pytest.raises(NotEntitled):
        house.nominate(award, house.people[5], by=user_of(plain))
