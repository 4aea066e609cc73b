"""T-DUES: random years of payments, reversals, repayments, corrections and hand-overs; the accounts always balance.

What the accounts should say is reckoned by a plain list of sums kept beside the acts. Negative control: a reversal
that forgets the month it frees is found.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Sum

from dues import actions
from dues.actions import paying
from dues.models import Account, Entry, MonthDue, Payment, Share
from rulebook.kernel import Refused
from tests.factories.dues import DuesHouse, noon
from tests.suites.world import sized

pytestmark = pytest.mark.django_db
MOVES = 25


class Schedule:
    """One random course of a branch's dues, and beside it what should stand in the accounts."""

    def __init__(self, house: DuesHouse, random: Random) -> None:
        self.house, self.random, self.day = house, random, date(2026, 1, 2)
        self.expected: Counter[str] = Counter()
        self.received = 0
        self.payments: list[Payment] = []
        self.done: Counter[str] = Counter()
        self.house.open(date(2026, 1, 1), self.day)

    def move(self) -> None:
        self.day += timedelta(days=self.random.randint(0, 20))
        name = self.random.choices(["pay", "reverse", "repay", "open", "correct", "hand_over"], [8, 3, 3, 3, 1, 1])[0]
        try:
            getattr(self, name)()
            self.done[name] += 1
        except Refused:
            self.done["refused"] += 1

    def pay(self) -> None:
        person = self.random.choice(self.house.people)
        owed = sum(row.left for row in MonthDue.objects.owing().filter(person=person))
        amount = self.random.choice([max(owed, 1), self.random.randint(1, 30000), 9000])
        free = self.random.random() < 0.3
        number = f"N{self.random.randint(1, 40)}"
        made = self.house.pay(person, amount, self.day, number=number, voluntary=free)
        self.payments.append(made)
        self.received += amount
        self.expected.update({"collected": amount, "members": -min(owed, amount)})
        over = amount - min(owed, amount)
        self.expected.update({"voluntary": -over} if free else {"surplus": -over})

    def reverse(self) -> None:
        if not self.payments:
            return
        paid = self.random.choice(self.payments)
        actions.reverse_payment(paid, reason="登记有误", by=self.house.keeper, at=noon(self.day))
        self.received -= paid.amount
        dues = paid.amount - paid.voluntary - paid.surplus
        self.expected.update(
            {"collected": -paid.amount, "members": dues, "voluntary": paid.voluntary, "surplus": paid.surplus}
        )

    def repay(self) -> None:
        if not self.payments:
            return
        paid = self.random.choice(self.payments)
        given = {"repaid_on": self.day, "channel": "bank", "bank_number": "退1"}
        actions.repay_surplus(paid, by=self.house.keeper, at=noon(self.day), **given)
        self.expected.update({"collected": -paid.surplus, "surplus": paid.surplus})

    def open(self) -> None:
        self.house.open(self.day.replace(day=1), self.day)

    def correct(self) -> None:
        person = self.random.choice(self.house.people)
        given = {"person": person, "month": self.day.replace(day=1), "amount": 100, "reason": "补核定的差额，说明理由"}
        self.house.by_keeper("correct_month", self.day, **given)

    def hand_over(self) -> None:
        amount = self.random.randint(1, 50000)
        self.house.by_keeper(
            "hand_over", self.day, month=self.day.replace(day=1), amount=amount, handed_on=self.day,
            receipt_number=f"H{self.random.randint(1, 9)}",
        )  # fmt: skip
        self.expected.update({"collected": -amount, "superior": amount})


def violations(schedule: Schedule) -> list[str]:
    branch, found = schedule.house.branch, []
    balances = {account.value: Entry.objects.balance(branch, account) for account in Account}
    wanted = {account.value: schedule.expected[account.value] for account in Account}
    if balances != wanted:
        found.append(f"accounts {balances} instead of {wanted}")
    if sum(balances.values()):
        found.append("the accounts do not add up to nothing")
    total = Payment.objects.filter(organization=branch).aggregate(sum=Sum("amount", default=0))["sum"]
    if total != schedule.received:
        found.append(f"receipts of {schedule.received} stand as {total}")
    paid = MonthDue.objects.filter(organization=branch).aggregate(sum=Sum("paid", default=0))["sum"]
    shared = Share.objects.filter(payment__organization=branch).aggregate(sum=Sum("amount", default=0))["sum"]
    if not paid == shared == -balances["members"]:
        found.append(f"months were paid {paid}, shares say {shared}, the account {-balances['members']}")
    return found


def walked(seed: int) -> tuple[list[str], Counter[str]]:
    """What was violated after any move of the schedule; nothing of it stays in the database."""
    with transaction.atomic():
        schedule = Schedule(DuesHouse(members=9).ready(), Random(seed))
        found: list[str] = []
        for _ in range(MOVES):
            schedule.move()
            found += violations(schedule)
        transaction.set_rollback(True)
    return found, schedule.done


@pytest.mark.parametrize("schedules", sized(short=15, long=500))
def test_the_sum_of_the_accounts_is_the_sum_of_the_receipts(schedules):
    done: Counter[str] = Counter()
    for seed in range(schedules):
        found, counted = walked(seed)
        assert found == [], f"schedule {seed}"
        done += counted
    assert min(done[name] for name in ("pay", "reverse", "repay", "open", "correct", "hand_over", "refused")) > 0


@pytest.mark.short
def test_a_reversal_that_forgets_its_months_is_found(monkeypatch):
    keep = paying.Share.objects.bulk_create

    def forgetful(rows):
        shares = list(rows)
        return [] if shares and shares[0].payment.reverses_id else keep(shares)

    monkeypatch.setattr(paying.Share.objects, "bulk_create", forgetful)
    assert any(walked(seed)[0] for seed in range(3))
