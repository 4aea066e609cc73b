"""Names of persons: cleaning, search text, and the keys that sort them by pinyin and by strokes (姓氏笔画)."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

KEY_LENGTH = 250  # of search text and sort keys alike; some twenty characters of a name decide its place
DATA = Path(__file__).parent / "data"
POSITION_DIGITS = 5
NOT_CHINESE = "9" * POSITION_DIGITS
NO_CHARACTER = "0" * POSITION_DIGITS

DOT = "·"
HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
VARIATIONS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # tell fonts which form of the character before to draw
HAN_CHARACTER = re.compile(f"[{HAN}]")
PRIVATE_CHARACTER = re.compile(f"[{PRIVATE_USE}]")
VARIATION = re.compile(f"[{VARIATIONS}]")
UNUSUAL = re.compile(f"[^{HAN}{PRIVATE_USE}{VARIATIONS}{DOT}A-Za-z '-]")

ONE_FORM = str.maketrans(dict.fromkeys("・•‧∙⋅･●﹒", DOT) | {"\ue863": "䶮"})  # U+E863: 䶮 before GB 18030-2005
COPIED_FORMS = re.compile("[\u2f00-\u2fdf\uff01-\uff5e\u3000]+")  # radicals out of PDF files, full-width letters
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]+")
LATIN_DOT = re.compile(f"(?<=[{HAN}])\\s*\\.\\s*(?=[{HAN}])")
NEEDLESS_SPACE = re.compile(f"(?<=[{HAN}{PRIVATE_USE}{DOT}])\\s+|\\s+(?=[{HAN}{PRIVATE_USE}{DOT}])")


def clean_name(text: str) -> str:
    """The name as it is stored: one form of dot, no spaces inside Chinese, rare characters kept as they are.

    NFC for the whole; NFKC only for radicals (⽅ copied from a PDF file is 方) and full-width letters.
    """
    name = unicodedata.normalize("NFC", text.translate(ONE_FORM))
    name = COPIED_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), name)
    name = LATIN_DOT.sub(DOT, INVISIBLE.sub("", name))
    return re.sub(r"\s+", " ", NEEDLESS_SPACE.sub("", name.strip()))


def unusual_characters(name: str) -> str:
    """What does not belong into a cleaned name: digits, brackets …; '' for none."""
    return "".join(UNUSUAL.findall(name))


def private_characters(name: str) -> str:
    """Characters made on one computer only (自造字); no other shows them. '' for none."""
    return "".join(PRIVATE_CHARACTER.findall(name))


def split_name(name: str) -> tuple[str, str]:
    """(surname, given name); the surname is '' for names with a dot, which have none."""
    if DOT in name:
        return "", name
    length = 2 if len(name) > 2 and name[:2] in _surnames() else 1
    return name[:length], name[length:]


def search_text(name: str) -> str:
    """Name, name without its dot, full pinyin and initials, parted by spaces: 田苗 tianmiao tm. ü is v, as typed."""
    plain = VARIATION.sub("", name)
    syllables = [syllable.rstrip("12345") for syllable in _syllables(plain)]
    pinyin = "".join(syllables)
    initials = "".join(syllable[:1] for syllable in syllables)
    forms = dict.fromkeys([name, plain.replace(DOT, ""), pinyin.lower(), initials.lower()])
    return " ".join(form for form in forms if form)[:KEY_LENGTH]


def pinyin_key(name: str) -> str:
    """Sorts names by pinyin, then tone, then strokes, character by character; digits and a–z only.

    A digit ends each syllable, so li stands before lian under any collation; ü is u with tones 6 to 9: lu, lü, luan.
    """
    plain = VARIATION.sub("", name)
    pairs = zip(plain.replace(DOT, ""), _syllables(plain), strict=True)
    return "".join(_sortable(syllable) + _position(character) for character, syllable in pairs)[:KEY_LENGTH]


def stroke_key(name: str) -> str:
    """Sorts names by the strokes of the surname (姓氏笔画); digits only.

    Number of strokes, then 横竖撇点折 stroke by stroke (both are a character's position in data/strokes.tsv);
    same surname: one-character names first, then the given name by the same order. Single surnames come before
    compound ones that begin alike.
    """
    surname, given = split_name(VARIATION.sub("", name))
    if not surname:
        surname, given = given[:1], given[1:].replace(DOT, "")
    second = _position(surname[1]) if len(surname) > 1 else NO_CHARACTER
    length = "1" if len(given) < 2 else "2"
    key = _position(surname[:1]) + second + length + "".join(map(_position, given))
    return key[:KEY_LENGTH]


def _syllables(name: str) -> list[str]:
    """One syllable with its tone digit for each character but the dots; what has no pinyin stands for itself."""
    surname, given = split_name(name)
    reading = _surnames().get(surname)
    if reading:
        return reading + _readings(given)
    return [syllable for part in (surname, *given.split(DOT)) for syllable in _readings(part)]


def _readings(characters: str) -> list[str]:
    found = lazy_pinyin(
        characters,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        errors=list,  # type: ignore[arg-type]  # a list stands for one element a character
    )
    return [
        syllable if HAN_CHARACTER.match(character) and syllable.isascii() else character
        for character, syllable in zip(characters, found, strict=True)
    ]


def _sortable(syllable: str) -> str:
    if not (syllable.isascii() and syllable.isalnum()):
        return "zz"
    if "v" in syllable and syllable[-1].isdecimal():
        return syllable[:-1].replace("v", "u") + str(int(syllable[-1]) + 5)
    return syllable.lower()


@cache
def _surnames() -> dict[str, list[str]]:
    """Compound surnames and those that pypinyin would misread, with their syllables where it would."""
    lines = (DATA / "surnames.tsv").read_text(encoding="utf-8").splitlines()
    return {surname: reading.split() for surname, _, reading in (line.partition("\t") for line in lines)}


@cache
def _stroke_order() -> str:
    """All characters in the order of their strokes, as one string: a dictionary would take thirty times the memory."""
    lines = (DATA / "strokes.tsv").read_text(encoding="utf-8").splitlines()
    return "".join(line.partition("\t")[2] for line in lines)


@cache
def _position(character: str) -> str:
    """The character's place in the stroke order, as digits of one length."""
    place = _stroke_order().find(character) if character else -1
    return f"{place:0{POSITION_DIGITS}d}" if place >= 0 else NOT_CHINESE
