"""Every kind of mistake in a row, with its place and its cure. Row 2 is the first person of each workbook."""

from datetime import date
from typing import Any

import pytest

from members.roster import RosterReading, read_workbook
from tests.members.roster_workbooks import APPLICANT, MEMBER, applicants_of, roster_of, workbook_of

OTHER = {"姓名": "田苗", "性别": "女", "公民身份号码": "370000199112311220", "出生日期": "1991-12-31"}
OTHER_DATES = {"加入党组织日期": "2013-11-28", "转为正式党员日期": "2014-11-28"}


def read(*people: dict[str, Any]) -> RosterReading:
    return read_workbook(roster_of(*people))


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"姓名": ""}, "A 姓名", "缺姓名"),
        ({"姓名": "于" * 61}, "A 姓名", "超过 60 个字"),
        ({"性别": "南"}, "B 性别", "请填“男”或“女”"),
        ({"性别": "女"}, "B 性别", "与公民身份号码（第17位表示男）不一致"),
        ({"公民身份号码": ""}, "C 公民身份号码", "缺公民身份号码"),
        ({"公民身份号码": "370000197910011152"}, "C 公民身份号码", "校验位不对"),
        ({"公民身份号码": "37000019791001115"}, "C 公民身份号码", "现为17位"),
        ({"公民身份号码": 370000197910011151}, "C 公民身份号码", "存成了数字，末几位已经丢失"),
        ({"公民身份号码": 3.70000197910011e17}, "C 公民身份号码", "存成了数字，末几位已经丢失"),
        ({"公民身份号码": "3.70000197910011E+17"}, "C 公民身份号码", "存成了数字，末几位已经丢失"),
        ({"出生日期": "1979-10-02"}, "E 出生日期", "与公民身份号码中的 1979-10-01 不一致"),
        ({"出生日期": "1979.11"}, "E 出生日期", "没有写到日"),
        ({"人员类别": ""}, "G 人员类别", "缺人员类别"),
        ({"人员类别": "同志"}, "G 人员类别", "请填“正式党员”或“预备党员”"),
        ({"人员类别": "入党积极分子"}, "G 人员类别", "请移到“发展党员”工作表"),
        ({"加入党组织日期": ""}, "H 加入党组织日期", "请对照入党志愿书补填"),
        ({"加入党组织日期": "无"}, "H 加入党组织日期", "请对照入党志愿书补填"),
        ({"加入党组织日期": "2002.6"}, "H 加入党组织日期", "没有写到日"),
        ({"转为正式党员日期": None}, "I 转为正式党员日期", "正式党员缺转为正式党员日期"),
        ({"人员类别": "预备党员"}, "I 转为正式党员日期", "预备党员还没有转正日期"),
        ({"转为正式党员日期": "2002-06-30"}, "I 转为正式党员日期", "应在加入党组织日期 2002-06-30 之后"),
        ({"转为正式党员日期": "2001-06-30"}, "I 转为正式党员日期", "应在加入党组织日期 2002-06-30 之后"),
        ({"加入党组织日期": "1979-09-30"}, "H 加入党组织日期", "应在出生日期 1979-10-01 之后"),
        ({"工作岗位": "科" * 61}, "K 工作岗位", "超过 60 个字"),
        ({"手机号码": "=1+1"}, "L 手机号码", "没有可用的计算结果"),
        ({"加入党组织日期": "=TODAY()"}, "H 加入党组织日期", "选择性粘贴为“数值”"),
    ],
)
def test_an_error_has_its_place_and_cure(change: dict[str, Any], column: str, said: str):
    reading = read(OTHER | OTHER_DATES, change)
    assert [(problem.sheet, problem.row, problem.column) for problem in reading.errors] == [("花名册", 3, column)]
    assert said in reading.errors[0].message
    assert [person.name for person in reading.people] == ["田苗"]


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"姓名": "于海（大）2"}, "A 姓名", "含有“()2”"),
        ({"姓名": "于\ue815"}, "A 姓名", "自造字"),
        ({"民族": "火星"}, "D 民族", "不在56个民族之内"),
        ({"出生日期": "1979.10"}, "E 出生日期", "已按公民身份号码取为 1979-10-01"),
        ({"加入党组织日期": "1997-09-30", "转为正式党员日期": "1998-10-01"}, "H 加入党组织日期", "只有17周岁"),
        ({"党内职务": "党总支书记"}, "J 党内职务", "不据此登记任职"),
        ({"手机号码": "1990000000"}, "L 手机号码", "不像手机号码"),
        ({"是否流动党员": "大概"}, "M 是否流动党员", "请填“是”或“否”"),
    ],
)
def test_a_warning_lets_the_row_in(change: dict[str, Any], column: str, said: str):
    reading = read(change)
    assert [(problem.row, problem.column) for problem in reading.warnings] == [(2, column)]
    assert said in reading.warnings[0].message
    assert (len(reading.people), reading.errors) == (1, [])


