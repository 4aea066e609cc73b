"""The shape of a paper of recruitment: what is known is printed, what is not is left to be written in by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from members.records import knows
from recruitment.journey import Journey
from rulebook.printing import to_pdf
from rulebook.reporting import in_words

NO_DAY = "　　　年　月　日"


@dataclass(frozen=True)
class Cell:
    """One row over the whole width: its label, its text, and the room left for writing ("", "tall" or "deep")."""

    label: str
    text: str = ""
    room: str = ""
    choices: tuple[str, ...] = ()  # boxes to tick while nothing is known


@dataclass(frozen=True)
class Column:
    """Its heading, and its width by the style sheet's name for it."""

    heading: str
    width: str = ""


@dataclass(frozen=True)
class Grid:
    """Rows under headings; those to fill in by hand follow, as high as writing needs."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]
    to_fill: Sequence[Sequence[str]] = ()

    @property
    def lines(self) -> list[tuple[str, list[tuple[Column, str]]]]:
        """Each row with the style sheet's name for its height."""
        filled = [("", list(zip(self.columns, row, strict=True))) for row in self.rows]
        return filled + [("roomy", list(zip(self.columns, row, strict=True))) for row in self.to_fill]


@dataclass(frozen=True)
class Sheet:
    """A form: pairs of facts, rows over the whole width, tables, sentences, and places to sign."""

    heading: str
    organ: str
    code: str
    pairs: list[tuple[str, ...]]
    cells: list[Cell] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    note: str = ""
    places: tuple[str, ...] = ()


def sheet(journey: Journey, number: int, heading: str, pairs: list[tuple[str, ...]], **parts: object) -> bytes:
    """The form as PDF; its code names branch, person and step for the scan that comes back."""
    recruit = journey.recruit
    code = f"FZ-{recruit.organization.code}-{recruit.pk}-{number:02}"
    page = Sheet(heading, recruit.organization.name, code, pairs, **parts)  # type: ignore[arg-type]
    return to_pdf("print/recruitment/sheet.html", {"heading": heading, "code": code, "sheet": page})


@dataclass(frozen=True)
class Letter:
    """A text of the branch: its title, its sentences, facts in a table, and the day at its foot."""

    heading: str
    lines: list[str]
    signed_on: str
    pairs: list[tuple[str, ...]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    hand: str = ""  # whose handwritten signature stands before the seal


def letters(journey: Journey, written: Iterable[Letter]) -> bytes:
    """Each text on a page of its own, for the seal of the branch."""
    all_of_them = list(written)
    context = {
        "heading": all_of_them[0].heading,
        "letters": all_of_them,
        "signed_by": journey.recruit.organization.name,
        "seal": True,
    }
    return to_pdf("print/recruitment/letter.html", context)


def day(when: date | None) -> str:
    """In figures as papers write it; a blank where it is not known."""
    return in_words(when) if when else NO_DAY


def basics(journey: Journey, reader: User) -> list[tuple[str, ...]]:
    """Who he is; the month of his birth only for whom his sensitive record is open."""
    recruit = journey.recruit
    person = recruit.person
    born = person.birth_on if knows(reader, person, recruit.organization) else None
    return [
        ("姓名", person.name, "性别", person.get_sex_display()),
        ("民族", person.nationality, "出生年月", f"{born.year}年{born.month}月" if born else ""),
        ("学历", person.education, "工作岗位", person.department),
    ]


def blank(columns: tuple[Column, ...], rows: int) -> list[list[str]]:
    """So many rows with nothing in them."""
    return [[""] * len(columns) for _ in range(rows)]


def agreed(favourable: bool | None) -> str:
    return "" if favourable is None else "同意" if favourable else "不同意"


def sentence(text: str) -> str:
    """With a full stop where none closes it."""
    return text if text.endswith(("。", "！", "；")) else f"{text.rstrip()}。"


def joined(texts: Iterable[str]) -> str:
    return "、".join(texts)
