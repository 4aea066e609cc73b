"""Hostile files: workbooks that are none, bombs, liars, cells at the end of the world; and scans that are none."""

import io
import random
import zipfile
from collections.abc import Iterator

from docx import Document

from tests.members.roster_workbooks import SAMPLES, SHEET, packed, parts_of, sample_with_row

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SCRIPT = b"<script>alert(1)</script>"
MEGABYTE = 1024 * 1024


def hostile_workbooks() -> Iterator[tuple[str, bytes]]:
    """Each with its name; none of them may get past the upload form or its reader."""
    yield from _other_kinds()
    sample = (SAMPLES / "roster.xlsx").read_bytes()
    for length in (1, 30, 100, 1000, 4000, 8000, len(sample) - 30):
        yield f"cut after {length} bytes", sample[:length]
    yield from _bombs(sample)
    yield from _broken_parts()
    yield from _far_cells()


def _other_kinds() -> Iterator[tuple[str, bytes]]:
    document = io.BytesIO()
    Document().save(document)
    yield "empty", b""
    yield "csv", "姓名,性别\n于海,男\n".encode()
    yield "csv in gb18030", "姓名,性别\n于海,男\n".encode("gb18030")
    yield "csv with a formula", b"=cmd|' /C calc'!A0,1\n"
    yield "utf-16 text", "\ufeff姓名".encode("utf-16")
    yield "html table", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "html with script", b"<!doctype html>" + SCRIPT
    yield "svg with script", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
    yield "xml spreadsheet", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
    yield "pdf", b"%PDF-1.7\n\x00"
    yield "png", b"\x89PNG\r\n\x1a\n\x00\x00"
    yield "program for Windows", b"MZ\x90\x00" + bytes(200)
    yield "program for Linux", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "shell script", b"#!/bin/sh\nrm -rf /\n"
    yield "gzip", b"\x1f\x8b\x08\x00" + bytes(100)
    yield "rar", b"Rar!\x1a\x07\x01\x00" + bytes(100)
    yield "old workbook", OLD_OFFICE + "Workbook".encode("utf-16-le")
    yield "workbook with a password", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")
    yield "old document", OLD_OFFICE + "WordDocument".encode("utf-16-le")
    yield "new document", document.getvalue()
    yield "presentation", packed({"ppt/presentation.xml": b""}).getvalue()
    yield "open document", packed({"content.xml": b"", "mimetype": b""}).getvalue()
    yield "binary workbook", packed({"xl/workbook.bin": b""}).getvalue()
    yield "zip with a workbook in it", packed({"花名册.xlsx": (SAMPLES / "roster.xlsx").read_bytes()}).getvalue()
    yield "mark of a zip and nothing", b"PK\x03\x04" + bytes(100)


def _bombs(sample: bytes) -> Iterator[tuple[str, bytes]]:
    parts = parts_of()
    yield "102 MB unpacked", packed(parts | {"xl/media/image1.png": bytes(102 * MEGABYTE)}).getvalue()
    yield "20 MB in 20 kB", packed(parts | {"xl/media/image1.png": bytes(20 * MEGABYTE)}).getvalue()
    yield "blanks without end in a sheet", packed(parts | {SHEET: b"<worksheet>" + b" " * 30 * MEGABYTE}).getvalue()
    yield "300 parts", packed(parts | {f"xl/media/image{n}.png": b"" for n in range(300)}).getvalue()
    part = b"<worksheet>" + b" " * 100_000 + b"</worksheet>"
    honest = packed(parts | {SHEET: part}).getvalue()
    yield "a directory that lies", honest.replace(len(part).to_bytes(4, "little"), (5000).to_bytes(4, "little"))
    yield "a part under a wrong checksum", _with_wrong_checksum(sample)
    doubled = io.BytesIO(sample)
    with zipfile.ZipFile(doubled, "a") as archive:
        archive.fp.seek(0, io.SEEK_END)  # type: ignore[union-attr]
        archive.NameToInfo.clear()
        archive.writestr(SHEET, b"<worksheet/>")
    yield "one part twice", doubled.getvalue()