@pytest.mark.parametrize(
    "change",
    [
        {"加入党组织日期": "1997-10-01", "转为正式党员日期": "1998-10-01"},  # the day of turning eighteen
        {"手机号码": 19900000007},
        {"手机号码": "+86 199-0000-0007"},
        {"手机号码": "010-12345678"},
        {"手机号码": "无"},
        {"民族": "汉"},
        {"性别": "", "出生日期": ""},
        {"公民身份号码": "３７００００ １９７９１００１ １１５１"},
        {"人员类别": "中共党员"},
        {"党内职务": "—"},
    ],
)
def test_what_offices_usually_write_is_no_problem(change: dict[str, Any]):
    reading = read(change)
    assert (len(reading.people), reading.errors, reading.warnings) == (1, [], [])


def test_sex_and_birth_are_read_off_the_number_where_missing():
    person = read({"性别": "", "出生日期": ""}).people[0]
    assert (person.sex, person.birth_on) == ("男", date(1979, 10, 1))


def test_a_number_cell_becomes_plain_text():
    assert read({"手机号码": 19900000007.0}).people[0].phone == "19900000007"


def test_spaces_in_a_name_go():
    assert read({"姓名": "于　海"}).people[0].name == "于海"


def test_a_mobile_member_is_one():
    assert read({"是否流动党员": "是"}).people[0].mobile is True


@pytest.mark.parametrize(
    ("admitted_on", "accepted"),
    [("1969-04-13", 0), ("1969-04-14", 1), ("1977-08-18", 1), ("1977-08-19", 0)],
)
def test_without_probation_both_dates_may_be_one(admitted_on: str, accepted: int):
    veteran = {"姓名": "老兵", "性别": "", "公民身份号码": "370000195001011008", "出生日期": ""}
    reading = read(veteran | {"加入党组织日期": admitted_on, "转为正式党员日期": admitted_on})
    assert len(reading.people) == accepted


def test_a_probationary_member_needs_no_conversion():
    person = read({"人员类别": "预备党员", "转为正式党员日期": ""}).people[0]
    assert (person.category, person.full_on) == ("probationary", None)


def test_two_persons_of_one_name_are_fine():
    reading = read({}, OTHER | OTHER_DATES | {"姓名": "于海"})
    assert ([person.name for person in reading.people], reading.errors) == (["于海", "于海"], [])


def test_the_same_person_twice_is_an_error_of_the_second_row():
    reading = read({}, {})
    assert [(problem.row, problem.column) for problem in reading.errors] == [(3, "C 公民身份号码")]
    assert "与第2行是同一人“于海”" in reading.errors[0].message


def test_one_number_for_two_persons_names_both():
    reading = read({}, {"姓名": "于河"})
    assert "第2行“于海”与第3行“于河”相同" in reading.errors[0].message


def test_a_member_among_the_applicants_is_an_error():
    applicant = APPLICANT | {"姓名": "于海", "公民身份号码": MEMBER["公民身份号码"], "出生日期": ""}
    sheets = [[list(row), list(row.values())] for row in (MEMBER, applicant)]
    reading = read_workbook(workbook_of(*sheets))
    assert [(problem.sheet, problem.row) for problem in reading.errors] == [("发展党员", 2)]
    assert "工作表“花名册”第2行是同一人" in reading.errors[0].message


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"递交入党申请书日期": ""}, "F 递交入党申请书日期", "缺递交入党申请书日期"),
        ({"确定为入党积极分子日期": ""}, "G 确定为入党积极分子日期", "已列为发展对象，缺确定为入党积极分子日期"),
        ({"递交入党申请书日期": "2024-01-15"}, "G 确定为入党积极分子日期", "应在递交入党申请书日期 2024-01-15 之后"),
        ({"列为发展对象日期": "2024-01-14"}, "H 列为发展对象日期", "应在确定为入党积极分子日期 2024-01-15 之后"),
        ({"递交入党申请书日期": "1997-05-03"}, "F 递交入党申请书日期", "应在出生日期 1997-05-04 之后"),
    ],
)
def test_an_error_on_the_way_into_the_party(change: dict[str, Any], column: str, said: str):
    reading = read_workbook(applicants_of(change))
    assert [(problem.row, problem.column) for problem in reading.errors] == [(2, column)]
    assert said in reading.errors[0].message


def test_an_activist_need_not_be_a_candidate():
    person = read_workbook(applicants_of({"列为发展对象日期": ""})).applicants[0]
    assert (person.activist_on, person.candidate_on) == (date(2024, 1, 15), None)


def test_a_mentor_is_named_once_and_without_spaces():
    person = read_workbook(applicants_of({"培养联系人": "田 苗、于海、田苗"})).applicants[0]
    assert person.mentors == ("田苗", "于海")


@pytest.mark.parametrize(("on", "errors"), [(date(2003, 6, 29), 1), (date(2003, 6, 30), 0)])
def test_a_date_that_has_not_come_is_an_error(on: date, errors: int):
    assert len(read_workbook(roster_of({}), on=on).errors) == errors


def test_a_problem_reads_as_one_sentence():
    reading = read({"姓名": ""})
    assert str(reading.errors[0]) == "工作表“花名册”第2行 A 姓名列：缺姓名，请补填；若本行不是人员，请删除整行"
