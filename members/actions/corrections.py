"""Something recorded is said to be wrong; it is answered by a day, once; or withdrawn before."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from members.models import CorrectionRequest, Person
from members.rules import corrections
from rulebook.choices import chosen
from rulebook.kernel import action
from rulebook.reminders import Message, notify


@action(corrections.asked_by_himself, corrections.says_what_is_wrong, corrections.not_asked_already, label="申请更正")
def request_correction(
    person: Person, *, topic: str, about: str, text: str, by: User, at: datetime
) -> CorrectionRequest:
    """Those who answer this topic owe him an answer by a day, and know of it."""
    organization, on = person.organization, timezone.localdate(at)
    days = int(chosen("prompt_days_correction", organization, on))
    request = CorrectionRequest.objects.create(
        person=person,
        organization=organization,
        topic=topic,
        about=about.strip(),
        text=text.strip(),
        asked_at=at,
        due_on=on + timedelta(days=days),
    )
    due = f"{request.due_on.month}月{request.due_on.day}日"
    message = Message(
        title="有一件更正申请待答复",
        text=f"有一件更正申请请您在{due}前（含当天）答复，请登录系统查看。",
        url=request.get_absolute_url(),
        details=f"{person}：{request.get_topic_display()}",
    )
    notify(request, "members.request_correction", "asked", request.answerers(on).values("person__user"), message)
    return request


@action(corrections.withdrawn_by_himself, corrections.answered_once, corrections.not_withdrawn, label="撤回更正申请")
def withdraw_correction(request: CorrectionRequest, *, by: User, at: datetime) -> CorrectionRequest:
    """Nobody owes an answer to it any more; it stays on record that it was asked."""
    request.withdrawn_at = at
    request.save(update_fields=["withdrawn_at"])
    return request


@action(
    corrections.not_ones_own,
    corrections.answers_this_topic,
    corrections.answered_once,
    corrections.not_withdrawn,
    corrections.answer_says_why,
    label="答复更正申请",
)
def answer_correction(
    request: CorrectionRequest, *, outcome: str, answer: str, by: User, at: datetime
) -> CorrectionRequest:
    """The person has his answer, with who gave it, and is told that it is there."""
    request.outcome, request.answer = outcome, answer.strip()
    request.answered_at, request.answered_by = at, by
    request.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    message = Message(
        title="更正申请已答复", text="您的一件更正申请已经答复，请登录系统查看。", url=request.get_absolute_url()
    )
    notify(request, "members.answer_correction", "answered", [request.person.user_id or 0], message)
    return request
