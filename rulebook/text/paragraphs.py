"""From lines to paragraphs: contents list, running headings and page numbers out, what pages and lines cut joined."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple
from unicodedata import east_asian_width

from rulebook.chapters import NAMES
from rulebook.text.files import Break, Line

NUMERAL = "[一二三四五六七八九十百]+"
MARKERS = {
    "part": re.compile(rf"第({NUMERAL})章\s*"),
    "article": re.compile(rf"第({NUMERAL})条\s*"),
    "section": re.compile(rf"({NUMERAL})、\s*"),
    "clause": re.compile(rf"[(（]\s*({NUMERAL})\s*[)）]\s*"),
    "item": re.compile(r"(\d{1,2})[.．、](?!\d)\s*"),
    "subitem": re.compile(r"[(（]\s*(\d{1,2})\s*[)）]\s*"),
    "point": re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])\s*"),
}
PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*|第\s*\d+\s*页.*")
CONTENTS = re.compile(
    r"^\|?\s*(\d{1,2}|)\s*[.．、]?\s*(.+?)\s*(?:[.…·\t]{2,}[.…·\s\t|]*|[\t|]+\s*)[-—\s]*\d{1,3}[-—\s|]*$"
)
RULE = re.compile(r"[|\-\s:]+")
TERMINAL = tuple("。；：！？.;:!?”）)")
CHAPTER_NUMBER = re.compile(r"^\d{1,2}\s*[.．、]?\s*")
REPEATED = 3  # a short line that begins or ends so many pages belongs to the pages, not to the text
TITLE_LINES = 3
SHORT = 30
SENTENCE_END = tuple("。；！？;!?”")
HALF = 0.5  # a mark of half a character's width
INDENT = 2  # characters before the first line of a paragraph
RAGGED = 4  # characters by which a full line may be shorter: an indent, and marks that may not begin a line


class Marker(NamedTuple):
    """How a paragraph is numbered: on which level, with which number."""

    kind: str
    number: str


@dataclass
class Paragraph:
    """A paragraph whole again; `chapter` where it is the title of one."""

    text: str
    chapter: str = ""

    @property
    def marker(self) -> Marker | None:
        return marker_of(self.text)

    @property
    def is_heading(self) -> bool:
        """A numbered line that is no sentence."""
        if self.chapter:
            return True
        marker = self.marker
        if marker is None or marker.kind == "article":
            return False
        return not re.search(r"[，。；：:;]", self.text) and (marker.kind == "part" or len(self.text) <= SHORT + 10)

    @property
    def is_finished(self) -> bool:
        return self.is_heading or self.text.endswith(TERMINAL)


def marker_of(text: str) -> Marker | None:
    for kind, pattern in MARKERS.items():
        if found := pattern.match(text):
            return Marker(kind, found[1])
    return None


def width_of(text: str) -> float:
    """In Chinese characters; a letter or digit is half of one."""
    return sum(1 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def squeezed(text: str) -> str:
    """For comparing titles: without spaces, quotation marks and the difference of brackets."""
    return re.sub(r"[\s“”\"‘’']", "", text).replace("(", "（").replace(")", "）")


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """The text's paragraphs in order, from the first chapter's title on."""
    body, renamed = without_contents(without_page_furniture(lines))
    titles = {squeezed(name): number for number, name in NAMES.items()} | renamed
    width = page_width(body)
    found: list[Paragraph] = []
    place, current = 0, ""
    while place < len(body):
        chapter, taken = title_at(body, place, titles)
        if chapter and chapter == current:  # printed once more at the head of a page
            body[place : place + taken + 1] = [Line(line.text, Break.PAGE) for line in body[place + taken :][:1]]
            continue
        if chapter:
            found.append(Paragraph(" ".join(line.text for line in body[place : place + taken]), chapter))
            current = chapter
        elif found and goes_on(found[-1], body, place, width):
            found[-1].text += body[place].text
        elif found:
            found.append(Paragraph(body[place].text))
        place += max(taken, 1)
    return found


def without_page_furniture(lines: list[Line]) -> list[Line]:
    """Drops page numbers, then running headings and footings."""
    lines = kept(lines, lambda line: not PAGE_NUMBER.fullmatch(line.text))
    edges: Counter[str] = Counter()
    for line, after in zip(lines, [*lines[1:], Line("", Break.PAGE)], strict=True):
        at_edge = Break.PAGE in (line.after, after.after)
        if at_edge and len(line.text) <= SHORT and marker_of(line.text) is None:
            edges[line.text] += 1
    return kept(lines, lambda line: edges[line.text] < REPEATED)


def kept(lines: list[Line], wanted: Callable[[Line], bool]) -> list[Line]:
    """The wanted lines; where one that began a page is dropped, the next begins it."""
    found: list[Line] = []
    page_begins = False
    for line in lines:
        page_begins = page_begins or line.after is Break.PAGE
        if wanted(line):
            found.append(Line(line.text, Break.PAGE if page_begins else line.after))
            page_begins = False
    return found


def without_contents(lines: list[Line]) -> tuple[list[Line], dict[str, str]]:
    """Drops the table of contents; returns the titles it gives to chapters, which may have been renamed."""
    body, titles = [], {}
    for line in lines:
        if entry := CONTENTS.match(line.text):
            if entry[1] in NAMES:
                titles[squeezed(entry[2])] = entry[1]
        elif not RULE.fullmatch(line.text):
            body.append(line)
    return body, titles


def title_at(lines: list[Line], place: int, titles: dict[str, str]) -> tuple[str, int]:
    """The chapter whose title begins with this line, and how many lines the title takes; ("", 0) for none.

    The name decides, not the number: the dues chapter is printed as a second 8.
    """
    text = ""
    for taken, line in enumerate(lines[place : place + TITLE_LINES], start=1):
        text += line.text
        if chapter := titles.get(squeezed(CHAPTER_NUMBER.sub("", text))):
            return chapter, taken
    return "", 0


def page_width(lines: list[Line]) -> float:
    """How long a line runs that fills the page; without end where lines are whole paragraphs."""
    if not any(line.after is Break.LINE for line in lines):
        return inf
    widths = sorted(width_of(line.text) for line in lines)
    return widths[len(widths) * 9 // 10]  # a few run over the margin


def goes_on(paragraph: Paragraph, lines: list[Line], place: int, width: float) -> bool:
    """Whether the line belongs to the paragraph before it, which the end of a line or page has cut."""
    line = lines[place]
    if paragraph.chapter or marker_of(line.text):
        return False
    last = lines[place - 1].text
    ragged: float = RAGGED
    if last.endswith(SENTENCE_END):  # then the end of the paragraph too, if the next word would still have fitted
        ragged = HALF + (INDENT if paragraph.text == last else 0)
    if width_of(last) >= width - ragged:  # a line that ran to the margin: neither heading nor end
        return True
    if paragraph.is_finished:
        return False
    marker = paragraph.marker
    return line.after is not Break.PARAGRAPH or (marker is not None and marker.kind == "article")
