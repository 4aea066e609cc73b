"""Workbooks of the keeper: the sample as it is, every problem by row and column, the same file twice."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from dues.models import ContributionBase, MonthDue, Payment
from dues.sheets import read_bases, read_payments
from members.importing import page as importing
from tests.factories.branch import person
from tests.factories.dues import DuesHouse

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "data" / "dues-bases-2026.xlsx"
OWED = {  # 分 a month, worked by hand
    "丁一凡": 14791, "王建业": 11132, "李秋月": 5000, "赵文博": 7500, "司马青": 1500, "马德胜": 2100,
    "于海": 10033, "卜玉珍": 5100, "方立新": 15000, "龙晓鹏": 20000, "田苗": 1500, "冯志远": 12075,
    "刘佳怡": 3000, "刘家义": 24691, "孙䶮": 8400, "阿依古丽·买买提": 5000, "陈嘉禾": 9150, "魏长征": 10950,
    "周子涵": 7800, "吴昊": 4800,
}  # fmt: skip
MARCH = date(2026, 3, 1)


def workbook(*rows: tuple) -> BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


@pytest.fixture
def sample() -> DuesHouse:
    house = DuesHouse()
    house.rates()
    for name in OWED:
        person(house.branch, name)
    return house


def test_the_sample_is_read_line_by_line(sample):
    with SAMPLE.open("rb") as file:
        reading = read_bases(file, sample.branch)
    assert reading.problems == []
    lines = {line.person.name: (line.kind, line.base, line.since) for line in reading.lines}
    assert len(lines) == 20
    assert lines["赵文博"] == ("paid", Decimal("5000.01"), date(2026, 1, 1))
    assert lines["马德胜"] == ("retired", Decimal(4200), date(2026, 1, 1))


def test_what_the_sample_makes_everybody_owe(sample):
    with SAMPLE.open("rb") as file:
        sample.by_keeper("import_bases", MARCH, lines=read_bases(file, sample.branch).lines, basis="核定表")
    for one in sample.people:
        sample.assess(one, "3000")
    sample.by_keeper("open_month", MARCH, month=MARCH)
    owed = MonthDue.objects.filter(person__name__in=OWED)
    assert dict(owed.values_list("person__name", "amount")) == OWED


def test_the_same_file_again_changes_nothing(sample):
    for _ in range(2):
        with SAMPLE.open("rb") as file:
            sample.by_keeper("import_bases", MARCH, lines=read_bases(file, sample.branch).lines, basis="核定表")
    assert ContributionBase.objects.count() == 20


NOT_MONEY = "不是以元为单位、至多两位小数的金额"


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (("外人", "在职", 5000, "2026-01"), "姓名", "本支部没有党员“外人”"),
        (("丁一凡", "临时", 5000, "2026-01"), "人员类型", "不认识的人员类型“临时”"),
        (("丁一凡", "在职", "五千", "2026-01"), "月计费基数（元）", f"“五千”{NOT_MONEY}"),
        (("丁一凡", "在职", 5000.001, "2026-01"), "月计费基数（元）", f"“5000.001”{NOT_MONEY}"),
        (("丁一凡", "在职", -1, "2026-01"), "月计费基数（元）", "“-1”超出范围"),
        (("丁一凡", "在职", "NaN", "2026-01"), "月计费基数（元）", f"“NaN”{NOT_MONEY}"),
        (("丁一凡", "在职", "=1+1", "2026-01"), "月计费基数（元）", "是公式，请粘贴为数值"),
        (("丁一凡", "在职", 5000, "一月"), "核定起始月", "“一月”不是日期"),
    ],
)
def test_every_problem_names_its_row_and_column(sample, row, column, text):
    head = ("姓名", "人员类型", "月计费基数（元）", "核定起始月")
    problems = read_bases(workbook(head, row), sample.branch).problems
    assert [str(one) for one in problems] == [f"“Sheet”第2行“{column}”：{text}"]


def test_two_people_of_one_name_are_not_guessed(sample):
    person(sample.branch, "丁一凡")
    head = ("姓名", "人员类型", "月计费基数", "起始月")
    reading = read_bases(workbook(head, ("丁一凡", "在职", 5000, "2026.1")), sample.branch)
    assert [one.text for one in reading.problems] == ["有2名党员叫“丁一凡”，请在页面上逐人登记"]


def test_a_workbook_without_the_columns_says_which(sample):
    reading = read_payments(workbook(("姓名", "金额")), sample.branch)
    assert "须有：姓名、交费日期、金额（元）、银行流水号" in str(reading.problems[0])


@pytest.mark.parametrize("day", ["2026-03-05", "2026年3月5日", "2026.3.5", "2026/3/5 08:30:00", 46086])
def test_the_banks_days_are_read_as_they_come(sample, day):
    head = ("姓名", "交易时间", "交易金额", "流水号")
    reading = read_payments(workbook(head, ("丁一凡", day, "147.91", "L1"), ("合计", "", 147.91, "")), sample.branch)
    assert (reading.problems, reading.lines[0].paid_on, reading.lines[0].amount) == ([], date(2026, 3, 5), 14791)


def test_the_banks_list_is_shown_confirmed_and_counts_once(client, house):
    house.open(MARCH)
    client.force_login(house.keeper)
    address = f"/b/{house.branch.code}/dues/import_payments/"
    rows = [(one.name, "2026-03-05", 90, f"L{one.pk}") for one in house.people]
    for expected in (10, 10):
        content = workbook(("姓名", "交费日期", "金额（元）", "银行流水号"), *rows).getvalue()
        page = client.post(address, {"file": SimpleUploadedFile("银行.xlsx", content)})
        assert (page.status_code, page.context["count"]) == (200, 10)
        assert client.post(address, {"payload": page.context["payload"]}).status_code == 302
        assert Payment.objects.count() == expected
    assert MonthDue.objects.owing().count() == 0


@pytest.mark.parametrize(("shown", "said"), [(10, False), (9, True)])
def test_a_long_preview_says_what_it_leaves_out(client, house, monkeypatch, shown, said):
    monkeypatch.setattr(importing, "SHOWN", shown)
    client.force_login(house.keeper)
    rows = [(one.name, "2026-03-05", 90, f"L{one.pk}") for one in house.people]
    content = workbook(("姓名", "交费日期", "金额（元）", "银行流水号"), *rows).getvalue()
    answer = client.post(
        f"/b/{house.branch.code}/dues/import_payments/", {"file": SimpleUploadedFile("银行.xlsx", content)}
    )
    assert "共10条" in answer.content.decode()
    assert ("另有 1 条未显示，确认后一并登记" in answer.content.decode()) is said


def test_a_preview_serves_nobody_else(client, house):
    house.open(MARCH)
    client.force_login(house.keeper)
    address = f"/b/{house.branch.code}/dues/import_payments/"
    content = workbook(("姓名", "交费日期", "金额（元）", "银行流水号"), (house.people[3].name, "2026-03-05", 90, "L1"))
    page = client.post(address, {"file": SimpleUploadedFile("银行.xlsx", content.getvalue())})
    client.force_login(house.secretary)
    answer = client.post(address, {"payload": page.context["payload"]})
    assert (answer.status_code, Payment.objects.count()) == (422, 0)
