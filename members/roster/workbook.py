"""Opening a workbook that strangers made: judged before it is unpacked, then its values and where formulas stand."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MEGABYTE = 1024 * 1024
RESAVE = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入"
DAMAGED = f"工作簿已损坏，无法读取。{RESAVE}"
ZIP_MARK = b"PK\x03\x04"
OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = 0x1
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
REFERENCE = re.compile(rb"r(?<=[\"'\s]r)\s*=\s*[\"']")
COLUMN_LETTERS = re.compile(REFERENCE.pattern + rb"([A-Z]{1,3})[1-9][0-9]{0,6}[\"']")
ROW_NUMBER = re.compile(REFERENCE.pattern + rb"[A-Z]{0,3}([1-9][0-9]{0,6})[\"']")
OWN_COUNT = re.compile(rb"ount(\s*=\s*[\"'])")  # count, uniqueCount
FORMULA_MARKS = (b"<f", b":f")
FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>\s*<(?:\w+:)?f[\s/>]")
SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s>]")


class UnreadableWorkbook(Exception):
    """The file is no workbook that can be read. The message is a Chinese sentence with the cure."""


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be. Sizes in bytes, except where said otherwise."""

    packed: int = 50 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    entries: int = 200
    ratio: int = 100
    grid: int = 5_000_000  # cells in the rectangle that a sheet spans, blank ones included
    text: int = 1000 * MEGABYTE  # all cells together, were each to repeat the longest shared text


@dataclass(frozen=True)
class Sheet:
    """One worksheet. Rows are counted from 1 at the top, columns from 0; `rows` starts at row 1."""

    name: str
    visible: bool
    first_column: int
    rows: Iterator[Sequence[object]]
    formulas: frozenset[tuple[int, int]]


def open_workbook(file: BinaryIO, limits: Limits) -> list[Sheet]:
    """The worksheets in their order. Raises UnreadableWorkbook."""
    content = file.read(limits.packed + 1)
    if len(content) > limits.packed:
        raise UnreadableWorkbook(
            f"文件超过 {limits.packed // MEGABYTE} MB，花名册不会这么大，请删除图片和多余内容后再导入"
        )
    _check_kind(content)
    parts = _unpack(content, limits)
    _check_extent(parts, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_repacked(parts)))
        sheets = [_sheet(workbook, index, parts[path]) for index, path in enumerate(_sheet_paths(parts)) if path]
    except (CalamineError, ElementTree.ParseError, LookupError, ValueError) as fault:
        raise UnreadableWorkbook(DAMAGED) from fault
    if not sheets:
        raise UnreadableWorkbook("工作簿里没有工作表，请重新选择花名册")
    return sheets


def _check_kind(content: bytes) -> None:
    """Judges by content: the name of a file says nothing."""
    if not content:
        raise UnreadableWorkbook("文件是空的，请重新选择花名册工作簿")
    if content.startswith(OLD_OFFICE_MARK):
        raise UnreadableWorkbook(_old_office_fault(content))
    if content.startswith(ZIP_MARK):
        return
    if content.startswith(b"%PDF"):
        raise UnreadableWorkbook("这是 PDF 文件，不是工作簿，请导入 .xlsx 格式的花名册")
    if content.lstrip()[:1] == b"<":
        raise UnreadableWorkbook(f"这是网页或 XML 文件，不是真正的工作簿。{RESAVE}")
    if _is_text(content):
        raise UnreadableWorkbook(f"这是文本文件（如 CSV），不是工作簿。{RESAVE}")
    raise UnreadableWorkbook("这不是 Excel 工作簿，请导入 .xlsx 格式的花名册")


def _old_office_fault(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "工作簿设有打开密码，请先在 Excel 或 WPS 中取消密码，保存后再导入"
    if "WordDocument".encode("utf-16-le") in content:
        return "这是 Word 文档，不是工作簿，请导入 .xlsx 格式的花名册"
    return f"这是旧格式的工作簿（.xls）。{RESAVE}"


def _is_text(content: bytes) -> bool:
    beginning = content[:4096]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in beginning)


