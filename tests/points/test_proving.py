"""Points by other proof: the study platform, tests, tasks, articles, honours."""

from datetime import date
from decimal import Decimal

import pytest

from points import actions
from points.models import Entry
from tests.factories import user_of
from tests.factories.dues import noon
from tests.factories.points import MARCH, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 31)
DAY = date(2026, 3, 12)
OWN = {"gained": None, "total_before": None, "total_after": None}


def month(house, on=LAST, event_on=LAST, **given):
    return house.declare("declare_month", house.people[5], on, event_on=event_on, **{**OWN, "proof": scan(), **given})


@pytest.mark.clause("39.3.1.1.1")
@pytest.mark.parametrize(("gained", "points"), [(1234, "12.34"), (0, "0"), (1, "0.01"), (1050, "10.50")])
def test_a_hundredth_of_the_months_gain_counts_exactly(house, gained, points):
    entry = house.declare("declare_figure", house.figure(house.people[5], MARCH, gained), LAST)
    assert (entry.code, entry.points, entry.event_on) == ("A1.1", Decimal(points), LAST)


@pytest.mark.clause("39.3.1.1.1")
def test_of_two_totals_their_difference_counts_never_the_total(house):
    assert month(house, total_before=20000, total_after=21234).points == Decimal("12.34")


@pytest.mark.clause("39.3.1.1.1")
def test_a_total_alone_is_no_gain(house):
    assert "请填写当月积分，或上月末、本月末的累计积分" in refusal(month, house, total_after=21234)


@pytest.mark.clause("39.3.1.1.1", "39.5.1")
def test_january_2021_does_not_count_and_february_does(house):
    figure = house.figure(house.people[5], date(2021, 1, 1), 100)
    said = refusal(house.declare, "declare_figure", figure, date(2021, 1, 31))
    assert said == "“学习强国”自2月份开始计分（第39篇 三（一）1（1））"
    figure = house.figure(house.people[5], date(2021, 2, 1), 100)
    assert house.declare("declare_figure", figure, date(2021, 2, 28)).points == 1


@pytest.mark.clause("39.3.1.1.1")
def test_the_gain_is_known_on_the_last_day_of_the_month(house):
    figure = house.figure(house.people[5], MARCH, 100)
    assert "当月积分到月末才能确定" in refusal(house.declare, "declare_figure", figure, date(2026, 3, 30))
    assert house.declare("declare_figure", figure, LAST).points == 1


def test_a_month_is_declared_once_by_figure_or_by_hand(house):
    house.declare("declare_figure", house.figure(house.people[5], MARCH, 100), LAST)
    assert refusal(month, house, gained=100) == "这个月的学习强国积分已经申报"


@pytest.mark.clause("39.5.1")
def test_nothing_before_the_first_of_february_2021_counts(house):
    early = house.signed("study", date(2021, 1, 31), house.people[5])
    said = refusal(house.declare, "declare_attendance", early, date(2021, 1, 31))
    assert said == "积分制度自2月1日起试行（第39篇 五（一））"
    assert house.declare(
        "declare_attendance", house.signed("study", date(2021, 2, 1), house.people[5]), date(2021, 2, 1)
    )


@pytest.mark.clause("39.3.1.1.6")
@pytest.mark.parametrize(("mark", "points"), [("87", "8.7"), ("100", "10"), ("0", "0"), ("83.38", "8.338")])
def test_a_tenth_of_the_mark_counts_exactly(house, mark, points):
    entry = house.declare("declare_mark", house.mark(house.people[5], DAY, mark), DAY)
    assert (entry.code, entry.points) == ("A1.6", Decimal(points))


@pytest.mark.clause("39.3.1.1.6")
def test_a_negative_mark_is_none(house):
    said = refusal(
        house.by_registrar, "import_marks", DAY, title="测试", held_on=DAY, lines=[(house.people[5], Decimal(-1))]
    )
    assert said == "测试成绩无效（第39篇 三（一）1（6））"


@pytest.mark.clause("39.4.1.3")
@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("declare_month", {**OWN, "gained": 100, "event_on": LAST}),
        ("declare_article", {"title": "文章", "event_on": DAY, "own_byline": True, "link": ""}),
        (
            "declare_honour",
            {"level": "national", "title": "先进", "issuer": "某部", "event_on": DAY, "regular": False},
        ),
    ],
)
def test_what_no_sheet_proves_needs_a_proof(house, verb, given):
    said = refusal(house.declare, verb, house.people[5], LAST, proof=None, **given)
    assert said == "请提供证明材料（第39篇 四（一）3）"


@pytest.mark.clause("39.4.1.3")
def test_a_reflection_needs_a_link_or_a_picture(house):
    attendance = house.signed("study", DAY, house.people[5])
    said = refusal(house.declare, "declare_reflection", attendance, DAY, link=" ", proof=None)
    assert said == "请提供证明材料（第39篇 四（一）3）"


