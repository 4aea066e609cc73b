"""What becomes of a resolution: its follow-up (1.3.1), and who may change or set it aside (8.2.3)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organization, User
from meetings.models import AgendaItem, Matter, Meeting, Resolution
from members.models import Person
from rulebook.catalogue import catalogue
from rulebook.kernel import Finding, built, gate

OVER = (Meeting.State.CLOSED, Meeting.State.ARCHIVED)
TWO_WAYS = "可以提请上级党组织裁决，或重新召开党员大会讨论决定"


@built("1.3.1")
def without_owner(resolutions: QuerySet[Resolution]) -> tuple[Finding, list[Resolution]]:
    """The warning shown to the secretary, and the resolutions it is about; it stops nothing."""
    finding = Finding((catalogue["1.3.1"],), "决议未指定落实责任人", "请为每项需落实的决议指定责任人")
    unowned = resolutions.unfinished().filter(owner__isnull=True, item__meeting__state__in=OVER)  # type: ignore[attr-defined]
    return finding, list(unowned.select_related("item__meeting").order_by("item__meeting__held_on", "pk")[:50])


@gate("1.3.1", act="meetings.close_meeting", cure="请在决议台账指定责任人", warns=True)
def resolutions_have_owners(meeting: Meeting, **_: Any) -> str | None:
    unowned = Resolution.objects.to_carry_out().filter(item__meeting=meeting, owner__isnull=True)
    return "决议未指定落实责任人" if unowned.exists() else None


def is_generals(resolution: Resolution) -> bool:
    return resolution.item.meeting.is_general


def passed_in(item: AgendaItem | None, resolution: Resolution, kind: str) -> bool:
    """Whether the item was voted through by a later meeting of this kind of the same branch."""
    if item is None or item.meeting.kind != kind or item.organization != resolution.organization:
        return False
    passed = hasattr(item, "vote") and bool(item.vote.passed)
    return passed and item.meeting.held_on >= resolution.item.meeting.held_on and item.pk != resolution.item_id


@gate("1.3.1")
def is_to_be_carried_out(resolution: Resolution, **_: Any) -> str | None:
    return None if resolution.carry_out else "这项决议不需要落实"


@gate("1.3.1")
def not_finished_yet(resolution: Resolution, **_: Any) -> str | None:
    return f"决议已于{resolution.done_on}办结" if resolution.done_on else None


@gate("8.2.3a")
def still_stands(resolution: Resolution, **_: Any) -> str | None:
    gone = (Resolution.Standing.REJECTED, Resolution.Standing.ANNULLED)
    return f"决议{resolution.get_standing_display()}，不再落实" if resolution.standing in gone else None


@gate("1.3.1", cure="请先指定落实责任人")
def has_an_owner(resolution: Resolution, **_: Any) -> str | None:
    return None if resolution.owner_id else "决议未指定落实责任人"


@gate("1.3.1", cure="由落实责任人或会议记录人登记")
def recorded_by_owner_or_recorder(resolution: Resolution, *, by: User, **_: Any) -> str | None:
    if by.has_perm("meetings.finish_resolution", resolution.organization):
        return None
    return None if resolution.owner and resolution.owner.user_id == by.pk else "这项决议由他人负责落实"


@gate("1.3.1")
def between_resolution_and_today(
    resolution: Resolution, *, on: date, happened_on: date | None = None, done_on: date | None = None, **_: Any
) -> str | None:
    day = happened_on or done_on
    if day is None:
        return None
    if day < resolution.item.meeting.held_on:
        return f"日期早于作出决议的{resolution.item.meeting.held_on}"
    return "日期不能晚于今天" if day > on else None


@gate("8.2.3a", cure="请选择作出修改或否定决定、并已表决通过的党员大会议题")
def overruled_by_the_general_meeting(resolution: Resolution, *, item: AgendaItem, **_: Any) -> str | None:
    if passed_in(item, resolution, Meeting.Kind.GENERAL):
        return None
    return "只有党员大会表决通过的决定才能修改或否定支委会决议"


@gate("8.2.3a")
def a_committees_resolution(resolution: Resolution, **_: Any) -> str | None:
    return None if resolution.item.meeting.is_committee else "被修改或否定的须是支委会决议"


@gate()
def in_force(resolution: Resolution, **_: Any) -> str | None:
    return None if resolution.is_valid else f"决议{resolution.get_standing_display()}"


@gate()
def set_aside(resolution: Resolution, **_: Any) -> str | None:
    return "决议有效，不需要恢复" if resolution.is_valid else None


@gate("8.2.3a", cure="请提交党员大会重新讨论，由大会表决决定恢复")
def not_overruled_by_the_general_meeting(resolution: Resolution, *, item: AgendaItem | None, **_: Any) -> str | None:
    by_general = resolution.standing in (Resolution.Standing.AMENDED, Resolution.Standing.REJECTED) or (
        resolution.standing_by is not None and resolution.standing_by.meeting.is_general
    )
    if not by_general or later_general(item, resolution):
        return None
    return "已被党员大会修改" if resolution.standing == Resolution.Standing.AMENDED else "已被党员大会否定"


def later_general(item: AgendaItem | None, resolution: Resolution) -> bool:
    before = resolution.standing_by
    return (
        item is not None
        and before is not None
        and item.pk != before.pk
        and passed_in(item, resolution, Meeting.Kind.GENERAL)
        and item.meeting.held_on >= before.meeting.held_on
    )


@gate("8.2.3b", cure=TWO_WAYS)
def general_meetings_are_not_annulled_by_the_committee(
    resolution: Resolution, *, item: AgendaItem, **_: Any
) -> str | None:
    if not is_generals(resolution) or passed_in(item, resolution, Meeting.Kind.GENERAL):
        return None
    return "支委会不能撤销党员大会决议"


@gate(cure="请选择已表决通过的议题")
def decided_anew(resolution: Resolution, *, item: AgendaItem | None, **_: Any) -> str | None:
    """A committee's resolution is set aside, or restored, by a later vote of the committee or the general meeting."""
    kinds = [Meeting.Kind.GENERAL, *([] if is_generals(resolution) else [Meeting.Kind.COMMITTEE])]
    return None if any(passed_in(item, resolution, kind) for kind in kinds) else "须有其后会议表决通过的决定"


