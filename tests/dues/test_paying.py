"""Payments, receipts, arrears, and the accounts that balance."""

from datetime import date

import pytest
from django.db.models import Sum

from accounts.models import Organization
from dues import actions
from dues.models import Account, Entry, MonthDue, Payment, Receipt
from rulebook.clock import standing_at
from rulebook.kernel import DUTIES
from rulebook.ledger import DutyState, store
from rulebook.ledger import assess as assess_duties
from rulebook.models import Act, Reminder
from rulebook.reminders import reconcile
from tests.factories import user_of
from tests.factories.dues import noon
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def owed(person) -> dict[date, int]:
    return {row.month: row.left for row in MonthDue.objects.filter(person=person)}


@pytest.fixture
def spring(house):
    for month in (JANUARY, FEBRUARY, MARCH):
        house.open(month)
    return house


@pytest.mark.clause("DF.4.1a")
def test_nobody_else_records_what_was_paid(spring):
    given = {"person": spring.people[3], "paid_on": MARCH, "amount": 9000, "channel": "app", "bank_number": "1"}
    said = refusal(actions.record_payment, spring.branch, by=spring.secretary, at=noon(MARCH), **given)
    assert said == "收缴党费须由专人负责（党费收缴使用管理规定 三（一））"


@pytest.mark.clause("DF.4.1a")
def test_without_a_keeper_and_a_commissioner_nobody_does(spring):
    spring.people[7].terms.update(until=FEBRUARY)
    spring.people[1].terms.update(until=FEBRUARY)
    spring.keeper.forget_rights()
    given = {"person": spring.people[3], "paid_on": MARCH, "amount": 9000, "channel": "app", "bank_number": "1"}
    said = refusal(actions.record_payment, spring.branch, by=spring.secretary, at=noon(MARCH), **given)
    assert said == "收缴党费须由专人负责（党费收缴使用管理规定 三（一））"


def test_the_oldest_month_is_paid_first(spring):
    one = spring.people[3]
    spring.pay(one, 15000, date(2026, 3, 5))
    assert owed(one) == {JANUARY: 0, FEBRUARY: 3000, MARCH: 9000}


@pytest.mark.clause("DF.2c")
@pytest.mark.parametrize(
    ("amount", "voluntary", "flagged"),
    [(9000, False, False), (18000, False, False), (27000, False, False), (8999, False, True), (27001, False, True),
     (27001, True, False)],
)  # fmt: skip
def test_an_amount_that_was_not_assessed_is_flagged(spring, amount, voluntary, flagged):
    spring.pay(spring.people[3], amount, date(2026, 3, 5), voluntary=voluntary)
    passed = Act.objects.filter(verb="dues.record_payment").latest("pk").passed
    assert any("交来" in text for text in passed) is flagged


@pytest.mark.parametrize(("voluntary", "given", "over"), [(True, 3000, 0), (False, 0, 3000)])
def test_what_is_over_is_given_freely_or_waits_to_be_given_back(spring, voluntary, given, over):
    paid = spring.pay(spring.people[3], 30000, date(2026, 3, 5), voluntary=voluntary)
    assert (paid.voluntary, paid.surplus) == (given, over)


@pytest.mark.parametrize(("amount", "lawful"), [(9000, True), (9001, False)])
def test_no_more_is_handed_up_than_was_collected(spring, amount, lawful):
    spring.pay(spring.people[3], 9000, date(2026, 3, 5))
    given = {"month": MARCH, "amount": amount, "handed_on": date(2026, 3, 20), "receipt_number": "上1"}
    if lawful:
        assert spring.by_keeper("hand_over", date(2026, 3, 20), **given).amount == 9000
    else:
        said = refusal(spring.by_keeper, "hand_over", date(2026, 3, 20), **given)
        assert said == "上缴90.01元，代收党费只有90.00元"


