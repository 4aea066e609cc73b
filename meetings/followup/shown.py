"""What a meeting's page shows of its lecture, of documents to study, and of resolutions without an owner."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from meetings.models import Lecture, Meeting, Resolution
from meetings.rules.plans import documents_to_study
from meetings.rules.resolutions import without_owner
from rulebook.models import Act

TEACHING = ("meetings.plan_lecture", "meetings.change_lecture")
LABEL = "meetings.lecture"


def shown_beside(meeting: Meeting, user: User) -> dict[str, Any]:
    """The context of the parts of templates/meetings/meeting.html that not every meeting has."""
    if meeting.is_lecture:
        return shown_of_lecture(meeting)
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


def reason_for_lecturer(lecture: Lecture) -> str:
    """The written reason for a lecturer of no listed type (8.3.2), from the act it passed with."""
    if lecture.lecturer_type != Lecture.LecturerType.OTHER:
        return ""
    on_it = Q(result_type=LABEL, result_id=lecture.pk) | Q(subject_type=LABEL, subject_id=lecture.pk)
    acts = Act.objects.filter(on_it, organization=lecture.organization, verb__in=TEACHING)
    return acts.order_by("-number").values_list("excuse", flat=True).first() or ""