@gate("8.2.3b")
def a_general_meetings_resolution(resolution: Resolution, **_: Any) -> str | None:
    return None if is_generals(resolution) else "提请裁决的须是党员大会决议；支委会决议由支委会自行复议"


@gate("8.2.3b", cure="请先在支委会会议上讨论决定提请裁决")
def committee_asks_for_the_ruling(resolution: Resolution, *, decision: AgendaItem, **_: Any) -> str | None:
    return None if passed_in(decision, resolution, Meeting.Kind.COMMITTEE) else "提请上级裁决须经支委会表决通过"


@gate("8.2.3b")
def no_ruling_asked_for_yet(resolution: Resolution, **_: Any) -> str | None:
    return "已经提请上级裁决" if resolution.ruling_id else None


@gate()
def has_a_superior(resolution: Resolution, **_: Any) -> str | None:
    return None if resolution.organization.superior else "还没有设置上级党组织，请系统管理员补充"


@gate("1.3.1")
def owner_is_of_the_branch(resolution: Resolution, *, owner: Person, on: date, **_: Any) -> str | None:
    here: Organization = resolution.organization
    return None if Person.objects.members(here, on).filter(pk=owner.pk).exists() else f"{owner}不是本支部党员"


def society_matter_discussed(item: AgendaItem, **_: Any) -> str | None:
    """A major question of the Society is discussed by the committee or the general meeting, and on record."""
    if item.matter != Matter.SOCIETY_MAJOR or (item.meeting.takes_votes and item.remarks.exists()):
        return None
    return "重大问题须经支部讨论"


for verb in ("note_item", "open_vote", "resolve"):
    gate("1.3.9", act=f"meetings.{verb}", cure="请在党员大会或支委会会议上讨论并记录发言要点")(society_matter_discussed)
