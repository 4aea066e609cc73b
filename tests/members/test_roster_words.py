"""Headings, posts, lists of names, peoples: the words of a roster."""

import pytest

from members.roster.columns import canonical, is_heading_of, letter_of
from members.roster.vocabulary import names_in, people_of, posts_in


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓  名", "name"),
        ("姓\n名*", "name"),
        ("＊党员姓名：", "name"),
        ("身份证号", "identity_number"),
        ("身份证号码（18位）", "identity_number"),
        ("公民身份号码", "identity_number"),
        ("出生年月日", "birth_on"),
        ("出生年月", "birth_on"),
        ("出生日期(年月日)", "birth_on"),
        ("入党时间", "admitted_on"),
        ("入党日期", "admitted_on"),
        ("加入党组织时间", "admitted_on"),
        ("加入中国\r\n共产党时间", "admitted_on"),
        ("转正时间", "full_on"),
        ("转为正式党员日期", "full_on"),
        ("文化程度", "education"),
        ("党员类别", "category"),
        ("党内职务（支部）", "post_label"),
        ("职务", "post_label"),
        ("科室", "department"),
        ("联系电话", "phone"),
        ("申请入党时间", "applied_on"),
        ("确定积极分子时间", "activist_on"),
        ("列为发展对象时间", "candidate_on"),
        ("培养联系人", "mentors"),
    ],
)
def test_a_heading_is_understood(heading: str, field: str):
    assert is_heading_of(field, heading)


@pytest.mark.parametrize("heading", ["", "籍贯", "年龄", "日期", "张三"])
def test_other_headings_name_nothing_we_read(heading: str):
    assert not is_heading_of("name", heading)


def test_the_endings_for_a_date_are_one():
    assert canonical("入党时间") == canonical("入党日期") == canonical("入党年月") == canonical("入党年月日")


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(index: int, letter: str):
    assert letter_of(index) == letter


@pytest.mark.parametrize(
    ("label", "posts"),
    [
        ("支部书记", ("secretary",)),
        ("党支部书记", ("secretary",)),
        ("网络通信支部书记", ("secretary",)),
        ("支部 书记", ("secretary",)),
        ("书记", ("secretary",)),
        ("支部副书记", ("deputy_secretary",)),
        ("组织委员", ("organization_commissioner",)),
        ("支部委员会纪检委员", ("discipline_commissioner",)),
        ("纪律检查委员", ("discipline_commissioner",)),
        ("宣传委员", ("publicity_commissioner",)),
        ("支委", ("committee_member",)),
        ("支部委员", ("committee_member",)),
        ("支委会委员", ("committee_member",)),
        ("学习督导员", ("study_supervisor",)),
        ("档案管理员", ("archivist",)),
        ("党费管理员", ("dues_keeper",)),
        ("副书记、组织委员", ("deputy_secretary", "organization_commissioner")),
        ("支部书记兼宣传委员", ("secretary", "publicity_commissioner")),
        ("组织、宣传委员", ("organization_commissioner", "publicity_commissioner")),
        ("宣传委员／党费管理员", ("publicity_commissioner", "dues_keeper")),
        ("", ()),
        ("无", ()),
        ("普通党员", ()),
    ],
)
def test_posts_of_the_branch_are_recognised(label: str, posts: tuple[str, ...]):
    assert posts_in(label) == (posts, [])


@pytest.mark.parametrize("label", ["机关党委书记", "党总支书记", "总支委员", "机关纪委委员", "科长", "党小组组长"])
def test_other_posts_are_never_proposed(label: str):
    assert posts_in(label) == ((), [label])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王建业、方立新", ["王建业", "方立新"]),
        ("王建业，方立新", ["王建业", "方立新"]),
        ("王建业,方立新;于海", ["王建业", "方立新", "于海"]),
        ("王建业/方立新", ["王建业", "方立新"]),
        ("王建业 方立新", ["王建业", "方立新"]),
        ("王建业\n方立新", ["王建业", "方立新"]),
        ("田 苗、于海", ["田 苗", "于海"]),
        ("田 苗 于海", ["田苗", "于海"]),
        ("于海 田　苗", ["于海", "田苗"]),
        ("魏长征", ["魏长征"]),
        ("", []),
    ],
)
def test_a_list_of_names_is_parted(text: str, names: list[str]):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "people"),
    [("汉", ("汉族", True)), ("维吾尔族", ("维吾尔族", True)), ("穿青人", ("穿青人", False)), ("", ("", False))],
)
def test_a_people_has_its_full_name(text: str, people: tuple[str, bool]):
    assert people_of(text) == people
