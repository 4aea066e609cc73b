"""What stands before a printed text is taken into force."""

from datetime import date
from typing import Any

from accounts.models import Organization
from rulebook.kernel import gate
from rulebook.models import RulebookText


@gate()
def differs_from_the_last_version(organization: Organization, *, source_digest: str, **_: Any) -> str | None:
    last = organization.rulebook_texts.adopted().order_by("-number").first()
    return f"这份文件与{last}完全相同，不必再上传" if last and last.source_digest == source_digest else None


@gate()
def waits_to_be_adopted(text: RulebookText, **_: Any) -> str | None:
    return f"{text}已于{text.effective_on}施行" if text.number else None


@gate(cure="请在原文件中补正后重新上传")
def is_the_whole_text(text: RulebookText, **_: Any) -> str | None:
    return "；".join(text.problems) or None


@gate()
def follows_the_version_before(text: RulebookText, *, effective_on: date, **_: Any) -> str | None:
    last = text.organization.rulebook_texts.adopted().order_by("-number").first()
    if last and last.effective_on > effective_on:
        return f"施行日期不能早于{last}的施行日期{last.effective_on}"
    return None
