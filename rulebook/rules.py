"""What stands before a printed text is taken into force, a lapse explained, a mail sent again."""

from datetime import date
from typing import Any

from accounts.models import Organization
from rulebook.choices import QUESTIONS
from rulebook.kernel import DUTIES, gate
from rulebook.ledger import DutyState, Status, assess
from rulebook.models import Explanation, Reminder, RulebookText


@gate()
def differs_from_the_last_version(organization: Organization, *, source_digest: str, **_: Any) -> str | None:
    last = organization.rulebook_texts.adopted().order_by("-number").first()
    return f"这份文件与{last}完全相同，不必再上传" if last and last.source_digest == source_digest else None


@gate()
def answer_is_offered(organization: Organization, *, name: str, value: str, **_: Any) -> str | None:
    question = QUESTIONS.get(name)
    return None if question and value in question.answers else "请从所列各项中选择"


@gate()
def waits_to_be_adopted(text: RulebookText, **_: Any) -> str | None:
    return f"{text}已于{text.effective_on}施行" if text.number else None


@gate(cure="请在原文件中补正后重新上传")
def is_the_whole_text(text: RulebookText, **_: Any) -> str | None:
    return "；".join(text.problems) or None


@gate()
def follows_the_version_before(text: RulebookText, *, effective_on: date, **_: Any) -> str | None:
    last = text.organization.rulebook_texts.adopted().order_by("-number").first()
    if last and last.effective_on and last.effective_on > effective_on:
        return f"施行日期不能早于{last}的施行日期{last.effective_on}"
    return None


def status_of(organization: Organization, duty: str, subject_id: int, since: date, on: date) -> Status | None:
    """How that duty of that subject stood, on the day, in the period or at the due day beginning with `since`."""
    if duty not in DUTIES:
        return None
    found = assess(Organization.objects.filter(pk=organization.pk), on, since.year, [DUTIES[duty]])
    return next((status for status in found if (status.subject_id, status.since) == (subject_id, since)), None)


@gate(cure="期限过后仍未办理的，才写明原因")
def is_a_lapse(
    organization: Organization, *, duty: str, subject_id: int, since: date, on: date, **_: Any
) -> str | None:
    """A lapse is explained, never foreseen: what is done or not yet missed needs no explanation."""
    status = status_of(organization, duty, subject_id, since, on)
    if status is None:
        return "本支部没有这一项应办事项"
    if status.state in (DutyState.MISSED, DutyState.EXPLAINED):
        return None
    return f"{status.period_name}的{status.duty.title}现为“{status.state_label}”，不是缺漏"


@gate()
def explanation_is_new(
    organization: Organization, *, duty: str, subject_id: int, since: date, text: str, **_: Any
) -> str | None:
    last = Explanation.objects.of_lapse(organization, duty, subject_id, since).last()
    return "与原来的说明相同" if last and last.text == text else None


@gate()
def some_mail_was_given_up(organization: Organization, **_: Any) -> str | None:
    given_up = Reminder.objects.filter(organization=organization, state=Reminder.State.GIVEN_UP)
    return None if given_up.exists() else "没有停止发送的邮件"
