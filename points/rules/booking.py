"""Before the registrar books, refuses or corrects."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from members.models import Person
from points.models import Entry
from points.registrar import registers
from points.rules.declaring import settled_already
from rulebook.kernel import gate


@gate("39.4.2.1a", cure="请纪检委员登记；纪检委员本人的积分由书记确认")
def booked_by_the_registrar(entry: Entry, *, by: User, on: date, **_: Any) -> str | None:
    if registers(by, entry.organization, on, entry.person):
        return None
    return "不得登记本人的积分" if entry.person.user_id == by.pk else "积分由纪检委员登记"


@gate("39.4.2.1a", cure="请纪检委员办理；没有纪检委员的，请先补选")
def done_by_the_registrar(subject: Any, *, by: User, on: date, **_: Any) -> str | None:
    organization = subject if isinstance(subject, Organization) else subject.organization
    return None if registers(by, organization, on) else "积分由纪检委员登记"


@gate("39.4.2.1a", cure="请纪检委员办理；涉及纪检委员本人的，由书记办理")
def done_by_the_registrar_of(person: Person, *, by: User, on: date, **_: Any) -> str | None:
    return None if registers(by, person.organization, on, person) else "积分由纪检委员登记"


@gate()
def waits_to_be_booked(entry: Entry, **_: Any) -> str | None:
    return None if entry.state == Entry.State.DECLARED else f"这一项{entry.get_state_display()}"


@gate()
def can_be_booked(entry: Entry, **_: Any) -> str | None:
    """What was refused or taken back by mistake counts after all: the claim itself was made in time."""
    open_states = (Entry.State.DECLARED, Entry.State.REJECTED)
    return None if entry.state in open_states else f"这一项{entry.get_state_display()}"


@gate()
def nothing_counts_in_its_place(entry: Entry, **_: Any) -> str | None:
    """Declared again since it was refused, the same would count twice."""
    if entry.state != Entry.State.REJECTED:
        return None
    same = {name: getattr(entry, name) for name in ("attendance_id", "figure_id", "mark_id", "work_id", "honour_id")}
    found = Entry.objects.filter(
        person=entry.person, code=entry.code, event_on=entry.event_on, title=entry.title, **same
    )
    return "同一事项已经另行申报" if found.standing().exists() else None


@gate()
def was_booked(entry: Entry, **_: Any) -> str | None:
    return None if entry.state == Entry.State.BOOKED else f"这一项{entry.get_state_display()}"


@gate("39.4.2.2b")
def quarter_is_open(entry: Entry, **_: Any) -> str | None:
    return settled_already(entry.organization, entry.event_on)


@gate()
def withdrawn_by_himself(entry: Entry, *, by: User, **_: Any) -> str | None:
    own = by.pk in (entry.person.user_id, entry.declared_by_id)
    return None if own else "由申报人撤回"


@gate()
def no_deduction(entry: Entry, **_: Any) -> str | None:
    return "扣分项由程序按规定列出，不能撤回或不予登记" if entry.is_deduction else None


@gate("39.3.3", cure="请先取得党总支的认定文件")
def recognised_by_the_general_branch(person: Person, *, number: str, recognised_by: str, **_: Any) -> str | None:
    return None if recognised_by == "general_branch" and number.strip() else "须经党总支认定"


@gate()
def dated_by_today(person: Person, *, dated_on: date, on: date, **_: Any) -> str | None:
    return "日期不能晚于今天" if dated_on > on else None


@gate()
def not_of_himself(person: Person, *, by: User, **_: Any) -> str | None:
    return "不得登记本人的事项" if person.user_id == by.pk else None


@gate()
def veto_recorded_once(person: Person, *, dated_on: date, **_: Any) -> str | None:
    return "这项认定已经登记" if person.vetoes.filter(recognised_on=dated_on).exists() else None


@gate()
def disqualification_recorded_once(person: Person, *, dated_on: date, **_: Any) -> str | None:
    return "这项决定已经登记" if person.disqualifications.filter(decided_on=dated_on).exists() else None
