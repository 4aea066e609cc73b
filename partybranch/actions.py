"""The verbs of the house."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Organization, User
from partybranch import rules
from partybranch.models import AnnualReport
from partybranch.tasks import make_report
from rulebook.kernel import action


@action(
    rules.reports_on_a_branch,
    rules.day_is_past,
    rules.committee_matters_stay_in_the_branch,
    rules.members_balance,
    label="生成年度报告",
)
def make_annual_report(
    organization: Organization, *, as_of: date, edition: str, format: str, by: User, at: datetime
) -> AnnualReport:
    """A report of the year up to that day is asked for; a worker makes it, whether or not anybody waits."""
    report = AnnualReport.objects.create(
        organization=organization, as_of=as_of, edition=edition, format=format, asked_by=by, asked_at=at
    )
    transaction.on_commit(lambda: make_report.delay(report.pk), robust=True)
    return report
