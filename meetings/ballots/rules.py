"""When the box may be used, what its key holders must be, and who may put a ballot into it."""

from datetime import date
from typing import Any

from accounts.models import Organization, User
from meetings.ballots.box import WrongCode, key_of
from meetings.ballots.models import BallotBox, BallotPermission
from meetings.models import AgendaItem, Attendance
from members.models import Person, Standing
from rulebook.kernel import gate


@gate(cure="请上级党组织在线批准，或登记书面批准的文号、日期和扫描件；没有批准的，用纸质选票")
def superior_permits_the_box(subject: AgendaItem | BallotBox, *, on: date, **_: Any) -> str | None:
    if BallotPermission.objects.in_force(subject.organization, on).exists():
        return None
    return "上级党组织还没有批准本支部使用电子票箱"


@gate()
def not_permitted_yet(organization: Organization, *, on: date, **_: Any) -> str | None:
    permission = BallotPermission.objects.in_force(organization, on).first()
    return f"已经批准：{permission}" if permission else None


@gate()
def permitted_by_today(organization: Organization, *, permitted_on: date, on: date, **_: Any) -> str | None:
    return "批准日期不能晚于今天" if permitted_on > on else None


@gate()
def still_in_force(permission: BallotPermission, **_: Any) -> str | None:
    return f"已于{permission.withdrawn_on}收回" if permission.withdrawn_on else None


@gate(cure="支委会表决请用口头或纸质选票")
def general_meetings_only(item: AgendaItem, **_: Any) -> str | None:
    return None if item.meeting.is_general else "电子票箱只用于党员大会：人数少的会议，由结果就能推知各人的票"


@gate()
def vote_is_still_to_come(item: AgendaItem, **_: Any) -> str | None:
    """A vote that has begun goes on with another box only after its own was aborted."""
    if item.boxes.filter(state=BallotBox.State.OPEN).exists():
        return "票箱正在投票"
    if item.state != AgendaItem.State.VOTING:
        return None
    return None if roll_to_take_over(item) else "表决已经以其他方式开始"


def roll_to_take_over(item: AgendaItem) -> list[int]:
    """The voters (person ids) of the item's box that was aborted after its opening: they vote again."""
    last = item.boxes.filter(state=BallotBox.State.ABORTED, opened_at__isnull=False).first()
    return list(last.roll.values_list("person", flat=True)) if last else []


def present_voters(item: AgendaItem) -> list[int]:
    """The voters (person ids) who have signed in and do not withdraw from the item."""
    here = item.meeting.attendances.present().filter(may_vote=True, excluded_with="")
    return list(here.exclude(person__in=item.recusals.values("person")).values_list("person", flat=True))


@gate(cure="请从到会、有表决权、与本项议题无关的党员中选定")
def key_holders_are_fit(item: AgendaItem, *, scrutineer: Person, teller: Person, **_: Any) -> str | None:
    if scrutineer == teller:
        return "监票人、计票人须为两人"
    for person in (scrutineer, teller):
        if person.pk not in present_voters(item):
            return f"{person}没有到会、没有表决权，或已回避本项议题"
        if person == item.concerns:
            return f"本项议题涉及{person}本人"
        if person == item.meeting.chair:
            return f"{person}是主持人，已经保管一张密钥条"
    return None


@gate()
def box_is_prepared(box: BallotBox, **_: Any) -> str | None:
    return None if box.is_prepared else f"票箱{box.get_state_display()}"


@gate()
def box_is_open(box: BallotBox, **_: Any) -> str | None:
    return None if box.is_open else f"票箱{box.get_state_display()}"


@gate()
def box_is_not_over(box: BallotBox, **_: Any) -> str | None:
    return None if box.is_open or box.is_prepared else f"票箱{box.get_state_display()}"


@gate(cure="确认号印在密钥条上；没有收到或已经遗失的，请重新生成密钥条")
def slips_have_arrived(box: BallotBox, *, numbers: list[str], **_: Any) -> str | None:
    """Without its key the box would never open again; so nobody votes before the slips are in hand."""
    return None if numbers == box.slip_numbers.split() else "密钥条确认号不对"


@gate(cure="请核对密钥条；确实打不开的，作废票箱后重新表决")
def codes_open_the_box(box: BallotBox, *, codes: list[str], **_: Any) -> str | None:
    try:
        key_of(codes, bytes(box.public_key), box.uid.bytes)
    except WrongCode as wrong:
        return str(wrong)
    return None