def task(house, owner):
    return actions.assign_task(
        house.branch, month=MARCH, title="迎检材料", owners=[owner], by=house.secretary, at=noon(date(2026, 3, 2))
    )


def recognise(house, work, on, *, by=None, **given):
    paper = {"recognised_by": "general_branch", "recogniser": "总支书记", "number": "总支〔2026〕3号", **given}
    return actions.recognise_work(work, recognised_on=on, by=by or house.secretary, at=noon(on), **paper)


@pytest.mark.clause("39.3.1.3.2")
def test_a_task_recognised_by_the_general_branch_counts_one(house):
    one = house.people[5]
    work = recognise(house, task(house, one), DAY)
    entry = house.declare("declare_task", work, DAY, owner=one)
    assert (entry.code, entry.points, entry.event_on) == ("A3.2", Decimal(1), DAY)


@pytest.mark.clause("39.3.1.3.2")
def test_a_leader_in_charge_does_not_recognise_a_task_of_the_general_branch(house):
    work = task(house, house.people[5])
    said = refusal(recognise, house, work, DAY, recognised_by="leader_in_charge")
    assert said == "须经党总支认定（第39篇 三（一）3（2）、第39篇 四（一）2）"
    assert "须经党总支认定" in refusal(house.declare, "declare_task", work, DAY, owner=house.people[5])


@pytest.mark.clause("39.4.1.2")
def test_the_owners_own_word_is_not_enough(house):
    one = house.people[5]
    work = house.plan(MARCH, [one])
    actions.report_done(work, by=user_of(one), at=noon(DAY))
    said = refusal(recognise, house, work, DAY, recogniser="", number="")
    assert said == "“完成”以党总支或分管领导认可为准（第39篇 四（一）2）"


@pytest.mark.clause("39.4.1.2")
def test_the_superiors_account_recognises_without_a_paper(house):
    work = recognise(
        house, house.plan(MARCH, [house.people[5]]), DAY, by=house.superior_officer, recogniser="", number=""
    )
    assert (work.recogniser, work.recognised_on) == ("上级", DAY)


@pytest.mark.clause("39.3.1.4.2")
def test_an_own_article_counts_one_and_the_same_address_nothing_more(house):
    given = {"title": "文章", "event_on": DAY, "own_byline": True, "link": "https://example.cn/a", "proof": None}
    entry = house.declare("declare_article", house.people[5], DAY, **given)
    assert (entry.code, entry.points) == ("A4.2", Decimal(1))
    said = refusal(house.declare, "declare_article", house.people[5], DAY, **given)
    assert said == "须为本人署名且未计过分的文章（第39篇 三（一）4（2））"


@pytest.mark.clause("39.3.1.4.2")
def test_an_article_of_a_unit_counts_nothing(house):
    given = {"title": "简讯", "event_on": DAY, "own_byline": False, "link": "https://example.cn/a", "proof": None}
    said = refusal(house.declare, "declare_article", house.people[5], DAY, **given)
    assert said == "须为本人署名且未计过分的文章（第39篇 三（一）4（2））"


def test_a_co_author_has_his_own_point(house):
    given = {"title": "文章", "event_on": DAY, "own_byline": True, "link": "https://example.cn/a", "proof": None}
    for number in (5, 6):
        house.declare("declare_article", house.people[number], DAY, **given)
    assert Entry.objects.filter(code="A4.2").count() == 2


def honour(house, **given):
    stated = {
        "level": "provincial_bureau", "title": "专项工作表扬", "issuer": "省局", "event_on": DAY, "regular": False,
        "proof": scan(),
    }  # fmt: skip
    return house.declare("declare_honour", house.people[5], DAY, **{**stated, **given})


@pytest.mark.clause("39.3.2")
@pytest.mark.parametrize(
    ("level", "points"), [("national", 4), ("provincial_ministerial", 3), ("provincial_bureau", 2), ("centre", 1)]
)
def test_an_honour_counts_by_its_level(house, level, points):
    assert honour(house, level=level).points == points


@pytest.mark.clause("39.3.2")
@pytest.mark.parametrize("level", ["provincial_bureau", "centre"])
def test_the_fixed_awards_of_bureau_and_centre_count_nothing(house, level):
    said = refusal(honour, house, level=level, regular=True, title="优秀党员")
    assert said == "省局和信息计算中心固定评优荣誉不计分（第39篇 三（二））"


@pytest.mark.clause("39.3.2")
def test_a_fixed_award_of_a_higher_level_counts(house):
    assert honour(house, level="national", regular=True).points == 4


@pytest.mark.clause("18.2", "39.3.2")
def test_a_pioneer_entered_by_hand_is_refused(house):
    said = refusal(honour, house, level="centre", title="第一季度网信先锋标兵")
    assert said == "标兵须由季度积分结算产生并经党总支审批（第18篇 二）"


def test_a_certificate_counts_once(house):
    honour(house)
    assert refusal(honour, house) == "这项荣誉已经登记"