def _with_wrong_checksum(sample: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        checksum = archive.getinfo(SHEET).CRC.to_bytes(4, "little")
    return sample.replace(checksum, b"\x00\x01\x02\x03")


def _broken_parts() -> Iterator[tuple[str, bytes]]:
    parts = parts_of()
    relations = "xl/_rels/workbook.xml.rels"
    changes = {
        "no relations": {name: part for name, part in parts.items() if name != relations},
        "relations broken off": parts | {relations: b"<"},
        "no sheets": parts | {"xl/workbook.xml": b'<workbook xmlns="urn:x"><sheets/></workbook>'},
        "an entity": parts | {SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'},
        "billion laughs": parts | {"xl/workbook.xml": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'},
        "a file of ours": parts
        | {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'},
        "a part from outside": parts | {relations: b'<!DOCTYPE x SYSTEM "http://x.example/x.dtd"><Relationships/>'},
        "utf-16 within": parts | {SHEET: "<worksheet/>".encode("utf-16")},
        "an encoding nobody knows": parts | {relations: b'<?xml version="1.0" encoding="UTF-42"?><Relationships/>'},
        "a sheet that is no part": parts | {relations: parts[relations].replace(b"sheet1.xml", b"../../../etc/passwd")},
    }
    for name, changed in changes.items():
        yield name, packed(changed).getvalue()


def _far_cells() -> Iterator[tuple[str, bytes]]:
    for row in (
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c t=">" r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r = 'XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row>",
        b'<x:row r="1048576"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
        b'<row r="30"><c r="A99999999999"><v>1</v></c></row>',
        b'<row r="30"><c r="xfd1048576"><v>1</v></c></row>',
        b'<row r="30"><c r="ABCD5"><v>1</v></c></row>',
        b'<row r="30"><c r="A0"><v>1</v></c></row>',
        b'<row r="30"><c r="A&#49;"><v>1</v></c></row>',
    ):
        yield f"far cell {row[:60].decode()}", sample_with_row(row).getvalue()


def damaged_workbooks(number: int) -> Iterator[tuple[str, bytes]]:
    """The sample with bytes changed, left out or doubled: whatever comes of it, the program stays up."""
    chance = random.Random(20261123)
    sample = (SAMPLES / "roster.xlsx").read_bytes()
    parts = parts_of()
    for serial in range(number):
        if serial % 2:
            content = bytearray(sample)
            for _ in range(chance.randint(1, 4)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            yield f"bytes {serial}", bytes(content)
        else:
            name = chance.choice(["xl/workbook.xml", "xl/styles.xml", SHEET, "[Content_Types].xml"])
            part = bytearray(parts[name])
            place = chance.randrange(len(part))
            part[place : place + chance.randint(0, 60)] = part[chance.randrange(len(part)) :][: chance.randint(0, 80)]
            yield f"part {serial} {name}", packed(parts | {name: bytes(part)}).getvalue()


HOSTILE_SCANS = {
    "empty": b"",
    "html": b"<html>" + SCRIPT,
    "svg": b"<svg>" + SCRIPT + b"</svg>",
    "workbook": (SAMPLES / "roster.xlsx").read_bytes(),
    "program for Windows": b"MZ\x90\x00" + bytes(200),
    "program for Linux": b"\x7fELF" + bytes(200),
    "gif": b"GIF89a" + bytes(50),
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "tiff": b"II*\x00" + bytes(50),
    "bmp": b"BM" + bytes(50),
    "text": "会议记录".encode(),
    "pdf after a page": b"<html>" + SCRIPT + b"%PDF-1.7",
    "zip": b"PK\x03\x04" + bytes(50),
    "old document": OLD_OFFICE,
    "postscript": b"%!PS-Adobe-3.0",
}
