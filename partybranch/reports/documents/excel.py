"""The report as a workbook: a sheet a table, set up for A4; numbers are numbers, and words are never formulas."""

from io import BytesIO
from typing import Any

import xlsxwriter

from partybranch.reports.assembly import Report
from partybranch.reports.long_tables import broken
from rulebook.reporting import Count, Table, Text

BODY, HEADING = "仿宋_GB2312", "黑体"
CHARACTERS = 84  # of 11 points in the width of the page
A4 = 9
LINE = 16  # points
FIRST = "目录"
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEADING, "font_size": 16, "align": "center", "valign": "vcenter"},
    "line": {"font_name": BODY, "font_size": 12, "text_wrap": True, "valign": "top"},
    "link": {"font_name": BODY, "font_size": 12, "font_color": "#0b4a8f", "underline": 1},
    "head": {"font_name": HEADING, "font_size": 11, "border": 1, "align": "center", "text_wrap": True},
    "cell": {
        "font_name": BODY,
        "font_size": 11,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
}


def as_excel(report: Report) -> bytes:
    """First a sheet of contents, then one for each table in the order of the report."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(content, options)
    workbook.set_properties({"title": f"{report.organ}{report.title}", "author": report.organ})
    formats = {name: workbook.add_format(fields) for name, fields in FORMATS.items()}
    first = workbook.add_worksheet(FIRST)
    names: list[str] = []
    for heading, section in report.headings:
        for part in section.parts:
            if isinstance(part, Table):
                name = free_name(part.title, names)
                names.append(name)
                write_table(workbook.add_worksheet(name), formats, part, f"{report.title}　{heading}")
    write_contents(first, formats, report, names)
    workbook.close()
    return content.getvalue()


def free_name(title: str, taken: list[str]) -> str:
    """The title as a sheet's name: at most 31 characters, told apart by a number."""
    name = title[:28]
    number = sum(other == name or other.startswith(f"{name}·") for other in taken)
    return f"{name}·{number + 1}" if number else name


def write_table(sheet: Any, formats: dict[str, Any], table: Table, header: str) -> None:
    """The title, the head that stays in sight and on every page, and the rows."""
    last = len(table.heads) - 1
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    sheet.write_string(0, 0, table.title, formats["title"])
    sheet.set_row(0, 26)
    widths = [CHARACTERS * part // sum(table.shares) for part in table.shares]
    for column, (head, width) in enumerate(zip(table.heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, head, formats["head"])
    for line, row in enumerate(table.rows, start=2):
        tallest = max(len(broken(str(cell), width - 1)) for cell, width in zip(row, widths, strict=True))
        sheet.set_row(line, LINE * tallest)
        for column, cell in enumerate(row):
            if isinstance(cell, Count):
                sheet.write_number(line, column, cell.number, formats["cell"])
            else:
                sheet.write_string(line, column, str(cell), formats["cell"])
    if not table.rows:
        sheet.write_string(2, 0, table.empty, formats["line"])
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    set_up(sheet, header)


def write_contents(sheet: Any, formats: dict[str, Any], report: Report, names: list[str]) -> None:
    """What the report is, its sentences, and a way to each sheet."""
    sheet.set_column(0, 0, CHARACTERS)
    sheet.write_string(0, 0, f"{report.organ}{report.title}", formats["title"])
    sheet.set_row(0, 30)
    lines = [f"（{report.edition}）　{report.told}　{report.made_on:%Y-%m-%d}编制"]
    lines += [part.text for section in report.sections for part in section.parts if isinstance(part, Text)]
    for line, text in enumerate(lines, start=1):
        sheet.set_row(line, LINE * len(broken(text, CHARACTERS - 6)))
        sheet.write_string(line, 0, text, formats["line"])
    for line, name in enumerate(names, start=len(lines) + 2):
        sheet.write_url(line, 0, f"internal:'{name}'!A1", formats["link"], name)
    set_up(sheet, report.title)


def set_up(sheet: Any, header: str) -> None:
    """A4 upright, as wide as the page, numbered."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.9, right=0.9, top=1.1, bottom=1.0)
    sheet.set_header(f"&C&9 {header.replace('&', '&&')}", {"margin": 0.6})
    sheet.set_footer("&C— &P —")
    sheet.center_horizontally()
