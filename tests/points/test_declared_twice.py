"""The same thing is declared once, whatever it is declared by; and what cannot be is told, never a broken page."""

from datetime import date
from decimal import Decimal

import pytest

from meetings.models import MakeUp, Meeting
from points import actions
from points.models import Entry, Honour, MonthlyFigure, TestMark
from points.opportunities import opportunities
from points.sheets import read_figures, read_marks
from rulebook.models import Reminder
from tests.factories import user_of
from tests.factories.dues import noon
from tests.factories.points import MARCH, paper_of, scan
from tests.factories.refusal import refusal
from tests.points.test_sheets import workbook

pytestmark = pytest.mark.django_db
DAY, NEXT, LAST = date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 31)
LINK = "https://example.cn/a"


def reflection(house, attendance, on, link=LINK):
    return house.declare("declare_reflection", attendance, on, link=link, proof=None)


@pytest.mark.clause("39.3.1.4.1")
def test_a_reflection_counts_for_one_study_alone(house):
    one = house.people[5]
    reflection(house, house.signed(Meeting.Kind.STUDY, DAY, one), DAY)
    second = house.signed(Meeting.Kind.STUDY, NEXT, one)
    assert refusal(reflection, house, second, NEXT) == "这篇心得已在另一次学习申报（第39篇 三（一）4（1））"
    assert reflection(house, second, NEXT, link=f"{LINK}2").points == Decimal(1)


@pytest.mark.clause("39.3.1.4.1")
def test_who_was_absent_writes_once_he_has_made_the_study_up(house):
    attendance = house.held(Meeting.Kind.STUDY, DAY).attendances.get(person=house.people[5])
    assert refusal(reflection, house, attendance, DAY) == "未参加该次学习，也没有补课（第39篇 三（一）4（1））"
    MakeUp.objects.create(
        attendance=attendance, content="自学", mode="after_return", required_on=DAY, due_on=LAST, handed_in_on=NEXT,
        notes=paper_of(house.branch, noon(NEXT)),
    )  # fmt: skip
    assert reflection(house, attendance, NEXT).points == Decimal(1)


@pytest.mark.clause("39.3.1.1.3", "39.3.1.4.1")
@pytest.mark.parametrize(
    ("kind", "for_all"),
    [(Meeting.Kind.CENTRE_GROUP, True), (Meeting.Kind.THEME_DAY, True), (Meeting.Kind.STUDY, False)],
)
def test_speech_and_reflection_are_of_a_study_of_all_members(house, kind, for_all):
    one = house.people[5]
    attendance = house.signed(kind, DAY, one, for_all_members=for_all)
    attendance.key_speech = "发言"
    attendance.save()
    said = refusal(house.declare, "declare_speech", attendance, DAY)
    assert said == "只有党员集体学习的重点发言计分（第39篇 三（一）1（3））"
    assert refusal(reflection, house, attendance, DAY) == "心得须在党员集体学习之后（第39篇 三（一）4（1））"
    open_now = {one.code for one in opportunities(one, house.branch, DAY)}
    assert open_now.isdisjoint({"A1.3", "A4.1"})


def article(house, **given):
    stated = {"title": "文章", "event_on": DAY, "own_byline": True, "link": "", "proof": scan(), **given}
    return house.declare("declare_article", house.people[5], NEXT, **stated)


@pytest.mark.clause("39.3.1.4.2")
def test_an_article_with_a_picture_alone_counts_once(house):
    article(house)
    said = "须为本人署名且未计过分的文章（第39篇 三（一）4（2））"
    assert [refusal(article, house), refusal(article, house, link=LINK, title=" 文章 ")] == [said, said]
    assert article(house, event_on=NEXT).event_on == NEXT
    assert article(house, title="另一篇").title == "另一篇"


@pytest.mark.clause("39.5.3-4")
def test_something_under_a_new_item_is_declared_once(house):
    house.changed("", "2", DAY, DAY)
    given = {"code": "D.1", "title": "结项", "event_on": DAY, "link": "", "proof": scan()}
    house.declare("declare_item", house.people[5], DAY, **given)
    assert refusal(house.declare, "declare_item", house.people[5], DAY, **given) == "这一项已经申报"


@pytest.mark.clause("39.3.2")
def test_an_honour_refused_at_one_level_stands_at_the_one_it_is_declared_at_again(house):
    given = {"title": "先进", "issuer": "中心", "event_on": DAY, "regular": False}
    first = house.declare("declare_honour", house.people[5], DAY, level="national", proof=scan(), **given)
    actions.reject_entry(first, refusal="级别不对", by=house.registrar, at=noon(DAY))
    second = house.declare("declare_honour", house.people[5], DAY, level="centre", proof=scan(), **given)
    assert second.points == Decimal(1)
    assert [honour.level for honour in Honour.objects.all()] == ["centre"]


