"""Rates, bases, reductions and the opening of a month."""

from datetime import date
from decimal import Decimal

import pytest

from archives.actions import decide, forward
from dues import actions
from dues.liability import liable, monthly
from dues.models import ContributionBase, MonthDue, PayerKind
from dues.reckoning import reckon
from members.models import Affiliation
from members.posts import Post
from rulebook.kernel import NotEntitled
from rulebook.models import Act
from tests.factories.branch import branch, holding, person, user_of
from tests.factories.dues import JANUARY, DuesHouse, noon
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.mark.clause("DF.2a")
def test_without_a_table_for_the_month_nothing_is_guessed(house):
    said = refusal(house.open, date(2025, 12, 1), on=MARCH)
    assert "未配置党费标准（党费收缴使用管理规定 二（收缴））" in said


@pytest.mark.clause("DF.2a")
def test_a_table_holds_once_the_secretary_has_approved_it():
    house = DuesHouse()
    table = house.by_keeper("enter_rates", JANUARY, since=JANUARY, basis="通知", rounding="half_up", lines=[])
    assert "未配置党费标准" in refusal(house.open, JANUARY)
    with pytest.raises(NotEntitled):
        actions.approve_rates(table, by=house.keeper, at=noon(JANUARY))
    assert actions.approve_rates(table, by=house.secretary, at=noon(JANUARY)).approved_on == JANUARY


@pytest.mark.clause("DF.2b")
def test_another_than_the_keeper_assesses_nobody(house):
    given = {"person": house.people[3], "kind": "paid", "base": Decimal(8000), "fixed": None, "since": MARCH}
    said = refusal(actions.assess_base, house.branch, basis="工资单", by=house.secretary, at=noon(MARCH), **given)
    assert said == "由专人核定（党费收缴使用管理规定 二（收缴）、党费收缴使用管理规定 三（一））"


@pytest.mark.clause("DF.2b")
def test_an_assessment_without_report_date_shows_as_not_reported(client, house):
    client.force_login(house.keeper)
    address = f"/people/{house.people[3].pk}/dues/"
    assert "未报上级" in client.get(address).content.decode()
    house.by_keeper("report_bases", MARCH, reported_on=MARCH)
    assert "2026-03-01报上级" in client.get(address).content.decode()


@pytest.mark.clause("DF.4.1a")
def test_the_organization_commissioner_keeps_where_nobody_is_designated(house):
    commissioner = user_of(house.people[1])
    given = {"reported_on": MARCH, "at": noon(MARCH)}
    assert "由专人核定" in refusal(actions.report_bases, house.branch, by=commissioner, **given)
    house.people[7].terms.filter(post=Post.DUES_KEEPER).update(until=date(2026, 1, 2))
    actions.report_bases(house.branch, by=commissioner, **given)


@pytest.mark.clause("NDF.5")
def test_new_pay_counts_from_its_first_month(house):
    one = house.people[3]
    house.assess(one, "8000", since=MARCH)
    amounts = [
        next(line.amount for line in monthly(house.branch, month) if line.person == one)
        for month in (date(2026, 2, 1), MARCH, date(2026, 4, 1))
    ]
    assert amounts == [9000, 12000, 12000]


@pytest.mark.clause("NDF.6")
@pytest.mark.parametrize(
    ("admitted", "pays"), [(date(2026, 2, 28), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)]
)
def test_a_probationary_member_pays_from_the_month_of_the_general_meeting(house, admitted, pays):
    new = person(house.branch, "新党员", admitted_on=admitted, full_on=None)
    assert (new in liable(house.branch, MARCH)) is pays


@pytest.mark.parametrize(("moved", "pays_here"), [(MARCH, False), (date(2026, 3, 2), True)])
def test_who_moves_pays_the_month_where_he_was_on_its_first_day(house, moved, pays_here):
    one, there = house.people[4], branch()
    one.affiliations.update(until=moved)
    Affiliation.objects.create(person=one, organization=there, since=moved)
    assert (one in liable(house.branch, MARCH), one in liable(there, MARCH)) == (pays_here, not pays_here)


@pytest.mark.clause("DF.2c")
def test_a_month_is_opened_for_everybody_with_the_fifteenth_as_last_day(house):
    house.open(MARCH)
    rows = MonthDue.objects.filter(organization=house.branch, month=MARCH)
    assert {(row.amount, row.due_on) for row in rows} == {(9000, date(2026, 3, 15))}
    assert {row.person for row in rows} == set(house.people)


@pytest.mark.clause("DF.2b")
def test_a_month_waits_until_everybody_is_assessed(house):
    person(house.branch, "未核定")
    assert "没有核定党费：未核定" in refusal(house.open, MARCH)


def test_no_month_is_opened_in_advance(house):
    assert refusal(house.open, date(2026, 4, 1), on=date(2026, 3, 31)) == "2026年4月还没有到，不能开具"


