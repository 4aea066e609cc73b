"""The demo branch's year up to today: most of it done, one month missed, one quarter still to come."""

from datetime import date, timedelta

from django.db.models import F

from meetings.models import Matter
from partybranch.demo.activities import live_together
from partybranch.demo.builder import (
    House,
    Item,
    found_house,
    hold_committee,
    hold_general,
    moment,
    open_account,
    workday,
)
from partybranch.demo.commendations import commend
from partybranch.demo.corrections import ask_for_corrections
from partybranch.demo.dues import keep_the_dues
from partybranch.demo.followup import PLAN, follow_up, put_annual_plan_into_effect, receive_document, study
from partybranch.demo.groups import form_groups, hold_group_meeting
from partybranch.demo.lectures import hold_lecture, plan_the_years_lectures
from partybranch.demo.points import keep_points, pioneers_item
from partybranch.demo.recruits import Recruiting
from rulebook.actions import explain_lapse
from rulebook.clock import standing_at
from rulebook.models import Reminder
from rulebook.reminders import reconcile

TOLD, UNTOLD = 5, 8  # the months without a committee meeting: one explained, one not
WORK = Item(Matter.IMPLEMENT_SUPERIOR, "学习贯彻上级近期部署", in_favour=4, resolution="按分工抓好落实。")


def build(today: date, password: str | None = None) -> House:
    """The house with its year of meetings so far; the branch is five years old, its committee came in last year."""
    begun_on = date(today.year - 1, 12, 1)
    house = found_house(date(today.year - 5, 7, 1), begun_on, password)
    for name, username in (
        ("王建业", "wangjianye"),
        ("李秋月", "liqiuyue"),
        ("司马青", "simaqing"),
        ("田苗", "tianmiao"),
        ("孙䶮", "sunyan"),
        ("周子涵", "zhouzihan"),
        ("魏长征", "weichangzheng"),
        ("许诺", "xunuo"),
        ("秦朗", "qinlang"),
    ):
        open_account(house, name, username, password)
    recruiting = Recruiting(house, begun_on, today, password)
    quarters = ("第一季度", "第二季度", "第三季度", "第四季度")
    quarter_days = [workday(date(today.year, month, 20)) for month in (2, 5, 8, 11)]
    for month in range(1, 13):
        day = workday(date(today.year, month, 9))
        if month % 3 == 0:
            day = workday(date(today.year, month, 29 if month == 6 else 26))  # in June after the end of a probation
            if day < today:
                recruiting.until(day - timedelta(days=9))
                general(house, day, quarters[month // 3 - 1], recruiting)
        elif month not in (TOLD, UNTOLD) and day < today:
            recruiting.until(day)
            committee(house, day, recruiting)
        if month % 3 == 2 and (taught_on := quarter_days[month // 3]) < today:
            hold_lecture(house, taught_on, month // 3)
    recruiting.until(today)
    recruiting.receive_new_applicant()
    live_in_groups(house, today)
    live_together(house, today)
    follow_up(house, today)
    keep_the_dues(house, today)
    keep_points(house, begun_on, today)
    commend(house, today)
    ask_for_corrections(house, today)
    if today > date(today.year, TOLD + 1, 3):
        tell_why(house, date(today.year, TOLD, 1))
    reconcile(today)
    Reminder.objects.filter(created_at__lt=moment(today - timedelta(days=14), "00:00")).update(read_at=F("created_at"))
    return house


def tell_why(house: House, month: date) -> None:
    """The month without a committee meeting is explained at the beginning of the next one."""
    at = moment(date(month.year, month.month + 1, 3), "10:00")
    with standing_at(at):
        explain_lapse(
            house.branch,
            duty="8.2.1a",
            subject_id=house.branch.pk,
            since=month,
            text="书记、组织委员参加上级集中培训，未能召开；有关事项已列入下月第一次支委会会议。",
            by=house.secretary,
            at=at,
        )


def committee(house: House, day: date, recruiting: Recruiting) -> None:
    """One month's committee meeting; January's studies the plan for the year, February's a superior's document."""
    if day.month == 1:
        plan_the_years_lectures(house, day - timedelta(days=3))
        put_annual_plan_into_effect(house, hold_committee(house, day, [WORK, PLAN, *pioneers_item(1)]))
    elif day.month == 2:
        document = receive_document(house, day - timedelta(days=5))
        hold_committee(house, day, [WORK, study(document)])
    else:
        items = [WORK, *recruiting.before_the_committee(day.month), *pioneers_item(day.month)]
        hold_committee(house, day, items, away=("赵文博",) if day.month == 4 else ())


def live_in_groups(house: House, today: date) -> None:
    """The groups were formed two months ago; since then they meet, but for the second one's first month."""
    first = date(today.year, max(1, today.month - 2), 1)
    formed = form_groups(house, first) if first < today else []
    for month in range(first.month, today.month + 1):
        day = workday(date(today.year, month, 15))
        for number, group in enumerate(formed):
            if day < today and not (number == 1 and month == first.month):
                hold_group_meeting(house, group, day)


def general(house: House, day: date, quarter: str, recruiting: Recruiting) -> None:
    """One quarter's general meeting with its report, its plan, and the people it decides on."""
    items = [
        Item(
            Matter.COMMITTEE_REPORT,
            "听取和审查支委会工作报告",
            in_favour=16,
            resolution="同意支委会工作报告。",
            carry_out=False,
        ),
        Item(Matter.OTHER, f"讨论{quarter}重点工作", in_favour=15, resolution=f"{quarter}重点工作按计划推进。"),
        *recruiting.before_the_members(day.month),
    ]
    prepared = recruiting.prepared_for_members(day.month)
    hold_general(house, day, f"{day.year}年{quarter}党员大会", items, away=("卜玉珍", "冯志远"), prepared=prepared)