@pytest.mark.parametrize("was_paid", [False, True])
def test_who_has_left_owes_nothing_when_the_month_is_reckoned_anew(spring, was_paid):
    one = spring.people[3]
    if was_paid:
        paid = spring.pay(one, 27000, date(2026, 3, 5))
        actions.reverse_payment(paid, reason="登记错人", by=spring.keeper, at=noon(date(2026, 3, 6)))
    one.affiliations.update(until=date(2026, 2, 15))
    spring.open(MARCH, on=date(2026, 3, 7))
    assert MonthDue.objects.filter(person=one, month=MARCH).exists() is was_paid
    assert owed(one).get(MARCH, 0) == 0


@pytest.mark.clause("NDF.2")
def test_a_large_gift_goes_wholly_to_the_centre(spring):
    one, two = spring.people[3], spring.people[4]
    said = refusal(spring.pay, one, 127001, date(2026, 3, 5), voluntary=True)
    assert said == "一次自愿多交1000元以上的全部上缴中央（中组发〔2008〕3号·自愿多交）"
    assert spring.pay(two, 127000, date(2026, 3, 5), voluntary=True).voluntary == 100000
    given = spring.pay(one, 127001, date(2026, 3, 6), voluntary=True, central_receipt="中1")
    assert (given.voluntary, given.central_receipt) == (100001, "中1")


@pytest.mark.clause("DF.4.1b")
@pytest.mark.clause("DF.4.1c")
def test_cash_needs_a_receipt_that_was_issued_and_not_used(spring):
    one, two = spring.people[3], spring.people[4]

    def pay(person, number):
        given = {"person": person, "paid_on": date(2026, 3, 5), "amount": 9000, "channel": "cash"}
        return spring.by_keeper("record_payment", date(2026, 3, 5), receipt_number=number, **given)

    assert refusal(pay, one, "").startswith("须使用专用收据（党费收缴使用管理规定 三（一）")
    assert refusal(pay, one, "00012").startswith("没有领用过收据00012")
    spring.by_keeper("register_book", MARCH, prefix="", first=1, last=50, issuer="机关党委", issued_on=MARCH)
    assert pay(one, "00012").receipt.state == Receipt.State.USED
    assert refusal(pay, two, "00012").startswith("收据号重复")


@pytest.mark.clause("DF.4.1c")
def test_when_a_book_goes_back_every_number_is_used_void_or_returned(spring):
    book = spring.by_keeper("register_book", MARCH, prefix="甲", first=1, last=3, issuer="机关党委", issued_on=MARCH)
    day = date(2026, 3, 5)
    given = {"person": spring.people[3], "paid_on": day, "amount": 9000, "channel": "cash"}
    spring.by_keeper("record_payment", day, receipt_number="甲00001", **given)
    spring.by_keeper("void_receipt", MARCH, Receipt.objects.get(number="甲00002"), reason="写错")
    spring.by_keeper("return_book", date(2026, 12, 31), book, returned_on=date(2026, 12, 31))
    states = dict(book.receipts.values_list("number", "state"))
    assert states == {"甲00001": "used", "甲00002": "void", "甲00003": "returned"}


@pytest.mark.clause("DF.4.1c")
def test_a_number_is_issued_once(spring):
    given = {"prefix": "", "issuer": "机关党委", "issued_on": MARCH}
    spring.by_keeper("register_book", MARCH, first=1, last=50, **given)
    assert refusal(spring.by_keeper, "register_book", MARCH, first=50, last=60, **given).startswith("收据号重复：00050")


def test_a_bank_number_counts_once(spring):
    spring.pay(spring.people[3], 9000, date(2026, 3, 5), number="L1")
    said = refusal(spring.pay, spring.people[4], 9000, date(2026, 3, 5), number="L1")
    assert said.startswith("银行流水号L1已经登记")