@gate(cure="请等候，或勾选“不再等候”")
def everybody_has_voted(box: BallotBox, *, wait_no_longer: bool, **_: Any) -> str | None:
    waiting = 0 if wait_no_longer else box.roll.filter(voted=False).count()
    return f"还有{waiting}人没有投票" if waiting else None


@gate(cure="请作废票箱，重新表决或用纸质选票，并查明原因")
def ballots_match_the_roll(box: BallotBox, **_: Any) -> str | None:
    counted = BallotBox.objects.with_counts().get(pk=box.pk)  # in one statement, so that no ballot falls between
    if counted.ballots == counted.ballots_cast:  # type: ignore[attr-defined]
        return None
    return f"票箱内有{counted.ballots}张票，名册上{counted.ballots_cast}人已投票，两数不符"  # type: ignore[attr-defined]


@gate()
def traces_are_left(box: BallotBox, **_: Any) -> str | None:
    if box.ended_at is None:
        return "票箱还没有关闭"
    return "残留数据已经清除" if box.erased_at else None


@gate(act="meetings.count_vote", cure="请先关箱计票，或作废票箱后用纸质选票")
def no_box_is_open(item: AgendaItem, **_: Any) -> str | None:
    return "电子票箱正在投票" if item.boxes.filter(state=BallotBox.State.OPEN).exists() else None


# The door asks these when a ballot was not taken; who stands on the roll of an open box and has not voted passes all.


@gate()
def voting_goes_on(box: BallotBox, **_: Any) -> str | None:
    return {
        BallotBox.State.PREPARED: "投票还没有开始",
        BallotBox.State.CLOSED: "投票已经结束",
        BallotBox.State.ABORTED: "票箱已经作废，请听主持人说明如何重新表决",
    }.get(BallotBox.State(box.state))


@gate("13.4.4b")
def probationers_do_not_vote(box: BallotBox, *, by: User, **_: Any) -> str | None:
    person = Person.objects.filter(user=by).first()
    if person is not None and person.standing_on(box.meeting.held_on) == Standing.PROBATIONARY:
        return "预备党员没有表决权、选举权和被选举权"
    return None


def own_attendance(box: BallotBox, by: User) -> Attendance | None:
    return box.meeting.attendances.filter(person__user=by).first()


@gate("6.2.4d")
def observers_do_not_vote(box: BallotBox, *, by: User, **_: Any) -> str | None:
    own = own_attendance(box, by)
    return "列席人员无表决权" if own is not None and own.role == Attendance.Role.OBSERVER else None


@gate()
def expected_with_a_vote(box: BallotBox, *, by: User, **_: Any) -> str | None:
    own = own_attendance(box, by)
    if own is None or own.excluded_with:
        return "您不在本次会议的应到名单上"
    full = own.person.standing_on(box.meeting.held_on) == Standing.FULL
    expected = own.role == Attendance.Role.EXPECTED
    return "您的表决权已停止行使" if expected and full and not own.may_vote else None


@gate("6.3.5b", cure="只有到会签到的人投票；请向主持人说明")
def only_the_present_vote(box: BallotBox, *, by: User, **_: Any) -> str | None:
    own = own_attendance(box, by)
    if own is None or not own.may_vote:
        return None
    if own.signed_at is None:
        return "您没有签到，不能投票"
    late = not box.is_prepared and not box.roll.filter(person=own.person).exists()
    withdrew = box.item.recusals.filter(person=own.person).exists()
    return "表决开始时您还没有签到，到会人数已经固定" if late and not withdrew else None


@gate("6.3.2")
def the_concerned_do_not_vote(box: BallotBox, *, by: User, **_: Any) -> str | None:
    withdrew = box.item.recusals.filter(person__user=by).exists()
    return "您已回避本项议题，不参加表决" if withdrew else None


@gate()
def everybody_votes_once(box: BallotBox, *, by: User, **_: Any) -> str | None:
    return "已投票" if box.roll.filter(person__user=by, voted=True).exists() else None


AT_THE_DOOR = (
    voting_goes_on,
    probationers_do_not_vote,
    observers_do_not_vote,
    expected_with_a_vote,
    only_the_present_vote,
    the_concerned_do_not_vote,
    everybody_votes_once,
)
