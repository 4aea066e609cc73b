"""The printed text behind the clauses: which version a user reads, and where in it a clause stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from rulebook.catalogue import Clause, catalogue
from rulebook.models import RulebookPassage, RulebookText
from rulebook.text import Passage, pointed_at

FOUND_AT_MOST = 50


@dataclass(frozen=True)
class Line:
    """A paragraph of an article, and whether the clause points at it."""

    passage: RulebookPassage
    pointed: bool


def text_for(user: User, on: date) -> RulebookText | None:
    """The version in force in the user's organization; of several, that of the highest one."""
    texts = RulebookText.objects.visible_to(user).in_force(on)
    return texts.select_related("organization").order_by("organization__path").first()


def chapter_of(text: RulebookText, chapter: str) -> list[RulebookPassage]:
    return list(text.passages.filter(chapter=chapter).order_by("position"))


def article_of(clause: Clause, chapter: list[RulebookPassage]) -> list[Line]:
    """What the clause points at, within the whole articles it stands in; empty where the text is not so numbered."""
    pointed = pointed_at(clause.cite, as_passages(chapter))
    articles = {article(chapter[place].label) for place in pointed}
    return [Line(row, place in pointed) for place, row in enumerate(chapter) if article(row.label) in articles]


def article(label: str) -> str:
    """一 of 一（四）; 第八条 of 第八条（二）."""
    return label.partition("（")[0]


def as_passages(rows: Iterable[RulebookPassage]) -> list[Passage]:
    return [Passage(row.chapter, row.label, row.paragraph, row.body) for row in rows]


def not_found_in(text: RulebookText) -> list[Clause]:
    """Clauses whose citation points at nothing in this version: the articles may have been numbered anew."""
    chapters: dict[str, list[Passage]] = {}
    for passage in as_passages(text.passages.order_by("position")):
        chapters.setdefault(passage.chapter, []).append(passage)
    known = (clause for clause in catalogue.values() if clause.chapter in chapters)
    return [clause for clause in known if not pointed_at(clause.cite, chapters[clause.chapter])]


def passages_with(words: str, text: RulebookText) -> list[RulebookPassage]:
    return list(text.passages.filter(body__contains=words).order_by("position")[:FOUND_AT_MOST])