def test_a_reversal_makes_the_months_owed_again(spring):
    one = spring.people[3]
    paid = spring.pay(one, 20000, date(2026, 3, 5))
    actions.reverse_payment(paid, reason="登记错人", by=spring.keeper, at=noon(date(2026, 3, 6)))
    assert owed(one) == {JANUARY: 9000, FEBRUARY: 9000, MARCH: 9000}
    assert Payment.objects.filter(person=one).aggregate(Sum("amount"))["amount__sum"] == 0
    assert refusal(actions.reverse_payment, paid, reason="再来", by=spring.keeper, at=noon(MARCH)) == "已经冲正"


def test_every_posting_adds_up_to_nothing_and_the_sum_of_the_accounts_too(spring):
    paid = spring.pay(spring.people[3], 20000, date(2026, 3, 5))
    spring.pay(spring.people[4], 30000, date(2026, 3, 5), voluntary=True)
    actions.reverse_payment(paid, reason="登记错人", by=spring.keeper, at=noon(date(2026, 3, 6)))
    spring.by_keeper(
        "hand_over", date(2026, 3, 20), month=MARCH, amount=27000, handed_on=date(2026, 3, 20), receipt_number="上1"
    )
    totals = Entry.objects.values("posting").annotate(total=Sum("amount")).values_list("total", flat=True)
    assert set(totals) == {0}
    balance = {account: Entry.objects.balance(spring.branch, account) for account in Account}
    assert {account: sum for account, sum in balance.items() if sum} == {
        "collected": 3000, "members": -27000, "voluntary": -3000, "superior": 27000,
    }  # fmt: skip


@pytest.mark.clause("DF.2c")
@pytest.mark.parametrize(
    ("on", "paid_on", "state"),
    [
        (date(2026, 3, 15), None, DutyState.DUE),
        (date(2026, 3, 16), None, DutyState.MISSED),
        (date(2026, 3, 16), date(2026, 3, 15), DutyState.DONE),
        (date(2026, 3, 20), date(2026, 3, 16), DutyState.MISSED),
    ],
)
def test_the_fifteenth_counts(house, on, paid_on, state):
    one = house.people[3]
    house.open(MARCH)
    if paid_on:
        house.pay(one, 9000, paid_on)
    own = MonthDue.objects.get(person=one).pk
    found = [row for row in statuses(house, on) if row.subject_id == own]
    assert [row.state for row in found] == [state]


def statuses(house, on):
    duty = DUTIES["DF.2c"]
    return list(assess_duties(Organization.objects.filter(pk=house.branch.pk), on, on.year, duties=[duty]))


@pytest.mark.clause("DF.2c")
@pytest.mark.parametrize(("on", "told"), [(date(2026, 3, 9), 0), (date(2026, 3, 10), 1), (date(2026, 3, 16), 1)])
def test_who_owes_is_told_himself_and_nobody_else(house, on, told):
    one = user_of(house.people[9])
    house.open(MARCH)
    with standing_at(noon(on)):
        store(Organization.objects.filter(pk=house.branch.pk), on, 2026, duties=[DUTIES["DF.2c"]])
        reconcile(on)
    found = Reminder.objects.filter(cause="DF.2c", channel="inbox")
    assert found.filter(recipient=one).count() == told
    owing = {row.pk: row.person.user_id for row in MonthDue.objects.select_related("person")}
    assert [row.recipient_id for row in found] == [owing[row.subject_id] for row in found]


@pytest.mark.parametrize(("on", "when"), [(date(2026, 3, 15), "3月15日"), (date(2026, 3, 16), "逾期")])
def test_the_member_finds_it_on_his_page_of_today_and_the_secretary_nobody_elses(client, spring, on, when):
    one = user_of(spring.people[9])
    spring.pay(spring.people[9], 18000, date(2026, 2, 5))
    with standing_at(noon(on)):
        client.force_login(one)
        page = client.get("/").content.decode()
        client.force_login(spring.secretary)
        of_secretary = client.get("/").content.decode()
    assert ("交纳党费" in page, when in page, "1个月未交，最早2026年3月" in page) == (True, True, True)
    assert "不对您公开的事项" not in of_secretary
