"""What a roster workbook says, row by row, and what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Sex = Literal["男", "女"]
Category = Literal["full", "probationary"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the workbook: where (row counted from 1, "" for no one column) and what to do about it."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"工作表“{self.sheet}”第{self.row}行" + (f" {self.column}列" if self.column else "")
        return f"{place}：{self.message}"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A full or probationary member, free of errors. Texts that the sheet does not give are ""."""

    sheet: str
    row: int
    name: str
    sex: Sex
    identity_number: str
    birth_on: date
    category: Category
    admitted_on: date
    full_on: date | None
    nationality: str = ""
    education: str = ""
    post_label: str = ""
    posts: tuple[str, ...] = ()
    department: str = ""
    phone: str = ""
    branch_name: str = ""
    standing_state: str = ""
    mobile: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantRow:
    """Somebody on the way into the Party, free of errors; the dates say how far he has come."""

    sheet: str
    row: int
    name: str
    sex: Sex
    identity_number: str
    birth_on: date
    applied_on: date
    activist_on: date | None = None
    candidate_on: date | None = None
    mentors: tuple[str, ...] = ()
    nationality: str = ""
    education: str = ""
    department: str = ""
    phone: str = ""
    note: str = ""


@dataclass(slots=True)
class RosterReading:
    """All rows without errors, and every problem found. Nothing may be imported while there are errors."""

    people: list[RosterRow] = field(default_factory=list)
    applicants: list[ApplicantRow] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
