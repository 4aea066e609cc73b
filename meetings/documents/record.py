"""What stands in the minutes, as rows of text: one reading of the facts for PDF and Word."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Prefetch
from django.utils import dateformat, timezone

from accounts.models import User
from meetings.models import AgendaItem, Attendance, Meeting, Recusal, Remark, Vote
from meetings.rules.lectures import lecture_of
from rulebook.kernel import VERBS, built
from rulebook.models import Act

Row = tuple[str, ...]
WRITTEN_DOWN = ("introduce_item", "record_remark", "recuse", "open_vote", "count_vote", "note_item", "carry_over")
OUTCOMES = {
    AgendaItem.State.CARRIED_OVER: "暂缓表决，转入下次会议。",
    AgendaItem.State.REFERRED: "提交党员大会讨论决定。",
    AgendaItem.State.NOTED: "经讨论，不需表决。",
}


class Version(StrEnum):
    """How much of the record a reader gets."""

    FULL = "full"  # the record book, for the committee
    MEMBERS = "members"  # without the private reasons of leave and recusal
    RELEASED = "released"  # 6.4.2: without names of speakers and individual opinions besides


@built("6.4.2")
def version_for(meeting: Meeting, user: User, *, released: bool = False) -> Version:
    """The fullest version the reader may have; a committee member may ask for the released one."""
    if not user.has_perm("meetings.read_committee", meeting.organization):
        return Version.RELEASED if meeting.is_committee else Version.MEMBERS
    return Version.RELEASED if released and meeting.is_committee else Version.FULL


@dataclass(frozen=True)
class ItemRecord:
    """One item: what was said, the count in tables of two rows, and what came of it."""

    title: str
    before: list[str]
    counts: list[list[Row]]
    after: list[str]


@dataclass(frozen=True)
class Record:
    """The minutes: fields in pairs of four columns or in full width, then the items."""

    title: str
    organ: str
    fields: list[Row]
    items: list[ItemRecord]


def day(value: date) -> str:
    return dateformat.format(value, "Y年n月j日")


def moment(value: datetime) -> str:
    return dateformat.format(timezone.localtime(value), "Y年n月j日 H:i")


def names(rows: list[Attendance]) -> str:
    return "、".join(row.person.name for row in rows) or "无"


@built("6.3.4e", "6.3.5a")
def record_of(meeting: Meeting, version: Version) -> Record:
    """Every printed field of the record, from the rows; late entries say so (补录)."""
    attendances = list(meeting.attendances.select_related("person").order_by("person__stroke_key", "pk"))
    items = meeting.items.exclude(state=AgendaItem.State.PROPOSED).select_related(
        "vote__scrutineer", "vote__teller", "resolution__owner"
    )
    recusals = Prefetch("recusals", Recusal.objects.select_related("person").order_by("pk"))
    items = items.prefetch_related("remarks__speaker", recusals)
    late = late_days(meeting, [item.pk for item in items])
    return Record(
        title=f"{meeting.title}记录" + ("（公开版）" if version is Version.RELEASED else ""),
        organ=meeting.organization.name + (f"　{meeting.group.short_name}" if meeting.group is not None else ""),
        fields=fields(meeting, attendances, version) + late_fields(meeting, attendances, late),
        items=[item_record(meeting, item, attendances, late.get(item.pk, []), version) for item in items],
    )


def late_days(meeting: Meeting, items: list[int]) -> dict[int, list[str]]:
    """When items were written down on a later day than the meeting, by item; under 0 the meeting's own acts."""
    own = Act.objects.filter(subject_type=meeting._meta.label_lower, subject_id=meeting.pk)
    of_items = Act.objects.filter(subject_type=AgendaItem._meta.label_lower, subject_id__in=items)
    verbs = [f"meetings.{verb}" for verb in WRITTEN_DOWN]
    found: dict[int, list[str]] = {}
    for act in own.order_by("number"):
        if act.is_late:
            recorded = day(timezone.localdate(act.recorded_at))
            found.setdefault(0, []).append(f"{VERBS[act.verb].label}（{recorded}补录）")
    for act in of_items.filter(verb__in=verbs).order_by("number"):
        recorded_on = timezone.localdate(act.recorded_at)
        if recorded_on > meeting.held_on and day(recorded_on) not in found.setdefault(act.subject_id, []):
            found[act.subject_id].append(day(recorded_on))
    return found


def late_fields(meeting: Meeting, attendances: list[Attendance], late: dict[int, list[str]]) -> list[Row]:
    copied = {timezone.localdate(row.copied_at) for row in attendances if row.copied_at}
    entries = late.get(0, []) + [f"纸质签到簿（{day(on)}录入）" for on in sorted(copied) if on > meeting.held_on]
    return [("补录事项", "；".join(entries))] if entries else []


