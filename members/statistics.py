"""The bands of the Party's yearly statistics (党内统计): which band a member falls into on a day. Pure functions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from members.models import Person, Standing

UNKNOWN = "不详"
YOUNGEST, OLDEST = 30, 61  # 30 and under; 61 and over; bands of five years between
JOINED_BEFORE = (  # a member belongs to the first one whose day his admission comes before
    (date(1949, 10, 1), "1949年9月及以前"),
    (date(1978, 12, 1), "1949年10月至1978年11月"),
    (date(2012, 11, 1), "1978年12月至2012年10月"),
    (date.max, "2012年11月及以后"),
)
EDUCATION = (  # the first word found in what the roster says decides; the longer word stands before the shorter
    ("研究生", ("研究生", "博士", "硕士")),
    ("中专", ("中专", "中等专科", "中技", "技校")),
    ("大专", ("大专", "大学专科", "专科", "高职")),
    ("大学本科", ("大学", "本科", "学士")),
    ("高中", ("高中",)),
    ("初中及以下", ("初中", "小学", "文盲")),
)
ABOVE_COLLEGE = ("研究生", "大学本科", "大专")


@dataclass(frozen=True)
class Dimension:
    """One way to part the members: every member falls into exactly one band, 不详 where the roster is silent."""

    key: str
    title: str
    bands: tuple[str, ...]
    band_of: Callable[[Person, date], str]

    def parted(self, people: Iterable[Person], on: date) -> dict[str, list[Person]]:
        """The members of each band in the order of the bands; 不详 only where somebody is in it."""
        found: dict[str, list[Person]] = {band: [] for band in self.bands}
        for person in people:
            found.setdefault(self.band_of(person, on), []).append(person)
        return found


def age(born: date, on: date) -> int:
    """Full years; born on 29 February, one is a year older on 28 February of a common year."""
    return relativedelta(on, born).years


def age_band(person: Person, on: date) -> str:
    if person.birth_on is None:
        return UNKNOWN
    years = age(person.birth_on, on)
    if years <= YOUNGEST:
        return f"{YOUNGEST}岁及以下"
    if years >= OLDEST:
        return f"{OLDEST}岁及以上"
    return age_label(YOUNGEST + 1 + (years - YOUNGEST - 1) // 5 * 5)


def age_label(lowest: int) -> str:
    return f"{lowest}至{lowest + 4}岁"


AGE_BANDS = (
    f"{YOUNGEST}岁及以下",
    *(age_label(lowest) for lowest in range(YOUNGEST + 1, OLDEST, 5)),
    f"{OLDEST}岁及以上",
)


def joined_band(person: Person, _on: date) -> str:
    if person.admitted_on is None:
        return UNKNOWN
    return next(label for before, label in JOINED_BEFORE if person.admitted_on < before)


def education_band(person: Person, _on: date) -> str:
    """Which level the roster's own word names; 不详 where it is none of the usual ones."""
    for band, words in EDUCATION:
        if any(word in person.education for word in words):
            return band
    return UNKNOWN


def nationality_band(person: Person, _on: date) -> str:
    if not person.nationality:
        return UNKNOWN
    return "汉族" if person.nationality.removesuffix("族") == "汉" else "少数民族"


DIMENSIONS = (
    Dimension(
        "standing",
        "党员类别",
        (Standing.FULL.label, Standing.PROBATIONARY.label),
        lambda person, on: str(Standing(person.standing_on(on)).label),
    ),
    Dimension("sex", "性别", ("男", "女"), lambda person, _: person.get_sex_display() or UNKNOWN),
    Dimension("nationality", "民族", ("汉族", "少数民族"), nationality_band),
    Dimension("age", "年龄", AGE_BANDS, age_band),
    Dimension("education", "学历", ("研究生", "大学本科", "大专", "中专", "高中", "初中及以下"), education_band),
    Dimension("joined", "入党时间", tuple(label for _, label in JOINED_BEFORE), joined_band),
)