def _unpack(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts of the archive by name, none of them opened before the whole directory is summed up."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(content), limits)
            _check_format({entry.filename for entry in entries})
            parts = {
                entry.filename: archive.read(entry) for entry in entries if entry.filename.endswith((".xml", ".rels"))
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise UnreadableWorkbook(DAMAGED) from fault
    if any(b"<!DOCTYPE" in part or b"\0" in part for part in parts.values()):
        raise UnreadableWorkbook(f"工作簿的内容不是办公软件写成的，不予读取。{RESAVE}")
    return parts


def _check_directory(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnreadableWorkbook("文件设有密码，请取消密码，保存后再导入")
    if len(entries) > limits.entries or len({entry.filename for entry in entries}) < len(entries):
        raise UnreadableWorkbook(f"文件内部的部件超过 {limits.entries} 个或有重名，不像一份花名册。{RESAVE}")
    if unpacked > limits.unpacked:
        size = limits.unpacked // MEGABYTE
        raise UnreadableWorkbook(f"工作簿展开后超过 {size} MB，请删除图片、多余的工作表和空白行列，或分成几份导入")
    if unpacked > limits.ratio * packed:
        raise UnreadableWorkbook(f"文件的压缩率超过 {limits.ratio} 倍，不像一份花名册，不予读取。{RESAVE}")


def _check_format(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "word/document.xml" in names:
        raise UnreadableWorkbook("这是 Word 文档，不是工作簿，请导入 .xlsx 格式的花名册")
    if "ppt/presentation.xml" in names:
        raise UnreadableWorkbook("这是演示文稿，不是工作簿，请导入 .xlsx 格式的花名册")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnreadableWorkbook(f"这种格式的工作簿（.xlsb、.ods 等）不能直接导入。{RESAVE}")
    raise UnreadableWorkbook("这是压缩文件，不是工作簿，请解压后导入其中 .xlsx 格式的花名册")


def _check_extent(parts: dict[str, bytes], limits: Limits) -> None:
    """Refuses a sheet whose few cells lie so far apart, or repeat so long a text, that reading it would fill memory."""
    shared = (part for name, part in parts.items() if name.lower().endswith("sharedstrings.xml"))
    longest = max((len(text) for part in shared for text in SHARED_TEXT.split(part)), default=0)
    for part in parts.values():
        cells = len(CELL.findall(part))
        height, width = _span(part, cells) if cells else (0, 0)
        if width * height > limits.grid:
            raise UnreadableWorkbook(
                f"有工作表延伸到第 {height} 行、第 {width} 列，请删除名册以外的空白行列和零散内容，保存后再导入"
            )
        if cells * longest > limits.text:
            raise UnreadableWorkbook("有单元格的文字过长，不像一份花名册，请删去长篇文字后再导入")


def _span(part: bytes, cells: int) -> tuple[int, int]:
    """(rows, columns) that a sheet may span at most. A cell without a reference stands beside the one before it."""
    letters, rows = COLUMN_LETTERS.findall(part), ROW_NUMBER.findall(part)
    if len(rows) < len(REFERENCE.findall(part)):
        raise UnreadableWorkbook(DAMAGED)
    width = max(map(_index_of, set(letters)), default=0) + 1 + max(cells - len(letters), 0)
    return max(map(int, set(rows)), default=1), width


def _repacked(parts: dict[str, bytes]) -> bytes:
    """The same parts stored uncompressed: an archive whose directory lies cannot grow behind our back.

    The counts that a part gives of itself are made unreadable: calamine would make room for so many without asking.
    """
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), OWN_COUNT.sub(rb"oun_\1", part))
    return stored.getvalue()


def _sheet_paths(parts: dict[str, bytes]) -> list[str]:
    """The part that holds each sheet, in the workbook's order; "" for a chart sheet."""
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = ElementTree.fromstring(parts["xl/workbook.xml"]).iterfind("{*}sheets/{*}sheet")
    paths = (targets.get(_relation_id(sheet), "") for sheet in sheets)
    return [path.removeprefix("/") if path.startswith("/") else path and f"xl/{path}" for path in paths]


def _relation_id(sheet: ElementTree.Element) -> str | None:
    return next((value for key, value in sheet.items() if key.endswith("}id")), None)


def _sheet(workbook: CalamineWorkbook, index: int, part: bytes) -> Sheet:
    values = workbook.get_sheet_by_index(index)
    return Sheet(
        name=values.name,
        visible=workbook.sheets_metadata[index].visible is SheetVisibleEnum.Visible,
        first_column=values.start[1] if values.start else 0,
        rows=values.iter_rows(),
        formulas=_formula_cells(part),
    )


def _formula_cells(part: bytes) -> frozenset[tuple[int, int]]:
    """(row from 1, column from 0) of every cell that reckons its value."""
    if not any(mark in part for mark in FORMULA_MARKS):
        return frozenset()
    return frozenset((int(match[2]), _index_of(match[1])) for match in FORMULA_CELL.finditer(part))


def _index_of(letters: bytes) -> int:
    """The index of a column from its letters: A → 0, AA → 26; -1 for none."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
