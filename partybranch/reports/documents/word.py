"""The report as Word, to go on editing: real headings, contents that Word can renew, real tables."""

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from partybranch.reports.assembly import Report
from rulebook.printing import OfficialWord
from rulebook.reporting import Table, Text

TABLE = 10  # points


def as_word(report: Report) -> bytes:
    """Cover, contents, chapters; the charts stay in the PDF, their numbers stand in the tables."""
    word = OfficialWord(report.title, report.organ)
    cover(word, report)
    contents(word, report)
    for heading, section in report.headings:
        word.heading(heading)
        for part in section.parts:
            if isinstance(part, Text):
                word.paragraph(part.text)
            elif isinstance(part, Table):
                word.heading(part.title, level=2)
                if part.rows:
                    word.grid(part.heads, [[str(cell) for cell in row] for row in part.rows], part.shares, TABLE)
                else:
                    word.paragraph(part.empty)
    return word.to_bytes()


def cover(word: OfficialWord, report: Report) -> None:
    """The title page around the title that the document begins with."""
    title = word.document.paragraphs[0]
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(60), Pt(40)
    organ = title.insert_paragraph_before(report.organ, style="Title")
    organ.paragraph_format.space_before = Mm(50)
    for text in (f"（{report.edition}）", report.told, f"{report.made_on:%Y年%m月%d日}编制"):
        centred(word, text)
    word.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def contents(word: OfficialWord, report: Report) -> None:
    """A field of the headings as they are now; Word fills in the pages when it is renewed (F9)."""
    centred(word, "目　录")
    lines = [heading for heading, _ in report.headings]
    first = word.document.add_paragraph()
    add_field(first, "begin", dirty=True)
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = ' TOC \\o "1-2" \\h \\z \\u '
    first.add_run()._r.append(code)
    add_field(first, "separate")
    first.add_run(lines[0])
    last = first
    for line in lines[1:]:
        last = word.document.add_paragraph(line)
    add_field(last, "end")
    before = word.document.sections[0]
    section = word.document.add_section(WD_SECTION.NEW_PAGE)
    number_from_one(section, before)
    header(section, f"{report.organ}{report.title}")


def centred(word: OfficialWord, text: str) -> None:
    paragraph = word.document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)


def add_field(paragraph: Paragraph, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def number_from_one(section: Section, before: Section) -> None:
    """The chapters begin with page 1; cover and contents have no numbers."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)
    for here, there in ((section.footer, before.footer), (section.even_page_footer, before.even_page_footer)):
        here.is_linked_to_previous = False
        here._element.replace(here.paragraphs[0]._p, there.paragraphs[0]._p)
        there.add_paragraph()


def header(section: Section, text: str) -> None:
    """The running head of the chapters, on odd and even pages; cover and contents have none."""
    for part in (section.header, section.even_page_header):
        part.is_linked_to_previous = False
        paragraph = part.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.add_run(text).font.size = Pt(10.5)