def test_an_open_month_is_reckoned_anew_and_a_closed_one_is_not(house):
    house.open(MARCH)
    house.assess(house.people[3], "8000", since=MARCH)
    house.open(MARCH, on=date(2026, 3, 20))
    assert MonthDue.objects.get(person=house.people[3], month=MARCH).amount == 12000
    assert "本月还没有结束" in refusal(house.by_keeper, "close_month", date(2026, 3, 31), month=MARCH)
    closed = house.by_keeper("close_month", date(2026, 4, 1), month=MARCH)
    assert (closed.due, closed.collected) == (9 * 9000 + 12000, 0)
    assert "已于2026-04-01结账" in refusal(house.open, MARCH, on=date(2026, 4, 2))


def test_what_was_paid_is_not_reckoned_below(house):
    one = house.people[3]
    house.open(MARCH)
    house.pay(one, 9000, date(2026, 3, 5))
    house.assess(one, "3000", since=MARCH)
    assert "重新核算后低于已交" in refusal(house.open, MARCH, on=date(2026, 3, 6))


@pytest.mark.parametrize(
    ("on", "due_on"), [(date(2026, 5, 15), date(2026, 5, 15)), (date(2026, 5, 16), date(2026, 6, 15))]
)
def test_a_correction_is_one_more_row_with_its_reason(house, on, due_on):
    house.open(MARCH)
    given = {"person": house.people[3], "month": MARCH, "amount": 3000, "reason": "3月起调整工资"}
    made = house.by_keeper("correct_month", on, **given)
    assert (made.serial, made.amount, made.due_on) == (1, 3000, due_on)


@pytest.mark.clause("NDF.1")
@pytest.mark.parametrize(("on", "early"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_more_than_half_a_year_back_passes_with_a_written_reason(house, on, early):
    house.open(MARCH)
    given = {"person": house.people[3], "month": MARCH, "amount": 3000, "reason": "补发三月工资的差额，本人自愿补交"}
    excuse = "人事部门十月才补发" if early else ""
    if early:
        said = refusal(house.by_keeper, "correct_month", on, **given)
        assert said == "补交一般不超过6个月（中组发〔2008〕3号·补交党费）"
    assert house.by_keeper("correct_month", on, excuse=excuse, **given).serial == 1
    assert Act.objects.filter(verb="dues.correct_month").latest("pk").excuse == excuse


@pytest.mark.clause("NDF.3")
def test_a_reduction_holds_once_it_was_studied_and_approved(house):
    one = house.people[3]
    given = {
        "person": one, "since": MARCH, "last_month": date(2026, 5, 1), "amount": 0, "reason": "患重病，生活困难",
    }  # fmt: skip
    other = house.decided("dues_use", date(2026, 2, 10))
    by = {"by": house.secretary, "at": noon(date(2026, 2, 20))}
    said = refusal(actions.request_reduction, house.branch, decision=other, **by, **given)
    assert said == "须由支委会或党员大会集体研究（中组发〔2008〕3号·少交或免交）"
    studied = house.decided("dues_reduction", date(2026, 2, 12), about=one)
    asked = actions.request_reduction(house.branch, decision=studied, **by, **given)
    owed = {month: owed_by(house, one, month) for month in (date(2026, 2, 1), MARCH)}
    assert owed == {date(2026, 2, 1): 9000, MARCH: 9000}
    forward(asked.submission, note="同意", by=house.superior_officer, at=noon(date(2026, 2, 24)))
    decide(asked.submission, decision="approved", note="", by=house.top, at=noon(date(2026, 2, 25)))
    months = (date(2026, 2, 1), MARCH, date(2026, 5, 1), date(2026, 6, 1))
    assert [owed_by(house, one, month) for month in months] == [9000, 0, 0, 9000]


def owed_by(house, one, month) -> int:
    return next(line.amount for line in monthly(house.branch, month) if line.person == one)


def test_salaries_lie_sealed(house):
    row = ContributionBase.objects.filter(person=house.people[3]).values_list("sealed_base", flat=True).get()
    assert "6000" not in row
    assert ContributionBase.objects.get(person=house.people[3]).yuan == Decimal(6000)


def test_an_amount_is_assessed_for_who_has_no_income(house):
    given = {"person": house.people[3], "base": None, "since": MARCH, "basis": "学生证"}
    assert "请填写每月交纳的定额" in refusal(house.by_keeper, "assess_base", MARCH, kind="relief", fixed=None, **given)
    made = house.by_keeper("assess_base", MARCH, kind=PayerKind.RELIEF, fixed=20, **given)
    assert reckon(made, house.branch.rate_tables.get()).amount == 20


def test_a_base_of_somebody_elsewhere_is_refused(house):
    stranger = holding(person(branch(), "外人"), house.branch, Post.STUDY_SUPERVISOR)
    given = {"person": stranger, "kind": "paid", "base": Decimal(1), "fixed": None, "since": MARCH, "basis": ""}
    assert refusal(house.by_keeper, "assess_base", MARCH, **given) == "外人这个月不在本支部交纳党费"
