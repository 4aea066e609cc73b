"""From a citation such as 第8篇 一（四） or 第37篇 组织保障（二） to the passages it points at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rulebook.text.structure import TITLE, Passage

DIGITS = "一二三四五六七八九"
HEADING = "组织保障"  # printed without a number of its own
NUMERAL = "[一二三四五六七八九十]+"
PREFIX = re.compile(r"^(?:第\d+篇|党费收缴使用管理规定)\s*")
TOKENS = re.compile(
    rf"(?P<paragraph>第(?:{NUMERAL}|\d+)段|首段)|(?P<whole>全篇)|(?P<opening>引言)|(?P<part>第{NUMERAL}章)"
    rf"|(?P<article>第{NUMERAL}条)|之(?P<again>[一二三四])|(?P<to>至|—|-)|(?P<clause>（{NUMERAL}）)|(?P<subitem>（\d+）)"
    rf"|（(?P<word>[^（）]+)）|(?P<point>[①-⑩])|(?P<item>\d+)|(?P<section>{NUMERAL})|(?P<heading>{HEADING})"
)
DEPTHS = {
    "part": 0, "article": 1, "section": 1, "opening": 1, "heading": 1, "clause": 2, "item": 3, "subitem": 4, "point": 5,
}  # fmt: skip


@dataclass
class Target:
    """One place that is pointed at: the steps to it, and the paragraphs there (none: all, with what is below)."""

    path: list[tuple[int, str]]
    paragraphs: set[int] = field(default_factory=set)


def number_of(numeral: str) -> int:
    """三 is 3, 十 is 10, 十一 is 11, 二十 is 20; digits are themselves."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    value = (DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return value + (DIGITS.index(ones) + 1 if ones else 0)


def numeral_of(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (DIGITS[tens - 1] if tens > 1 else "") + "十" * bool(tens) + (DIGITS[ones - 1] if ones else "")


def between(first: str, last: str) -> list[str]:
    """The tokens after the first up to the last: （一） to （三） are （二） and （三）."""
    number = re.compile(rf"\d+|{NUMERAL}")
    start, end = number.search(first), number.search(last)
    if start is None or end is None:
        return [last]
    written = str if end[0].isdigit() else numeral_of
    numbers = range(number_of(start[0]) + 1, number_of(end[0]) + 1)
    return [last[: end.start()] + written(count) + last[end.end() :] for count in numbers]


def spelled_out(cite: str) -> str:
    """第一、四条 as 第一条、第四条; 第一至三条 as 第一条至第三条; 第2、3段 as 第2段、第3段."""
    return re.sub(rf"第({NUMERAL}|\d+)(、|至)({NUMERAL}|\d+)(条|段)", r"第\1\4\2第\3\4", PREFIX.sub("", cite))


def targets_of(cite: str) -> list[Target]:
    """All places the citation points at; "" stands for a chapter's opening, an empty path for all of it."""
    targets: list[Target] = []
    to = False
    for found in TOKENS.finditer(spelled_out(cite)):
        kind, text = str(found.lastgroup), found[0]
        if kind == "whole":
            return [Target([])]
        if kind == "to":
            to = True
        elif kind == "paragraph":
            numeral = "1" if text == "首段" else text[1:-1]
            targets[-1].paragraphs.add(number_of(numeral))
        elif kind in ("again", "word"):
            depth, token = targets[-1].path[-1]
            suffix = f"〔{found['word']}〕" if kind == "word" else text.removeprefix("之一")
            targets[-1].path[-1] = depth, token + suffix
        else:
            add_step(targets, DEPTHS[kind], "" if kind == "opening" else text, to)
            to = False
    return targets


def add_step(targets: list[Target], depth: int, token: str, to: bool) -> None:
    """A deeper step goes on with the last place; one on the same level or above begins another."""
    last = targets[-1].path if targets else []
    above = [step for step in last if step[0] < depth]
    if to and len(above) < len(last):
        targets += [Target([*above, (depth, step)]) for step in between(last[len(above)][1], token)]
    elif targets and len(above) == len(last):
        last.append((depth, token))
    else:
        targets.append(Target([*above, (depth, token)]))


def pointed_at(cite: str, chapter: Sequence[Passage]) -> set[int]:
    """Places in the chapter's list of passages; none where the text is not so numbered."""
    return {place for target in targets_of(cite) for place in places_of(target, chapter)}


def places_of(target: Target, chapter: Sequence[Passage]) -> set[int]:
    if not target.path:
        return {place for place, passage in enumerate(chapter) if passage.label != TITLE}
    steps = [token for _, token in target.path]
    label = named(steps, chapter)
    own = labelled(label, chapter) or level_skipped(steps, chapter)
    if target.paragraphs:
        return {place for place in own if chapter[place].paragraph in target.paragraphs}
    if own or target.path[-1][0] != DEPTHS["point"]:
        return own | below(label, chapter)
    # A point like ③ often stands in the midst of a paragraph.
    return {place for place in labelled(named(steps[:-1], chapter), chapter) if steps[-1] in chapter[place].body}


def labelled(label: str, chapter: Sequence[Passage]) -> set[int]:
    return {place for place, passage in enumerate(chapter) if passage.label == label}


def level_skipped(steps: Sequence[str], chapter: Sequence[Passage]) -> set[int]:
    """一 1 where items are counted on through （一）, （二）, …: the item 1 wherever in 一 it stands."""
    if len(steps) < 2:
        return set()
    label = re.compile(re.escape("".join(steps[:-1])) + r"（\D+）" + re.escape(steps[-1]))
    return {place for place, passage in enumerate(chapter) if label.fullmatch(passage.label)}


def named(steps: Sequence[str], chapter: Sequence[Passage]) -> str:
    """The label of these steps; a word in it, as in 二（使用）, or alone, picks the article by its heading."""
    label = ""
    for step in steps:
        base, _, word = step.rstrip("〕").partition("〔")
        if word or base == HEADING:
            headings = [passage for passage in chapter if passage.paragraph == 0 and passage.label != TITLE]
            label += next(
                (
                    heading.label
                    for heading in headings
                    if heading.label.startswith(base if word else "") and (word or base) in heading.body
                ),
                step,
            )
        else:
            label += step
    return label


def below(label: str, chapter: Sequence[Passage]) -> set[int]:
    """What is numbered within the article: 一（四） within 一, but 十一 is not within 十, nor 12 within 1."""
    deeper = re.compile(re.escape(label) + r"(?:（|[①-⑩]" + (")" if label[-1:].isdigit() else r"|\d)"))
    return {place for place, passage in enumerate(chapter) if label and deeper.match(passage.label)}
