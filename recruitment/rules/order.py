"""What every step asks alike: its turn, its day, a decision of the committee, a reply of the superior."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from accounts.models import User
from meetings.models import AgendaItem
from meetings.rules.decided import not_decided
from members.models import Mentorship, running
from recruitment.journey import journey_of
from recruitment.models import Record, Recruit
from recruitment.steps import STEPS, Key, up_to
from rulebook.kernel import gate


@gate()
def still_running(recruit: Recruit, **_: Any) -> str | None:
    return None if recruit.is_running else f"已于{recruit.ended_on}结束：{recruit.get_outcome_display()}"


@gate()
def not_in_the_future(recruit: Recruit, *, happened_on: date, on: date, **_: Any) -> str | None:
    return "日期不能晚于今天" if happened_on > on else None


@gate()
def not_before_the_application(recruit: Recruit, *, happened_on: date, **_: Any) -> str | None:
    received = recruit.received_on
    return f"日期早于收到入党申请书的日期{received}" if received and happened_on < received else None


def follows(*keys: Key) -> Callable[..., str | None]:
    """The gate that asks whether these steps are complete, and not dated later (13.0p)."""

    @gate("13.0p", cure="请先办理并登记前一步骤")
    def steps_before(
        recruit: Recruit, *, on: date, happened_on: date | None = None, decision: AgendaItem | None = None, **_: Any
    ) -> str | None:
        return unfinished(recruit, keys, on, happened_on or day_of(decision))

    function: Callable[..., str | None] = steps_before
    return function


def day_of(decision: AgendaItem | None) -> date | None:
    return decision.meeting.held_on if decision else None


def not_before(*keys: Key) -> Callable[..., str | None]:
    """The gate that asks whether the day, or the meeting that decided, is not before these steps (13.0p).

    That one of them is missing is said by a gate of its own.
    """

    @gate("13.0p", cure="请核对日期")
    def dated_after(
        recruit: Recruit, *, on: date, happened_on: date | None = None, decision: AgendaItem | None = None, **_: Any
    ) -> str | None:
        journey, day = journey_of(recruit, on), happened_on or day_of(decision)
        done = [key for key in keys if journey.done[key] is not None]
        return unfinished(recruit, done, on, day) if day else None

    function: Callable[..., str | None] = dated_after
    return function


def decided_anew(kind: str) -> Callable[..., str | None]:
    """The gate against a decision made before the refusal or the extension after which all of this is done anew."""

    @gate(cure="请重新开会讨论")
    def of_this_round(recruit: Recruit, *, decision: AgendaItem, on: date, **_: Any) -> str | None:
        journey = journey_of(recruit, on)
        setback = next((row for row in journey.records if row.pk == journey.round_began(kind)), None)
        if setback is None:
            return None
        used = decision.recruitment_records.filter(recruit=recruit, pk__lt=setback.pk).exists()
        early = decision.meeting.held_on < setback.happened_on
        return f"“{decision}”是{setback.happened_on}以前的决定，须重新讨论" if used or early else None

    function: Callable[..., str | None] = of_this_round
    return function


def unfinished(recruit: Recruit, keys: Iterable[Key], on: date, happened_on: date | None) -> str | None:
    """The steps among these not done, or done only after the day, with clause and paper; and the gaps before them.

    A standing that is merely dated shows the steps before it once each of them is recorded or explained.
    """
    journey = journey_of(recruit, on)
    said = []
    asked = list(keys)
    for step in (STEPS[key] for key in asked):
        done_on = journey.done[step.key]
        if not journey.is_behind(step.key):
            said.append(f"“{step.title}”尚未完成（{step.clause.cite}），缺{step.document}")
        elif done_on is not None and happened_on is not None and happened_on < done_on:
            said.append(f"日期早于“{step.title}”的日期{done_on}（{step.clause.cite}）")
    before = frozenset().union(*map(up_to, asked)) - set(asked)
    if gaps := [step.title for step in journey.open_gaps if step.key in before]:
        said.append(f"以前的步骤没有记录：{listed(gaps)}，请先补录或说明缺项")
    return "；".join(said) or None


@gate()
def is_the_branchs(recruit: Recruit, *, by: User, **_: Any) -> str | None:
    """Nobody runs his own way."""
    return "不能办理本人的发展事项" if recruit.person.user_id == by.pk else None


def is_mentor(user: User, recruit: Recruit, on: date) -> bool:
    return Mentorship.objects.filter(running(on), person=recruit.person, mentor__user=user).exists()


@gate(cure="由其培养联系人，或书记、副书记、组织委员登记")
def by_a_mentor_or_keeper(recruit: Recruit, *, by: User, on: date, **_: Any) -> str | None:
    if is_mentor(by, recruit, on) or by.has_perm("recruitment.run", recruit.organization):
        return None
    return "您不是其培养联系人"


@gate(cure="由本人提交，或由书记、副书记、组织委员代为登记")
def by_himself_or_keeper(recruit: Recruit, *, by: User, **_: Any) -> str | None:
    own = recruit.person.user_id == by.pk
    return None if own or by.has_perm("recruitment.run", recruit.organization) else "这是他人的材料"


def undecided(recruit: Recruit, decision: AgendaItem, matters: Iterable[str], kind: str, body: str) -> str | None:
    """Why this item is no decision of that body on the person; None where it is one."""
    meeting = decision.meeting
    if meeting.organization_id != recruit.organization_id or meeting.kind != kind or decision.matter not in matters:
        return f"由{body}确定"
    return not_decided(decision, recruit.person)


@gate()
def withdrawn_once(record: Record, **_: Any) -> str | None:
    return "已经更正" if record.withdrawn_on else None


@gate("13.0p")
def not_before_what_was_reached(
    recruit: Recruit, *, happened_on: date | None = None, decision: AgendaItem | None = None, **_: Any
) -> str | None:
    """A way does not end before the last standing that was reached on it."""
    person, day = recruit.person, happened_on or day_of(decision)
    reached = [recruit.received_on, person.activist_on, person.candidate_on, person.admitted_on, person.approved_on]
    last = max((one for one in reached if one is not None), default=None)
    return f"日期早于最近一次身份变化的日期{last}" if last and day and day < last else None


def listed(names: Iterable[str]) -> str:
    return "、".join(names)
