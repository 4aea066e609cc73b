"""Chapter 11: what the notice of a make-up says, with what it is handed in, and who reviews it."""

from datetime import date
from typing import Any

from accounts.models import User
from meetings.models import MakeUp, Meeting
from members.models import Term
from members.posts import Post
from rulebook.kernel import gate


@gate()
def is_made_up(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.is_study else f"{meeting.get_kind_display()}不须补课，须补课的是集体学习"


@gate()
def absences_are_certain(meeting: Meeting, **_: Any) -> str | None:
    """Until the chair has signed off, a paper sheet may still be copied in."""
    if meeting.state == Meeting.State.CANCELLED:
        return "学习已取消"
    return None if meeting.signed_off_at else "请先由主持人审签会议记录：审签后缺席名单才确定"


@gate()
def somebody_has_to_make_up(meeting: Meeting, **_: Any) -> str | None:
    return None if meeting.attendances.to_make_up().exists() else "没有尚待通知补课的缺席人员"


@gate("11.3a")
def notice_gives_a_day(meeting: Meeting, *, due_on: date | None, **_: Any) -> str | None:
    return None if due_on else "补课通知须写明期限"


@gate("11.3a")
def notice_says_what_to_do(meeting: Meeting, *, content: str, **_: Any) -> str | None:
    return None if content.strip() else "补课通知须写明要求"


@gate("11.3b")
def mode_is_named(meeting: Meeting, *, mode: str, **_: Any) -> str | None:
    return None if mode in MakeUp.Mode.values else "请选择补课方式"


@gate()
def day_lies_ahead(meeting: Meeting, *, due_on: date | None, on: date, **_: Any) -> str | None:
    return f"补课期限{due_on}不能早于通知日期{on}" if due_on and due_on < on else None


@gate("11.3c")
def signed_scan_is_there(make_up: MakeUp, *, scan: Any, **_: Any) -> str | None:
    return None if scan else "须提交签字扫描件"


@gate(cure="由本人提交，或由支委会成员代交")
def handed_in_by_the_absentee(make_up: MakeUp, *, by: User, **_: Any) -> str | None:
    own = make_up.attendance.person.user_id == by.pk
    return None if own or by.has_perm("meetings.read_committee", make_up.organization) else "不是您本人的补课"


@gate()
def follows_the_notice(make_up: MakeUp, *, on: date, **_: Any) -> str | None:
    return f"不能早于补课通知（{make_up.required_on}）" if on < make_up.required_on else None


@gate()
def not_reviewed_yet(make_up: MakeUp, **_: Any) -> str | None:
    return f"已于{make_up.reviewed_on}审核" if make_up.reviewed_on else None


@gate()
def is_handed_in(make_up: MakeUp, **_: Any) -> str | None:
    return None if make_up.handed_in_on else "还没有提交补课材料"


@gate()
def follows_the_hand_in(make_up: MakeUp, *, on: date, **_: Any) -> str | None:
    handed_in_on = make_up.handed_in_on
    return f"审核不能早于提交（{handed_in_on}）" if handed_in_on and on < handed_in_on else None


@gate("11.3d", cure="由学习督导员审核；学习督导员本人的补课，由另一名学习督导员或者书记审核")
def reviewed_by_the_study_supervisor(make_up: MakeUp, *, by: User, on: date, **_: Any) -> str | None:
    """The secretary stands in for the supervisor's own (X1-36)."""
    absentee = make_up.attendance.person
    if absentee.user_id == by.pk:
        return "不能审核本人的补课"
    terms = Term.objects.running(on).filter(organization=make_up.organization)
    supervisors = terms.filter(post=Post.STUDY_SUPERVISOR)
    if supervisors.filter(person__user=by).exists():
        return None
    is_secretary = terms.filter(post=Post.SECRETARY, person__user=by).exists()
    stands_in = is_secretary and supervisors.filter(person=absentee).exists()
    return None if stands_in else "须经学习督导员审核签字"
