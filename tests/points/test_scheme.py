"""The scheme as dated data: two papers change it, never backwards."""

from datetime import date
from decimal import Decimal

import pytest

from archives.models import Submission
from meetings.models import Matter
from points import actions
from points.items import Field
from points.scheme import field_without_items, scheme_on
from tests.factories.dues import noon
from tests.factories.points import MARCH, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
JUNE_END, JULY, JULY_END = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31)
DAY = date(2026, 6, 20)


def proposed(house, code="A1.1", coefficient="0.02", field=Field.WORK, title="", effective_on=JULY):
    return actions.propose_change(
        house.branch, code=code, field=field, title=title, coefficient=Decimal(coefficient), effective_on=effective_on,
        reason="试行调整", by=house.secretary, at=noon(DAY),
    )  # fmt: skip


@pytest.mark.clause("39.3")
def test_work_discipline_has_no_item_and_an_entry_under_it_is_refused(house):
    assert field_without_items(scheme_on(house.branch, DAY).values()) == [Field.DISCIPLINE, Field.WORK]
    said = refusal(
        house.declare, "declare_item", house.people[5], DAY, code="B.1", title="迟到", event_on=DAY, link="",
        proof=scan(),
    )  # fmt: skip
    assert said == "该类别暂无经批准的积分项目（第39篇 三、第39篇 五（二）、第39篇 五（三）（四））"


@pytest.mark.clause("39.3")
def test_a_total_has_no_floor_and_no_cap(house):
    house.booked(house.people[5], MARCH, "-30")
    house.booked(house.people[6], MARCH, "900")
    house.closed(MARCH)
    month = house.by_registrar("publish_month", date(2026, 4, 4), house.branch.point_months.get())
    assert {line.person_id: line.month_parts for line in month.lines.filter(month_parts__lt=0)} == {
        house.people[5].pk: -3_000_000
    }
    assert month.lines.get(person=house.people[6]).month_parts == 90_000_000


@pytest.mark.clause("39.5.2")
def test_a_new_number_needs_the_committee_and_the_general_branch(house):
    change = proposed(house)
    both = "调整须经支委会研究并报党总支批准"
    assert both in refusal(actions.activate_change, change, effective_on=JULY, by=house.secretary, at=noon(DAY))
    assert both in refusal(actions.report_change, change, decision=None, sent_on=DAY, by=house.secretary, at=noon(DAY))
    asked = actions.report_change(
        change, decision=house.decided(DAY, Matter.OTHER), sent_on=DAY, by=house.secretary, at=noon(DAY)
    )
    assert both in refusal(actions.activate_change, change, effective_on=JULY, by=house.secretary, at=noon(DAY))
    house.answer(asked, DAY)
    assert actions.activate_change(change, effective_on=JULY, by=house.secretary, at=noon(DAY)).activated_on == DAY


@pytest.mark.clause("39.5.2")
def test_an_event_keeps_the_number_of_its_day(house):
    """Vector 11: 0.02 from 1 July; June's 1,000 gives 10.00, July's 20.00."""
    house.changed("A1.1", "0.02", JULY, DAY)
    one = house.people[5]
    june = house.declare("declare_figure", house.figure(one, date(2026, 6, 1), 1000), JULY_END)
    july = house.declare("declare_figure", house.figure(one, JULY, 1000), JULY_END)
    assert (june.points, july.points, june.change, july.change.code) == (Decimal(10), Decimal(20), None, "A1.1")


@pytest.mark.clause("39.5.2")
@pytest.mark.parametrize(("effective_on", "allowed"), [(date(2026, 6, 19), False), (DAY, True)])
def test_it_never_works_backwards(house, effective_on, allowed):
    change = proposed(house, code="A1.6", effective_on=date(2026, 6, 1))
    asked = actions.report_change(
        change, decision=house.decided(DAY, Matter.OTHER), sent_on=DAY, by=house.secretary, at=noon(DAY)
    )
    house.answer(asked, DAY)
    given = {"effective_on": effective_on, "by": house.secretary, "at": noon(DAY)}
    if allowed:
        assert actions.activate_change(change, **given).effective_on == DAY
    else:
        assert "不得追溯" in refusal(actions.activate_change, change, **given)


