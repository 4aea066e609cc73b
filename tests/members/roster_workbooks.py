"""Roster workbooks for tests: made of rows, or out of the parts of a sample."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from members.identity import check_character

SAMPLES = Path(__file__).parent.parent / "data"
SHEET = "xl/worksheets/sheet1.xml"
MEMBER = {
    "姓名": "于海",
    "性别": "男",
    "公民身份号码": "370000197910011151",
    "民族": "汉族",
    "出生日期": "1979-10-01",
    "学历": "大学",
    "人员类别": "正式党员",
    "加入党组织日期": "2002-06-30",
    "转为正式党员日期": "2003-06-30",
    "党内职务": "",
    "工作岗位": "网络科",
    "手机号码": "19900000007",
    "是否流动党员": "否",
}
APPLICANT = {
    "姓名": "郑思远",
    "性别": "男",
    "公民身份号码": "370000199705043030",
    "出生日期": "1997-05-04",
    "学历": "研究生",
    "递交入党申请书日期": "2023-03-06",
    "确定为入党积极分子日期": "2024-01-15",
    "列为发展对象日期": "2025-09-12",
    "培养联系人": "王建业、方立新",
}


def workbook_of(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = ("花名册", "发展党员", "其他")) -> io.BytesIO:
    """A workbook with these sheets, each a list of rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in zip(names, sheets, strict=False):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(workbook)


def roster_of(*people: dict[str, Any], row: dict[str, Any] = MEMBER) -> io.BytesIO:
    """A workbook of one sheet: its head in row 1, then people, each as the changes to a good row."""
    heads = list(dict.fromkeys([*row, *(head for person in people for head in person)]))
    return workbook_of([heads, *([{**row, **person}.get(head) for head in heads] for person in people)])


def applicants_of(*people: dict[str, Any]) -> io.BytesIO:
    return roster_of(*people, row=APPLICANT)


def saved(workbook: Workbook) -> io.BytesIO:
    content = io.BytesIO()
    workbook.save(content)
    content.seek(0)
    return content


def parts_of(sample: str = "roster.xlsx") -> dict[str, bytes]:
    """The parts of a sample workbook, to be changed and packed again."""
    with zipfile.ZipFile(SAMPLES / sample) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    content.seek(0)
    return content


def sample_with_row(row: bytes) -> io.BytesIO:
    """The sample roster with one more row of sheet XML at the end of its first sheet."""
    parts = parts_of()
    return packed(parts | {SHEET: parts[SHEET].replace(b"</sheetData>", row + b"</sheetData>")})


def crowded(number: int, bad_row: int = 0) -> bytes:
    """A workbook of so many members, no two alike; the member numbered `bad_row`, from 1, has a wrong number."""
    surnames, given = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"
    names = ("".join(parts) for parts in cycle(product(surnames, given, given)))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("党员花名册")
        sheet.write_row(0, 0, list(MEMBER))
        for line, name in zip(range(1, number + 1), names, strict=False):
            sheet.write_row(line, 0, _member(line, name, wrong=line == bad_row).values())
    return content.getvalue()


def _member(serial: int, name: str, *, wrong: bool) -> dict[str, str]:
    born = date(1960, 1, 1) + timedelta(days=serial // 500)
    first = f"370000{born:%Y%m%d}{serial % 500 * 2 + 1:03}"
    check = check_character(first)
    return {
        **MEMBER,
        "姓名": name,
        "公民身份号码": first + (str((int(check.replace("X", "0")) + 1) % 10) if wrong else check),
        "出生日期": born.isoformat(),
        "手机号码": f"199{serial:08}",
    }
