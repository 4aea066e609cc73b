"""What a meeting's page shows of its lecture or make-ups, of documents to study, of resolutions without an owner."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from meetings.models import Lecture, MakeUp, Meeting, Resolution
from meetings.rules.plans import documents_to_study
from meetings.rules.resolutions import without_owner
from rulebook import clock
from rulebook.models import Act

TEACHING = ("meetings.plan_lecture", "meetings.change_lecture")
LABEL = "meetings.lecture"


def shown_beside(meeting: Meeting, user: User) -> dict[str, Any]:
    """The context of the parts of templates/meetings/meeting.html that not every meeting has."""
    if meeting.is_lecture:
        return shown_of_lecture(meeting)
    if meeting.is_activity:
        return shown_of_activity(meeting, user)
    shown: dict[str, Any] = {}
    if meeting.state == Meeting.State.PLANNED:
        shown["documents"] = documents_to_study(meeting)
    elif meeting.takes_votes and user.has_perm("meetings.assign_owner", meeting.organization):
        shown["finding"], shown["unowned"] = without_owner(Resolution.objects.filter(item__meeting=meeting))
    return shown


def shown_of_lecture(meeting: Meeting) -> dict[str, Any]:
    people = Lecture.objects.select_related("meeting__organization", "lecturer", "reviewed_by", "outline")
    lecture = people.filter(meeting=meeting).first()
    return {"lecture": lecture, "lecturer_reason": reason_for_lecturer(lecture) if lecture else ""}


def shown_of_activity(meeting: Meeting, user: User) -> dict[str, Any]:
    """Of an activity of a few, whether he names them; of a study who has to make it up, as far as he may know that."""
    if meeting.state == Meeting.State.PLANNED:
        open_list = not meeting.for_all_members and meeting.roll_frozen_at is None
        return {"may_invite": open_list and user.has_perm("meetings.invite_observer", meeting.organization)}
    if not meeting.is_study:
        return {}
    may_note = user.has_perm("meetings.name_key_speaker", meeting.organization)
    make_ups = (
        MakeUp.objects.visible_to(user).filter(attendance__meeting=meeting).order_by("attendance__person__pinyin_key")
    )
    return {
        "notes_speeches": may_note and meeting.signed_off_at is None,
        "make_ups": [(row, row.state_on(clock.today())) for row in make_ups],
        "waits_for_notice": meeting.signed_off_at is not None and meeting.attendances.to_make_up().exists(),
    }


def reason_for_lecturer(lecture: Lecture) -> str:
    """The written reason for a lecturer of no listed type (8.3.2), from the act it passed with."""
    if lecture.lecturer_type != Lecture.LecturerType.OTHER:
        return ""
    on_it = Q(result_type=LABEL, result_id=lecture.pk) | Q(subject_type=LABEL, subject_id=lecture.pk)
    acts = Act.objects.filter(on_it, organization=lecture.organization, verb__in=TEACHING)
    return acts.order_by("-number").values_list("excuse", flat=True).first() or ""