@pytest.mark.clause("39.5.2")
@pytest.mark.parametrize(("effective_on", "allowed"), [(JUNE_END, False), (JULY, True), (date(2026, 7, 2), True)])
def test_it_is_not_in_force_before_the_day_that_was_approved(house, effective_on, allowed):
    change = proposed(house, code="A1.6")
    asked = actions.report_change(
        change, decision=house.decided(DAY, Matter.OTHER), sent_on=DAY, by=house.secretary, at=noon(DAY)
    )
    house.answer(asked, DAY)
    given = {"effective_on": effective_on, "by": house.secretary, "at": noon(DAY)}
    if allowed:
        assert actions.activate_change(change, **given).effective_on == effective_on
    else:
        said = refusal(actions.activate_change, change, **given)
        assert said == "报党总支批准的是自2026-07-01起执行（第39篇 五（二））"


@pytest.mark.clause("39.5.2")
@pytest.mark.parametrize(
    ("code", "effective_on", "allowed"),
    [("A1.1", date(2026, 7, 2), False), ("A1.1", date(2026, 8, 1), True), ("A1.6", date(2026, 7, 2), True)],
)
def test_an_item_that_counts_by_the_month_changes_with_a_month(house, code, effective_on, allowed):
    change = proposed(house, code=code)
    asked = actions.report_change(
        change, decision=house.decided(DAY, Matter.OTHER), sent_on=DAY, by=house.secretary, at=noon(DAY)
    )
    house.answer(asked, DAY)
    given = {"effective_on": effective_on, "by": house.secretary, "at": noon(DAY)}
    if allowed:
        assert actions.activate_change(change, **given).activated_on == DAY
    else:
        said = refusal(actions.activate_change, change, **given)
        assert said == "A1.1按月计分，调整须自月初起执行（第39篇 五（二））"


@pytest.mark.clause("39.5.2")
def test_the_middle_of_a_month_is_not_even_proposed_for_it(house):
    assert "须自月初起执行" in refusal(proposed, house, effective_on=date(2026, 7, 2))
    assert proposed(house, code="A1.2", effective_on=date(2026, 7, 2)).code == "A1.2"


@pytest.mark.clause("39.5.2")
def test_a_change_is_not_sent_up_before_the_committee_has_studied_it(house):
    decision = house.decided(DAY, Matter.OTHER)
    given = {"decision": decision, "by": house.secretary, "at": noon(DAY)}
    said = refusal(actions.report_change, proposed(house), sent_on=date(2026, 6, 19), **given)
    assert said == "报送日期不能早于支委会研究（2026-06-20）（第39篇 五（二））"


@pytest.mark.clause("39.5.2")
def test_what_the_general_branch_refuses_is_not_in_force(house):
    change = proposed(house)
    asked = actions.report_change(
        change, decision=house.decided(DAY, Matter.OTHER), sent_on=DAY, by=house.secretary, at=noon(DAY)
    )
    house.answer(asked, DAY, Submission.Decision.REFUSED)
    said = refusal(actions.activate_change, change, effective_on=JULY, by=house.secretary, at=noon(DAY))
    assert "调整须经支委会研究并报党总支批准" in said
    assert scheme_on(house.branch, JULY)["A1.1"].coefficient == Decimal("0.01")


@pytest.mark.clause("39.5.3-4")
def test_a_proposed_work_item_counts_only_once_it_is_approved(house):
    change = proposed(house, code="", coefficient="2", title="完成业务指标")
    given = {"code": change.code, "title": "二季度指标", "event_on": JULY, "link": "", "proof": scan()}
    assert "该类别暂无经批准的积分项目" in refusal(house.declare, "declare_item", house.people[5], JULY, **given)
    house.changed("", "2", JULY, DAY)
    entry = house.declare("declare_item", house.people[5], JULY, **{**given, "code": "D.2", "proof": scan()})
    assert (entry.code, entry.label, entry.points, entry.field) == ("D.2", "新增项目", 2, "work_performance")


@pytest.mark.clause("39.3.3")
def test_clean_conduct_is_a_veto_and_takes_no_item(house):
    said = refusal(proposed, house, code="", title="廉洁", field=Field.CLEAN)
    assert said == "廉洁自律是否决项，不设积分项目（第39篇 三（三））"


@pytest.mark.clause("39.5.1")
def test_the_trial_begins_on_the_first_of_february(house):
    said = refusal(house.close, date(2021, 1, 1), date(2021, 2, 10))
    assert said == "积分制度自2月1日起试行（第39篇 五（一））"
