"""What several verbs write alike: a record with its scan, a clock, a paper that goes up."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from archives.actions import keep_paper, submit
from archives.models import Paper, Submission
from recruitment.journey import journey_of
from recruitment.models import Deadline, Record, Recruit
from recruitment.wording import report_text
from rulebook.choices import chosen


def enter(
    recruit: Recruit,
    kind: str,
    happened_on: date,
    scan: UploadedFile | None = None,
    *,
    by: User,
    at: datetime,
    **facts: Any,
) -> Record:
    """One more record on his way, with its scan where there is one."""
    recruit.forget_journeys()
    paper = keep(recruit, scan, by, at) if scan else None
    return Record.objects.create(recruit=recruit, kind=kind, happened_on=happened_on, paper=paper, **facts)


def keep(recruit: Recruit, scan: UploadedFile, by: User, at: datetime) -> Paper:
    """Papers of recruitment are confidential: they are served to those who see the record they belong to."""
    return keep_paper(recruit.organization, upload=scan, by=by, at=at, confidential=True)


def start_clock(recruit: Recruit, kind: str, due_on: date, submission: Submission | None = None) -> None:
    """It is due on that day; a clock of the same kind that still ran is set anew."""
    recruit.forget_journeys()
    Deadline.objects.update_or_create(
        recruit=recruit, kind=kind, done_on=None, defaults={"due_on": due_on, "submission": submission}
    )


def stop_clock(recruit: Recruit, kind: str, done_on: date) -> None:
    Deadline.objects.filter(recruit=recruit, kind=kind, done_on__isnull=True).update(done_on=done_on)


def stop_all_clocks(recruit: Recruit) -> None:
    """Nothing is due any more; what was never done leaves the ledger."""
    recruit.deadlines.filter(done_on__isnull=True).delete()


def prompt_day(recruit: Recruit, since: date) -> date:
    """The last day of 及时 as the branch takes it in chapter 13 (X1-46)."""
    return since + timedelta(days=int(chosen("prompt_days_recruitment", recruit.organization, since)))


def send_up(recruit: Recruit, kind: str, purpose: str, title: str, sent_on: date, *, by: User, at: datetime) -> Record:
    """A paper on him is on its way to 机关党委, through 党总支 where there is one; its reply is waited for."""
    branch = recruit.organization
    recipient = branch.department_committee
    assert recipient is not None  # a gate of every verb that sends up
    submission = submit(
        branch,
        recipient=recipient,
        via=branch.superior if branch.superior != recipient else None,
        purpose=purpose,
        matter=f"recruitment.{kind}",
        title=title,
        body=report_text(journey_of(recruit, timezone.localdate(at)), kind),
        sent_on=sent_on,
        by=by,
        at=at,
    )
    return enter(recruit, kind, sent_on, submission=submission, by=by, at=at)
