"""A branch that keeps its dues here: the national rates from January 2026, everybody assessed."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from dues import actions
from dues.actions.assessing import BaseLine, RateLine
from dues.models import (
    Announcement,
    ArrearsTalk,
    ContributionBase,
    MonthClose,
    MonthDue,
    PayerKind,
    Payment,
    RateTable,
    Receipt,
    ReceiptBook,
    Spending,
    YearAccount,
)
from dues.yearly import year_figures
from meetings.models import AgendaItem, Meeting, Vote
from members.models import Person
from members.posts import Post
from tests.factories.branch import BranchFactory, holding, person, user_of
from tests.factories.meeting import agenda_item, committee_meeting, general_meeting, present

JANUARY = date(2026, 1, 1)
NATIONAL = [
    RateLine("earning", Decimal(3000), Decimal("0.5")),
    RateLine("earning", Decimal(5000), Decimal(1)),
    RateLine("earning", Decimal(10000), Decimal("1.5")),
    RateLine("earning", None, Decimal(2)),
    RateLine("retired", Decimal(5000), Decimal("0.5")),
    RateLine("retired", None, Decimal(1)),
    RateLine("relief", least=20, most=20),
    RateLine("farmer", least=20, most=100),
]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


class DuesHouse(BranchFactory):
    """The eighth member is the designated keeper."""

    def __init__(self, members: int = 10, **fields: object) -> None:
        super().__init__(members=members, committee=5, **fields)
        self.keeper = user_of(holding(self.people[7], self.branch, Post.DUES_KEEPER))
        top = self.branch.superior.superior
        self.top = user_of(holding(person(top, "机关党委书记"), top, Post.SUPERIOR_SECRETARY))

    def by_keeper(self, verb: str, on: date, subject: Any = None, **inputs: Any) -> Any:
        return getattr(actions, verb)(subject or self.branch, by=self.keeper, at=noon(on), **inputs)

    def rates(self, since: date = JANUARY, lines: list[RateLine] | None = None, rounding: str = "half_up") -> RateTable:
        table = self.by_keeper(
            "enter_rates", since, since=since, basis="中组发〔2008〕3号", rounding=rounding, lines=lines or NATIONAL
        )
        return actions.approve_rates(table, by=self.secretary, at=noon(since))

    def assess(self, person: Person, base: str, since: date = JANUARY, kind: str = PayerKind.PAID) -> ContributionBase:
        return self.by_keeper(
            "assess_base", since, person=person, kind=kind, base=Decimal(base), fixed=None, since=since, basis="工资单"
        )

    def ready(self, base: str = "6000") -> "DuesHouse":
        """Rates approved, everybody assessed at the same base."""
        self.rates()
        lines = [BaseLine(person, PayerKind.PAID, Decimal(base), None, JANUARY) for person in self.people]
        self.by_keeper("import_bases", JANUARY, lines=lines, basis="工资单")
        return self

    def open(self, month: date, on: date | None = None) -> Any:
        return self.by_keeper("open_month", on or month, month=month)

    def pay(self, person: Person, fen: int, on: date, number: str = "", **inputs: Any) -> Any:
        given = {"channel": "app", "bank_number": number or f"B{person.pk}-{on}", **inputs}
        return self.by_keeper("record_payment", on, person=person, paid_on=on, amount=fen, **given)

    def decided(self, matter: str, on: date, about: Person | None = None, *, passed: bool = True) -> AgendaItem:
        """An item that a closed committee meeting of that day has voted on."""
        begins = noon(on)
        return voted(committee_meeting(self, begins_at=begins), matter, about, passed=passed)

    def reported(self, matter: str, on: date) -> AgendaItem:
        """The same at a general meeting."""
        return voted(general_meeting(self, begins_at=noon(on)), matter, None, passed=True)


def dues_rows(house: BranchFactory, payer: Person, entered_by: User) -> dict[str, int]:
    """One of everything that has an address, by the folder of the address; as rows."""
    branch, on = house.branch, date(2026, 3, 2)
    table = RateTable.objects.create(
        organization=branch, since=JANUARY, basis="通知", rounding="half_up", entered_on=JANUARY, entered_by=entered_by
    )
    book = ReceiptBook.objects.create(organization=branch, first=1, last=2, issuer="机关党委", issued_on=on)
    receipt = Receipt.objects.create(organization=branch, book=book, number="00001")
    month = date(2026, 3, 1)
    MonthClose.objects.create(organization=branch, month=month)
    payment = Payment.objects.create(
        organization=branch, person=payer, paid_on=on, recorded_on=on, amount=9000, channel="app", bank_number="L1"
    )
    decision = agenda_item(committee_meeting(house), "dues_use")
    spending = Spending.objects.create(
        organization=branch, use="training", purpose="培训", amount=100, decision=decision, put_forward_on=on
    )
    account = YearAccount.objects.create(
        organization=branch, year=2025, published_on=on, place="公开栏", figures=year_figures(branch, 2025).as_json()
    )
    told = Announcement.objects.create(
        organization=branch, since=JANUARY, last_day=on, announced_on=on, place="党员大会"
    )
    talk = ArrearsTalk.objects.create(
        organization=branch, person=payer, held_on=on, held_by=house.committee[0], note="因出差未交"
    )
    due = MonthDue.objects.create(person=payer, organization=branch, month=month, amount=1, due_on=on)
    return {
        "month_dues": due.pk,
        "rate_tables": table.pk,
        "receipt_books": book.pk,
        "receipts": receipt.pk,
        "payments": payment.pk,
        "spendings": spending.pk,
        "dues_years": account.pk,
        "dues_announcements": told.pk,
        "dues_talks": talk.pk,
    }


def voted(held: Meeting, matter: str, about: Person | None, *, passed: bool) -> AgendaItem:
    item = agenda_item(held, matter, concerns=about, state=AgendaItem.State.DECIDED)
    due, here = held.eligible_voters, len(present(held, 99))
    Vote.objects.create(
        item=item, method="show_of_hands", opened_at=held.begins_at, eligible=due, present=here, in_favour=here,
        passed=passed, counted_at=held.begins_at,
    )  # fmt: skip
    held.state, held.closed_at = Meeting.State.CLOSED, held.begins_at
    held.save()
    return item
