"""What stands before somebody's record is said to be wrong, and before he is answered."""

from typing import Any

from accounts.models import User
from members.models import ANSWERED_BY, CorrectionRequest, Person, Topic
from rulebook.kernel import gate


@gate(cure="请由本人登录后申请")
def asked_by_himself(person: Person, *, by: User, **_: Any) -> str | None:
    return None if person.user_id == by.pk else "更正由本人申请"


@gate()
def says_what_is_wrong(person: Person, *, about: str, text: str, **_: Any) -> str | None:
    return None if about.strip() and text.strip() else "请写明哪一项不对，应当是什么"


@gate(cure="请等候答复；要补充的，先撤回再重新申请")
def not_asked_already(person: Person, *, topic: str, about: str, **_: Any) -> str | None:
    waiting = CorrectionRequest.objects.open().filter(person=person, topic=topic, about=about.strip())
    return "同一项的更正申请还没有答复" if waiting.exists() else None


@gate(cure="更正申请不由本人答复")
def not_ones_own(request: CorrectionRequest, *, by: User, **_: Any) -> str | None:
    return "这是您自己的申请，由他人答复" if request.person.user_id == by.pk else None


@gate()
def answers_this_topic(request: CorrectionRequest, *, by: User, **_: Any) -> str | None:
    own = request.person.user_id == by.pk
    if own or CorrectionRequest.objects.answerable_by(by).filter(pk=request.pk).exists():
        return None
    return f"{request.get_topic_display()}的更正申请由{'、'.join(map(str, answerer_labels(request.topic)))}答复"


def answerer_labels(topic: str) -> list[str]:
    """The posts that answer the topic, in Chinese."""
    return [str(post.label) for post in ANSWERED_BY[Topic(topic)]]


@gate()
def answered_once(request: CorrectionRequest, **_: Any) -> str | None:
    return None if request.answered_at is None else "已经答复，不能再改；本人仍有异议的，可重新申请"


@gate()
def not_withdrawn(request: CorrectionRequest, **_: Any) -> str | None:
    return None if request.withdrawn_at is None else "本人已撤回"


@gate()
def answer_says_why(request: CorrectionRequest, *, answer: str, **_: Any) -> str | None:
    return None if answer.strip() else "请写明答复"


@gate()
def withdrawn_by_himself(request: CorrectionRequest, *, by: User, **_: Any) -> str | None:
    return None if request.person.user_id == by.pk else "更正申请由本人撤回"
