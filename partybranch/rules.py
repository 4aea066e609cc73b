"""What stands against making an annual report."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from members.balance import balance
from partybranch.models import AnnualReport
from rulebook.kernel import gate


@gate()
def reports_on_a_branch(organization: Organization, **_: Any) -> str | None:
    return None if organization.level == Organization.Level.BRANCH else "年度报告按党支部编制"


@gate()
def day_is_past(organization: Organization, *, as_of: date, on: date, **_: Any) -> str | None:
    if as_of > on:
        return f"统计截止日期{as_of}还没有到"
    return f"党支部{organization.founded_on}才成立" if as_of < organization.founded_on else None


@gate(cure="报送版不含未公开的支委会会议内容")
def committee_matters_stay_in_the_branch(organization: Organization, *, edition: str, by: User, **_: Any) -> str | None:
    if edition == AnnualReport.Edition.UPWARD or by.has_perm("partybranch.read_own_report", organization):
        return None
    return "上级党组织只能生成报送上级的版本"


@gate("3.5d", cure="请先更正名册中的加入、转正、转入转出日期")
def members_balance(organization: Organization, *, as_of: date, **_: Any) -> str | None:
    """The statement of members adds up for every single name."""
    problems = balance(organization, as_of.year, as_of).problems
    return f"党员变动不能平衡：{'；'.join(problems)}" if problems else None