def fields(meeting: Meeting, attendances: list[Attendance], version: Version) -> list[Row]:
    """When, where, who led, who should have come, came and did not."""
    expected = [row for row in attendances if row.role == Attendance.Role.EXPECTED and not row.excluded_with]
    present = [row for row in expected if row.signed_at]
    away = [row for row in expected if not row.signed_at]
    excused = [row for row in away if row.leave_granted and row.asked_leave_in_time]
    observers = [row for row in attendances if row.role == Attendance.Role.OBSERVER and row.signed_at]
    begun = moment(meeting.opened_at or meeting.begins_at)
    until = dateformat.format(timezone.localtime(meeting.closed_at), "至H:i") if meeting.closed_at else ""
    rows: list[Row] = [
        ("时间", begun + until),
        ("地点", meeting.place),
        ("主持人", meeting.chair.name, "记录人", meeting.recorder.name),
    ]
    if meeting.for_all_members:
        rows += [
            ("应到", head_count(meeting, expected), "实到", head_count(meeting, present)),
            ("到会人员", names(present)),
            ("请假人员", "、".join(excuse(row, version) for row in excused) or "无"),
            ("缺席人员", "、".join(absence(row) for row in away if row not in excused) or "无"),
        ]
    if observers:
        rows.append(("列席人员" if meeting.for_all_members else "参加人员", names(observers)))
    left_out = [row for row in attendances if row.excluded_with]
    if left_out:
        rows.append(("不计入应到", "、".join(exclusion(row, version) for row in left_out)))
    if meeting.chair_reason:
        rows.append(("委托主持", meeting.chair_reason))
    return teaching(meeting) + rows + consents(meeting) + contents(meeting, attendances)


def contents(meeting: Meeting, attendances: list[Attendance]) -> list[Row]:
    """Of an activity, which has no agenda: what it was about, and who made a key speech on what."""
    if not meeting.is_activity:
        return []
    speeches = [f"{row.person.name}《{row.key_speech}》" for row in attendances if row.key_speech]
    rows: list[Row] = [("内容", meeting.requirements)]
    if speeches:
        rows.append(("重点发言", "；".join(speeches)))
    return rows


def teaching(meeting: Meeting) -> list[Row]:
    """Of a lecture: who taught what, and by whom its outline was passed."""
    lecture = lecture_of(meeting)
    if lecture is None:
        return []
    kind = f"{lecture.get_lecturer_type_display()}{'（处级干部）' if lecture.division_level else ''}"
    rows: list[Row] = [
        ("授课题目", f"《{lecture.topic}》{'（廉政党课）' if lecture.integrity else ''}"),
        ("授课人", lecture.lecturer_name, "类别", kind),
    ]
    if lecture.bureau_signed_on:
        rows.append(("提纲签批", f"局党组书记{lecture.bureau_signer}，{day(lecture.bureau_signed_on)}"))
    elif lecture.reviewed_by and lecture.reviewed_on:
        rows.append(("提纲审核", f"{lecture.reviewed_by.name}，{day(lecture.reviewed_on)}"))
    return rows


def consents(meeting: Meeting) -> list[Row]:
    """Who settled the agenda, and the superior's approval with its number."""
    rows: list[Row] = []
    if meeting.agenda_decision:
        settled = meeting.agenda_decision.meeting
        rows.append(("议题确定", f"{settled.title}（{day(settled.held_on)}）研究确定"))
    if meeting.request:
        request = meeting.request
        answer = f"{day(request.decided_on)}{request.get_decision_display()}" if request.decided_on else "尚未批复"
        number = f"（{request.reply_number}）" if request.reply_number else ""
        shorter = meeting.short_notice_consent
        aside = f"；经上级书面同意缩短报送时间（{shorter}）" if shorter else ""
        rows.append(("上级批准", f"{day(request.sent_on)}报送，{request.recipient.name}{answer}{number}{aside}"))
    return rows


def head_count(meeting: Meeting, rows: list[Attendance]) -> str:
    voters = sum(row.may_vote for row in rows)
    return f"{len(rows)}人" + (f"，其中有表决权{voters}人" if meeting.takes_votes else "")


def excuse(row: Attendance, version: Version) -> str:
    return f"{row.person.name}（{row.leave_reason}）" if version is Version.FULL else row.person.name


def absence(row: Attendance) -> str:
    if row.leave_asked_at and not row.asked_leave_in_time:
        return f"{row.person.name}（会后补报）"
    return f"{row.person.name}（请假未准）" if row.leave_granted is False else row.person.name


def exclusion(row: Attendance, version: Version) -> str:
    reason = f"{row.excluded_reason}，" if version is Version.FULL else ""
    return f"{row.person.name}（{reason}{row.excluded_with}）"


