"""What was paid too much is given back: whole, once, with its proof, out of what was collected."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from dues import actions
from dues.models import Account, Entry, Posting, Repayment
from dues.yearly import year_figures
from rulebook.clock import standing_at
from tests.factories.branch import user_of
from tests.factories.dues import noon
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
MARCH, PAID, REPAID = date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 9)


def repay(house, payment, repaid_on=REPAID, on=REPAID, **other):
    given = {"channel": "bank", "bank_number": "退1", **other}
    by = given.pop("by", house.keeper)
    return actions.repay_surplus(payment, repaid_on=repaid_on, by=by, at=noon(on), **given)


def balances(house) -> dict[str, int]:
    sums = {account.value: Entry.objects.balance(house.branch, account) for account in Account}
    return {account: sum for account, sum in sums.items() if sum}


@pytest.fixture
def paid(house):
    """90.00 were owed and 100.00 came."""
    house.open(MARCH)
    return house.pay(house.people[3], 10000, PAID)


def test_the_surplus_leaves_the_accounts(house, paid):
    assert balances(house) == {"collected": 10000, "members": -9000, "surplus": -1000}
    made = repay(house, paid)
    assert (made.amount, made.repaid_on) == (1000, REPAID)
    assert balances(house) == {"collected": 9000, "members": -9000}
    assert [entry.amount for entry in Posting.objects.get(repayment=made).entries.order_by("amount")] == [-1000, 1000]
    assert year_figures(house.branch, 2026).collected == 9000


def test_it_is_given_back_once(house, paid):
    repay(house, paid)
    assert refusal(repay, house, paid) == "已于2026-03-09退还"
    assert "多交的部分已于2026-03-09退还" in refusal(
        actions.reverse_payment, paid, reason="登记错人", by=house.keeper, at=noon(REPAID)
    )


def test_what_is_not_over_is_not_given_back(house, paid):
    exact = house.pay(house.people[4], 9000, PAID)
    freely = house.pay(house.people[5], 10000, PAID, voluntary=True)
    actions.reverse_payment(paid, reason="登记错人", by=house.keeper, at=noon(PAID))
    for payment in (exact, freely, paid, paid.reversal):
        assert refusal(repay, house, payment) == "没有多交待退的金额"


@pytest.mark.parametrize(
    ("repaid_on", "said"),
    [(date(2026, 3, 4), "退还日期早于交费日期2026-03-05"), (PAID, ""), (date(2026, 3, 10), "退还日期不能晚于今天")],
)
def test_it_is_given_back_between_the_payment_and_today(house, paid, repaid_on, said):
    if said:
        assert refusal(repay, house, paid, repaid_on) == said
    else:
        assert repay(house, paid, repaid_on).repaid_on == repaid_on


def test_a_transfer_has_its_number_and_cash_his_signature(house, paid):
    assert refusal(repay, house, paid, bank_number="") == "银行转账须填银行流水号"
    assert refusal(repay, house, paid, channel="cash") == "现金退还须由本人签收"
    sheet = SimpleUploadedFile("签收单.pdf", b"%PDF-1.4 signed", content_type="application/pdf")
    assert repay(house, paid, channel="cash", bank_number="", signature=sheet).signature.confidential is True


def test_the_database_keeps_no_repayment_without_its_proof(house, paid):
    given = {"organization": house.branch, "payment": paid, "amount": 1000, "repaid_on": REPAID}
    for channel in ("bank", "cash"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Repayment.objects.create(channel=channel, **given)


def test_nobody_but_the_keeper_gives_back(house, paid):
    said = refusal(repay, house, paid, by=house.secretary)
    assert said == "收缴党费须由专人负责（党费收缴使用管理规定 三（一））"


@pytest.mark.parametrize(("amount", "lawful"), [(9000, True), (9001, False)])
def test_what_waits_to_be_given_back_does_not_go_up(house, paid, amount, lawful):
    given = {"month": MARCH, "amount": amount, "handed_on": PAID, "receipt_number": "上1"}
    if lawful:
        assert house.by_keeper("hand_over", PAID, **given).amount == amount
    else:
        said = refusal(house.by_keeper, "hand_over", PAID, **given)
        assert said == "上缴90.01元，代收党费只有90.00元（另有10.00元多出待退）"


def test_what_is_not_at_hand_is_not_given_back(house, paid):
    other = house.pay(house.people[4], 9000, PAID)
    house.by_keeper("hand_over", PAID, month=MARCH, amount=18000, handed_on=PAID, receipt_number="上1")
    actions.reverse_payment(other, reason="登记错人", by=house.keeper, at=noon(PAID))
    assert refusal(repay, house, paid) == "代收党费只有-80.00元，不能退还10.00元"


def test_the_keeper_finds_what_waits_and_gives_it_back_on_its_page(client, house, paid):
    overview, page = reverse("dues:dues", args=[house.branch.code]), paid.get_absolute_url()
    with standing_at(noon(REPAID)):
        client.force_login(house.secretary)
        assert "多出待退" not in client.get(overview).content.decode()
        client.force_login(house.keeper)
        assert "多出10.00元" in client.get(overview).content.decode()
        given = {"repaid_on": "2026-03-09", "channel": "bank", "bank_number": "退1"}
        assert client.post(f"{page}repay_surplus/", given).url == page
        assert "2026-03-09银行转账退还，流水号退1" in client.get(page).content.decode()
        assert "多出待退" not in client.get(overview).content.decode()
        client.force_login(user_of(house.people[3]))
        own = client.get(reverse("dues:of_person", args=[house.people[3].pk])).content.decode()
        assert "多出10.00元已退还" in own


def test_the_accounts_tell_nobody_who_was_given_back(client, house, paid):
    repay(house, paid)
    client.force_login(house.secretary)
    with standing_at(noon(REPAID)):
        answer = client.get(reverse("dues:accounts", args=[house.branch.code]))
    assert (list(answer.context["postings"]), answer.context["balances"][2]) == ([], ("多出待退", 0))
