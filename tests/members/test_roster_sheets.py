"""Finding the head, the columns and the people of a sheet, however an office lays it out."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from members.roster import RosterReading, read_workbook
from tests.members.roster_workbooks import APPLICANT, MEMBER, saved, workbook_of

HEAD: list[Any] = ["序号", "姓名", "身份证号", "人员类别", "入党时间", "转正时间"]
YU: list[Any] = [1, "于海", "370000197910011151", "正式党员", "2002.6.30", "2003.6.30"]
TIAN: list[Any] = [2, "田 苗", "370000199112311220", "正式党员", "2013.11.28", "2014.11.28"]
BLANK: list[Any] = [None] * 6


def read(*rows: list[Any]) -> RosterReading:
    return read_workbook(workbook_of(rows))


def names(reading: RosterReading) -> list[str]:
    return [person.name for person in reading.people]


@pytest.mark.parametrize("titles", [0, 1, 2, 5, 14])
def test_the_head_may_stand_below_titles(titles: int):
    reading = read(*[["党员花名册", *BLANK[1:]]] * titles, HEAD, YU, TIAN)
    assert (names(reading), reading.errors, reading.people[0].row) == (["于海", "田苗"], [], titles + 2)


def test_a_head_below_the_fifteenth_row_is_not_found():
    reading = read(*[["党员花名册"]] * 15, HEAD, YU)
    assert [problem.row for problem in reading.errors] == [1]
    assert "没有找到名册" in reading.errors[0].message


def test_columns_may_stand_in_any_order():
    reading = read(HEAD[::-1], YU[::-1], TIAN[::-1])
    assert (names(reading), reading.errors) == (["于海", "田苗"], [])


def test_the_sheet_may_begin_anywhere():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    rows: list[list[Any]] = [HEAD, [*YU[:2], "号码", *YU[3:]]]
    for row, cells in enumerate(rows, 4):
        for column, cell in enumerate(cells, 3):
            sheet.cell(row, column, cell)
    reading = read_workbook(saved(workbook))
    assert [(problem.row, problem.column) for problem in reading.errors] == [(5, "E 身份证号")]


def test_a_head_of_two_lines_with_merged_groups():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["××支部党员花名册"])
    sheet.append(["序号", "姓名", "身份信息", None, "人员类别", "入党", None, "备注"])
    sheet.append([None, None, "性别", "身份证号", None, "时间", "转正时间", None])
    sheet.append([1, "于海", "男", "370000197910011151", "正式党员", "2002.6.30", "2003.6.30", "骨干"])
    sheet.append([2, "田苗", "女", "370000199112311220", "正式党员", "2013.11", "2014.11.28", ""])
    for cells in ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "H2:H3"):
        sheet.merge_cells(cells)
    reading = read_workbook(saved(workbook))
    assert [(person.name, person.admitted_on, person.note) for person in reading.people] == [
        ("于海", date(2002, 6, 30), "骨干")
    ]
    assert [(problem.row, problem.column) for problem in reading.errors] == [(5, "F 入党时间")]


def test_the_official_heading_counts_before_a_vague_one():
    head, row = [*HEAD, "职务", "党内职务"], [*YU, "科长", "支部书记"]
    assert read(head, row).people[0].posts == ("secretary",)


def test_two_columns_of_one_heading_give_a_warning():
    reading = read([*HEAD, "备注", "备注"], [*YU, "甲", "乙"])
    assert (reading.people[0].note, [problem.column for problem in reading.warnings]) == ("甲", ["H 备注"])


@pytest.mark.parametrize("missing", ["身份证号", "人员类别", "入党时间", "转正时间"])
def test_a_missing_column_is_said_once(missing: str):
    keep = [index for index, heading in enumerate(HEAD) if heading != missing]
    reading = read(*([row[index] for index in keep] for row in (HEAD, YU, TIAN)))
    assert [problem.row for problem in reading.errors] == [1]
    assert "请补上" in reading.errors[0].message


@pytest.mark.parametrize(
    "foot",
    [
        [BLANK],
        [["合计", 2, None, "正式2人", None, None]],
        [["总 计", 2, None, None, None, None]],
        [[None, "合计", None, 2, None, None]],
        [["共2人", None, None, None, None, None]],
        [["合计", 2, None, None, None, None], BLANK, ["制表人：于海", None, None, "审核人：田苗", None, None]],
        [["填表人：", "于海", None, "日期：", "2026.3.31", None]],
        [["备注：正式党员2人", None, None, None, None, None]],
        [["合计", 2, None, None, None, None], [None, None, None, "2026年3月31日", None, None]],
        [[3, None, None, None, None, None], [4, None, None, None, None, None]],
        [[3, "  ", "", None, None, None]],
    ],
)
def test_what_stands_at_the_foot_is_no_person(foot: list[list[Any]]):
    reading = read(HEAD, YU, TIAN, *foot)
    assert (names(reading), reading.errors, reading.warnings) == (["于海", "田苗"], [], [])


def test_blank_rows_and_subtotals_between_people_are_skipped():
    reading = read(HEAD, YU, BLANK, ["小计", 1, None, None, None, None], TIAN)
    assert (names(reading), reading.errors) == (["于海", "田苗"], [])


def test_titles_and_heads_printed_again_are_skipped():
    title = ["党员花名册", *BLANK[1:]]
    reading = read(title, HEAD, YU, title, HEAD, TIAN, ["序号", "姓  名", *BLANK[2:]])
    assert (names(reading), reading.errors, reading.warnings) == (["于海", "田苗"], [], [])


def test_the_heading_of_a_group_is_left_out_with_a_warning():
    reading = read(HEAD, [None, None, None, "第二党小组", None, None], YU)
    assert (names(reading), [problem.row for problem in reading.warnings]) == (["于海"], [2])


def test_a_row_with_neither_name_nor_number_is_an_error():
    reading = read(HEAD, [1, None, None, *YU[3:]])
    assert [problem.column for problem in reading.errors] == ["B 姓名", "C 身份证号"]


def test_a_person_below_the_totals_is_still_read():
    reading = read(HEAD, YU, ["合计", 1, None, None, None, None], TIAN)
    assert names(reading) == ["于海", "田苗"]


def test_several_sheets_of_members_are_all_read():
    reading = read_workbook(workbook_of([HEAD, YU], [HEAD, TIAN], names=["在职", "离退休"]))
    assert [(person.sheet, person.name) for person in reading.people] == [("在职", "于海"), ("离退休", "田苗")]


def test_members_and_applicants_are_told_apart_by_their_columns():
    sheets = [[list(row), list(row.values())] for row in (APPLICANT, MEMBER)]
    reading = read_workbook(workbook_of(*sheets, names=["表一", "表二"]))
    assert ([person.sheet for person in reading.applicants], [person.sheet for person in reading.people]) == (
        ["表一"],
        ["表二"],
    )


def test_a_sheet_without_people_is_left_out_with_a_warning():
    reading = read_workbook(workbook_of([HEAD, YU], [["党费", "基数"], [1, 2]], names=["花名册", "党费"]))
    assert [(problem.sheet, problem.row) for problem in reading.warnings] == [("党费", 1)]


def test_a_hidden_roster_is_left_out_with_a_warning():
    workbook = Workbook()
    workbook.worksheets[0].append(HEAD)
    workbook.worksheets[0].append(YU)
    old = workbook.create_sheet("去年")
    old.append(HEAD)
    old.append(YU)
    old.sheet_state = "hidden"
    reading = read_workbook(saved(workbook))
    assert (names(reading), reading.errors) == (["于海"], [])
    assert ["隐藏" in problem.message for problem in reading.warnings] == [True]


def test_an_empty_workbook_lists_nobody():
    reading = read_workbook(saved(Workbook()))
    assert [(problem.sheet, problem.row) for problem in reading.errors] == [("Sheet", 1)]


def test_a_formula_with_its_result_gives_a_warning():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet("花名册")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, YU)
        sheet.write_formula(1, 4, '="2002"&".6.30"', None, "2002.6.30")
    content.seek(0)
    reading = read_workbook(content)
    assert reading.people[0].admitted_on == date(2002, 6, 30)
    assert [(problem.row, problem.column) for problem in reading.warnings] == [(2, "E 入党时间")]


def test_formulas_beside_the_people_do_not_matter():
    reading = read([*HEAD, "年龄"], [*YU, "=1+1"], ["合计", "=COUNTA(B2:B2)", None, None, None, None, None])
    assert (names(reading), reading.errors, reading.warnings) == (["于海"], [], [])
