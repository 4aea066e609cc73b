"""Before a member's work is kept (18.4); nothing asks for one."""

from datetime import date
from typing import Any

from accounts.models import User
from members.models import Person
from points.models import Work
from rulebook.kernel import gate


@gate(cure="请本人登记；没有账号的，由支委会成员代为登记")
def work_entered_by_himself(subject: Person | Work, *, by: User, **_: Any) -> str | None:
    person = subject if isinstance(subject, Person) else subject.person
    own = person.user_id == by.pk
    return None if own or by.has_perm("points.read_entries", subject.organization) else "由本人登记"


@gate()
def work_is_there(person: Person, *, scan: Any, link: str, **_: Any) -> str | None:
    return None if scan or link.strip() else "请上传文稿或填写网址"


@gate()
def written_by_today(person: Person, *, written_on: date, on: date, **_: Any) -> str | None:
    return "写作或发表日期不能晚于今天" if written_on > on else None


@gate()
def work_stands(work: Work, **_: Any) -> str | None:
    return f"已于{work.withdrawn_on}撤回" if work.withdrawn_on else None
