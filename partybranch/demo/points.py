"""The demo branch's points: each month planned, declared, booked, closed and published; each quarter its pioneers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from archives.actions import decide
from meetings.models import AgendaItem, Matter
from members.models import Person, Term
from members.posts import Post
from partybranch.demo.builder import House, Item, moment, workday
from points import actions
from points.models import Entry, PointMonth, Settlement
from points.opportunities import opportunities
from points.participants import participants
from points.scheme import quarter_of
from rulebook.clock import standing_at
from rulebook.periods import add_months, first_of_month, last_of_month

SETTLED_IN = (1, 4, 7, 10)  # the months whose committee meeting studies the pioneers of the quarter before
PROMPT = ("王建业", "李秋月", "田苗", "周子涵", "魏长征", "秦朗", "许诺", "于海")  # who declare what they have
GAINED = (1250, 1344, 902, 613, 1017, 845, 0, 1100)
UNFINISHED = 7  # the month whose item nobody has recognised
TASKS = ("更新党务公开栏", "报送党建信息", "整理活动室", "准备党课材料")


def pioneers_item(month: int) -> list[Item]:
    """What the committee takes up in the month after a quarter."""
    quarter = ("第四季度", "第一季度", "第二季度", "第三季度")[(month - 1) // 3]
    return [Item(Matter.COMMENDATION, f"研究{quarter}网信先锋标兵人选", in_favour=4)] if month in SETTLED_IN else []


def keep_points(house: House, begun_on: date, today: date) -> None:
    """From the month in which the branch began, by its discipline commissioner."""
    terms = Term.objects.running(today).filter(organization=house.branch, post=Post.DISCIPLINE_COMMISSIONER)
    registrar = terms.select_related("person__user").get().person.user
    assert registrar is not None  # the builder has opened his account
    month = first_of_month(begun_on)
    while month <= today:
        keep_month(house, registrar, month, today)
        if quarter_of(month).since >= begun_on and month.month % 3 == 0:
            settle(house, registrar, month, today)
        month = add_months(month, 1)
    submit_article(house, today)


def keep_month(house: House, registrar: User, month: date, today: date) -> None:
    """The plan on the 2nd, the test in each quarter's second month, declared on the last day, closed on the 4th."""
    plan_month(house, month, today)
    last, closing = last_of_month(month), closing_day(month)
    if last < today:
        bring_in(house, registrar, month)
        declare(house, last)
    if closing < today:
        with standing_at(moment(closing, "09:30")):
            at = moment(closing, "09:30")
            book(house, registrar, month, at)
            point_month = actions.close_month(house.branch, month=month, by=registrar, at=at)
            book(house, registrar, month, at)  # the closer's own deductions
            actions.publish_month(PointMonth.objects.get(pk=point_month.pk), by=registrar, at=at)


def closing_day(month: date) -> date:
    return workday(add_months(month, 1) + timedelta(days=3))


def plan_month(house: House, month: date, today: date) -> None:
    """One item with its owner, recognised by the leader in charge except in one month."""
    planned, done = workday(month + timedelta(days=1)), workday(month + timedelta(days=19))
    if planned >= today:
        return
    owner = house.person(("田苗", "周子涵", "孙䶮")[month.month % 3])
    with standing_at(moment(planned, "08:40")):
        work = actions.plan_work(
            house.branch, month=month, title=TASKS[month.month % 4], owners=[owner], by=house.secretary,
            at=moment(planned, "08:40"),
        )  # fmt: skip
    if done < today and month.month != UNFINISHED:
        with standing_at(moment(done, "16:40")):
            actions.recognise_work(
                work, recognised_by="leader_in_charge", recogniser="韩副主任", number="月度例会认可",
                recognised_on=done, by=house.secretary, at=moment(done, "16:40"),
            )  # fmt: skip


