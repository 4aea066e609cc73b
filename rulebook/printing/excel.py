"""Lists as workbooks: every cell is text, and no text is ever a live formula, not even after it is saved as CSV."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What spreadsheets take for the beginning of a formula, with the full-width twins that some turn into it.
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
LONGEST_CELL = 32_767  # characters; Excel refuses a workbook with more
A4 = 9
NARROWEST, WIDEST = 6, 40  # characters


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, its headings with the width of each column in characters, its rows as texts."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]


def inert(value: object) -> str:
    """The text of a cell; an apostrophe goes before what could be taken for a formula."""
    text = "" if value is None else str(value)
    if text.lstrip(" \u3000\u00a0\ufeff\u200b").startswith(FORMULA_BEGINS):
        text = "'" + text
    return text[:LONGEST_CELL]


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx workbook written row by row: its size in memory does not grow with the list."""
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as workbook:
            head = workbook.add_format({"bold": True, "bg_color": "#F3E3E1", "border": 1, "text_wrap": True})
            text = workbook.add_format({"num_format": "@"})
            for sheet in sheets:
                _write(workbook.add_worksheet(sheet.name), sheet, head, text)
        file.seek(0)
        return file.read()


def _write(worksheet: Any, sheet: Sheet, head: Any, text: Any) -> None:
    for column, (_, width) in enumerate(sheet.columns):
        worksheet.set_column(column, column, min(max(width, NARROWEST), WIDEST), text)
    worksheet.freeze_panes(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
    for column, (heading, _) in enumerate(sheet.columns):
        worksheet.write_string(0, column, heading, head)
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            worksheet.write_string(line, column, inert(value))
