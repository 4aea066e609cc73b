"""The empty workbook that an office may fill in instead of its own."""

import io
from collections.abc import Collection

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from members.roster.columns import ALL_COLUMNS, REQUIRED_OF_APPLICANTS, REQUIRED_OF_MEMBERS

MEMBER_FIELDS = (
    *("name", "sex", "identity_number", "nationality", "birth_on", "education", "category", "admitted_on", "full_on"),
    *("post_label", "department", "phone", "branch_name", "standing_state", "mobile", "note"),
)
APPLICANT_FIELDS = (
    *("name", "sex", "identity_number", "nationality", "birth_on", "education", "applied_on", "activist_on"),
    *("candidate_on", "mentors", "department", "phone", "note"),
)
CHOICES = {
    "sex": ("男", "女"),
    "education": ("研究生", "大学", "大专", "中专", "高中", "初中", "小学"),
    "category": ("正式党员", "预备党员"),
    "post_label": (
        *("支部书记", "支部副书记", "组织委员", "纪检委员", "宣传委员", "委员"),
        *("学习督导员", "档案管理员", "党费管理员"),
    ),
    "mobile": ("是", "否"),
}
ONLY_CHOICES = frozenset({"sex", "category", "mobile"})  # elsewhere other words are allowed
EXPLANATIONS = {
    "name": "与身份证一致。少数民族姓名中间用“·”，生僻字直接输入",
    "sex": "男或女；不填则按公民身份号码取",
    "identity_number": "18位，本列已设为文本格式，请勿改成数字",
    "nationality": "如：汉族",
    "birth_on": "写到日，如 1988-04-11；不填则按公民身份号码取",
    "education": "如：研究生、大学、大专",
    "category": "正式党员或预备党员；入党申请人、积极分子、发展对象填在“发展党员”表",
    "admitted_on": "支部大会接收为预备党员之日，写到日，如 2008-07-01",
    "full_on": "正式党员必填，预备党员不填",
    "post_label": "本支部的职务，几个职务用“、”分开；没有则不填。上级党组织的职务不由本表登记",
    "department": "部门、科室或岗位",
    "phone": "11位手机号码",
    "branch_name": "支部全称",
    "standing_state": "如：正常",
    "mobile": "是或否",
    "note": "",
    "applied_on": "写到日，如 2024-02-26",
    "activist_on": "尚未确定则不填",
    "candidate_on": "尚未列为发展对象则不填",
    "mentors": "两名之间用“、”分开",
}
TEXT_FIELDS = frozenset({"identity_number", "phone"})
WIDTHS = {"sex": 8, "name": 16, "identity_number": 24, "note": 24, "branch_name": 30, "mentors": 20}
USUAL_WIDTH = 18  # characters
ROWS = 2000  # prepared for filling in
HEAD_FONT, HEAD_FILL = Font(bold=True), PatternFill("solid", start_color="F3E3E1")
THIN = Side(style="thin", color="BFBFBF")


def template() -> bytes:
    """An .xlsx workbook: members, people on the way into the Party, and how to fill both in."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill_list(workbook.create_sheet("党员花名册"), MEMBER_FIELDS, REQUIRED_OF_MEMBERS)
    _fill_list(workbook.create_sheet("发展党员"), APPLICANT_FIELDS, REQUIRED_OF_APPLICANTS)
    _fill_help(workbook.create_sheet("填写说明"))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _fill_list(sheet: Worksheet, fields: Collection[str], required: Collection[str]) -> None:
    sheet.append([_heading(field, required) for field in fields])
    sheet.freeze_panes = "B2"
    for index, field in enumerate(fields, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = WIDTHS.get(field, USUAL_WIDTH)
        sheet.column_dimensions[letter].number_format = _number_format(field)
        for row in range(2, ROWS + 2) if field in TEXT_FIELDS else ():
            sheet.cell(row, index).number_format = "@"
        if field in CHOICES:
            sheet.add_data_validation(_choice(field, f"{letter}2:{letter}{ROWS + 1}"))
    _dress_head(sheet)


def _fill_help(sheet: Worksheet) -> None:
    sheet.append(["工作表", "列名", "是否必填", "怎样填写"])
    for name, fields, required in (
        ("党员花名册", MEMBER_FIELDS, REQUIRED_OF_MEMBERS),
        ("发展党员", APPLICANT_FIELDS, REQUIRED_OF_APPLICANTS),
    ):
        for field in fields:
            need = "必填" if field in required else "选填"
            sheet.append([name, ALL_COLUMNS[field][0], need, EXPLANATIONS[field]])
    for letter, width in zip("ABCD", (14, 26, 10, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    _dress_head(sheet)


def _heading(field: str, required: Collection[str]) -> str:
    return ALL_COLUMNS[field][0] + ("*" if field in required else "")


def _number_format(field: str) -> str:
    if field in TEXT_FIELDS:
        return "@"
    return "yyyy-mm-dd" if field.endswith("_on") else "General"


def _choice(field: str, cells: str) -> DataValidation:
    choice = DataValidation(type="list", formula1=f'"{",".join(CHOICES[field])}"', allow_blank=True, sqref=cells)
    choice.showErrorMessage = field in ONLY_CHOICES
    choice.errorTitle, choice.error = "请从列表中选择", "、".join(CHOICES[field])
    return choice


def _dress_head(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
