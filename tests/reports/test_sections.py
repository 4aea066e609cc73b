"""What the report says of meetings, attendance, resolutions and duties; every figure is its rows."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, Resolution
from members.models import Person
from partybranch.reports.assembly import Report, assemble
from rulebook.models import Explanation
from rulebook.reporting import Count, ReportYear, Table
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, person, present
from tests.factories.lecture import lecture
from tests.factories.meeting import ZONE
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
MADE_ON = date(2026, 2, 1)


def at(month: int, day: int, year: int = 2025) -> datetime:
    return datetime(year, month, day, 14, 30, tzinfo=ZONE)


def report(house: BranchFactory, as_of: date = date(2025, 12, 31), *, upward: bool = False) -> Report:
    return assemble(ReportYear(house.branch, as_of.year, as_of, MADE_ON, upward))


def figure(of: Report, key: str) -> int:
    count = of.count(key)
    assert count is not None, key
    return count.number


def table(of: Report, title: str) -> list[list[str]]:
    part = next(
        part for section in of.sections for part in section.parts if part.kind == "table" and part.title == title
    )
    return [[str(cell) for cell in row] for row in part.rows]


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def held_committee(house: BranchFactory, begins_at: datetime, present_number: int = 3) -> Meeting:
    meeting = committee_meeting(house, begins_at=begins_at)
    present(meeting, present_number)
    return close(meeting)


@pytest.mark.clause("3.5d")
def test_statistics_add_up_to_the_members_of_the_day(house: BranchFactory):
    person(house.branch, sex="female", nationality="回族", birth_on=date(1990, 5, 4), education="研究生")
    person(house.branch, admitted_on=date(2026, 1, 5), full_on=None)
    found = report(house)
    members = Person.objects.members(house.branch, date(2025, 12, 31)).count()
    assert members == 7
    for title in ("按党员类别", "按性别", "按民族", "按年龄", "按学历", "按入党时间"):
        rows = [row for row in table(found, title) if not row[0].startswith("其中")]
        assert sum(int(row[1]) for row in rows) == members, title


def test_the_share_of_a_band_is_rounded_half_up(house: BranchFactory):
    person(house.branch, sex="female")
    person(house.branch, sex="female")
    assert [row[:3] for row in table(report(house), "按性别")] == [["男", "6", "75.0%"], ["女", "2", "25.0%"]]


def test_every_count_has_one_key_and_as_many_rows_as_it_says(house: BranchFactory):
    held_committee(house, at(3, 10), 2)
    counts = [count for section in report(house).sections for count in section.counts]
    assert len({count.key for count in counts}) == len(counts)
    assert all(isinstance(count, Count) and int(str(count)) == len(count.rows) for count in counts)


@pytest.mark.clause("8.2.1a")
def test_meetings_held_stand_against_those_required(house: BranchFactory):
    for month in (1, 2, 2, 12):
        held_committee(house, at(month, 10))
    found = report(house)
    keys = ("required", "met", "missed", "held")
    assert [figure(found, f"meetings.committee.{key}") for key in keys] == [12, 3, 9, 4]
    line = next(row for row in table(found, "会议召开情况") if row[0] == "支委会会议")
    assert line[-1] == "1月10日、2月10日、2月10日、12月10日"


def test_a_month_that_is_not_over_is_not_missed_yet(house: BranchFactory):
    found = report(house, date(2025, 3, 30))
    assert [figure(found, f"meetings.committee.{key}") for key in ("required", "missed")] == [2, 2]


def test_the_last_month_of_a_finished_year_is_judged(house: BranchFactory):
    assert figure(report(house), "meetings.committee.missed") == 12


def test_attendance_parts_into_present_on_leave_and_absent(house: BranchFactory):
    meeting = general_meeting(house, begins_at=at(3, 20))
    present(meeting, 3)
    rows = list(meeting.attendances.filter(signed_at__isnull=True).order_by("pk"))
    rows[0].leave_asked_at, rows[0].leave_granted = meeting.begins_at - timedelta(days=1), True
    rows[1].leave_asked_at, rows[1].leave_granted = meeting.begins_at + timedelta(days=1), True
    for row in rows[:2]:
        row.save()
    close(meeting)
    found = report(house)
    keys = ("expected", "present", "on_leave", "absent")
    assert [figure(found, f"attendance.general.{key}") for key in keys] == [6, 3, 1, 2]
    away = [row[3] for row in table(found, "请假和缺席") if row[1] == meeting.title]
    assert away == ["请假", "缺席（会后补报）", "缺席"]
    late = rows[1].person  # on no committee, so expected at this one meeting
    assert [figure(found, f"attendance.person.{late.pk}.{key}") for key in keys] == [1, 0, 0, 1]


def test_a_lecture_stands_with_its_lecturer(house: BranchFactory):
    given = lecture(house, begins_at=at(4, 8), held=True)
    found = report(house)
    assert table(found, "党课一览") == [["2025-04-08", "学习党章", given.lecturer.name, "先进党员"]]
    assert figure(found, "lectures.0") == 1


def resolution(house: BranchFactory, on: datetime, **fields: object) -> Resolution:
    item = agenda_item(held_committee(house, on))
    return Resolution.objects.create(item=item, text=f"{on:%Y-%m}决议", **fields)


def test_resolutions_are_brought_forward_made_done_and_open(house: BranchFactory):
    done = {"state": "done"}
    resolution(house, at(5, 6, 2024), **done, done_on=date(2024, 12, 31))
    resolution(house, at(6, 6, 2024), **done, done_on=date(2025, 1, 1))
    resolution(house, at(7, 6, 2024), due_on=date(2025, 12, 30))
    resolution(house, at(3, 6), **done, done_on=date(2025, 12, 31))
    resolution(house, at(4, 6), **done, done_on=date(2026, 1, 1))
    resolution(house, at(5, 6), carry_out=False)
    found = report(house)
    keys = ("brought_forward", "made", "done", "open", "overdue")
    assert [figure(found, f"resolutions.{key}") for key in keys] == [2, 2, 2, 2, 1]


def test_a_lapse_stays_with_its_last_explanation(house: BranchFactory):
    given = {"organization": house.branch, "duty": "8.2.1a", "subject_id": house.branch.pk, "since": date(2025, 2, 1)}
    first = Explanation.objects.create(**given, text="初稿", written_on=date(2026, 1, 5))
    Explanation.objects.create(**given, text="因集中培训未能召开", written_on=date(2026, 1, 6), amends=first)
    found = report(house)
    assert [figure(found, f"duties.8.2.1a.{key}") for key in ("judged", "done", "lapsed", "explained")] == [
        12,
        0,
        12,
        1,
    ]
    lines = [row for row in table(found, "缺漏及说明") if row[0] == "支委会会议"]
    assert lines[0][3] == "未说明"
    assert lines[1] == ["支委会会议", "本支部", "2月", "因集中培训未能召开"]


@pytest.mark.clause("6.4.2")
def test_the_edition_for_superiors_tells_nothing_of_what_the_committee_said(house: BranchFactory):
    made = resolution(house, at(3, 10))
    meeting = made.item.meeting
    own, upward = report(house), report(house, upward=True)
    for found, shown in ((own, True), (upward, False)):
        links = [row.url for section in found.sections for count in section.counts for row in count.rows]
        words = [
            str(cell)
            for section in found.sections
            for part in section.parts
            if isinstance(part, Table)
            for row in part.rows
            for cell in row
        ]
        assert (made.text in words) is shown
        assert (meeting.title in words) is shown
        assert (meeting.get_absolute_url() in links) is shown
    assert figure(upward, "meetings.committee.held") == 1
    assert upward.count(f"meetings.{meeting.pk}.present") is None


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(house: BranchFactory):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            report(house)
        return len(captured)

    resolution(house, at(1, 10))
    lecture(house, begins_at=at(4, 8), held=True)
    few = queries()
    for month in range(2, 12):
        resolution(house, at(month, 10))
        lecture(house, begins_at=at(month, 8), held=True)
        person(house.branch)
    assert queries() == few
