"""A missed study from the notice to the review of what was made up."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from archives.actions import keep_paper
from meetings.actions.telling import tell_of_hand_in, tell_of_make_up, tell_of_review
from meetings.models import MakeUp, Meeting
from meetings.rules import makeups
from members.models import Person
from rulebook.kernel import action, built


@built("11.3a", "11.3b")
@action(
    makeups.is_made_up,
    makeups.absences_are_certain,
    makeups.somebody_has_to_make_up,
    makeups.notice_says_what_to_do,
    makeups.notice_gives_a_day,
    makeups.mode_is_named,
    makeups.day_lies_ahead,
    label="通知补课",
)
def require_make_up(
    meeting: Meeting, *, content: str, due_on: date | None, mode: str, by: User, at: datetime
) -> Meeting:
    """Whoever was expected and did not come has to make it up by that day, and is told so."""
    assert due_on is not None  # see notice_gives_a_day
    absent = meeting.attendances.to_make_up()
    told = list(absent.values_list("person__user", flat=True))
    MakeUp.objects.bulk_create(
        MakeUp(attendance=row, content=content, mode=mode, required_on=timezone.localdate(at), due_on=due_on)
        for row in absent
    )
    tell_of_make_up(meeting, content, due_on, at, told)
    return meeting


@built("11.3c")
@action(
    makeups.not_reviewed_yet,
    makeups.handed_in_by_the_absentee,
    makeups.signed_scan_is_there,
    makeups.follows_the_notice,
    label="提交补课材料",
)
def hand_in_make_up(make_up: MakeUp, *, scan: UploadedFile | None, by: User, at: datetime) -> MakeUp:
    """The signed notes and record are on file and wait for the review; what replaces others counts from its own day."""
    make_up.notes = keep_paper(make_up.organization, upload=scan, by=by, at=at, confidential=True)
    make_up.handed_in_on = timezone.localdate(at)
    make_up.save()
    tell_of_hand_in(make_up, at)
    return make_up


@built("11.3d")
@action(
    makeups.is_handed_in,
    makeups.not_reviewed_yet,
    makeups.reviewed_by_the_study_supervisor,
    makeups.follows_the_hand_in,
    label="审核补课",
)
def review_make_up(make_up: MakeUp, *, by: User, at: datetime) -> MakeUp:
    """The make-up is done: the study supervisor has reviewed and signed it (11.3d)."""
    make_up.reviewed_by, make_up.reviewed_on = Person.objects.get(user=by), timezone.localdate(at)
    make_up.save()
    tell_of_review(make_up, at)
    return make_up
