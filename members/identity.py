"""Chinese identity numbers (公民身份号码, GB 11643): reading, checking, and what can be read off them."""

import re
import unicodedata
from datetime import date
from operator import mul

PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
EARLIEST_YEAR = 1900
LOST_DIGITS = "000"  # what is left of the last three where a cell of numbers was turned into text
LENGTH = 18
OLD_LENGTH = 15
SHOWN = 4
FORM = re.compile(r"[0-9]{17}[0-9X]")
IGNORED = re.compile(r"[\s'`\u200b-\u200f\u2060\ufeff-]+")


def normalise(text: str) -> str:
    """The number as it is stored: half-width, no spaces or hyphens, a capital X. Judges nothing."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def faults(number: str) -> list[str]:
    """What is wrong with a normalised number, as Chinese sentences; empty for a good one.

    Of the area only the province (first two digits) is checked: counties change too often for a table.
    """
    if not FORM.fullmatch(number):
        return [_fault_of_form(number)]
    found = []
    if not PROVINCE.match(number):
        found.append(f"公民身份号码开头的“{number[:2]}”不是省级行政区代码，请对照证件改正")
    if _birth_of(number) is None:
        found.append(f"公民身份号码第7至14位“{number[6:14]}”不是真实的出生日期，请对照证件改正")
    if number[-1] != check_character(number):
        likely = "末三位是0，多半是存成数字时丢失的" if number.endswith(LOST_DIGITS) else "号码中至少有一位写错"
        found.append(f"公民身份号码校验位不对，{likely}，请对照证件改正")
    return found


def check_character(number: str) -> str:
    """The 18th character that the first 17 digits call for (mod 11-2)."""
    total = sum(map(mul, WEIGHTS, map(int, number)))
    return CHECK_CHARACTERS[total % 11]


def birth_of(number: str) -> date:
    """The birth date in a number without faults; ValueError where there is none."""
    birth = _birth_of(number)
    if birth is None:
        raise ValueError("the identity number holds no birth date")
    return birth


def sex_of(number: str) -> str:
    """男 or 女, by the 17th digit of a number without faults."""
    return "男" if int(number[16]) % 2 else "女"


def masked(number: str) -> str:
    """The number for lists: only its last four characters can be read."""
    hidden = max(len(number) - SHOWN, 0)
    return "*" * hidden + number[hidden:]


def _birth_of(number: str) -> date | None:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return birth if birth.year >= EARLIEST_YEAR else None


def _fault_of_form(number: str) -> str:
    if len(number) == OLD_LENGTH and number.isdecimal():
        return "这是15位的旧号码，请填写现用的18位公民身份号码"
    if len(number) != LENGTH:
        return f"公民身份号码应为18位，现为{len(number)}位，请补正"
    return "公民身份号码只能是17位数字加一位数字或X，请对照证件改正"
