"""What names are found and sorted by: search text, and the keys for pinyin and for strokes (姓氏笔画)."""

from functools import cache, lru_cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from members.names import DOT, HAN_CHARACTER, VARIATION

KEY_LENGTH = 250  # of search text and sort keys alike; some twenty characters of a name decide its place
DATA = Path(__file__).parent / "data"
POSITION_DIGITS = 5
NAMES_REMEMBERED = 20_000  # search text and sort key ask for the same syllables; given names recur in any roster
NOT_CHINESE = "9" * POSITION_DIGITS
NO_CHARACTER = "0" * POSITION_DIGITS


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


@lru_cache(maxsize=NAMES_REMEMBERED)
def _syllables(name: str) -> list[str]:
    """One syllable with its tone digit for each character but the dots; what has no pinyin stands for itself."""
    surname, given = split_name(name)
    reading = _surnames().get(surname)
    if reading:
        return reading + _readings(given)
    return [syllable for part in (surname, *given.split(DOT)) for syllable in _readings(part)]


@lru_cache(maxsize=NAMES_REMEMBERED)
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
