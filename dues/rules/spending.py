"""Before dues are used: a lawful use, the collective decision, the chain of approvals, all of it before the payment."""

from datetime import date
from typing import Any

from accounts.models import Organization
from archives.models import Submission
from dues.models import Account, Entry, Spending
from dues.money import yuan
from dues.rules.assessing import undecided
from meetings.models import AgendaItem, Matter
from rulebook.choices import chosen
from rulebook.kernel import gate


def fund(organization: Organization) -> int:
    """What there is to spend, in 分."""
    return Entry.objects.balance(organization, Account.FUND)


@gate("DF.1a", "DF.3.1")
def use_is_one_of_five(organization: Organization, *, use: str, **_: Any) -> str | None:
    return None if use in Spending.Use.values else "党费只能用于规定的五项支出，不属于党费使用范围"


@gate("DF.1b", cure="请列入支委会会议，表决通过后再提出")
def decided_together(organization: Organization, *, decision: AgendaItem | None, **_: Any) -> str | None:
    if decision is None or undecided(organization, decision, Matter.DUES_USE):
        return "党费使用须集体讨论决定"
    return None


@gate("DF.1b")
def decided_once(organization: Organization, *, decision: AgendaItem | None, **_: Any) -> str | None:
    known = Spending.objects.filter(decision=decision).first() if decision else None
    return f"这项决定已用于“{known}”" if known else None


def over_the_fund(organization: Organization, amount: int) -> str | None:
    left = fund(organization)
    return f"支出超过结余（结余{yuan(left)}元），应量入为出" if amount > left else None


@gate("DF.1c", cure="请核对结余，或减少支出")
def within_the_fund_where_chosen(organization: Organization, *, amount: int, on: date, **_: Any) -> str | None:
    refuses = chosen("refuse_above_balance", organization, on) == "yes"
    return over_the_fund(organization, amount) if refuses else None


@gate("DF.1c", warns=True)
def within_the_fund(organization: Organization, *, amount: int, on: date, **_: Any) -> str | None:
    return over_the_fund(organization, amount)


@gate("DF.1c", cure="请写明理由")
def above_the_fund_with_a_reason(organization: Organization, *, amount: int, reason: str, **_: Any) -> str | None:
    return "支出超过结余的，须写明理由" if over_the_fund(organization, amount) and not reason.strip() else None


@gate()
def no_leader_yet(spending: Spending, **_: Any) -> str | None:
    return f"分管领导已于{spending.consented_on}同意" if spending.consented_on else None


@gate("DF.3.2.1b")
def consent_follows_the_decision(spending: Spending, *, consented_on: date, on: date, **_: Any) -> str | None:
    if consented_on < spending.decision.meeting.held_on:
        return f"审批须依次进行：集体研究在{spending.decision.meeting.held_on}"
    return "日期不能晚于今天" if consented_on > on else None


@gate("DF.3.2.1b", cure="请先取得分管领导同意")
def leader_has_consented(spending: Spending, **_: Any) -> str | None:
    return None if spending.consented_on else "审批须依次进行：分管领导尚未同意"


@gate("DF.3.2.1b")
def sent_after_the_consent(spending: Spending, *, sent_on: date, **_: Any) -> str | None:
    early = spending.consented_on is not None and sent_on < spending.consented_on
    return f"审批须依次进行：分管领导于{spending.consented_on}同意" if early else None


@gate("DF.3.2.1b", cure="请系统管理员补充上级机关党委")
def has_department_committee(spending: Spending, **_: Any) -> str | None:
    return None if spending.organization.department_committee else "没有设置上级机关党委"


@gate()
def not_sent_yet(spending: Spending, **_: Any) -> str | None:
    asked = spending.submission
    return f"已于{asked.sent_on}报批" if asked and asked.decision != Submission.Decision.REFUSED else None


@gate("DF.3.2.1a", "DF.3.2.1b", cure="请先取得机关党委书记批准")
def approved_before_the_payment(spending: Spending, *, paid_on: date, on: date, **_: Any) -> str | None:
    asked = spending.submission
    if asked is None or not asked.is_approved or asked.decided_on is None:
        return "党费支出须事前审批"
    if paid_on < asked.decided_on:
        return f"党费支出须事前审批：{asked.decided_on}才批准"
    return "支付日期不能晚于今天" if paid_on > on else None


@gate()
def paid_once(spending: Spending, **_: Any) -> str | None:
    return f"已于{spending.paid_on}支付" if spending.paid_on else None


@gate("DF.1c")
def money_is_there(spending: Spending, **_: Any) -> str | None:
    """Whatever the choice: what is not there cannot be paid."""
    left = fund(spending.organization)
    return f"结余只有{yuan(left)}元，不能支付{yuan(spending.amount)}元" if spending.amount > left else None


@gate()
def was_paid(spending: Spending, **_: Any) -> str | None:
    return None if spending.paid_on else "还没有支付"


@gate()
def still_open(spending: Spending, **_: Any) -> str | None:
    return f"已于{spending.closed_on}办结" if spending.closed_on else None


@gate("DF.3.2.2")
def signed_by_himself(spending: Spending, *, name: str, signed_on: date, on: date, **_: Any) -> str | None:
    if not name.strip():
        return "须实名签收"
    early = spending.paid_on is not None and signed_on < spending.paid_on
    if early:
        return f"签收日期早于支付日期{spending.paid_on}"
    return "签收日期不能晚于今天" if signed_on > on else None


@gate("DF.3.2.2")
def not_more_than_was_paid(spending: Spending, *, amount: int, **_: Any) -> str | None:
    signed = sum(spending.recipients.values_list("amount", flat=True))
    return f"签收合计超过支出{yuan(spending.amount)}元" if signed + amount > spending.amount else None


@gate("DF.3.2.2", cure="请由领款人本人签收后登记")
def everything_is_signed_for(spending: Spending, **_: Any) -> str | None:
    if not spending.needs_names:
        return None
    signed = sum(spending.recipients.values_list("amount", flat=True))
    return f"须实名签收（已签收{yuan(signed)}元）" if signed != spending.amount else None


@gate("DF.3.2.2", cure="请上传票据扫描件")
def papers_are_there(spending: Spending, **_: Any) -> str | None:
    return None if spending.needs_names or spending.invoice_id else "手续不全，缺票据"
