"""Study, theme days, service and the like, from the plan; they are held as every meeting is."""

from datetime import datetime

from accounts.models import Organization, User
from meetings.models import Attendance, Meeting
from meetings.rules import activities
from members.models import Person
from rulebook.kernel import action, built


@built("18.3")
@action(
    activities.is_a_kind_of_activity,
    activities.led_and_recorded_by_members,
    activities.says_what_it_is_about,
    label="筹备活动",
)
def plan_activity(
    organization: Organization,
    *,
    kind: str,
    title: str,
    begins_at: datetime,
    place: str,
    chair: Person,
    recorder: Person,
    requirements: str,
    by: User,
    at: datetime,
    for_all_members: bool = True,
) -> Meeting:
    """An activity is planned with its contents; one that is not for all members expects nobody but those invited."""
    return Meeting.objects.create(
        organization=organization,
        kind=kind,
        title=title,
        begins_at=begins_at,
        place=place,
        chair=chair,
        recorder=recorder,
        requirements=requirements,
        for_all_members=for_all_members,
    )


@action(
    activities.speech_at_a_study,
    activities.study_has_begun,
    activities.speaker_has_signed_in,
    activities.speeches_may_still_change,
    label="登记重点发言",
)
def name_key_speaker(attendance: Attendance, *, topic: str, by: User, at: datetime) -> Attendance:
    """The key speech stands in the record with its topic; without a topic it stands there no longer."""
    attendance.key_speech = topic.strip()
    attendance.save()
    return attendance
