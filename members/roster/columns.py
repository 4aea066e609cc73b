"""The columns of a roster and the headings under which offices keep them."""

import re
import unicodedata
from dataclasses import dataclass

# field → headings; the first is the official one, of two found in a sheet the earlier one counts.
# A heading may end in 日期, 时间, 年月 or 年月日: all the same, see `canonical`.
PERSON = {
    "name": ("姓名", "党员姓名", "人员姓名", "名字"),
    "sex": ("性别",),
    "identity_number": (
        *("公民身份号码", "公民身份证号码", "居民身份证号码", "身份证号码", "身份证号", "身份号码"),
        *("身份证件号码", "有效身份证件号码", "证件号码", "身份证"),
    ),
    "nationality": ("民族", "族别"),
    "birth_on": ("出生日期", "生日"),
    "education": ("学历", "文化程度", "最高学历", "全日制学历", "学历学位"),
    "department": (
        *("工作岗位", "部门", "所在部门", "工作部门", "科室", "所在科室", "处室", "岗位"),
        *("工作单位及职务", "单位及职务", "工作单位", "单位"),
    ),
    "phone": ("手机号码", "手机号", "手机", "移动电话", "联系电话", "联系方式", "电话号码", "电话"),
    "note": ("备注", "说明"),
}
MEMBER_ONLY = {
    "category": ("人员类别", "党员类别", "人员类型", "党员类型", "党员身份", "类别", "政治面貌"),
    "admitted_on": (
        *("加入党组织日期", "入党日期", "加入中国共产党日期", "加入中共组织日期", "加入中共日期"),
        *("成为预备党员日期", "接收为预备党员日期", "接收预备党员日期", "发展为预备党员日期"),
    ),
    "full_on": ("转为正式党员日期", "转正日期", "转为正式日期", "转正式党员日期", "成为正式党员日期"),
    "post_label": ("党内职务", "党内任职", "支部职务", "支部任职", "支部分工", "党务职务", "职务"),
    "branch_name": (
        *("所在党支部", "所在支部", "所属党支部", "所属支部", "党支部名称", "支部名称", "党支部", "支部"),
        *("所在党组织", "所属党组织", "党组织名称"),
    ),
    "standing_state": ("党籍状态", "党籍情况", "党籍"),
    "mobile": ("是否流动党员", "是否为流动党员", "是否流动", "流动党员"),
}
APPLICANT_ONLY = {
    "applied_on": (
        *("递交入党申请书日期", "递交申请书日期", "递交入党申请日期", "提交入党申请书日期", "提出入党申请日期"),
        *("申请入党日期", "入党申请日期", "申请日期"),
    ),
    "activist_on": (
        *("确定为入党积极分子日期", "确定为积极分子日期", "确定入党积极分子日期", "确定积极分子日期"),
        *("列为入党积极分子日期", "列为积极分子日期", "成为积极分子日期", "入党积极分子日期", "积极分子日期"),
    ),
    "candidate_on": (
        *("列为发展对象日期", "确定为发展对象日期", "确定发展对象日期", "成为发展对象日期", "发展对象日期"),
    ),
    "mentors": ("培养联系人", "培养联系人姓名", "入党培养联系人", "培养人"),
}
MEMBER_COLUMNS = PERSON | MEMBER_ONLY
APPLICANT_COLUMNS = PERSON | APPLICANT_ONLY
ALL_COLUMNS = PERSON | MEMBER_ONLY | APPLICANT_ONLY
REQUIRED_OF_MEMBERS = ("name", "identity_number", "category", "admitted_on", "full_on")
REQUIRED_OF_APPLICANTS = ("name", "identity_number", "applied_on")
SERIAL_NUMBERS = ("序号", "编号", "序", "号")
LONGEST = {"name": 60, "nationality": 20, "education": 20, "department": 60, "note": 2000}  # characters, as in models
LONGEST_OTHERWISE = 200

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
DECORATION = re.compile(r"[\s*:#★☆●▲\u200b-\u200f\u2060\ufeff]+")
DATE_ENDING = re.compile(r"(?:日期|时间|年月日?)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet keeps a column: its index from 0, and what to call it, as in "D 公民身份号码"."""

    index: int
    title: str

    @property
    def heading(self) -> str:
        return self.title.partition(" ")[2]


def canonical(heading: str) -> str:
    """A heading without what offices add to it: spaces, line breaks, asterisks, brackets, one word for date."""
    plain = DECORATION.sub("", unicodedata.normalize("NFKC", heading))
    return DATE_ENDING.sub("日期", BRACKETS.sub("", plain))


def is_heading_of(field: str, text: str) -> bool:
    """Whether a text is one of the field's headings."""
    return KNOWN_HEADINGS.get(canonical(text), ("", 0))[0] == field


def letter_of(index: int) -> str:
    """The letter of a column: 0 → A, 26 → AA."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _canonical_headings(columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, int]]:
    return {
        canonical(heading): (field, precedence)
        for field, headings in columns.items()
        for precedence, heading in enumerate(headings)
    }


KNOWN_HEADINGS = _canonical_headings(ALL_COLUMNS)
