"""Declaring: what a participant says he has earned. It waits for the registrar."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Organization, User
from archives.actions import keep_paper
from meetings.models import Attendance
from members.models import Person
from points.items import code_of_meeting
from points.models import Entry, Honour, MonthlyFigure, TestMark, WorkItem
from points.rules import booking
from points.rules import declaring as rules
from points.scheme import honour_points, scheme_on
from rulebook.kernel import action, built
from rulebook.periods import last_of_month

IN_TIME = (
    rules.takes_part_that_day,
    rules.scheme_had_begun,
    rules.has_happened,
    rules.month_still_takes_claims,
    rules.quarter_is_not_settled,
    rules.declared_by_himself,
)


def declare(
    organization: Organization,
    person: Person,
    code: str,
    event_on: date,
    *,
    by: User,
    at: datetime,
    coefficient: Decimal | None = None,
    proof: UploadedFile | None = None,
    **fields: Any,
) -> Entry:
    """A claim under the scheme of the event's day; `coefficient` where the item itself gives none."""
    line = scheme_on(organization, event_on)[code]
    return Entry.objects.create(
        organization=organization,
        person=person,
        code=code,
        field=line.field,
        label=line.label,
        event_on=event_on,
        coefficient=line.coefficient if coefficient is None else coefficient,
        change=line.change,
        declared_at=at,
        declared_by=by,
        proof=keep_paper(organization, upload=proof, by=by, at=at, confidential=True) if proof else None,
        **fields,
    )


@built("39.3.1.1.2", "39.3.1.1.4", "39.3.1.2.1", "39.3.1.2.2", "39.3.1.2.3", "39.4.2.1b")
@action(
    *IN_TIME,
    rules.meeting_was_held,
    rules.signed_in,
    rules.organisation_life_of_all_members,
    rules.service_of_all_members,
    rules.training_of_all_members,
    rules.attendance_not_declared_yet,
    label="申报参加",
)
def declare_attendance(attendance: Attendance, *, by: User, at: datetime) -> Entry:
    """That he was there is declared under the one item of the meeting's kind; the sheet proves it."""
    meeting = attendance.meeting
    return declare(
        meeting.organization,
        attendance.person,
        code_of_meeting(meeting.kind),
        meeting.held_on,
        title=meeting.title,
        attendance=attendance,
        by=by,
        at=at,
    )


@built("39.3.1.1.3")
@action(
    *IN_TIME,
    rules.spoke_at_a_study_of_the_members,
    rules.spoke_where_he_was_present,
    rules.speech_not_declared_yet,
    label="申报重点发言",
)
def declare_speech(attendance: Attendance, *, by: User, at: datetime) -> Entry:
    """The key speech is declared on top of the attendance; the minutes prove it."""
    meeting = attendance.meeting
    return declare(
        meeting.organization,
        attendance.person,
        "A1.3",
        meeting.held_on,
        title=attendance.key_speech,
        attendance=attendance,
        by=by,
        at=at,
    )


@built("39.3.1.4.1")
@action(
    *IN_TIME,
    rules.after_a_collective_study,
    rules.meeting_was_held,
    rules.took_part_or_made_it_up,
    rules.proof_is_there,
    rules.one_reflection_a_study,
    rules.reflection_of_this_study_alone,
    label="申报心得",
)
def declare_reflection(
    attendance: Attendance, *, link: str, proof: UploadedFile | None, by: User, at: datetime
) -> Entry:
    """The reflection counts for its author, whoever has published it for him; who made the study up may write too."""
    meeting = attendance.meeting
    return declare(
        meeting.organization,
        attendance.person,
        "A4.1",
        meeting.held_on,
        title=meeting.title,
        attendance=attendance,
        link=link.strip(),
        proof=proof,
        by=by,
        at=at,
    )


@built("39.3.1.1.1")
@action(
    *IN_TIME[:1],
    rules.platform_counts_since_february,
    rules.month_of_the_figure_is_over,
    *IN_TIME[3:],
    rules.month_not_declared_yet,
    label="申报学习强国积分",
)
def declare_figure(figure: MonthlyFigure, *, by: User, at: datetime) -> Entry:
    """The month's gain as the branch's list says is declared."""
    return declare(
        figure.organization,
        figure.person,
        "A1.1",
        last_of_month(figure.month),
        quantity=Decimal(figure.gained),
        figure=figure,
        by=by,
        at=at,
    )


@built("39.3.1.1.1")
@action(
    *IN_TIME[:1],
    rules.platform_counts_since_february,
    rules.month_of_the_figure_is_over,
    *IN_TIME[3:],
    rules.gained_in_the_month,
    rules.proof_is_there,
    rules.month_not_declared_yet,
    label="申报学习强国积分（自填）",
)
def declare_month(
    person: Person,
    *,
    event_on: date,
    gained: int | None,
    total_before: int | None,
    total_after: int | None,
    proof: UploadedFile | None,
    by: User,
    at: datetime,
) -> Entry:
    """The month's gain is declared; of two month-end totals their difference, never the total."""
    if gained is None:
        assert total_before is not None  # the gate of 39.3.1.1.1
        assert total_after is not None
        gained = total_after - total_before
    return declare(person.organization, person, "A1.1", event_on, quantity=Decimal(gained), proof=proof, by=by, at=at)


