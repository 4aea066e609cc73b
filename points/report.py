"""What the annual report says of commendations and pioneers: what was made public in the year."""

from collections.abc import Sequence

from points.honours import awards, honours, pioneers
from rulebook.reporting import Cell, Count, ReportYear, Row, Section, Table

NONE = "—"
HEADS = ("类别", "人次", "名单")


def sections(of: ReportYear) -> list[Section]:
    return [commendations(of)]


def commendations(of: ReportYear) -> Section:
    """Titles, pioneers and honours of the year: how many of each, and whose."""
    organization, within = of.organization, (of.first_day, of.as_of)
    titles = awards().filter(round__organization=organization, published_on__range=within)
    places = pioneers().filter(settlement__organization=organization, settlement__published_on__range=within)
    given = honours().filter(organization=organization, awarded_on__range=within)
    lines = (
        line(
            "awards",
            "优秀共产党员、优秀党务工作者",
            [
                Row(one.person.name, one.get_absolute_url(), f"{one.round.year}年度{one.round.get_title_display()}")
                for one in titles
            ],
        ),
        line(
            "pioneers",
            "网信先锋标兵",
            [
                Row(place.person.name, place.settlement.get_absolute_url(), place.settlement.quarter_name)
                for place in places
            ],
        ),
        line(
            "honours",
            "获得的荣誉",
            [
                Row(one.person.name, one.person.get_absolute_url(), f"{one.get_level_display()} {one.title}")
                for one in given
            ],
        ),
    )
    return Section("commendations", "表彰奖励和积分标兵", (Table("表彰奖励", HEADS, lines, (5, 2, 11)),))


def line(key: str, label: str, rows: Sequence[Row]) -> tuple[Cell, ...]:
    names = "、".join(f"{row.text}（{row.note}）" for row in rows) or NONE
    return (label, Count(f"points.{key}", label, tuple(rows)), names)
