"""Official papers as Word, to go on editing: the measures of GB/T 9704-2012 in named styles and real tables."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

BODY, TITLE, LEVEL_ONE, LEVEL_TWO = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
WESTERN = "Times New Roman"
LINE = Pt(28.95)  # 22 lines a page
TYPE_AREA = 156  # mm: A4 less the margins of 28 and 26
INDENT = Pt(32)  # two characters of 16 pt


class OfficialWord:
    """A document of A4 in 仿宋 16 pt that grows from the top: title, tables, headings, paragraphs."""

    def __init__(self, title: str, author: str) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, author, ""
        self._lay_out_page()
        self._set_styles()
        self.document.add_paragraph(title, style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_paragraph(text, style=f"Heading {level}")

    def paragraph(self, text: str, *, indented: bool = True) -> None:
        paragraph = self.document.add_paragraph(text)
        if not indented:
            paragraph.paragraph_format.first_line_indent = Pt(0)

    def fields(self, rows: Iterable[Sequence[str]]) -> None:
        """A table of labels and values: a row of four is two pairs, a row of two is one pair in full width."""
        widths = (24, 54, 24, 54)
        table = self._table(4, widths)
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 2:
                cells[1].merge(cells[3])
            for number, text in enumerate(row):
                _write(cells[number], text, centred=number % 2 == 0)
            _size(cells, widths)
        self.gap()

    def grid(
        self, heads: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int] = (), points: float = 12
    ) -> None:
        """A table with a head row that repeats on every page; a column is as wide as its longest text or share asks."""
        lines = [heads, *rows]
        longest = shares or [max(len(text) for text in column) + 2 for column in zip(*lines, strict=True)]
        widths = [TYPE_AREA * length / sum(longest) for length in longest]
        table = self._table(len(heads), widths)
        for number, row in enumerate(lines):
            line = table.add_row()
            if number == 0:
                line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, text in zip(line.cells, row, strict=True):
                _write(cell, text, centred=True, points=points, typeface=LEVEL_ONE if number == 0 else BODY)
                cell.paragraphs[0].paragraph_format.keep_with_next = number == 0
            _size(line.cells, widths)
        self.gap()

    def gap(self) -> None:
        """A little room, as after a table; Word would join two tables without it."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(10)

    def signatures(self, *labels: str) -> None:
        """Places to sign by hand, side by side in a table without lines; never alone on a page."""
        self.gap()
        for paragraph in self.document.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = True
        table = self._table(len(labels), [TYPE_AREA / len(labels)] * len(labels), lines=False)
        for cell, label in zip(table.add_row().cells, labels, strict=True):
            _write(cell, label, centred=False, points=16)

    def to_bytes(self) -> bytes:
        content = BytesIO()
        self.document.save(content)
        return content.getvalue()

    def _table(self, columns: int, widths: Sequence[float], *, lines: bool = True) -> Any:
        table: Any = self.document.add_table(rows=0, cols=columns)
        table.style = "Table Grid" if lines else "Normal Table"
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _lay_out_page(self) -> None:
        section = self.document.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(26)
        self.document.settings.odd_and_even_pages_header_footer = True
        _number_pages(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _number_pages(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def _set_styles(self) -> None:
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        body = self._style("Normal", BODY, 16)
        body.first_line_indent = INDENT
        title = self._style("Title", TITLE, 22)
        title.alignment, title.line_spacing, title.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(35), LINE
        title.first_line_indent = Pt(0)
        border = self.document.styles["Title"].element.pPr.find(qn("w:pBdr"))
        if border is not None:
            border.getparent().remove(border)
        self._style("Heading 1", LEVEL_ONE, 16).keep_with_next = True
        self._style("Heading 2", LEVEL_TWO, 16).keep_with_next = True

    def _style(self, name: str, typeface: str, points: float) -> Any:
        style: Any = self.document.styles[name]
        _set_type(style.element.get_or_add_rPr(), typeface)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(points), False, RGBColor(0, 0, 0)
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        return spacing


def _set_type(properties: Any, typeface: str) -> None:
    """One typeface for Chinese and one for Western letters, in place of the theme's, which would win otherwise."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for kind, name in (("ascii", WESTERN), ("hAnsi", WESTERN), ("eastAsia", typeface), ("cs", WESTERN)):
        fonts.set(qn(f"w:{kind}"), name)
    properties.insert(0, fonts)


def _write(cell: _Cell, text: str, *, centred: bool, points: float = 14, typeface: str = BODY) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(points * 1.6)
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    _set_type(run._r.get_or_add_rPr(), typeface)


def _size(cells: Sequence[_Cell], widths: Sequence[float]) -> None:
    """Word obeys the width of cells, not of columns; a merged cell is named once for each column it covers."""
    covered: dict[int, float] = {}
    for cell, width in zip(cells, widths, strict=True):
        covered[id(cell._tc)] = covered.get(id(cell._tc), 0) + width
        cell.width = Mm(covered[id(cell._tc)])


def _number_pages(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 14 pt, on the outer edge, as Word's own field."""
    paragraph.alignment = alignment
    paragraph.paragraph_format.first_line_indent = Pt(0)
    for text, kind in (("— ", ""), ("", "begin"), ("PAGE", "code"), ("", "end"), (" —", "")):
        run = paragraph.add_run(text if not kind else "")
        run.font.size = Pt(14)
        _set_type(run._r.get_or_add_rPr(), "宋体")
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