@built("39.3.1.1.6")
@action(*IN_TIME, rules.mark_not_declared_yet, label="申报测试成绩")
def declare_mark(mark: TestMark, *, by: User, at: datetime) -> Entry:
    """The mark of the test is declared; it is multiplied as it stands."""
    return declare(
        mark.organization,
        mark.person,
        "A1.6",
        mark.test.held_on,
        quantity=mark.mark,
        title=mark.test.title,
        mark=mark,
        by=by,
        at=at,
    )


@built("39.3.1.3.2")
@action(
    *IN_TIME,
    rules.task_recognised_by_the_general_branch,
    rules.owner_of_the_task,
    rules.task_not_declared_yet,
    label="申报总支专项",
)
def declare_task(work: WorkItem, *, owner: Person, by: User, at: datetime) -> Entry:
    """The task the general branch has recognised is declared, dated by its recognition."""
    assert work.recognised_on is not None  # the gate of 39.3.1.3.2
    return declare(work.organization, owner, "A3.2", work.recognised_on, title=work.title, work=work, by=by, at=at)


@built("39.3.1.4.2")
@action(*IN_TIME, rules.proof_is_there, rules.own_article_not_counted_yet, label="申报个人文章")
def declare_article(
    person: Person,
    *,
    title: str,
    event_on: date,
    own_byline: bool,
    link: str,
    proof: UploadedFile | None,
    by: User,
    at: datetime,
) -> Entry:
    """An article under his own name on the bureau's website is declared."""
    return declare(
        person.organization,
        person,
        "A4.2",
        event_on,
        title=title.strip(),
        link=link.strip(),
        proof=proof,
        by=by,
        at=at,
    )


@built("39.3.2", "18.2")
@action(
    *IN_TIME,
    rules.not_a_fixed_award,
    rules.no_pioneer_by_hand,
    rules.proof_is_there,
    rules.honour_not_declared_yet,
    label="申报荣誉",
)
def declare_honour(
    person: Person,
    *,
    level: str,
    title: str,
    issuer: str,
    event_on: date,
    regular: bool,
    proof: UploadedFile | None,
    by: User,
    at: datetime,
) -> Entry:
    """The honour is declared with its certificate at its own level; one that was refused comes again as it is now."""
    organization = person.organization
    assert proof is not None  # the gate of 39.4.1.3
    certificate = keep_paper(organization, upload=proof, by=by, at=at, confidential=True)
    honour, _ = Honour.objects.update_or_create(
        person=person,
        title=title.strip(),
        issuer=issuer.strip(),
        awarded_on=event_on,
        defaults={
            "organization": organization,
            "level": level,
            "regular": regular,
            "certificate": certificate,
        },
    )
    return declare(
        organization,
        person,
        "C1",
        event_on,
        coefficient=honour_points(level),
        title=honour.title,
        honour=honour,
        proof=proof,
        by=by,
        at=at,
    )


@built("39.5.3-4")
@action(*IN_TIME, rules.item_is_approved, rules.proof_is_there, rules.item_not_declared_yet, label="申报新增项目")
def declare_item(
    person: Person,
    *,
    code: str,
    title: str,
    event_on: date,
    link: str,
    proof: UploadedFile | None,
    by: User,
    at: datetime,
) -> Entry:
    """Something under an item the branch has added by 39.5.2 is declared."""
    return declare(
        person.organization,
        person,
        code,
        event_on,
        title=title.strip(),
        link=link.strip(),
        proof=proof,
        by=by,
        at=at,
    )


@action(
    booking.withdrawn_by_himself,
    booking.waits_to_be_booked,
    booking.no_deduction,
    label="撤回申报",
)
def withdraw_entry(entry: Entry, *, by: User, at: datetime) -> Entry:
    """The claim no longer waits; the same may be declared again while its month is open."""
    entry.state = Entry.State.WITHDRAWN
    entry.save()
    return entry


@built("39.4.1.3")
@action(booking.withdrawn_by_himself, booking.waits_to_be_booked, rules.proof_is_there, label="补交证明材料")
def add_proof(entry: Entry, *, proof: UploadedFile | None, by: User, at: datetime) -> Entry:
    """The proof asked for is there; the claim counts from the day it was declared, whatever has been closed since."""
    assert proof is not None  # the gate of 39.4.1.3
    entry.proof = keep_paper(entry.organization, upload=proof, by=by, at=at, confidential=True)
    entry.save()
    return entry
