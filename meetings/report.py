"""What the annual report says of meetings: held against required, attendance, lectures, resolutions carried out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from meetings.models import Attendance, Lecture, Meeting, Resolution
from rulebook.ledger import DutyState, Status
from rulebook.reporting import (
    Bar,
    Cell,
    Chart,
    Count,
    Link,
    Part,
    ReportYear,
    Row,
    Section,
    Table,
    Text,
    in_words,
    share,
)

REQUIRED_BY = {
    Meeting.Kind.GENERAL: "8.1.1a",
    Meeting.Kind.COMMITTEE: "8.2.1a",
    Meeting.Kind.GROUP: "N1.4",
    Meeting.Kind.LECTURE: "8.3.1",
}
NOT_RELEASED = "支委会会议内容不公开"
NONE = "—"


def sections(of: ReportYear) -> list[Section]:
    year = MeetingYear.read(of)
    return [held(year), attendance(year), lectures(of), resolutions(of)]


@dataclass(frozen=True)
class MeetingYear:
    """The meetings held up to the day, and who was expected at each, read at once."""

    of: ReportYear
    meetings: list[Meeting]
    rows: list[Attendance]

    @cached_property
    def people(self) -> dict[int, Link]:
        """Everybody by id. Each address is made once: a year has thousands of attendances."""
        people = {row.person_id: row.person for row in self.rows}
        return {pk: Link(person.name, person.get_absolute_url()) for pk, person in people.items()}

    @cached_property
    def occasions(self) -> dict[int, Row]:
        """The meetings by id, as rows."""
        return {meeting.pk: self.row_of(meeting) for meeting in self.meetings}

    @classmethod
    def read(cls, of: ReportYear) -> "MeetingYear":
        meetings = Meeting.objects.held().filter(organization=of.organization, held_on__range=(of.first_day, of.as_of))
        meetings = meetings.select_related("group").order_by("begins_at", "pk")
        known = {meeting.pk: meeting for meeting in meetings}
        rows = Attendance.objects.expected().filter(meeting__in=list(known)).select_related("person")
        found = list(rows.order_by("person__stroke_key", "person_id", "meeting__begins_at"))
        for row in found:
            row.meeting = known[row.meeting_id]
        return cls(of, list(known.values()), found)

    def hides(self, meeting: Meeting) -> bool:
        """Whether this edition may say no more of the meeting than that it was held (6.4.2)."""
        return self.of.upward and meeting.is_committee and meeting.released_at is None

    def row_of(self, meeting: Meeting) -> Row:
        if self.hides(meeting):
            return Row(f"{meeting.held_on:%Y-%m-%d} {meeting.get_kind_display()}")
        return Row(f"{meeting.held_on:%Y-%m-%d} {meeting.title}", meeting.get_absolute_url())


def was_on_leave(row: Attendance) -> bool:
    """Leave granted that was asked for before the beginning; later it is only noted (6.2.4c)."""
    return row.signed_at is None and bool(row.leave_granted) and row.asked_leave_in_time


def was_absent(row: Attendance) -> bool:
    return row.signed_at is None and not was_on_leave(row)


WAYS: tuple[tuple[str, str, Callable[[Attendance], bool]], ...] = (
    ("expected", "应到", lambda row: True),
    ("present", "实到", lambda row: row.signed_at is not None),
    ("on_leave", "请假", was_on_leave),
    ("absent", "缺席", was_absent),
)


def held(year: MeetingYear) -> Section:
    """Each kind against its duty: the periods that asked for one, those that had none, and the days."""
    of = year.of
    by_kind: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in year.meetings:
        by_kind[meeting.kind].append(meeting)
    lines: list[tuple[Cell, ...]] = []
    for kind in Meeting.Kind:
        key, label, meetings = f"meetings.{kind}", kind.label, by_kind[kind]
        statuses = [status for status in of.statuses if status.duty.clause.id == REQUIRED_BY.get(kind)]
        judged = [status for status in statuses if status.state not in (DutyState.UPCOMING, DutyState.DUE)]
        done = [status for status in judged if status.state == DutyState.DONE]
        lapsed = [status for status in judged if status.state != DutyState.DONE]
        if not (meetings or statuses):
            continue
        lines.append(
            (
                label,
                Count(f"{key}.required", f"{label}：应开时段", periods(judged)),
                Count(f"{key}.met", f"{label}：已开时段", periods(done)),
                Count(f"{key}.missed", f"{label}：缺漏时段", periods(lapsed)),
                Count(f"{key}.held", f"{label}：实开次数", tuple(year.occasions[meeting.pk] for meeting in meetings)),
                "、".join(f"{meeting.held_on.month}月{meeting.held_on.day}日" for meeting in meetings) or NONE,
            )
        )
    heads = ("种类", "应开时段", "已开时段", "缺漏时段", "实开次数", "日期")
    activities = sum(meeting.is_activity for meeting in year.meetings)
    others = f"，开展学习和活动{activities}次" if activities else ""
    text = f"{of.year}年度（截至{in_words(of.as_of)}）共召开会议{len(year.meetings) - activities}次{others}。"
    parts: list[Part] = [Text(text), Table("会议召开情况", heads, tuple(lines), (4, 3, 3, 3, 3, 9))]
    parts.append(Table("会议一览", ("日期", "种类", "会议", *labels()), meeting_lines(year), (4, 4, 9, 2, 2, 2, 2)))
    return Section("meetings", "会议召开情况", tuple(parts))


def periods(statuses: list[Status]) -> tuple[Row, ...]:
    return tuple(Row(status.period_name, note=f"{status.state_label} {status.done_on or ''}") for status in statuses)


def labels() -> list[str]:
    return [label for _, label, _ in WAYS]


def meeting_lines(year: MeetingYear) -> tuple[tuple[Cell, ...], ...]:
    of_meeting: dict[int, list[Attendance]] = defaultdict(list)
    for row in year.rows:
        of_meeting[row.meeting_id].append(row)
    lines = []
    for meeting in year.meetings:
        rows = of_meeting[meeting.pk]
        title: Cell = NOT_RELEASED if year.hides(meeting) else Link(meeting.title, meeting.get_absolute_url())
        counts = counted(year, f"meetings.{meeting.pk}", str(meeting.title), rows, by_person=True)
        lines.append((f"{meeting.held_on:%Y-%m-%d}", meeting.get_kind_display(), title, *counts))
    return tuple(lines)


def counted(year: MeetingYear, key: str, title: str, rows: Iterable[Attendance], *, by_person: bool) -> list[Cell]:
    """应到、实到、请假、缺席 with the rows behind each; of a hidden meeting the numbers alone."""
    rows = list(rows)
    if any(year.hides(row.meeting) for row in rows):
        return [str(sum(meets(row) for row in rows)) for _, _, meets in WAYS]
    found: list[Cell] = []
    for name, label, meets in WAYS:
        chosen = [row for row in rows if meets(row)]
        shown = tuple(person_row(year, row) if by_person else year.occasions[row.meeting_id] for row in chosen)
        found.append(Count(f"{key}.{name}", f"{title}：{label}", shown))
    return found


def person_row(year: MeetingYear, row: Attendance) -> Row:
    person = year.people[row.person_id]
    return Row(person.text, person.url, year.occasions[row.meeting_id].text)


def attendance(year: MeetingYear) -> Section:
    """How many came: by kind, by person, and who was away with leave or without."""
    by_kind: dict[str, list[Attendance]] = defaultdict(list)
    by_person: dict[int, list[Attendance]] = defaultdict(list)
    for row in year.rows:
        by_kind[row.meeting.kind].append(row)
        if not year.hides(row.meeting):
            by_person[row.person_id].append(row)
    kinds = [kind for kind in Meeting.Kind if by_kind[kind]]
    kind_lines, bars = [], []
    for kind in kinds:
        rows = by_kind[kind]
        came = sum(row.signed_at is not None for row in rows)
        counts = counted(year, f"attendance.{kind}", kind.label, rows, by_person=True)
        kind_lines.append((kind.label, *counts, share(came, len(rows))))
        bars.append(Bar(kind.label, came, len(rows), f"{came}/{len(rows)} {share(came, len(rows))}"))
    person_lines = tuple(
        (
            year.people[pk],
            *counted(year, f"attendance.person.{pk}", year.people[pk].text, rows, by_person=False),
            share(sum(row.signed_at is not None for row in rows), len(rows)),
        )
        for pk, rows in by_person.items()
    )
    away = sorted(
        (row for row in year.rows if row.signed_at is None and not year.hides(row.meeting)),
        key=lambda row: (row.meeting.begins_at, row.pk),
    )
    away_lines = tuple(
        (
            f"{row.meeting.held_on:%Y-%m-%d}",
            Link(row.meeting.title, row.meeting.get_absolute_url()),
            year.people[row.person_id],
            "请假" if was_on_leave(row) else ("缺席（会后补报）" if row.leave_asked_at else "缺席"),
        )
        for row in away
    )
    parts: list[Part] = [
        Table("各类会议到会情况", ("种类", *(f"{label}人次" for label in labels()), "到会率"), tuple(kind_lines)),
        Chart("各类会议到会率", tuple(bars)),
        Table("党员到会情况", ("姓名", *labels(), "到会率"), person_lines, (4, 2, 2, 2, 2, 3)),
        Table("请假和缺席", ("日期", "会议", "姓名", "情况"), away_lines, (4, 8, 3, 5), "没有请假和缺席。"),
    ]
    if year.of.upward:
        parts.insert(0, Text(f"未公开的支委会会议只列人次（{NOT_RELEASED}）。"))
    return Section("attendance", "到会情况", tuple(parts))


def lectures(of: ReportYear) -> Section:
    """Which lectures were given, and by whom how often."""
    rows = Lecture.objects.held().filter(
        meeting__organization=of.organization, meeting__held_on__range=(of.first_day, of.as_of)
    )
    given = list(rows.select_related("meeting", "lecturer").order_by("meeting__begins_at", "pk"))
    by_lecturer: dict[str, list[Lecture]] = defaultdict(list)
    for lecture in given:
        by_lecturer[f"{lecture.lecturer_name}\0{lecture.lecturer_id or ''}"].append(lecture)
    lines = tuple(
        (
            f"{lecture.meeting.held_on:%Y-%m-%d}",
            Link(lecture.topic, lecture.get_absolute_url()),
            lecture.lecturer_name,
            lecture.get_lecturer_type_display(),
        )
        for lecture in given
    )
    times = tuple(
        (
            of_one[0].lecturer_name,
            of_one[0].get_lecturer_type_display(),
            Count(
                f"lectures.{number}",
                f"{of_one[0].lecturer_name}讲党课",
                tuple(Row(f"{one.meeting.held_on:%Y-%m-%d} {one.topic}", one.get_absolute_url()) for one in of_one),
            ),
        )
        for number, of_one in enumerate(by_lecturer.values())
    )
    parts = (
        Table("党课一览", ("日期", "题目", "授课人", "类别"), lines, (4, 8, 4, 6), "本年度没有党课记录。"),
        Table("授课人授课次数", ("授课人", "类别", "次数"), times, (4, 6, 2), "本年度没有党课记录。"),
    )
    return Section("lectures", "党课", parts)


def resolutions(of: ReportYear) -> Section:
    """What was to be carried out: brought forward, resolved this year, done this year, still open at the end."""
    gone = [Resolution.Standing.REJECTED, Resolution.Standing.ANNULLED]
    meetings = Meeting.objects.held().filter(organization=of.organization, held_on__lte=of.as_of)
    rows = Resolution.objects.to_carry_out().filter(item__meeting__in=meetings).exclude(standing__in=gone)
    rows = rows.filter(
        Q(item__meeting__held_on__gte=of.first_day) | Q(done_on__isnull=True) | Q(done_on__gte=of.first_day)
    )
    found = list(rows.select_related("item__meeting", "owner").order_by("item__meeting__held_on", "pk"))
    groups = {
        "brought_forward": ("上年结转", [one for one in found if one.item.meeting.held_on < of.first_day]),
        "made": ("本年形成", [one for one in found if one.item.meeting.held_on >= of.first_day]),
        "done": ("本年办结", [one for one in found if is_done(one, of)]),
        "open": ("期末未办结", [one for one in found if not is_done(one, of)]),
        "overdue": ("其中已超过期限", [one for one in found if is_overdue(one, of)]),
    }
    counts = tuple(
        Count(f"resolutions.{key}", label, tuple(resolution_row(of, one) for one in chosen))
        for key, (label, chosen) in groups.items()
    )
    lines = tuple(
        (
            f"{one.item.meeting.held_on:%Y-%m-%d}",
            one.item.meeting.get_kind_display(),
            words_of(of, one),
            one.owner.name if one.owner and not hides(of, one) else NONE,
            f"{one.due_on:%Y-%m-%d}" if one.due_on else NONE,
            state_of(one, of),
        )
        for one in found
    )
    parts = (
        Table("决议落实情况", tuple(label for label, _ in groups.values()), (counts,)),
        Table(
            "需落实的决议",
            ("日期", "会议", "决议", "责任人", "期限", "落实情况"),
            lines,
            (4, 4, 8, 3, 4, 5),
            "没有需要落实的决议。",
        ),
    )
    return Section("resolutions", "决议落实情况", parts)


def is_done(one: Resolution, of: ReportYear) -> bool:
    return one.done_on is not None and one.done_on <= of.as_of


def is_overdue(one: Resolution, of: ReportYear) -> bool:
    return not is_done(one, of) and one.due_on is not None and one.due_on < of.as_of


def state_of(one: Resolution, of: ReportYear) -> str:
    if is_done(one, of):
        return f"{one.done_on:%Y-%m-%d}办结"
    return "未办结，已超过期限" if is_overdue(one, of) else "未办结"


def hides(of: ReportYear, one: Resolution) -> bool:
    meeting = one.item.meeting
    return of.upward and meeting.is_committee and meeting.released_at is None


def words_of(of: ReportYear, one: Resolution) -> Cell:
    return NOT_RELEASED if hides(of, one) else Link(one.text, one.get_absolute_url())


def resolution_row(of: ReportYear, one: Resolution) -> Row:
    note = f"{one.item.meeting.held_on:%Y-%m-%d} {state_of(one, of)}"
    return Row(NOT_RELEASED, note=note) if hides(of, one) else Row(one.text, one.get_absolute_url(), note)
