"""A branch that keeps points here, with an activist, a candidate and a probationary member."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organization, User
from archives.models import Paper, Submission
from meetings.models import AgendaItem, Attendance, MakeUp, Matter, Meeting
from members.models import Person
from points import actions
from points.models import (
    Disqualification,
    Entry,
    MonthlyFigure,
    PointMonth,
    SchemeChange,
    Settlement,
    StudyTest,
    TestMark,
    WorkItem,
)
from tests.factories.branch import BranchFactory, person, user_of
from tests.factories.dues import noon, voted
from tests.factories.meeting import committee_meeting, meeting

MARCH = date(2026, 3, 1)
SCAN = b"%PDF-1.7 proof"


def scan(name: str = "证明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SCAN, content_type="application/pdf")


class PointsHouse(BranchFactory):
    """The third member is the discipline commissioner, who registers."""

    def __init__(self, members: int = 10, **fields: object) -> None:
        super().__init__(members=members, committee=5, **fields)
        self.registrar = self.user(2)
        self.activist = person(self.branch, "积极分子", admitted_on=None, full_on=None, activist_on=date(2025, 6, 1))
        self.candidate = person(
            self.branch, "发展对象", admitted_on=None, full_on=None, activist_on=date(2024, 1, 1),
            candidate_on=date(2025, 6, 1),
        )  # fmt: skip
        self.probationary = person(self.branch, "预备党员", admitted_on=date(2025, 9, 1), full_on=None)
        self.applicant = person(self.branch, "申请人", admitted_on=None, full_on=None, applied_on=date(2025, 6, 1))

    def user(self, number: int) -> User:
        return user_of(self.people[number])

    def held(self, kind: str, on: date, *, signed: Sequence[Person] = (), **fields: object) -> Meeting:
        """A meeting of that day that is over; everybody is on its list, these have signed in."""
        begins = noon(on)
        made = meeting(self, kind, begins_at=begins, **fields)
        for one in {*self.people, *signed}:
            here = one in signed
            Attendance.objects.create(
                meeting=made, person=one, signed_at=begins if here else None, signed_by="paper" if here else ""
            )
        made.state, made.opened_at, made.closed_at = Meeting.State.CLOSED, begins, begins + timedelta(hours=1)
        made.save()
        return made

    def signed(self, kind: str, on: date, one: Person, **fields: object) -> Attendance:
        return self.held(kind, on, signed=[one], **fields).attendances.get(person=one)

    def declare(self, verb: str, subject: Any, on: date, by: User | None = None, **inputs: Any) -> Entry:
        """By the participant himself, unless said otherwise."""
        who = by or user_of(subject if isinstance(subject, Person) else inputs.get("owner") or subject.person)
        return getattr(actions, verb)(subject, by=who, at=noon(on), **inputs)

    def book(self, entry: Entry, on: date, by: User | None = None) -> Entry:
        return actions.book_entry(entry, by=by or self.registrar, at=noon(on))

    def by_registrar(self, verb: str, on: date, subject: Any = None, **inputs: Any) -> Any:
        return getattr(actions, verb)(subject or self.branch, by=self.registrar, at=noon(on), **inputs)

    def close(self, month: date, on: date) -> PointMonth:
        return self.by_registrar("close_month", on, month=month)

    def figure(self, one: Person, month: date, gained: int) -> MonthlyFigure:
        return MonthlyFigure.objects.create(
            organization=self.branch, person=one, month=month, gained=gained, imported_on=month
        )

    def mark(self, one: Person, on: date, mark: str) -> TestMark:
        test, _ = StudyTest.objects.get_or_create(organization=self.branch, title="季度学习测试", held_on=on)
        return TestMark.objects.create(test=test, organization=self.branch, person=one, mark=Decimal(mark))

    def plan(self, month: date, owners: Sequence[Person], title: str = "更新公开栏") -> WorkItem:
        return actions.plan_work(
            self.branch, month=month, title=title, owners=list(owners), by=self.secretary, at=noon(month)
        )

    def missed_make_up(self, one: Person, study_on: date, due_on: date) -> MakeUp:
        attendance = self.held(Meeting.Kind.STUDY, study_on).attendances.get(person=one)
        return MakeUp.objects.create(
            attendance=attendance, content="自学", mode="after_return", required_on=study_on, due_on=due_on
        )

    def booked(self, one: Person, on: date, points: str, code: str = "C1") -> Entry:
        """An entry that counts, as a row."""
        return Entry.objects.create(
            organization=self.branch, person=one, code=code, field="honour", label="积分", event_on=on,
            coefficient=Decimal(points), state=Entry.State.BOOKED, judged_at=noon(on), declared_at=noon(on),
        )  # fmt: skip

    def closed(self, *months: date) -> None:
        for month in months:
            PointMonth.objects.create(organization=self.branch, month=month, closed_at=noon(month))

    def settled(self, quarter: date, on: date) -> Settlement:
        """The quarter's months are closed, as rows; the registrar settles it."""
        self.closed(*(date(quarter.year, quarter.month + number, 1) for number in range(3)))
        return self.by_registrar("settle_quarter", on, quarter=quarter)

    def decided(self, on: date, matter: str = Matter.COMMENDATION, *, passed: bool = True) -> AgendaItem:
        return voted(committee_meeting(self, begins_at=noon(on)), matter, None, passed=passed)

    def propose(self, settlement: Settlement, on: date, **inputs: Any) -> Submission:
        given = {"decision": self.decided(on), "chosen": [], "tie_reason": "", "sent_on": on, **inputs}
        return actions.propose_pioneers(settlement, by=self.secretary, at=noon(on), **given)

    def answer(self, submission: Submission, on: date, decision: str = Submission.Decision.APPROVED) -> None:
        submission.decision, submission.decided_on, submission.decided_by = decision, on, "党总支"
        submission.save()

    def changed(self, code: str, coefficient: str, effective_on: date, on: date) -> SchemeChange:
        """A change with both papers, activated on that day."""
        change = actions.propose_change(
            self.branch, code=code, field="work_performance", title="新增项目", coefficient=Decimal(coefficient),
            effective_on=effective_on, reason="试行调整", by=self.secretary, at=noon(on),
        )  # fmt: skip
        asked = actions.report_change(
            change, decision=self.decided(on, Matter.OTHER), sent_on=on, by=self.secretary, at=noon(on)
        )
        self.answer(asked, on)
        return actions.activate_change(change, effective_on=effective_on, by=self.secretary, at=noon(on))


