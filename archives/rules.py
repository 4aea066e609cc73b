"""What stands before a submission goes up, and before a reply is recorded."""

from datetime import date
from typing import Any

from archives.models import Submission
from rulebook.kernel import gate


@gate()
def not_decided_yet(submission: Submission, **_: Any) -> str | None:
    if submission.decision:
        return f"上级已于{submission.decided_on}批复：{submission.get_decision_display()}"
    return None


@gate()
def decided_after_sending(submission: Submission, *, decided_on: date, on: date, **_: Any) -> str | None:
    if decided_on < submission.sent_on:
        return f"批复日期早于报送日期{submission.sent_on}"
    return "批复日期不能晚于今天" if decided_on > on else None


@gate()
def sent_by_today(organization: object, *, sent_on: date, on: date, **_: Any) -> str | None:
    return "报送日期不能晚于今天" if sent_on > on else None


@gate()
def received_by_today(organization: object, *, received_on: date, on: date, **_: Any) -> str | None:
    return "收文日期不能晚于今天" if received_on > on else None
