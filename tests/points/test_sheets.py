"""The registrar's workbooks: the month's column alone, everybody named, all or nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from members.models import Affiliation, Person
from points.models import Entry, MonthlyFigure, TestMark
from points.sheets import read_figures, read_marks
from rulebook.clock import standing_at
from tests.factories.branch import FOUNDED, person
from tests.factories.dues import noon
from tests.factories.points import MARCH

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
CLOSING = date(2026, 4, 2)


@pytest.fixture(autouse=True)
def _in_april():
    with standing_at(noon(CLOSING)):
        yield


def workbook(*rows) -> BytesIO:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    return file


def upload(client, house, verb, file, **given):
    client.force_login(house.registrar)
    return client.post(
        f"/b/{house.branch.code}/points/{verb}/", {"file": SimpleUploadedFile("表.xlsx", file.getvalue()), **given}
    )


def everybody_of_the_sample(house):
    names = {name for name, *_ in sample_rows("03")}
    Affiliation.objects.all().delete()
    Person.objects.all().update(name="旧")
    return {name: person(house.branch, name, since=FOUNDED) for name in names}


def sample_rows(month):
    sheet = load_workbook(DATA / f"xuexi-points-2026-{month}.xlsx").active
    return [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]


@pytest.mark.clause("39.3.1.1.1")
def test_the_sample_of_march_gives_everybody_his_months_gain(house):
    people = everybody_of_the_sample(house)
    with (DATA / "xuexi-points-2026-03.xlsx").open("rb") as file:
        reading = read_figures(file, house.branch)
    assert reading.problems == []
    assert {one.name: gained for one, gained in reading.lines} == {row[0]: row[2] for row in sample_rows("03")}
    assert dict(reading.lines)[people["赵文博"]] == 1250


def test_a_list_with_the_lifetime_column_alone_is_refused(house):
    reading = read_figures(workbook(("姓名", "累计积分"), (house.people[5].name, 21000)), house.branch)
    assert [str(problem) for problem in reading.problems] == ["“工作簿”：没有找到表头，须有：姓名、本月积分"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("12.5", "不是整数"), (-1, "超出范围"), ("=1+1", "是公式"), ("", "不是整数"), ("一百", "不是整数")],
)
def test_what_is_no_whole_number_is_told_by_row_and_column(house, cell, said):
    reading = read_figures(workbook(("姓名", "本月积分"), (house.people[5].name, cell)), house.branch)
    (problem,) = reading.problems
    assert (problem.row, problem.column) == (2, "本月积分")
    assert said in problem.text


def test_full_width_digits_and_thousands_are_read(house):
    rows = [(house.people[5].name, "１２３４"), (house.people[6].name, "1,344")]
    reading = read_figures(workbook(("姓名", "本月积分"), *rows), house.branch)
    assert [gained for _, gained in reading.lines] == [1234, 1344]


def test_the_preview_writes_nothing_and_the_confirmation_books_nothing(client, house):
    file = workbook(("姓名", "本月积分", "累计积分"), (house.people[5].name, 1234, 21234))
    page = upload(client, house, "import_figures", file, month="2026-03")
    assert MonthlyFigure.objects.count() == 0
    client.post(f"/b/{house.branch.code}/points/import_figures/", {"payload": page.context["payload"]})
    assert list(MonthlyFigure.objects.values_list("person", "month", "gained")) == [(house.people[5].pk, MARCH, 1234)]
    assert Entry.objects.count() == 0


def test_the_same_list_twice_changes_nothing_and_a_corrected_one_only_what_is_not_declared(house):
    first, second = house.people[5:7]
    house.by_registrar("import_figures", CLOSING, month=MARCH, lines=[(first, 100), (second, 100)])
    house.declare("declare_figure", MonthlyFigure.objects.get(person=first), CLOSING)
    house.by_registrar("import_figures", CLOSING, month=MARCH, lines=[(first, 200), (second, 200)])
    assert dict(MonthlyFigure.objects.values_list("person", "gained")) == {first.pk: 100, second.pk: 200}


@pytest.mark.clause("39.3.1.1.6")
def test_marks_have_at_most_two_decimals(house):
    rows = [(house.people[5].name, 83.38), (house.people[6].name, 92), (house.people[7].name, 83.385)]
    reading = read_marks(workbook(("姓名", "成绩"), *rows), house.branch)
    assert [mark for _, mark in reading.lines] == [Decimal("83.38"), Decimal(92)]
    assert [str(problem) for problem in reading.problems] == [
        "“Sheet”第4行“成绩”：“83.385”不是有效的测试成绩（至多两位小数）"
    ]


def test_a_test_is_imported_with_its_day(client, house):
    file = workbook(("姓名", "成绩"), (house.people[5].name, 92))
    page = upload(client, house, "import_marks", file, title="一季度测试", held_on="2026-03-20")
    client.post(f"/b/{house.branch.code}/points/import_marks/", {"payload": page.context["payload"]})
    mark = TestMark.objects.get()
    assert (mark.person, mark.mark, mark.test.held_on) == (house.people[5], 92, date(2026, 3, 20))


def test_a_name_twice_keeps_the_list_out(client, house):
    file = workbook(("姓名", "本月积分"), (house.people[5].name, 1), (house.people[5].name, 2))
    answer = upload(client, house, "import_figures", file, month="2026-03")
    assert answer.status_code == 422
    assert f"{house.people[5].name}出现两次" in answer.content.decode()


def test_who_does_not_register_reads_the_clause(client, house):
    client.force_login(house.secretary)
    answer = client.get(f"/b/{house.branch.code}/points/import_figures/")
    assert "积分由纪检委员登记" in answer.content.decode()