def paper_of(organization: Organization, at: datetime) -> Paper:
    paper = Paper(
        organization=organization, name="证明.pdf", content_type="application/pdf", size=len(SCAN), digest="1" * 64,
        added_at=at, confidential=True,
    )  # fmt: skip
    paper.file.save(paper.digest, ContentFile(SCAN), save=False)
    paper.save()
    return paper


def points_rows(house: BranchFactory, holder: Person) -> dict[str, int]:
    """One of everything that has an address, by the folder of the address; as rows."""
    branch, on = house.branch, date(2026, 3, 20)
    at: datetime = noon(on)
    made = meeting(house, Meeting.Kind.STUDY, begins_at=at)
    attendance = Attendance.objects.create(meeting=made, person=holder)
    entry = Entry.objects.create(
        organization=branch, person=holder, code="A1.2", field="organisation_activity", label="参加学习",
        event_on=on, coefficient=Decimal(1), attendance=attendance, declared_at=at, proof=paper_of(branch, at),
    )  # fmt: skip
    month = PointMonth.objects.create(organization=branch, month=date(2026, 2, 1), closed_at=at, published_on=on)
    test = StudyTest.objects.create(organization=branch, title="测试", held_on=on)
    work = WorkItem.objects.create(organization=branch, kind="special", month=MARCH, title="专项", set_on=on)
    work.owners.add(holder)
    change = SchemeChange.objects.create(
        organization=branch, code="D.1", title="业务", field="work_performance", coefficient=Decimal(1),
        effective_on=on, proposed_on=on, reason="试行",
    )  # fmt: skip
    Disqualification.objects.create(
        organization=branch, person=holder, decided_on=on, number="〔2026〕1号", recorded_on=on
    )
    return {
        "points": entry.pk,
        "point_months": month.pk,
        "monthly_figures": MonthlyFigure.objects.create(
            organization=branch, person=holder, month=MARCH, gained=100, imported_on=on
        ).pk,
        "test_marks": TestMark.objects.create(test=test, organization=branch, person=holder, mark=Decimal(90)).pk,
        "settlements": Settlement.objects.create(organization=branch, quarter=date(2025, 10, 1), settled_on=on).pk,
        "work_items": work.pk,
        "scheme_changes": change.pk,
    }
