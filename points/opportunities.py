"""What somebody could declare now: what is on record of him and not declared yet. Nothing is booked by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q
from django.urls import reverse

from accounts.models import Organization
from meetings.models import Attendance, Meeting
from members.models import Person
from points.items import ITEMS, code_of_meeting
from points.models import Entry, MonthlyFigure, TestMark, WorkItem
from points.rules.declaring import of_all_members
from points.scheme import begins_on, closed_months
from rulebook.kernel import built
from rulebook.periods import add_months, first_of_month, last_of_month

MONTHS_BACK = 2  # an older month is closed, or nobody keeps points
LABELS = ("meetings.Attendance", "points.MonthlyFigure", "points.TestMark", "points.WorkItem")
Key = tuple[str, str, int | date]


@dataclass(frozen=True)
class Opportunity:
    """One thing on record that its owner may declare: at one tap, unless it needs his proof."""

    code: str
    title: str
    event_on: date
    subject: Model
    verb: str
    at_one_tap: bool = True
    owner: Person | None = None  # of a task with several owners, who declares

    @property
    def label(self) -> str:
        return ITEMS[self.code].label

    @property
    def url(self) -> str:
        return reverse(f"points:{self.verb}", args=[self.subject.pk])

    @property
    def keys(self) -> set[Key]:
        """What may have been declared already: this very row, or the month of the study platform."""
        keys: set[Key] = {(self.code, self.subject._meta.label, self.subject.pk)}
        return keys | {(self.code, "month", self.month)} if self.code == "A1.1" else keys

    @property
    def inputs(self) -> dict[str, object]:
        return {} if self.owner is None else {"owner": self.owner}

    @property
    def month(self) -> date:
        return first_of_month(self.event_on)


@built("39.4.2.1b")
def opportunities(person: Person, organization: Organization, on: date) -> list[Opportunity]:
    """In the order of their days; seven statements, however much there is."""
    since = max(add_months(first_of_month(on), -MONTHS_BACK), begins_on(organization, on))
    closed = closed_months(organization)
    found = [
        *of_meetings(person, organization, since),
        *of_figures(person, organization, since),
        *of_marks(person, organization, since),
        *of_tasks(person, organization, since),
    ]
    declared = declared_by(person, since)
    fresh = [one for one in found if not one.keys & declared and one.month not in closed and one.event_on <= on]
    return sorted(fresh, key=lambda one: (one.event_on, one.code, one.subject.pk))


def declared_by(person: Person, since: date) -> set[Key]:
    """What his standing entries rest on; of the study platform the month as well, because he may type it in."""
    rows = Entry.objects.filter(person=person, month__gte=first_of_month(since)).standing()
    keys: set[Key] = set()
    for code, month, *ids in rows.values_list("code", "month", "attendance", "figure", "mark", "work"):
        keys |= {(code, label, id) for label, id in zip(LABELS, ids, strict=True) if id is not None}
        keys.add((code, "month", month))
    return keys


def of_meetings(person: Person, organization: Organization, since: date) -> Iterable[Opportunity]:
    held = [Meeting.State.CLOSED, Meeting.State.ARCHIVED]
    rows = Attendance.objects.filter(
        person=person, meeting__organization=organization, meeting__state__in=held, meeting__held_on__gte=since
    )
    made_up = Q(make_up__handed_in_on__isnull=False)
    for row in rows.filter(Q(signed_at__isnull=False) | made_up).select_related("meeting"):
        meeting = row.meeting
        code = code_of_meeting(meeting.kind)
        if row.signed_at and code and meeting.for_all_members:
            yield Opportunity(code, meeting.title, meeting.held_on, row, "declare_attendance")
        if row.signed_at and row.key_speech and of_all_members(meeting):
            yield Opportunity("A1.3", row.key_speech, meeting.held_on, row, "declare_speech")
        if of_all_members(meeting):
            yield Opportunity("A4.1", meeting.title, meeting.held_on, row, "declare_reflection", at_one_tap=False)


def of_figures(person: Person, organization: Organization, since: date) -> Iterable[Opportunity]:
    rows = MonthlyFigure.objects.filter(person=person, organization=organization, month__gte=first_of_month(since))
    for row in rows:
        yield Opportunity(
            "A1.1", f"{row.month.month}月积分{row.gained}", last_of_month(row.month), row, "declare_figure"
        )


def of_marks(person: Person, organization: Organization, since: date) -> Iterable[Opportunity]:
    rows = TestMark.objects.filter(person=person, organization=organization, test__held_on__gte=since)
    for row in rows.select_related("test"):
        yield Opportunity("A1.6", f"{row.test.title}：{row.mark}", row.test.held_on, row, "declare_mark")


def of_tasks(person: Person, organization: Organization, since: date) -> Iterable[Opportunity]:
    rows = WorkItem.objects.filter(owners=person, organization=organization, kind=WorkItem.Kind.SPECIAL)
    for row in rows.filter(recognised_on__gte=since):
        assert row.recognised_on is not None  # filtered
        yield Opportunity("A3.2", row.title, row.recognised_on, row, "declare_task", owner=person)
