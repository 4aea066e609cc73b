"""The use of dues: five uses, a decision, the chain in its order, before the payment, signed for."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archives.actions import decide, forward
from dues import actions
from dues.models import Account, Entry
from rulebook.actions import choose
from rulebook.kernel import findings
from tests.factories.branch import user_of
from tests.factories.dues import noon
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
DECIDED, FORWARD, CONSENT, SENT = (date(2026, 5, day) for day in (6, 7, 8, 11))
APPROVED, PAID = date(2026, 5, 18), date(2026, 5, 20)
USE = {"use": "hardship", "purpose": "慰问困难党员", "amount": 50000, "reason": ""}


@pytest.fixture
def fund(house):
    house.by_keeper(
        "receive_allotment", date(2026, 4, 1), amount=80000, received_on=date(2026, 4, 1), document="机关党委下拨通知"
    )
    return house


def put_forward(house, **other):
    given = {"decision": None, **USE, **other}
    if given["decision"] is None:
        given["decision"] = house.decided("dues_use", DECIDED)
    return actions.put_forward_spending(house.branch, by=house.secretary, at=noon(FORWARD), **given)


def by(house, day):
    return {"by": house.secretary, "at": noon(day)}


def approved(house, **other):
    spending = put_forward(house, **other)
    actions.record_leader_consent(spending, leader="王副局长", consented_on=CONSENT, **by(house, CONSENT))
    actions.report_spending(spending, sent_on=SENT, **by(house, SENT))
    forward(spending.submission, note="同意", by=house.superior_officer, at=noon(SENT))
    decide(spending.submission, decision="approved", note="", by=house.top, at=noon(APPROVED))
    return spending


def pay(house, spending, on=PAID, **other):
    commissioner = user_of(house.people[1])
    return actions.pay_spending(spending, paid_on=on, by=commissioner, at=noon(PAID), **other)


@pytest.mark.clause("DF.1a")
@pytest.mark.clause("DF.3.1")
def test_there_are_five_uses_and_no_other(fund):
    said = refusal(put_forward, fund, use="other")
    assert said.startswith("党费只能用于规定的五项支出，不属于党费使用范围（党费收缴使用管理规定 一")


@pytest.mark.clause("DF.1b")
def test_the_use_is_decided_together(fund):
    wrong = fund.decided("other_important", DECIDED)
    assert refusal(put_forward, fund, decision=wrong) == "党费使用须集体讨论决定（党费收缴使用管理规定 一）"
    lost = fund.decided("dues_use", date(2026, 5, 5), passed=False)
    assert refusal(put_forward, fund, decision=lost) == "党费使用须集体讨论决定（党费收缴使用管理规定 一）"


@pytest.mark.clause("DF.1c")
@pytest.mark.parametrize(("amount", "warned"), [(80000, False), (80001, True)])
def test_more_than_there_is_is_warned_of_and_needs_its_reason(fund, amount, warned):
    decision = fund.decided("dues_use", DECIDED)
    given = {**USE, "amount": amount, "decision": decision}
    found = findings("dues.put_forward_spending", fund.branch, **by(fund, FORWARD), **given)
    assert any("支出超过结余" in str(finding) for finding in found) is warned
    assert ("须写明理由" in " ".join(map(str, found))) is warned
    made = put_forward(fund, amount=amount, decision=decision, reason="六月下拨到账后支付")
    assert (made.amount, made.reason) == (amount, "六月下拨到账后支付")


@pytest.mark.clause("DF.1c")
def test_a_branch_may_choose_to_refuse_it(fund):
    choose(
        fund.branch, name="refuse_above_balance", value="yes", since=date(2026, 5, 1), reason="支委会决定",
        **by(fund, date(2026, 5, 1)),
    )  # fmt: skip
    assert "应量入为出" in refusal(put_forward, fund, amount=80001, reason="六月下拨到账后支付")


@pytest.mark.clause("DF.3.2.1b")
def test_the_approvals_come_in_their_order(fund):
    spending = put_forward(fund)
    assert refusal(actions.report_spending, spending, sent_on=SENT, **by(fund, SENT)).startswith("审批须依次进行")
    early = date(2026, 5, 5)
    assert refusal(
        actions.record_leader_consent, spending, leader="王副局长", consented_on=early, **by(fund, CONSENT)
    ).startswith("审批须依次进行：集体研究在2026-05-06")


@pytest.mark.clause("DF.3.2.1a")
@pytest.mark.parametrize(("on", "lawful"), [(date(2026, 5, 17), False), (APPROVED, True)])
def test_nothing_is_paid_before_the_approval(fund, on, lawful):
    spending = approved(fund)
    if lawful:
        assert pay(fund, spending, on).paid_on == on
    else:
        assert refusal(pay, fund, spending, on).startswith("党费支出须事前审批：2026-05-18才批准")


@pytest.mark.clause("DF.3.2.1a")
def test_without_an_approval_nothing_is_paid(fund):
    assert refusal(pay, fund, put_forward(fund)).startswith("党费支出须事前审批")


def test_what_is_not_there_cannot_be_paid(fund):
    spending = approved(fund, amount=90000, reason="六月下拨到账后支付")
    assert refusal(pay, fund, spending).startswith("结余只有800.00元，不能支付900.00元")


@pytest.mark.clause("DF.3.2.2")
def test_a_subsidy_is_signed_for_by_who_received_it(fund):
    spending = pay(fund, approved(fund))
    assert Entry.objects.balance(fund.branch, Account.FUND) == 30000
    keeper = {"by": user_of(fund.people[1]), "at": noon(PAID)}
    said = refusal(actions.close_spending, spending, **keeper)
    assert said.startswith("须实名签收（已签收0.00元）（党费收缴使用管理规定 二（使用）（二）2）")
    sheet = SimpleUploadedFile("签收单.pdf", b"%PDF-1.4 signed", content_type="application/pdf")
    given = {"name": "孙䶮", "person": None, "signed_on": PAID, "signature": sheet}
    assert "签收合计超过" in refusal(actions.sign_for, spending, amount=50001, **given, **keeper)
    sheet.seek(0)
    actions.sign_for(spending, amount=50000, **given, **keeper)
    assert actions.close_spending(spending, **keeper).closed_on == PAID


@pytest.mark.clause("DF.3.2.2")
def test_repairs_have_an_invoice_and_no_signature(fund):
    spending = approved(fund, use="disaster", repairs=True)
    keeper = {"by": user_of(fund.people[1]), "at": noon(PAID)}
    invoice = SimpleUploadedFile("发票.pdf", b"%PDF-1.4 invoice", content_type="application/pdf")
    pay(fund, spending, invoice=invoice)
    assert actions.close_spending(spending, **keeper).closed_on == PAID


def test_a_decision_is_spent_once(fund):
    decision = fund.decided("dues_use", DECIDED)
    put_forward(fund, decision=decision)
    assert refusal(put_forward, fund, decision=decision).startswith("这项决定已用于“慰问困难党员”")
