"""The demo branch's dues of the year: rates, bases, each month collected up to today; one member late, one behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import User
from dues import actions
from dues.actions.assessing import BaseLine, RateLine
from dues.actions.paying import PaymentLine
from dues.liability import liable
from dues.models import Account, Entry, MonthDue, PayerKind
from members.models import Person
from partybranch.demo.builder import House, moment
from rulebook.clock import standing_at

RATES = [
    RateLine("earning", Decimal(3000), Decimal("0.5")),
    RateLine("earning", Decimal(5000), Decimal(1)),
    RateLine("earning", Decimal(10000), Decimal("1.5")),
    RateLine("earning", None, Decimal(2)),
    RateLine("retired", Decimal(5000), Decimal("0.5")),
    RateLine("retired", None, Decimal(1)),
    RateLine("relief", least=20, most=20),
    RateLine("farmer", least=20, most=100),
]
BASES = (9860, 7421, 5000, 6688, 3000, 8050, 10000, 5600, 12345, 6100)  # 元, in turn
LATE, BEHIND = 3, 4  # who pays after the 15th, who owes the last two months; by their place on the list


def keep_the_dues(house: House, today: date) -> None:
    """By the organization commissioner, whose it is where nobody else is designated."""
    keeper = User.objects.get(username="wangjianye")
    year = date(today.year, 1, 1)
    day = year + timedelta(days=4)
    if day >= today:
        return
    with standing_at(moment(day, "09:00")):
        by = {"by": keeper, "at": moment(day, "09:00")}
        table = actions.enter_rates(
            house.branch, since=year, basis="直属机关委员会交费通知，中组发〔2008〕3号", rounding="half_up",
            lines=RATES, **by,
        )  # fmt: skip
        actions.approve_rates(table, by=house.secretary, at=moment(day, "10:00"))
    for month in range(1, today.month + 1):
        collect(house, keeper, date(today.year, month, 1), today)


def collect(house: House, keeper: User, month: date, today: date) -> None:
    """One month: opened on the 5th, paid by the bank's app, handed up on the 20th."""
    opened_on, paid_on, handed_on = (month + timedelta(days=number) for number in (4, 11, 19))
    if opened_on >= today:
        return
    with standing_at(moment(opened_on, "11:00")):
        by = {"by": keeper, "at": moment(opened_on, "11:00")}
        assess_newcomers(house, month, by)
        actions.open_month(house.branch, month=month, **by)
    people = liable(house.branch, month)
    owing = (today.year * 12 + today.month) - (month.year * 12 + month.month) < 2
    prompt = [one for place, one in enumerate(people) if place != LATE and not (place == BEHIND and owing)]
    pay(house, keeper, prompt, month, paid_on, today)
    pay(house, keeper, people[LATE : LATE + 1], month, paid_on + timedelta(days=6), today)
    if handed_on < today:
        with standing_at(moment(handed_on, "15:00")):
            collected = Entry.objects.balance(house.branch, Account.COLLECTED)
            actions.hand_over(
                house.branch, month=month, amount=collected, handed_on=handed_on,
                receipt_number=f"{month:%Y%m}-017", by=keeper, at=moment(handed_on, "15:00"),
            )  # fmt: skip


def assess_newcomers(house: House, month: date, by: dict[str, Any]) -> None:
    people = liable(house.branch, month)
    known = set(Person.objects.filter(contribution_bases__isnull=False).values_list("pk", flat=True))
    lines = [
        BaseLine(one, PayerKind.PAID, Decimal(BASES[place % len(BASES)]), None, month)
        for place, one in enumerate(people)
        if one.pk not in known
    ]
    if lines:
        actions.import_bases(house.branch, lines=lines, basis="核定表", **by)
        actions.report_bases(house.branch, reported_on=month + timedelta(days=4), **by)


def pay(house: House, keeper: User, people: list[Person], month: date, paid_on: date, today: date) -> None:
    """What they owe up to the month, by the bank's list of that day."""
    if paid_on >= today:
        return
    owed = MonthDue.objects.owing().filter(person__in=people, month__lte=month).order_by().values_list("person")
    sums = dict(owed.annotate(Sum("amount"))) if people else {}
    lines = [
        PaymentLine(one, paid_on, sums[one.pk], f"{paid_on:%Y%m%d}{one.pk:06}") for one in people if one.pk in sums
    ]
    with standing_at(moment(paid_on, "16:00")):
        actions.import_payments(house.branch, lines=lines, by=keeper, at=moment(paid_on, "16:00"))
