"""A lecture from its plan to its outline in the archive."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import keep_paper
from meetings.actions.planning import recall_request, report_due_on
from meetings.models import Lecture, Meeting
from meetings.rules import lectures
from members.models import Person
from rulebook.kernel import action, built


@action(lectures.one_lecturer, lectures.lecturer_of_a_listed_type, label="筹备党课")
def plan_lecture(
    organization: Organization,
    *,
    title: str,
    begins_at: datetime,
    place: str,
    chair: Person,
    recorder: Person,
    topic: str,
    lecturer: Person | None,
    outside_lecturer: str,
    lecturer_type: str,
    by: User,
    at: datetime,
    division_level: bool = False,
    integrity: bool = False,
    requirements: str = "",
) -> Lecture:
    """A lecture is planned with its lecturer; the last day for its report to the superior is fixed with it."""
    meeting = Meeting.objects.create(
        organization=organization,
        kind=Meeting.Kind.LECTURE,
        title=title,
        begins_at=begins_at,
        place=place,
        chair=chair,
        recorder=recorder,
        requirements=requirements,
        report_due_on=report_due_on(Meeting.Kind.LECTURE, begins_at),
    )
    return Lecture.objects.create(
        meeting=meeting,
        topic=topic,
        lecturer=lecturer,
        outside_lecturer=outside_lecturer,
        lecturer_type=lecturer_type,
        division_level=division_level,
        integrity=integrity,
    )


@action(lectures.lecture_still_planned, lectures.one_lecturer, lectures.lecturer_of_a_listed_type, label="更改授课安排")
def change_lecture(
    lecture: Lecture,
    *,
    topic: str,
    lecturer: Person | None,
    outside_lecturer: str,
    lecturer_type: str,
    by: User,
    at: datetime,
    division_level: bool = False,
    integrity: bool = False,
) -> Lecture:
    """Another lecturer or topic stands on the plan; what was reviewed, signed and approved before holds no longer."""
    lecture.topic, lecture.lecturer, lecture.outside_lecturer = topic, lecturer, outside_lecturer
    lecture.lecturer_type, lecture.division_level, lecture.integrity = lecturer_type, division_level, integrity
    lecture.forget_review()
    lecture.save()
    recall_request(lecture.meeting, "授课安排已更改", by=by, at=at)
    lecture.meeting.request = None
    lecture.meeting.save()
    return lecture


@built("8.3.4b")
@action(lectures.outline_may_change, lectures.handed_in_by_its_lecturer, label="存入党课提纲")
def file_outline(lecture: Lecture, *, outline: UploadedFile, by: User, at: datetime) -> Lecture:
    """The outline is kept in the archive; one that replaces another has to be reviewed anew (8.3.4b)."""
    lecture.outline = keep_paper(lecture.organization, upload=outline, by=by, at=at)
    lecture.forget_review()
    lecture.save()
    return lecture


@action(
    lectures.lecture_still_planned,
    lectures.outline_is_there,
    lectures.reviewed_by_the_right_person,
    label="审核党课提纲",
)
def review_outline(lecture: Lecture, *, by: User, at: datetime) -> Lecture:
    """The outline is passed by the secretary, the secretary's own by another committee member (8.3.4c, X1-30)."""
    lecture.reviewed_by, lecture.reviewed_on = Person.objects.get(user=by), timezone.localdate(at)
    lecture.save()
    return lecture


@action(
    lectures.lecture_still_planned,
    lectures.given_by_a_division_level_cadre,
    lectures.signed_by_today,
    label="登记局党组书记签字",
)
def record_bureau_signature(
    lecture: Lecture, *, signer: str, signed_on: date, scan: UploadedFile, by: User, at: datetime
) -> Lecture:
    """The signature on the division-level lecturer's outline is on record with its scan (8.3.4a)."""
    paper = keep_paper(lecture.organization, upload=scan, by=by, at=at)
    lecture.bureau_signer, lecture.bureau_signed_on, lecture.bureau_paper = signer, signed_on, paper
    lecture.outline = lecture.outline or paper
    lecture.save()
    return lecture


@action(lectures.lecture_was_held, lectures.counts_for_one_quarter_of_its_year, label="集中开展，计入其他季度")
def count_for_quarter(lecture: Lecture, *, quarter: date, note: str, by: User, at: datetime) -> Lecture:
    """The lecture, one of a concentrated series, counts for that quarter instead of its own (8.3.1)."""
    lecture.concentrated_for, lecture.concentrated_note = quarter, note
    lecture.save()
    return lecture
