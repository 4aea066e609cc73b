"""A use of dues: decided together, consented to, approved, paid, signed for, closed."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import keep_paper, submit
from archives.models import Submission
from dues.actions.posting import post
from dues.models import Account, Recipient, Spending
from dues.money import yuan
from dues.rules import spending as rules
from meetings.models import AgendaItem
from members.models import Person
from rulebook.kernel import action, built


@action(
    rules.use_is_one_of_five,
    rules.decided_together,
    rules.decided_once,
    rules.within_the_fund_where_chosen,
    rules.within_the_fund,
    rules.above_the_fund_with_a_reason,
    label="提出党费支出",
)
def put_forward_spending(
    organization: Organization,
    *,
    use: str,
    purpose: str,
    amount: int,
    decision: AgendaItem | None,
    reason: str,
    repairs: bool = False,
    by: User,
    at: datetime,
) -> Spending:
    """The use the committee has decided on is put forward; the leader in charge is asked next."""
    assert decision is not None  # the gate of DF.1b
    return Spending.objects.create(
        organization=organization,
        use=use,
        purpose=purpose,
        amount=amount,
        decision=decision,
        repairs=repairs,
        put_forward_on=timezone.localdate(at),
        reason=reason.strip(),
    )


@built("DF.3.2.1b")
@action(rules.no_leader_yet, rules.consent_follows_the_decision, label="登记分管领导同意")
def record_leader_consent(spending: Spending, *, leader: str, consented_on: date, by: User, at: datetime) -> Spending:
    """The leader in charge has consented on paper; the superior's secretary is asked next."""
    spending.leader, spending.consented_on = leader, consented_on
    spending.save(update_fields=["leader", "consented_on"])
    return spending


@action(
    rules.leader_has_consented,
    rules.not_sent_yet,
    rules.sent_after_the_consent,
    rules.has_department_committee,
    label="报机关党委书记批准",
)
def report_spending(spending: Spending, *, sent_on: date, by: User, at: datetime) -> Spending:
    """The request is with 机关党委; nothing is paid before it is approved."""
    organization = spending.organization
    recipient = organization.department_committee
    assert recipient is not None  # the gate before
    spending.submission = submit(
        organization,
        recipient=recipient,
        via=organization.superior if organization.superior != recipient else None,
        purpose=Submission.Purpose.APPROVAL,
        matter="dues.spending",
        title=f"关于使用党费{yuan(spending.amount)}元的请示"[:120],
        body=f"经支部集体研究，分管领导{spending.leader}同意，拟使用党费{yuan(spending.amount)}元，用于{spending.purpose}"
        f"（{spending.get_use_display()}）。当否，请批示。",
        sent_on=sent_on,
        by=by,
        at=at,
    )
    spending.save(update_fields=["submission"])
    return spending


@action(rules.paid_once, rules.approved_before_the_payment, rules.money_is_there, label="登记支付")
def pay_spending(
    spending: Spending, *, paid_on: date, by: User, at: datetime, invoice: UploadedFile | None = None
) -> Spending:
    """The money is paid, and no longer in the fund."""
    if invoice is not None:
        spending.invoice = keep_paper(spending.organization, upload=invoice, by=by, at=at)
    spending.paid_on = paid_on
    spending.save(update_fields=["paid_on", "invoice"])
    sums = {Account.FUND: -spending.amount, Account.SPENT: spending.amount}
    post(spending.organization, paid_on, f"支出：{spending.purpose}"[:120], sums, spending=spending)
    return spending


@action(rules.was_paid, rules.still_open, rules.signed_by_himself, rules.not_more_than_was_paid, label="登记领款签收")
def sign_for(
    spending: Spending,
    *,
    name: str,
    person: Person | None,
    amount: int,
    signed_on: date,
    signature: UploadedFile,
    by: User,
    at: datetime,
) -> Recipient:
    """He has signed for his part with his own name; the sheet is kept."""
    paper = keep_paper(spending.organization, upload=signature, by=by, at=at, confidential=True)
    return Recipient.objects.create(
        spending=spending, name=name.strip(), person=person, amount=amount, signed_on=signed_on, signature=paper
    )


@action(
    rules.was_paid,
    rules.still_open,
    rules.everything_is_signed_for,
    rules.papers_are_there,
    label="办结",
)
def close_spending(spending: Spending, *, by: User, at: datetime) -> Spending:
    """All its papers are there."""
    spending.closed_on = timezone.localdate(at)
    spending.save(update_fields=["closed_on"])
    return spending
