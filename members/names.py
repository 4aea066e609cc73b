"""Names of persons as they are stored: one form of dot, no stray spaces, nothing that does not belong."""

import re
import unicodedata

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
