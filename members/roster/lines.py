"""One row of a sheet: each field's value in its proper form, and a note of everything wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from members.identity import birth_of, faults, normalise, sex_of
from members.names import clean_name, private_characters, unusual_characters
from members.roster.columns import ALL_COLUMNS, LONGEST, LONGEST_OTHERWISE
from members.roster.dates import NotADate, read_date
from members.roster.heads import Head
from members.roster.rows import Category, Problem, RosterReading, Sex
from members.roster.vocabulary import BLANK, CATEGORIES, MOBILE, ON_THE_WAY, SEXES, names_in, people_of, posts_in
from members.roster.workbook import Sheet

MOST_DIGITS = 10**15  # a number cell keeps fifteen digits
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
MOBILE_PHONE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:0\d{2,3})?\d{7,8}(?:转\d+)?")


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet that lists people, and where its rows and problems go. No date may lie after `on`."""

    reading: RosterReading
    sheet: Sheet
    head: Head
    on: date | None


class Line:
    """A row that stands for a person."""

    def __init__(self, listing: Listing, number: int, cells: Sequence[object]) -> None:
        self.sheet = listing.sheet.name
        self.number = number
        self._faulty: set[str] = set()
        self._listing = listing
        self._places = listing.head.places
        self._cells = cells

    def raw(self, field: str) -> str:
        """The field's cell as text, unjudged."""
        place = self._places.get(field)
        return as_text(self._cells[place.index - self._listing.sheet.first_column]) if place else ""

    def filled(self) -> list[str]:
        """The texts of the row's cells that are not blank; the serial number, filled in ahead, does not count."""
        serial = self._listing.head.serial_number
        cells = enumerate(self._cells, self._listing.sheet.first_column)
        return [text for index, cell in cells if cell != "" and index != serial and (text := as_text(cell))]

    def heading(self, field: str) -> str:
        """What the sheet calls the field, or else its official heading."""
        place = self._places.get(field)
        return place.heading if place else ALL_COLUMNS[field][0]

    @property
    def failed(self) -> bool:
        """Whether anything read so far is an error."""
        return bool(self._faulty)

    def error(self, field: str, message: str) -> None:
        self._faulty.add(field)
        self._listing.reading.errors.append(self._problem(field, message))

    def lack(self, field: str, message: str) -> None:
        """An error for a missing value, unless more has been said: of this cell, or of the whole column."""
        if field in self._places and field not in self._faulty:
            self.error(field, message)
        self._faulty.add(field)

    def warn(self, field: str, message: str) -> None:
        self._listing.reading.warnings.append(self._problem(field, message))

    def text(self, field: str) -> str:
        """The field's text with single spaces; "" where it is blank."""
        return self._limited(field, " ".join(as_text(self._value(field)).split()))

    def name(self) -> str:
        name = self._limited("name", clean_name(as_text(self._value("name"))))
        if not name:
            self.lack("name", "缺姓名，请补填；若本行不是人员，请删除整行")
        elif private_characters(name):
            self.warn("name", f"“{name}”含有本机自造字，在别的电脑上显示不出来，请改用标准汉字")
        elif unusual_characters(name):
            self.warn("name", f"“{name}”含有“{unusual_characters(name)}”，不像姓名的一部分，请核对")
        return name

    def identity_number(self) -> tuple[str, bool]:
        """The number, and whether it is sound by itself."""
        value = self._value("identity_number")
        if SCIENTIFIC.fullmatch(str(value)) or (isinstance(value, int | float) and value >= MOST_DIGITS):
            self.error(
                "identity_number",
                "号码被存成了数字，末几位已经丢失：请把本列设为“文本”格式，对照证件重新填写18位号码",
            )
            return "", False
        number = normalise(as_text(value))
        if not number:
            self.lack("identity_number", "缺公民身份号码，请补填18位号码")
            return "", False
        found = faults(number)
        for fault in found:
            self.error("identity_number", fault)
        return number, not found

    def sex(self, number: str) -> Sex | None:
        """The sex; read off a sound identity number where the column is blank."""
        text = self.text("sex")
        stated = SEXES.get(text)
        if text and stated is None:
            self.error("sex", f"性别“{text}”不认得，请填“男”或“女”")
        counted = SEXES[sex_of(number)] if number else None
        if stated and counted and stated != counted:
            self.error("sex", f"性别“{stated}”与公民身份号码（第17位表示{counted}）不一致，请对照证件改正")
        return stated or counted

    def birth(self, number: str) -> date | None:
        """The birth date; read off a sound identity number where the column is blank or says the month only."""
        counted = birth_of(number) if number else None
        value = self._value("birth_on")
        try:
            stated = None if is_blank(value) else read_date(value)
        except NotADate as fault:
            if not counted or fault.month != (counted.year, counted.month):
                self.error("birth_on", str(fault))
                return None
            self.warn("birth_on", f"“{as_text(value)}”没有写到日，已按公民身份号码取为 {counted}")
            return counted
        if stated and counted and stated != counted:
            self.error("birth_on", f"出生日期 {stated} 与公民身份号码中的 {counted} 不一致，请对照证件改正")
        return stated or counted

    def day(self, field: str, if_missing: str = "") -> date | None:
        """The date; None where there is none, which is an error if there is a sentence for it."""
        value = self._value(field)
        if is_blank(value):
            if if_missing:
                self.lack(field, if_missing)
            return None
        try:
            day = read_date(value)
        except NotADate as fault:
            self.error(field, str(fault))
            return None
        if self._listing.on and day > self._listing.on:
            self.error(field, f"{day} 还没有到，请核对年份")
        return day

    def category(self) -> Category | None:
        text = self.text("category")
        category = CATEGORIES.get(text.replace(" ", ""))
        if not text:
            self.lack("category", "缺人员类别，请填“正式党员”或“预备党员”")
        elif any(word in text for word in ON_THE_WAY):
            self.error("category", f"“{text}”还不是党员，请移到“发展党员”工作表")
        elif category is None:
            self.error("category", f"人员类别“{text}”不认得，请填“正式党员”或“预备党员”")
        return category

    def nationality(self) -> str:
        text = self.text("nationality")
        people, known = people_of(text)
        if text and not known:
            self.warn("nationality", f"民族“{text}”不在56个民族之内，请核对")
        return people

    def posts(self, label: str) -> tuple[str, ...]:
        posts, unknown = posts_in(label)
        for part in unknown:
            self.warn("post_label", f"“{part}”不是本支部可登记的党内职务，只保留原文，不据此登记任职")
        return posts

    def mobile(self) -> bool:
        text = self.text("mobile")
        if text and text not in MOBILE and text not in BLANK:
            self.warn("mobile", f"“{text}”看不出是否流动党员，按“否”读入；请填“是”或“否”")
        return MOBILE.get(text, False)

    def mentors(self) -> tuple[str, ...]:
        names = (clean_name(name) for name in names_in(as_text(self._value("mentors"))))
        return tuple(dict.fromkeys(name for name in names if name and name not in BLANK))

    def phone(self) -> str:
        text = plain_phone(self.text("phone"))
        if text in BLANK:
            return ""
        if not is_phone(text):
            self.warn("phone", f"“{text}”不像手机号码（11位）或座机号码，请核对")
        return text

    def _value(self, field: str) -> object:
        place = self._places.get(field)
        if place is None:
            return ""
        value = self._cells[place.index - self._listing.sheet.first_column]
        formulas = self._listing.sheet.formulas
        if formulas and (self.number, place.index) in formulas:
            self._note_formula(field, value)
        return value

    def _note_formula(self, field: str, value: object) -> None:
        if value == "":
            self.error(field, "这是公式，且没有可用的计算结果：请复制本列，选择性粘贴为“数值”后再导入")
        else:
            self.warn(field, f"这是公式，已按其结果“{as_text(value)}”读入，请核对")

    def _limited(self, field: str, text: str) -> str:
        longest = LONGEST.get(field, LONGEST_OTHERWISE)
        if len(text) > longest:
            self.error(field, f"超过 {longest} 个字，请缩短")
        return text

    def _problem(self, field: str, message: str) -> Problem:
        place = self._places.get(field)
        return Problem(self.sheet, self.number, place.title if place else "", message)


def plain_phone(text: str) -> str:
    """The number as it is stored: half-width, without spaces, hyphens and +86."""
    return normalise(text).removeprefix("+86")


def is_phone(number: str) -> bool:
    return bool(MOBILE_PHONE.fullmatch(number) or LANDLINE.fullmatch(number))


def as_text(value: object) -> str:
    """A cell as one would read it: 19900000001.0 is a number without a fraction, a date is 2008-07-01."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def is_blank(value: object) -> bool:
    """Whether a cell is empty or says so in a word (无, —)."""
    return value == "" or as_text(value) in BLANK
