"""What the annual report says of members: the balance by name, the statistics, the roster at the end of the year."""

from collections.abc import Iterable
from datetime import date

from members.balance import CHANGE_LABELS, GAINS, LOSSES, Balance, Change, Movement, balance, is_full
from members.models import Person
from members.statistics import ABOVE_COLLEGE, DIMENSIONS, Dimension
from rulebook.kernel import built
from rulebook.reporting import (
    Bar,
    Cell,
    Chart,
    Count,
    Link,
    Part,
    ReportYear,
    Row,
    Section,
    Table,
    Text,
    in_words,
    share,
)

NONE = "—"


def sections(of: ReportYear) -> list[Section]:
    found = balance(of.organization, of.year, of.as_of)
    return [changes(of, found), statistics(of, found), roster(of, found)]


def row_of(person: Person, note: str = "") -> Row:
    return Row(person.name, person.get_absolute_url(), note)


def count_of(key: str, title: str, people: Iterable[Person]) -> Count:
    return Count(f"members.{key}", title, tuple(row_of(person) for person in people))


def moved(key: str, title: str, movements: Iterable[Movement]) -> Count:
    rows = tuple(row_of(movement.person, f"{movement.on:%Y-%m-%d}") for movement in movements)
    return Count(f"members.{key}", title, rows)


def changes(of: ReportYear, found: Balance) -> Section:
    """The balance as a table of sums, then every change by name; with problems there is no statement."""
    lines: list[tuple[Cell, ...]] = [standing_line("opening", "年初党员", found.opening, of.day_before)]
    lines += [change_line(found, change, "增加：") for change in GAINS]
    lines += [change_line(found, change, "减少：") for change in LOSSES]
    converted = found.of(Change.CONVERTED)
    lines.append((CHANGE_LABELS[Change.CONVERTED], NONE, moved("converted", "预备党员转正", converted), NONE))
    lines.append(standing_line("closing", "期末党员", found.closing, of.as_of))
    named = tuple(
        (
            f"{movement.on:%Y-%m-%d}",
            Link(movement.person.name, movement.person.get_absolute_url()),
            CHANGE_LABELS[movement.change],
            "正式党员" if movement.full else "预备党员",
        )
        for movement in found.movements
    )
    parts: tuple[Part, ...] = (
        Text(summary(of, found)),
        Table("党员变动平衡表", ("项目", "合计", "正式党员", "预备党员"), tuple(lines), (4, 2, 2, 2)),
        Table("变动人员名单", ("日期", "姓名", "变动", "党员类别"), named, (3, 3, 4, 3), "本年度没有变动。"),
    )
    return Section("members", "党员和变动情况", parts, tuple(found.problems))


def standing_line(key: str, title: str, people: list[Person], on: date) -> tuple[Cell, ...]:
    return (
        title,
        count_of(key, title, people),
        count_of(f"{key}.full", f"{title}（正式）", [person for person in people if is_full(person, on)]),
        count_of(f"{key}.probationary", f"{title}（预备）", [person for person in people if not is_full(person, on)]),
    )


def change_line(found: Balance, change: Change, sign: str) -> tuple[Cell, ...]:
    title, movements = CHANGE_LABELS[change], found.of(change)
    return (
        f"{sign}{title}",
        moved(change, title, movements),
        moved(f"{change}.full", f"{title}（正式）", [one for one in movements if one.full]),
        moved(f"{change}.probationary", f"{title}（预备）", [one for one in movements if not one.full]),
    )


def summary(of: ReportYear, found: Balance) -> str:
    gained = sum(len(found.of(change)) for change in GAINS)
    lost = sum(len(found.of(change)) for change in LOSSES)
    return (
        f"{of.year}年年初党员{len(found.opening)}人，增加{gained}人，减少{lost}人，"
        f"截至{in_words(of.as_of)}党员{len(found.closing)}人；预备党员转正{len(found.of(Change.CONVERTED))}人。"
    )


@built("3.5d")
def statistics(of: ReportYear, found: Balance) -> Section:
    """Head counts of the register on the day, each member in one band of each dimension, and those admitted."""
    admitted = [movement.person for movement in found.of(Change.ADMITTED)]
    whole = len(found.closing)
    parts: list[Part] = [
        Text(f"以下按截至{in_words(of.as_of)}在册党员{whole}人统计，年龄为当日周岁；“本年发展”为本年度接收的预备党员。")
    ]
    for dimension in DIMENSIONS:
        parts += parted(of, dimension, found.closing, admitted)
    return Section("statistics", "党内统计", tuple(parts))


def parted(of: ReportYear, dimension: Dimension, people: list[Person], admitted: list[Person]) -> list[Part]:
    """The table of one dimension and its chart."""
    bands, new = dimension.parted(people, of.as_of), dimension.parted(admitted, of.as_of)
    lines: list[tuple[Cell, ...]] = []
    for number, band in enumerate(bands):
        key = f"statistics.{dimension.key}.{number}"
        mine, new_here = bands[band], new.get(band, [])
        lines.append(
            (
                band,
                count_of(key, f"{dimension.title}：{band}", mine),
                share(len(mine), len(people)),
                count_of(f"{key}.new", f"本年发展 {dimension.title}：{band}", new_here),
            )
        )
    if dimension.key == "education":
        lines.append(above_college(bands, new, len(people)))
    bars = tuple(
        Bar(band, len(mine), len(people), f"{len(mine)}人 {share(len(mine), len(people))}")
        for band, mine in bands.items()
    )
    heads = (dimension.title, "人数", "占比", "本年发展")
    return [Table(f"按{dimension.title}", heads, tuple(lines), (5, 2, 2, 3)), Chart(f"党员{dimension.title}分布", bars)]


def above_college(bands: dict[str, list[Person]], new: dict[str, list[Person]], whole: int) -> tuple[Cell, ...]:
    """大专及以上, the figure the yearly communiqué prints."""
    people = [person for band in ABOVE_COLLEGE for person in bands.get(band, [])]
    admitted = [person for band in ABOVE_COLLEGE for person in new.get(band, [])]
    title = "其中大专及以上"
    return (
        title,
        count_of("statistics.education.college", "学历：大专及以上", people),
        share(len(people), whole),
        count_of("statistics.education.college.new", "本年发展 学历：大专及以上", admitted),
    )


def roster(of: ReportYear, found: Balance) -> Section:
    """Everybody who is a member at the end, by strokes of the surname; no birthdays and no numbers of papers."""
    lines = tuple(
        (
            str(number),
            Link(person.name, person.get_absolute_url()),
            person.get_sex_display(),
            person.nationality or NONE,
            person.education or NONE,
            f"{person.admitted_on:%Y-%m-%d}",
            f"{person.full_on:%Y-%m-%d}" if person.full_on and is_full(person, of.as_of) else "预备党员",
        )
        for number, person in enumerate(found.closing, start=1)
    )
    heads = ("序号", "姓名", "性别", "民族", "学历", "加入党组织", "转正")
    text = Text("按姓氏笔画为序。")
    return Section("roster", "党员名册", (text, Table("期末党员名册", heads, lines, (2, 5, 2, 3, 3, 3, 3))))
