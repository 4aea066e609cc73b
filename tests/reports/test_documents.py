"""The files: each opens with its library, holds what the page shows, and keeps the official form."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from members.models import Affiliation
from partybranch.reports.assembly import Report, assemble
from partybranch.reports.charts import RAIL, drawn, length
from partybranch.reports.documents import WRITERS
from partybranch.reports.long_tables import FEWER, LINES, broken, pages_of
from rulebook.reporting import Bar, Chart, ReportYear, Table
from tests.factories import BranchFactory, person

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3, name="中共测试支部委员会")


def report(house: BranchFactory) -> Report:
    return assemble(ReportYear(house.branch, 2025, LAST, date(2026, 2, 1)))


def test_the_pdf_has_cover_contents_and_numbered_chapters(house: BranchFactory):
    pages = PdfReader(BytesIO(WRITERS["pdf"](report(house)))).pages
    texts = [page.extract_text() for page in pages]
    assert "中共测试支部委员会" in texts[0]
    assert "2025年度报告" in texts[0]
    assert "目" in texts[1]
    first = next(number for number, text in enumerate(texts) if number > 1 and "一、党员和变动情况" in text)
    assert "— 1 —" in texts[first]
    entry = next(line for line in texts[1].splitlines() if "党员名册" in line)
    roster = next(number for number, text in enumerate(texts) if number > 1 and "九、党员名册" in text)
    assert entry.endswith(str(roster - first + 1))
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)


def test_a_wrong_balance_is_never_printed(house: BranchFactory, tmp_path):
    Affiliation.objects.create(
        person=house.people[5], organization=house.branch, since=date(2025, 3, 1), until=date(2026, 5, 1)
    )
    out = tmp_path / "report.pdf"
    with pytest.raises(CommandError, match="党员006"):
        call_command("annual_report", org=house.branch.code, year=2025, format="pdf", out=out)
    assert not out.exists()


def test_word_has_real_headings_tables_and_a_contents_field(house: BranchFactory):
    document = Document(BytesIO(WRITERS["docx"](report(house))))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "一、党员和变动情况"
    assert headings[-1] == "九、党员名册"
    codes = [element.text for element in document.element.iter(qn("w:instrText"))]
    assert any('TOC \\o "1-2"' in code for code in codes)
    roster = document.tables[-1]
    assert [cell.text for cell in roster.rows[1].cells][1] == "党员001"
    assert len(roster.rows) == 1 + 6
    assert roster.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    section = document.sections[-1]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_excel_has_a_sheet_a_table_for_a4_with_its_head_in_sight(house: BranchFactory):
    book = load_workbook(BytesIO(WRITERS["xlsx"](report(house))))
    assert book.sheetnames[:3] == ["目录", "党员变动平衡表", "变动人员名单"]
    sheet = book["党员变动平衡表"]
    assert [cell.value for cell in sheet[2]] == ["项目", "合计", "正式党员", "预备党员"]
    assert [cell.value for cell in sheet[3]] == ["年初党员", 6, 6, 0]
    assert all(sheet.freeze_panes for sheet in book.worksheets[1:])
    assert {sheet.page_setup.paperSize for sheet in book} == {9}
    assert sheet.print_title_rows == "$2:$2"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_words_in_excel_are_never_formulas(house: BranchFactory, text: str):
    person(house.branch, text)
    book = load_workbook(BytesIO(WRITERS["xlsx"](report(house))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_names_are_escaped_in_the_pdf(house: BranchFactory):
    person(house.branch, "<b>某</b>")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(WRITERS["pdf"](report(house)))).pages)
    assert "<b>某</b>" in text


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_the_command_writes_the_file(house: BranchFactory, tmp_path, format: str):
    out = tmp_path / f"report.{format}"
    call_command("annual_report", org=house.branch.code, year=2025, format=format, out=out)
    assert out.read_bytes()[:4] in (b"%PDF", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"org": "nobody"}, "no branch with the code nobody"),
        ({"on": date(2024, 12, 31)}, "2024-12-31 is not a past day of 2025"),
        ({"year": 2999, "on": date(2999, 1, 1)}, "2999-01-01 is not a past day"),
    ],
)
def test_the_command_refuses_what_it_cannot_tell(house: BranchFactory, tmp_path, given: dict, said: str):
    asked = {"org": house.branch.code, "year": 2025, "format": "pdf", "out": tmp_path / "x.pdf", **given}
    with pytest.raises(CommandError, match=said):
        call_command("annual_report", **asked)


@pytest.mark.parametrize(
    ("value", "most", "expected"), [(0, 10, 0), (10, 10, RAIL), (5, 10, RAIL // 2), (1, 10_000, 1), (0, 0, 0)]
)
def test_a_bar_is_as_long_as_its_part(value: int, most: int, expected: int):
    assert length(value, most) == expected


def test_a_chart_has_no_styles_and_escapes_its_words():
    svg = drawn(Chart("图", (Bar("<甲>", 1, 2, "1人"),)))
    assert "style" not in svg
    assert "&lt;甲&gt;" in svg


def long_table(rows: int, name: str = "赵文博") -> Table:
    return Table("名册", ("序号", "姓名"), tuple((str(number), name) for number in range(rows)), (1, 1))


def test_a_long_table_loses_no_row():
    pages = list(pages_of(long_table(1000)))
    lines = [line for page in pages for line in page.columns[0].text.split("\n")]
    assert lines == [str(number) for number in range(1000)]
    assert [len(page.columns[0].text.split("\n")) for page in pages[:2]] == [FEWER, LINES]


def test_a_row_of_two_lines_stays_on_one_page_and_level():
    name = "阿" * 30
    page = next(pages_of(long_table(40, name)))
    numbers, names = (column.text.split("\n") for column in page.columns)
    assert len(numbers) == len(names)
    assert numbers[:4] == ["0", "", "1", ""]
    assert names[0] + names[1] == name


def test_the_typeface_of_a_column_is_the_one_that_has_all_its_characters():
    for name, typeface in (("赵文博", "chinese"), ("孙䶮", "mixed"), ("O", "western"), ("2025年", "mixed")):
        assert next(pages_of(long_table(2, name))).columns[1].typeface == typeface


@pytest.mark.parametrize(
    ("text", "expected"), [("赵文", ["赵文"]), ("赵文博", ["赵文", "博"]), ("abcde", ["abcd", "e"])]
)
def test_lines_hold_so_many_half_characters(text: str, expected: list[str]):
    assert broken(text, 4) == expected


def test_a_branch_of_three_hundred_and_one_prints_every_name(house: BranchFactory):
    for number in range(295):
        person(house.branch, f"党员甲{number:03}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(WRITERS["pdf"](report(house)))).pages)
    assert all(f"党员甲{number:03}" in text for number in range(295))
