"""Files that are no workbook, or one that must not be opened, are refused with a sentence that says what to do."""

import io
import time

import pytest
from docx import Document
from openpyxl import Workbook

from members.roster import Limits, UnreadableWorkbook, read_workbook
from tests.members.roster_workbooks import SAMPLES, SHEET, packed, parts_of, roster_of, sample_with_row, saved

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def word_document() -> bytes:
    content = io.BytesIO()
    Document().save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        ("姓名,性别\n于海,男\n".encode(), "文本文件（如 CSV）"),
        ("姓名,性别\n于海,男\n".encode("gb18030"), "文本文件（如 CSV）"),
        ("\ufeff姓名,性别\n".encode("utf-16"), "文本文件（如 CSV）"),
        (b"<html><table></table></html>", "网页或 XML"),
        (b"%PDF-1.7\n\x00\x01", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是 Excel 工作簿"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "旧格式的工作簿（.xls）"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "Word 文档"),
        (word_document(), "Word 文档"),
        (packed({"ppt/presentation.xml": b""}).getvalue(), "演示文稿"),
        (packed({"content.xml": b"", "mimetype": b""}).getvalue(), "不能直接导入"),
        (packed({"xl/workbook.bin": b""}).getvalue(), "不能直接导入"),
        (packed({"花名册.xlsx": b""}).getvalue(), "压缩文件"),
        (b"PK\x03\x04" + bytes(100), "已损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_refused(content: bytes, said: str):
    with pytest.raises(UnreadableWorkbook, match=said):
        read_workbook(io.BytesIO(content))


@pytest.mark.parametrize("length", [100, 4000, 8000])
def test_half_a_workbook_is_refused(length: int):
    with pytest.raises(UnreadableWorkbook, match="已损坏"):
        read_workbook(io.BytesIO((SAMPLES / "roster.xlsx").read_bytes()[:length]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"xl/_rels/workbook.xml.rels": b"<"}, "已损坏"),
        ({"xl/workbook.xml": b'<workbook xmlns="urn:x"><sheets/></workbook>'}, "没有工作表"),
        ({SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}, "不是办公软件写成的"),
        ({SHEET: "<worksheet/>".encode("utf-16")}, "不是办公软件写成的"),
        ({f"xl/media/image{number}.png": b"" for number in range(200)}, "部件超过 200 个"),
    ],
)
def test_a_broken_or_foreign_workbook_is_refused(change: dict[str, bytes], said: str):
    with pytest.raises(UnreadableWorkbook, match=said):
        read_workbook(packed(parts_of() | change))


def test_a_workbook_that_unpacks_too_far_is_refused_before_it_is_unpacked():
    bomb = packed(parts_of() | {"xl/media/image1.png": bytes(51 * 1024 * 1024)})
    start = time.process_time()
    with pytest.raises(UnreadableWorkbook, match="展开后超过 50 MB"):
        read_workbook(bomb)
    assert time.process_time() - start < 0.5


def test_a_workbook_packed_too_tightly_is_refused():
    with pytest.raises(UnreadableWorkbook, match="压缩率超过 100 倍"):
        read_workbook(packed(parts_of() | {"xl/media/image1.png": bytes(20 * 1024 * 1024)}))


def test_a_directory_that_lies_about_a_size_is_found_out():
    part = b"<worksheet>" + b" " * 100_000 + b"</worksheet>"
    content = bytearray(packed(parts_of() | {SHEET: part}).getvalue())
    stated = len(part).to_bytes(4, "little")
    assert content.count(stated) == 2
    lying = content.replace(stated, (5000).to_bytes(4, "little"))
    with pytest.raises(UnreadableWorkbook, match="已损坏"):
        read_workbook(io.BytesIO(bytes(lying)))


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    endless = io.BytesIO(bytes(3000))
    with pytest.raises(UnreadableWorkbook, match="文件超过"):
        read_workbook(endless, limits=Limits(packed=2000))
    assert endless.tell() == 2001


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c t=">" r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r = 'XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c t="n"r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row>",
        b'<x:row r="1048576"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
    ],
)
def test_a_cell_at_the_end_of_the_world_is_refused(row: bytes):
    with pytest.raises(UnreadableWorkbook, match="延伸到第 1048576 行"):
        read_workbook(sample_with_row(row))


@pytest.mark.parametrize("reference", [b"A99999999999", b"xfd1048576", b"ABCD5", b"A0", b"A&#49;"])
def test_a_cell_nowhere_is_refused(reference: bytes):
    with pytest.raises(UnreadableWorkbook, match="已损坏"):
        read_workbook(sample_with_row(b'<row r="30"><c r="' + reference + b'"><v>1</v></c></row>'))


@pytest.mark.parametrize("attribute", [b'uniqueCount="4294967296"', b"count = '99999999999'"])
def test_a_part_that_boasts_of_its_size_takes_no_memory(attribute: bytes):
    parts = parts_of() | {"xl/sharedStrings.xml": b"<sst " + attribute + b"><si><t>x</t></si></sst>"}
    assert len(read_workbook(packed(parts)).people) == 20


def test_an_unknown_encoding_is_refused():
    relations = b'<?xml version="1.0" encoding="UTF-42"?><Relationships/>'
    with pytest.raises(UnreadableWorkbook, match="已损坏"):
        read_workbook(packed(parts_of() | {"xl/_rels/workbook.xml.rels": relations}))


def test_a_long_text_repeated_in_many_cells_is_refused():
    parts = parts_of()
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(100, 1300))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="100">' + cells + b"</row></sheetData>")
    long_text = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    with pytest.raises(UnreadableWorkbook, match="文字过长"):
        read_workbook(packed(parts | {"xl/sharedStrings.xml": long_text}), limits=Limits(ratio=1000))


def test_a_far_styled_column_is_no_hindrance():
    reading = read_workbook(sample_with_row(b'<row r="24"><c r="AMJ24" s="1"/></row>'))
    assert (len(reading.people), reading.errors) == (20, [])


def test_a_picture_in_the_workbook_is_no_hindrance():
    reading = read_workbook(packed(parts_of() | {"xl/media/image1.png": b"\x89PNG" + bytes(range(256))}))
    assert (len(reading.people), reading.errors) == (20, [])


def test_a_workbook_with_macros_is_read_for_its_values():
    reading = read_workbook(packed(parts_of() | {"xl/vbaProject.bin": b"macro"}))
    assert len(reading.people) == 20


def test_a_chart_sheet_is_passed_over():
    workbook = Workbook()
    workbook.create_chartsheet("图表", 0)
    reading = read_workbook(saved(workbook))
    assert [problem.sheet for problem in reading.errors] == ["Sheet"]


def test_every_row_is_either_a_person_or_an_error():
    good = [{"公民身份号码": "370000197910011151"}, {"公民身份号码": "370000199112311220", "性别": "", "出生日期": ""}]
    reading = read_workbook(roster_of(*good, *({"公民身份号码": f"{number:018d}"} for number in range(500))))
    assert {person.row for person in reading.people} == {2, 3}
    assert {problem.row for problem in reading.errors} == set(range(4, 504))