@pytest.mark.clause("39.3.1.1.1")
@pytest.mark.parametrize(("after", "allowed"), [(1_000_000, True), (1_000_001, False)])
def test_a_lifetime_total_is_not_taken_for_a_months_gain(house, after, allowed):
    given = {"event_on": LAST, "gained": None, "total_before": 0, "total_after": after, "proof": scan()}
    if allowed:
        assert house.declare("declare_month", house.people[5], LAST, **given).points == Decimal(10_000)
    else:
        said = refusal(house.declare, "declare_month", house.people[5], LAST, **given)
        assert said == "当月积分不会超过1000000，请核对两个累计数（第39篇 三（一）1（1））"


@pytest.mark.parametrize(
    ("reader", "head", "most"), [(read_figures, "本月积分", 1_000_000), (read_marks, "成绩", 1_000)]
)
def test_a_cell_larger_than_any_month_or_test_is_told(house, reader, head, most):
    rows = [(house.people[5].name, most), (house.people[6].name, most + 1)]
    reading = reader(workbook(("姓名", head), *rows), house.branch)
    assert [int(value) for _, value in reading.lines] == [most]
    assert [str(problem) for problem in reading.problems] == [
        f"“Sheet”第3行“{head}”：“{most + 1}”超出范围（至多{most}）"
    ]


@pytest.mark.clause("39.3.1.1.6")
@pytest.mark.parametrize(("mark", "allowed"), [("0", True), ("1000", True), ("1000.01", False), ("-0.01", False)])
def test_a_mark_out_of_all_bounds_is_no_mark(house, mark, allowed):
    given = {"title": "测试", "held_on": DAY, "lines": [(house.people[5], Decimal(mark))]}
    if allowed:
        assert len(house.by_registrar("import_marks", DAY, **given)) == 1
    else:
        said = refusal(house.by_registrar, "import_marks", DAY, **given)
        assert said == "测试成绩无效（第39篇 三（一）1（6））"


def test_a_wrong_mark_is_corrected_until_it_is_declared(house):
    first, second = house.people[5:7]
    given = {"title": "测试", "held_on": DAY}
    house.by_registrar("import_marks", DAY, lines=[(first, Decimal(9)), (second, Decimal(9))], **given)
    house.declare("declare_mark", TestMark.objects.get(person=first), DAY)
    told = house.by_registrar("import_marks", NEXT, lines=[(first, Decimal(90)), (second, Decimal(90))], **given)
    assert dict(TestMark.objects.values_list("person", "mark")) == {first.pk: 9, second.pk: 90}
    assert [mark.person for mark in told] == [second]


def test_a_corrected_figure_is_told_among_the_imported(house):
    one = house.people[5]
    house.by_registrar("import_figures", NEXT, month=MARCH, lines=[(one, 5)])
    assert [row.gained for row in house.by_registrar("import_figures", NEXT, month=MARCH, lines=[(one, 6)])] == [6]
    assert house.by_registrar("import_figures", NEXT, month=MARCH, lines=[(one, 6)]) == []


@pytest.mark.parametrize(("month", "allowed"), [(MARCH, True), (date(2026, 4, 1), False)])
def test_a_month_that_has_not_begun_has_no_figures(house, month, allowed):
    given = {"month": month, "lines": [(house.people[5], 5)]}
    if allowed:
        house.by_registrar("import_figures", DAY, **given)
        assert MonthlyFigure.objects.get().month == month
    else:
        assert refusal(house.by_registrar, "import_figures", DAY, **given) == "2026年4月还没有到"


def test_a_deduction_taken_back_does_not_come_again_when_the_month_is_closed_anew(house):
    house.plan(MARCH, [house.people[5]])
    month = house.close(MARCH, date(2026, 4, 4))
    actions.unbook_entry(
        Entry.objects.get(code="A3.1"), refusal="责任人登记有误", by=house.registrar, at=noon(date(2026, 4, 5))
    )
    actions.reopen_month(month, reason="系统停机", by=house.secretary, at=noon(date(2026, 4, 6)))
    house.close(MARCH, date(2026, 4, 7))
    assert list(Entry.objects.filter(code="A3.1").values_list("state", flat=True)) == ["rejected"]


@pytest.mark.clause("39.1")
@pytest.mark.parametrize(("ended_on", "lost"), [(date(2026, 3, 20), []), (date(2026, 3, 21), [date(2026, 3, 20)])])
def test_who_takes_no_part_any_more_loses_nothing(house, ended_on, lost):
    """The make-up was due on 20 March and a plan item on the 31st; he left on the 20th, or on the day after."""
    one = house.people[5]
    house.missed_make_up(one, date(2026, 3, 2), date(2026, 3, 20))
    house.plan(MARCH, [one])
    one.ended_on = ended_on
    one.save()
    house.close(MARCH, date(2026, 4, 4))
    assert list(Entry.objects.values_list("event_on", flat=True)) == lost


def test_whose_entry_is_taken_back_is_told(house):
    one = house.people[5]
    entry = house.book(article(house), NEXT)
    actions.unbook_entry(entry, refusal="并非本人署名", by=house.registrar, at=noon(NEXT))
    told = Reminder.objects.get(recipient=user_of(one), channel="inbox")
    assert (told.title, told.url) == ("积分登记结果", entry.get_absolute_url())
