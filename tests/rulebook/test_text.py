"""The branch's printed text: read from text, Word and PDF, refused where it is no rulebook, cited from clauses."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from rulebook.catalogue import catalogue
from rulebook.chapters import NAMES
from rulebook.text import Passage, Reading, UnreadableText, pointed_at, read_text
from rulebook.text.citations import number_of, numeral_of
from rulebook.text.files import Break, Line
from rulebook.text.paragraphs import paragraphs_of
from tests.factories import printed

PRINTED = Path(settings.BASE_DIR).parent / "shared" / "rulebook" / "rulebook.txt"
ONLY_WITH_THE_PRINTED_TEXT = pytest.mark.skipif(
    not PRINTED.exists(), reason="the branch's whole printed text is not part of the repository"
)


def chapter(reading: Reading, number: str) -> list[Passage]:
    return [passage for passage in reading.passages if passage.chapter == number]


def labels(reading: Reading, number: str) -> list[tuple[str, int]]:
    return [(passage.label, passage.paragraph) for passage in chapter(reading, number)]


def words(reading: Reading) -> dict[tuple[str, str], str]:
    """The text of each article without spaces: what a page's width has broken counts as whole."""
    found: dict[tuple[str, str], str] = {}
    for passage in reading.passages:
        place = (passage.chapter, passage.label)
        found[place] = found.get(place, "") + re.sub(r"\s", "", passage.body)
    return found


def cited(id: str, reading: Reading) -> list[str]:
    clause = catalogue[id]
    own = chapter(reading, clause.chapter)
    return [own[place].body for place in sorted(pointed_at(clause.cite, own))]


@pytest.fixture(scope="module")
def excerpt() -> Reading:
    return read_text(printed.excerpt().encode())


def test_articles_and_paragraphs_are_labelled_as_they_are_cited(excerpt):
    assert labels(excerpt, "8") == [
        ("篇名", 0), ("一", 0), ("一（三）", 1), ("一（三）", 2), ("一（四）", 1), ("一（五）", 1),
        ("三", 0), ("三（一）", 1),
    ]  # fmt: skip


def test_what_a_page_break_a_page_number_and_a_repeated_heading_cut_is_one_paragraph(excerpt):
    (quorum,) = cited("8.1.4a", excerpt)
    assert quorum.endswith("赞成人数超过应到会有表决权的党员的半数为通过。")


def test_the_dues_chapter_is_known_by_its_name_though_it_is_printed_as_a_second_8(excerpt):
    assert [passage.chapter for passage in excerpt.passages if passage.label == "篇名"] == ["8", "12", "DF", "13"]


def test_a_number_printed_twice_is_told_apart_by_its_place_or_its_heading(excerpt):
    assert cited("12.3.4a", excerpt) == ["（四）民主测评。以无记名投票的方式，对每名党员进行民主测评。"]
    assert cited("12.3.4-2a", excerpt) == ["（四）组织考察。形成初步的评议意见后报上级党组织审批。"]
    assert cited("DF.2c", excerpt) == ["二、党费的收缴", "每月15日之前，党员使用规定银行APP按缴费额度自助缴费。"]


def test_an_article_is_cited_with_what_stands_below_it(excerpt):
    assert cited("DF.3.1", excerpt) == [
        "(一) 党费的使用范围",
        "党费只能用于以下方面支出：",
        "1.培训党员。",
        "2.订阅或购买用于开展党员教育的报刊。",
    ]


def test_a_citation_of_what_is_not_there_points_at_nothing(excerpt):
    assert cited("8.1.1a", excerpt) == []


@pytest.mark.parametrize("form", [printed.as_word, printed.as_pdf])
def test_word_and_pdf_say_the_same(form):
    text = printed.whole_text()
    assert words(read_text(form(text))) == words(read_text(text.encode()))


def test_an_older_windows_encoding_is_read():
    assert read_text(printed.excerpt().encode("gb18030")) == read_text(printed.excerpt().encode())


def test_a_whole_text_has_no_problem():
    reading = read_text(printed.whole_text().encode())
    assert (reading.problems, list(dict.fromkeys(passage.chapter for passage in reading.passages))) == ([], list(NAMES))


def test_a_missing_chapter_is_named():
    assert read_text(printed.whole_text(without="11").encode()).problems == ["没有找到1篇：第11篇 党员学习补课制度"]


def test_chapters_out_of_order_are_named():
    dues, thirteen = printed.excerpted()["DF"], printed.excerpted()["13"]
    text = printed.whole_text().replace(thirteen, "").replace(dues, f"{thirteen}\n\n\n\n{dues}")
    assert read_text(text.encode()).problems == ["篇序不对：应为党费收缴使用管理规定的地方是第13篇 发展党员工作制度"]


def test_a_contents_list_without_page_numbers_is_no_text():
    contents = "\n".join(printed.title(number) for number in NAMES)
    with_contents = read_text(f"目录\n\n{contents}\n\n\n\n{printed.whole_text()}".encode())
    assert with_contents == read_text(printed.whole_text().encode())


def whole_again(*texts: str) -> list[str]:
    """The paragraphs below a title that these lines of a PDF make, on a paper of twenty characters."""
    lines = ["8. 党支部“三会一课”制度", *["满" * 20] * 8, *texts]
    return [paragraph.text for paragraph in paragraphs_of([Line(line, Break.LINE) for line in lines])][-2:]


