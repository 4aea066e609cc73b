"""From paragraphs to chapters and articles, each paragraph with the label a citation uses: 一（四）, 第八条（二）."""

from dataclasses import dataclass, field

from rulebook.chapters import NAMES, title_of
from rulebook.text.paragraphs import Marker, Paragraph

DEPTHS = {"part": 0, "article": 1, "section": 1, "clause": 2, "item": 3, "subitem": 4, "point": 5}
FORMS = {"part": "第{}章", "article": "第{}条", "clause": "（{}）", "subitem": "（{}）"}
TITLE = "篇名"
TWICE = ("", "", "之二", "之三", "之四")


@dataclass(frozen=True)
class Passage:
    """A paragraph and where it stands; paragraph 0 of an article is its heading."""

    chapter: str
    label: str
    paragraph: int
    body: str


@dataclass(frozen=True)
class Reading:
    """What was found in a file: its passages in order, and what stands against taking it for the whole text."""

    passages: list[Passage] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def structured(paragraphs: list[Paragraph]) -> Reading:
    chapters = by_chapter(paragraphs)
    passages = [passage for chapter, own in chapters.items() for passage in labelled(chapter, own)]
    return Reading(passages, problems_of(list(chapters)))


def by_chapter(paragraphs: list[Paragraph]) -> dict[str, list[Paragraph]]:
    """Each chapter's paragraphs, its title first. One that is named without a line of text stands in the contents."""
    chapters: dict[str, list[Paragraph]] = {}
    current = ""
    for paragraph in paragraphs:
        if not paragraph.chapter:
            chapters[current].append(paragraph)
        else:
            current = paragraph.chapter
            if len(chapters.get(current, ())) <= 1:
                chapters.pop(current, None)
            chapters.setdefault(current, [paragraph])
    return {chapter: own for chapter, own in chapters.items() if len(own) > 1}


def problems_of(chapters: list[str]) -> list[str]:
    missing = [title_of(chapter) for chapter in NAMES if chapter not in chapters]
    problems = [f"没有找到{len(missing)}篇：{'、'.join(missing)}"] if missing else []
    order = [chapter for chapter in NAMES if chapter in chapters]
    for found, expected in zip(chapters, order, strict=True):
        if found != expected:
            return [*problems, f"篇序不对：应为{title_of(expected)}的地方是{title_of(found)}"]
    return problems


def labelled(chapter: str, paragraphs: list[Paragraph]) -> list[Passage]:
    title, *rest = paragraphs
    passages = [Passage(chapter, TITLE, 0, title.text)]
    path: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    label, count = "", 0
    for paragraph in rest:
        if marker := paragraph.marker:
            path = stepped(path, marker, seen)
            label, count = joined(path), -1 if paragraph.is_heading else 0
        count += 1
        passages.append(Passage(chapter, label, count, paragraph.text))
    return passages


def stepped(path: list[tuple[int, str]], marker: Marker, seen: dict[str, int]) -> list[tuple[int, str]]:
    """The path to a newly numbered paragraph; a number printed twice in one place is 之二 the second time."""
    depth = DEPTHS[marker.kind]
    above = [step for step in path if step[0] < depth]
    token = FORMS.get(marker.kind, "{}").format(marker.number)
    label = joined([*above, (depth, token)])
    seen[label] = seen.get(label, 0) + 1
    return [*above, (depth, token + TWICE[min(seen[label], len(TWICE) - 1)])]


def joined(path: list[tuple[int, str]]) -> str:
    """Articles are counted through a whole chapter, so their part is not named."""
    tokens = [token for _, token in path]
    if len(tokens) > 1 and tokens[1].startswith("第"):
        tokens = tokens[1:]
    return "".join(tokens)
