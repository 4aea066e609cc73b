"""Opening a 制度汇编 that strangers made: judged by its content, never by its name, and turned into lines."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MEGABYTE = 1024 * 1024
PACKED = UNPACKED = 50 * MEGABYTE
ENTRIES = 500
RATIO = 100
PAGES = 1000
ENCRYPTED = 0x1
PAGE_BREAK_BLANKS = 3  # so many empty lines are where a page of the print ended


class Break(IntEnum):
    """What stands before a line: the same paragraph may go on, a new one begins, or a new page."""

    LINE = 0
    PARAGRAPH = 1
    PAGE = 2


class Line(NamedTuple):
    text: str
    after: Break


class UnreadableText(Exception):
    """The file is no text that can be read. The message is a Chinese sentence with the cure."""


def lines_of(content: bytes) -> list[Line]:
    """The file's lines in reading order, empty ones left out. Raises UnreadableText."""
    if not content.strip():
        raise UnreadableText("文件是空的，请重新选择制度汇编的文件")
    if len(content) > PACKED:
        raise UnreadableText(f"文件超过 {PACKED // MEGABYTE} MB，请删除图片后另存，或导出为纯文本再上传")
    if content.startswith(b"%PDF"):
        return list(pdf_lines(content))
    if content.startswith(b"PK\x03\x04"):
        return list(word_lines(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableText("这是旧格式的 Word 文档（.doc），请用 Word 或 WPS 另存为“Word 文档（*.docx）”后再上传")
    return list(plain_lines(decoded(content)))


def decoded(content: bytes) -> str:
    """As UTF-8 or UTF-16 with its mark, else as the GB 18030 of older Windows."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableText("认不出这个文件的格式。请上传制度汇编的 Word 文档（.docx）、PDF 或纯文本文件")


def plain_lines(text: str) -> Iterator[Line]:
    blanks = PAGE_BREAK_BLANKS
    for raw in text.replace("\f", "\n" * (PAGE_BREAK_BLANKS + 1)).splitlines():
        line = raw.strip().removeprefix("- ")  # the dash that a converter puts before lists
        if line:
            yield Line(line, Break.PAGE if blanks >= PAGE_BREAK_BLANKS else Break.PARAGRAPH)
        blanks = 0 if line else blanks + 1


def word_lines(content: bytes) -> Iterator[Line]:
    check_archive(content)
    try:
        document = Document(io.BytesIO(content))
        blocks = list(document.iter_inner_content())
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as fault:
        raise UnreadableText("Word 文档已损坏，无法读取。请用 Word 或 WPS 打开它，另存一份后再上传") from fault
    new_page = True
    for block in blocks:
        if isinstance(block, Paragraph):
            for text in block.text.splitlines():
                if text.strip():
                    yield Line(text.strip(), Break.PAGE if new_page else Break.PARAGRAPH)
                    new_page = False
            new_page = new_page or 'w:type="page"' in block._p.xml
        else:
            for row in block.rows:
                yield Line(" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)), Break.PARAGRAPH)


def check_archive(content: bytes) -> None:
    """Sums up the directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableText("文件已损坏，无法读取。请用 Word 或 WPS 打开它，另存一份后再上传") from fault
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnreadableText("文件设有密码，请取消密码，保存后再上传")
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise UnreadableText("这不是 Word 文档。请上传制度汇编的 Word 文档（.docx）、PDF 或纯文本文件")
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * len(content):
        raise UnreadableText("文件展开后过大，不像一份制度汇编。请删除图片和附件，另存后再上传")


def pdf_lines(content: bytes) -> Iterator[Line]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableText("PDF 设有打开密码，请取消密码，保存后再上传")
        if len(reader.pages) > PAGES:
            raise UnreadableText(f"PDF 超过 {PAGES} 页，不像一份制度汇编，请只留下制度正文后再上传")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, RecursionError) as fault:
        raise UnreadableText("PDF 已损坏，无法读取。请重新导出 PDF 后再上传") from fault
    if not re.search(r"[\u4e00-\u9fff]", "".join(pages)):
        raise UnreadableText("PDF 里没有文字，是扫描的图片。请上传由 Word 导出的 PDF、Word 文档或纯文本文件")
    for page in pages:
        after = Break.PAGE
        for text in page.splitlines():
            if text.strip():
                yield Line(text.strip(), after)
                after = Break.LINE
