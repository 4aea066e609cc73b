"""What stands before a submission goes up, and before a reply is recorded."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from archives.models import Submission
from members.models import reach_of
from members.posts import SUPERIOR
from rulebook.kernel import gate


@gate()
def not_decided_yet(submission: Submission, **_: Any) -> str | None:
    if submission.decision:
        return f"上级已于{submission.decided_on}批复：{submission.get_decision_display()}"
    return f"已于{submission.recalled_on}撤回" if submission.recalled_on else None


def speaks_for(by: User, organization: Organization) -> bool:
    """Whether he holds a superior's post in the organization or above it."""
    posts = reach_of(by).posts
    return any(post in SUPERIOR and organization.path.startswith(path) for _, path, post in posts)


@gate()
def answered_by_the_recipient(submission: Submission, *, by: User, **_: Any) -> str | None:
    return None if speaks_for(by, submission.recipient) else f"由{submission.recipient.short_name}批复"


@gate()
def waits_for_forwarding(submission: Submission, **_: Any) -> str | None:
    if submission.via is None:
        return f"直接报{submission.recipient.short_name}，不经转报"
    if submission.decision:
        return f"上级已于{submission.decided_on}批复"
    if submission.recalled_on:
        return f"已于{submission.recalled_on}撤回"
    return f"已于{submission.forwarded_on}转报" if submission.forwarded_on else None


@gate()
def forwarded_by_the_level_between(submission: Submission, *, by: User, **_: Any) -> str | None:
    if submission.via is None or speaks_for(by, submission.via):
        return None
    return f"由{submission.via.short_name}审阅转报"


@gate()
def forwarded_after_sending(submission: Submission, *, forwarded_on: date, on: date, **_: Any) -> str | None:
    if forwarded_on < submission.sent_on:
        return f"转报日期早于报送日期{submission.sent_on}"
    return "转报日期不能晚于今天" if forwarded_on > on else None


@gate()
def forwarded_first(submission: Submission, **_: Any) -> str | None:
    if submission.via is not None and submission.waits_for_forwarding:
        return f"尚待{submission.via.short_name}审阅转报"
    return None


@gate()
def decided_after_sending(submission: Submission, *, decided_on: date, on: date, **_: Any) -> str | None:
    if decided_on < (submission.forwarded_on or submission.sent_on):
        return f"批复日期早于报送日期{submission.forwarded_on or submission.sent_on}"
    return "批复日期不能晚于今天" if decided_on > on else None


@gate()
def sent_by_today(organization: object, *, sent_on: date, on: date, **_: Any) -> str | None:
    return "报送日期不能晚于今天" if sent_on > on else None


@gate()
def received_by_today(organization: object, *, received_on: date, on: date, **_: Any) -> str | None:
    return "收文日期不能晚于今天" if received_on > on else None