@pytest.mark.parametrize(
    ("length", "ends"),
    [(19, True), (19.5, False), (20, False)],  # half a character is what a mark of half width may leave
)
def test_a_sentence_that_ends_before_the_margin_ends_its_paragraph(length, ends):
    last = "1" * (length % 1 > 0) + "一" * (int(length) - 1) + "。"
    found = whole_again("（一）" + "二" * 15, last, "另一段")
    assert (found[-1] == "另一段") is ends


@pytest.mark.parametrize(("length", "ends"), [(17, True), (18, False)])
def test_the_first_line_of_a_paragraph_is_shorter_by_its_indent(length, ends):
    found = whole_again("（一）" + "二" * (length - 4) + "。", "另一段")
    assert (found[-1] == "另一段") is ends


def test_a_line_cut_within_a_sentence_goes_on_though_it_is_ragged():
    assert whole_again("（一）" + "二" * 13, "接着说")[-1].endswith("接着说")


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed.as_pdf("一、党费"))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" \n", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "旧格式的 Word 文档"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "认不出这个文件的格式"),
        (archive(xl__workbook_xml=b"<x/>"), "这不是 Word 文档"),
        (archive(word__document_xml=b"<x/>"), "Word 文档已损坏"),
        (archive(word__document_xml=b"0" * 60_000_000), "展开后过大"),
        (b"PK\x03\x04 no archive", "文件已损坏"),
        (b"%PDF-1.7 no document", "PDF 已损坏"),
        (HTML(string="<p>scan</p>").write_pdf(), "是扫描的图片"),
        (locked_pdf(), "PDF 设有打开密码"),
        ("今天开会。".encode(), "没有找到任何一篇制度"),
    ],
)
def test_a_file_that_is_no_rulebook_is_refused_with_the_cure(content: bytes, said: str):
    with pytest.raises(UnreadableText, match=said):
        read_text(content)


@pytest.mark.parametrize(("numeral", "number"), [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("四十一", 41)])
def test_chinese_numerals_are_read_and_written(numeral: str, number: int):
    assert (number_of(numeral), numeral_of(number)) == (number, numeral)


PLACES = [
    Passage("1", label, paragraph, f"{label}{paragraph}")
    for label, paragraph in [
        ("篇名", 0), ("", 1), ("一", 0), ("一（一）", 1), ("一（二）", 1), ("一（三）", 1), ("二", 1),
        ("二", 2), ("二", 3), ("十", 1), ("十一", 1), ("第一条", 1), ("第二条", 1), ("第十条", 1), ("第十一条", 1),
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    ("cite", "found"),
    [
        ("第1篇 引言", ["1"]),
        ("第1篇 一", ["一0", "一（一）1", "一（二）1", "一（三）1"]),
        ("第1篇 一（二）（三）", ["一（二）1", "一（三）1"]),
        ("第1篇 一（一）至（三）", ["一（一）1", "一（二）1", "一（三）1"]),
        ("第1篇 二 第二段", ["二2"]),
        ("第1篇 二 首段", ["二1"]),
        ("第1篇 二 第2、3段", ["二2", "二3"]),
        ("第1篇 十", ["十1"]),
        ("第1篇 第一条", ["第一条1"]),
        ("第1篇 第一、十条", ["第一条1", "第十条1"]),
        ("第1篇 第一至二条要义", ["第一条1", "第二条1"]),
        ("第1篇 引言、第十一条", ["1", "第十一条1"]),
        ("第1篇 全篇", [place.body for place in PLACES[1:]]),
    ],
)
def test_every_form_of_citation_is_understood(cite: str, found: list[str]):
    assert [PLACES[place].body for place in sorted(pointed_at(cite, PLACES))] == found


@ONLY_WITH_THE_PRINTED_TEXT
def test_all_41_chapters_and_the_dues_are_found_in_the_printed_text():
    reading = read_text(PRINTED.read_bytes())
    assert (reading.problems, list(dict.fromkeys(passage.chapter for passage in reading.passages))) == ([], list(NAMES))


@ONLY_WITH_THE_PRINTED_TEXT
def test_no_word_of_the_printed_text_is_lost():
    text = PRINTED.read_text(encoding="utf-8")
    body = text[text.index("\n1. 党支部工作制度\n") :]
    read = "".join(passage.body for passage in read_text(text.encode()).passages)
    assert re.sub(r"\s|^- ", "", read) == re.sub(r"\s|^- ", "", re.sub(r"(?m)^- ", "", body))


@ONLY_WITH_THE_PRINTED_TEXT
def test_every_clause_of_the_branch_points_into_the_printed_text():
    reading = read_text(PRINTED.read_bytes())
    own = {number: chapter(reading, number) for number in NAMES}
    clauses = [clause for clause in catalogue.values() if clause.chapter in NAMES]
    assert len(clauses) == 697
    assert [clause.id for clause in clauses if not pointed_at(clause.cite, own[clause.chapter])] == []


@ONLY_WITH_THE_PRINTED_TEXT
@pytest.mark.parametrize("form", [printed.as_word, printed.as_pdf])
def test_the_printed_text_as_word_and_pdf_says_the_same(form):
    text = PRINTED.read_text(encoding="utf-8")
    assert words(read_text(form(text))) == words(read_text(text.encode()))