def item_record(
    meeting: Meeting, item: AgendaItem, attendances: list[Attendance], late: list[str], version: Version
) -> ItemRecord:
    recusals = list(item.recusals.all())
    before = labelled("议题介绍", item.introduction) if item.introduction else []
    for remark in item.remarks.all():
        before += remark_lines(remark, version)
    before += recusal_lines(recusals, version)
    vote: Vote | None = getattr(item, "vote", None)
    after = vote_lines(meeting, vote, attendances, recusals, version) if vote else []
    if item.state in OUTCOMES:
        after.append(("分歧较大，" if item.divided else "") + OUTCOMES[AgendaItem.State(item.state)])
    after += resolution_lines(item)
    if late:
        after.append(f"（补录：本议题的记录于{'、'.join(late)}录入。）")
    return ItemRecord(item.title, before, vote_counts(vote) if vote else [], after)


def labelled(label: str, text: str) -> list[str]:
    first, *rest = text.strip().splitlines() or [""]
    return [f"{label}：{first}", *rest]


@built("6.3.3b")
def remark_lines(remark: Remark, version: Version) -> list[str]:
    """What was said; an absentee's opinion says that it counts for nothing. Individual opinions are never released."""
    if version is Version.RELEASED and (remark.speaker or remark.absent_opinion):
        return []
    aside = "（书面意见，不计票）" if remark.absent_opinion else ""
    return labelled(f"{remark.speaker.name if remark.speaker else '会议讨论'}{aside}", remark.text)


def recusal_lines(recusals: list[Recusal], version: Version) -> list[str]:
    if version is Version.RELEASED:
        return [f"{len(recusals)}人回避本项议题。"] if recusals else []
    reasons = version is Version.FULL
    return [f"{recusal.person.name}回避本项议题{f'（{recusal.reason}）' if reasons else ''}。" for recusal in recusals]


def vote_counts(vote: Vote) -> list[list[Row]]:
    """The numbers of the vote, each table a row of names over a row of figures."""
    if vote.counted_at is None:
        return []
    tables = [
        pairs_to_rows(
            ("表决方式", vote.get_method_display()),
            ("应到", vote.eligible),
            ("实到", vote.present),
            ("赞成", vote.in_favour),
            ("反对", vote.against),
            ("弃权", vote.abstained),
            ("结果", vote.result_label),
        )
    ]
    if vote.issued is not None and vote.returned is not None:
        tables.append(
            pairs_to_rows(
                ("发出票", vote.issued),
                ("收回票", vote.returned),
                ("有效票", valid(vote)),
                ("废票", vote.spoiled),
                ("监票人", vote.scrutineer.name if vote.scrutineer else ""),
                ("计票人", vote.teller.name if vote.teller else ""),
            )
        )
    return tables


def pairs_to_rows(*pairs: tuple[str, object]) -> list[Row]:
    return [tuple(name for name, _ in pairs), tuple(str(value) for _, value in pairs)]


def valid(vote: Vote) -> int:
    """有效票: what was returned less what was spoiled."""
    return vote.in_favour + vote.against + vote.abstained


def vote_lines(
    meeting: Meeting, vote: Vote, attendances: list[Attendance], recusals: list[Recusal], version: Version
) -> list[str]:
    """Who was away from this vote, who withdrew, written opinions, and the arithmetic."""
    if vote.counted_at is None:
        return ["正在表决，尚未计票。"]
    withdrawn = {recusal.person_id for recusal in recusals}
    away = [
        row
        for row in attendances
        if row.may_vote and not row.excluded_with and row.person_id not in withdrawn and absent_from(vote, row)
    ]
    absent = names(away) if meeting.is_committee else f"{len(away)}人"
    if version is Version.RELEASED:
        stood_aside = f"{len(recusals)}人"
    else:
        stood_aside = "、".join(recusal.person.name for recusal in recusals) or "无"
    lines = [f"缺席：{absent}。回避：{stood_aside}。"]
    written = (vote.written_in_favour, vote.written_against, vote.written_abstained)
    if any(written):
        lines.append("书面意见：赞成{}票，反对{}票，弃权{}票。".format(*written))
    return [*lines, f"{vote.arithmetic}。"]


def absent_from(vote: Vote, row: Attendance) -> bool:
    """Not signed in when the vote began; the time on the sheet counts, not when it was copied."""
    return row.signed_at is None or row.signed_at > vote.opened_at


def resolution_lines(item: AgendaItem) -> list[str]:
    resolution = getattr(item, "resolution", None)
    if resolution is None:
        return []
    due = f"，{day(resolution.due_on)}前完成" if resolution.due_on else ""
    owner = [f"由{resolution.owner.name}负责落实{due}。"] if resolution.owner else []
    return [*labelled("决议", resolution.text), *owner]
