"""What 我的 is made of: what he still owes, his dues of the year, his points, what is recorded about him.

`PARTS` are the sections between his meetings and what is recorded about him; each is asked for one person on a day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import User
from dues.models import MonthDue
from meetings.models import Meeting
from members.models import Person, Term
from members.story import Event, acts_on, acts_told
from partybranch.desk.dues import dues_task
from partybranch.desk.points import POINTS, declaring_task, points_of_quarter
from partybranch.desk.recruits import tasks_of_faces
from partybranch.desk.tasks import Task
from partybranch.desk.today import ballots_to_cast, own_task
from recruitment.reading import kinds_for
from rulebook.models import Act
from rulebook.sections import Section

MEETINGS, WAYS = "meetings/_attendance_of_year.html", "recruitment/_faces.html"
DUES = "desk/_dues_of_year.html"
COMING, ACTS = 3, 5
YEAR = range(1, 13)


def shown_by_template(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    return {section.template: section.shown for section in sections}


def owed_by(user: User, person: Person, shown: dict[str, dict[str, Any]], on: date) -> list[Task]:
    """What he still owes: late and due first, then what is ahead."""
    coming = shown.get(MEETINGS, {}).get("coming", [])
    votes = any(row.meeting.state == Meeting.State.OPEN for row in coming)  # a box is open only while its meeting is
    tasks = [*(ballots_to_cast(user) if votes else []), *make_ups(shown, on)]
    tasks += dues_task(person.pk, shown.get(DUES, {}).get("owing", []), on)
    outlook = shown.get(POINTS, {}).get("outlook")
    tasks += declaring_task(outlook.organization, outlook.undeclared, on) if outlook else []
    tasks += [own_task(row, on) for row in coming[:COMING]]
    if WAYS in shown:
        ways = tasks_of_faces(shown[WAYS]["faces"])
        tasks += [*ways["way"], *(task for task in ways["mentees"] if task.tone in ("late", "due"))]
    order = ("late", "due", "soon", "none", "done")
    return sorted(tasks, key=lambda task: order.index(task.tone))


def make_ups(shown: dict[str, dict[str, Any]], on: date) -> list[Task]:
    """The studies he missed and has not yet made up."""
    return [
        Task(
            "late" if row.make_up.due_on < on else "due",
            "补课",
            "逾期" if row.make_up.due_on < on else f"{row.make_up.due_on:%m-%d}",
            f"补课：{row.meeting}",
            f"最迟{row.make_up.due_on.month}月{row.make_up.due_on.day}日提交签字的心得和补课记录",
            (),
            row.make_up.get_absolute_url(),
            "查看",
        )
        for row in shown.get(MEETINGS, {}).get("to_make_up", [])
    ]


@dataclass(frozen=True)
class Month:
    """One of the twelve months of dues, and how it stands."""

    number: int
    tone: str
    label: str


def dues_of_year(person: Person, on: date) -> Section | None:
    """The twelve months of the year: paid, owed, late, or not opened; `owing` of whatever year, the first due first."""
    if person.admitted_on is None:
        return None
    found = MonthDue.objects.filter(Q(month__year=on.year) | Q(settled_on__isnull=True), person=person)
    rows = sorted(found, key=lambda row: (row.due_on, row.pk))
    months = [month_of(number, [row for row in rows if row.month == date(on.year, number, 1)], on) for number in YEAR]
    shown = {
        "year": on.year,
        "months": months,
        "paid": sum(row.paid for row in rows if row.month.year == on.year),
        "any": any(row.month.year == on.year for row in rows),
        "owing": [row for row in rows if row.settled_on is None],
    }
    return Section(DUES, shown)


def month_of(number: int, rows: list[MonthDue], on: date) -> Month:
    owing = [row for row in rows if row.settled_on is None]
    if not rows:
        return Month(number, "none", "未开具")
    if not owing:
        return Month(number, "done", "已交")
    return Month(number, "late", "逾期") if min(row.due_on for row in owing) < on else Month(number, "due", "待交")


PARTS: list[Callable[[Person, date], Section | None]] = [dues_of_year, points_of_quarter]


def parts_of(person: Person, on: date) -> list[Section]:
    return [section for part in PARTS if (section := part(person, on)) is not None]


def recorded(person: Person, terms: list[Term]) -> list[Event]:
    """The last acts on his record and his posts; the whole story has its own page."""
    return list(acts_told(list(acts_on(person, [term.pk for term in terms])[:ACTS]), terms))


def papers_of(user: User, shown: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The scans of his way into the Party that he may see: what, of which day, by whom and when it was filed."""
    face = shown[WAYS]["faces"].own if WAYS in shown else None
    if face is None:
        return []
    kinds = kinds_for(user, face.recruit, face.journey.on)
    records = [record for record in face.journey.records if record.paper_id and record.kind in kinds]
    written = Act.objects.filter(result_type="recruitment.record", result_id__in=[record.pk for record in records])
    filed = {act.result_id: act for act in written.select_related("by").order_by("pk")} if records else {}
    return [{"record": record, "act": filed.get(record.pk)} for record in records]