def bring_in(house: House, registrar: User, month: date) -> None:
    """The platform's list of the month; once a quarter the marks of a test."""
    last = last_of_month(month)
    people = list(participants(house.branch, last).order_by("pinyin_key", "pk"))
    gains = [(one, GAINED[(place + month.month) % len(GAINED)]) for place, one in enumerate(people)]
    marks = [(one, Decimal(92 - (place * 7 + month.month) % 30)) for place, one in enumerate(people)]
    with standing_at(moment(last, "08:50")):
        by: dict[str, Any] = {"by": registrar, "at": moment(last, "08:50")}
        actions.import_figures(house.branch, month=month, lines=gains, **by)
        if month.month % 3 == 2:
            held_on = workday(month + timedelta(days=17))
            actions.import_marks(house.branch, title=f"{month.month}月学习测试", held_on=held_on, lines=marks, **by)


def declare(house: House, day: date) -> None:
    """By themselves, where they have an account; the others have not asked."""
    people = Person.objects.filter(name__in=PROMPT, user__isnull=False).select_related("user")
    at = moment(day, "20:10")
    with standing_at(at):
        for person in people:
            for one in opportunities(person, house.branch, day):
                if one.at_one_tap and one.month == first_of_month(day):
                    getattr(actions, one.verb)(one.subject, by=person.user, at=at, **one.inputs)


def book(house: House, registrar: User, month: date, at: datetime) -> None:
    """The registrar's own are booked by the secretary."""
    waiting = Entry.objects.filter(organization=house.branch, month=month).waiting().select_related("person")
    for entry in waiting:
        own = entry.person.user_id == registrar.pk
        actions.book_entry(entry, by=house.secretary if own else registrar, at=at)


def settle(house: House, registrar: User, month: date, today: date) -> None:
    """Settled with the close of the last month; proposed by the committee, approved, made known the day after."""
    closing = closing_day(month)
    if closing >= today:
        return
    with standing_at(moment(closing, "10:30")):
        at = moment(closing, "10:30")
        settlement = actions.settle_quarter(house.branch, quarter=quarter_of(month).since, by=registrar, at=at)
    items = AgendaItem.objects.filter(
        meeting__organization=house.branch, matter=Matter.COMMENDATION, concerns__isnull=True,
        meeting__held_on__gte=closing, vote__passed=True,
    )  # fmt: skip
    decision = items.select_related("meeting").order_by("meeting__held_on").first()
    if decision is None or not settlement.places.filter(rank__isnull=False).exists():
        return
    asked_on = decision.meeting.held_on + timedelta(days=1)
    if asked_on + timedelta(days=4) < today:
        propose(house, settlement, decision, asked_on)


def propose(house: House, settlement: Settlement, decision: AgendaItem, asked_on: date) -> None:
    tied = [place.person for place in settlement.places.filter(tied=True).select_related("person")]
    with standing_at(moment(asked_on, "09:10")):
        submission = actions.propose_pioneers(
            settlement, decision=decision, chosen=tied[:1], tie_reason="承担党建工作任务较多" if tied else "",
            sent_on=asked_on, by=house.secretary, at=moment(asked_on, "09:10"),
        )  # fmt: skip
    approved_on = asked_on + timedelta(days=3)
    with standing_at(moment(approved_on, "11:10")):
        decide(submission, decision="approved", note="同意。", by=house.officer, at=moment(approved_on, "11:10"))
    published_on = approved_on + timedelta(days=1)
    with standing_at(moment(published_on, "09:20")):
        actions.publish_pioneers(
            settlement, published_on=published_on, by=house.secretary, at=moment(published_on, "09:20")
        )


def submit_article(house: House, today: date) -> None:
    """One claim of this month waits for the registrar."""
    day = today - timedelta(days=1)
    author = Person.objects.get(user__username="tianmiao")
    if day.month != today.month or author.user is None:
        return
    with standing_at(moment(day, "21:00")):
        actions.declare_article(
            author, title="基层网络安全宣传的几点体会", event_on=day, own_byline=True,
            link="https://www.example.cn/articles/1123", proof=None, by=author.user, at=moment(day, "21:00"),
        )  # fmt: skip
