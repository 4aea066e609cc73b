"""The demo branch's year up to today: most of it done, one month missed, one quarter still to come."""

from datetime import date, timedelta

from meetings.models import Matter
from partybranch.demo.builder import House, Item, found_house, hold_committee, hold_general, open_account

WORK = Item(Matter.IMPLEMENT_SUPERIOR, "学习贯彻上级近期部署", in_favour=4, resolution="按分工抓好落实。")


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def build(today: date, password: str | None = None) -> House:
    """The house with its year of meetings so far; the branch is five years old, its committee came in last year."""
    house = found_house(date(today.year - 5, 7, 1), date(today.year - 1, 12, 1), password)
    for name, username in (
        ("王建业", "wangjianye"),
        ("李秋月", "liqiuyue"),
        ("田苗", "tianmiao"),
        ("孙䶮", "sunyan"),
        ("周子涵", "zhouzihan"),
    ):
        open_account(house, name, username, password)
    quarters = ("第一季度", "第二季度", "第三季度", "第四季度")
    for month in range(1, 13):
        day = workday(date(today.year, month, 9))
        if month % 3 == 0:
            day = workday(date(today.year, month, 26))
            if day < today:
                general(house, day, quarters[month // 3 - 1])
        elif month != 8 and day < today:
            hold_committee(house, day, [WORK], away=("赵文博",) if month == 4 else ())
    return house


def general(house: House, day: date, quarter: str) -> None:
    """One quarter's general meeting with its report and its plan."""
    items = [
        Item(Matter.COMMITTEE_REPORT, "听取和审查支委会工作报告", in_favour=16, resolution="同意支委会工作报告。"),
        Item(Matter.OTHER, f"讨论{quarter}重点工作", in_favour=15, resolution=f"{quarter}重点工作按计划推进。"),
    ]
    hold_general(house, day, f"{day.year}年{quarter}党员大会", items, away=("卜玉珍", "冯志远"))
