"""From the probationary to the full member, and the papers to the personal file."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from archives.models import Submission
from meetings.models import AgendaItem, Matter
from members.models import Mentorship, Person
from recruitment.actions.writing import enter, prompt_day, send_up, start_clock, stop_all_clocks, stop_clock
from recruitment.journey import journey_of
from recruitment.models import Deadline, Kind, Outcome, Record, Recruit
from recruitment.rules import admission, order, probation
from recruitment.steps import Key
from rulebook.kernel import action, built
from rulebook.periods import add_months


@built("13.4.2")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.follows(Key.APPROVAL),
    probation.approved_before_the_oath,
    label="登记入党宣誓",
)
def record_oath(
    recruit: Recruit,
    *,
    happened_on: date,
    organ: str,
    text: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """He has taken the oath before the Party flag, at that place (`text`), organised by `organ`."""
    stop_clock(recruit, Deadline.Kind.OATH, happened_on)
    return enter(recruit, Kind.OATH, happened_on, scan, organ=organ, text=text, by=by, at=at)


@built("13.4.3")
@action(
    order.still_running,
    order.is_the_branchs,
    order.by_a_mentor_or_keeper,
    order.not_in_the_future,
    probation.is_probationary,
    order.follows(Key.ADMISSION),
    label="登记预备期考察",
)
def inspect_probation(
    recruit: Recruit,
    *,
    source: str,
    happened_on: date,
    text: str,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """He was educated and inspected in one of the five ways."""
    return enter(recruit, Kind.PROBATION_INSPECTION, happened_on, scan, source=source, text=text, by=by, at=at)


@action(
    order.still_running,
    order.by_himself_or_keeper,
    order.not_in_the_future,
    probation.is_probationary,
    order.follows(Key.ADMISSION),
    probation.applied_in_this_round,
    label="提出转正申请",
)
def apply_for_conversion(
    recruit: Recruit, *, happened_on: date, text: str, by: User, at: datetime, scan: UploadedFile | None = None
) -> Record:
    """His written application for conversion is with the branch."""
    stop_clock(recruit, Deadline.Kind.CONVERSION_REQUEST, happened_on)
    return enter(
        recruit, Kind.CONVERSION_APPLICATION, happened_on, scan, person=recruit.person, text=text, by=by, at=at
    )


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    probation.is_probationary,
    order.follows(Key.CONVERSION_APPLICATION),
    label="登记转正前听取的意见",
)
def record_conversion_opinion(
    recruit: Recruit,
    *,
    source: str,
    happened_on: date,
    text: str,
    favourable: bool,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """Members, the masses or the party group were heard on his conversion."""
    given: dict[str, Any] = {"source": source, "text": text, "favourable": favourable}
    return enter(recruit, Kind.CONVERSION_OPINION, happened_on, scan, by=by, at=at, **given)


@action(
    order.still_running,
    order.is_the_branchs,
    probation.is_probationary,
    order.follows(Key.ADMISSION),
    order.decided_anew(Kind.CONVERSION_EXAMINATION),
    probation.conversion_examined,
    label="登记支委会转正审查",
)
def record_conversion_examination(recruit: Recruit, *, decision: AgendaItem, by: User, at: datetime) -> Record:
    """The committee has examined his probation and puts him before the general meeting."""
    return enter(recruit, Kind.CONVERSION_EXAMINATION, decision.meeting.held_on, item=decision, by=by, at=at)


@built("13.4.4c")
@action(
    order.still_running,
    order.is_the_branchs,
    probation.is_probationary,
    probation.outcome_not_resolved_yet,
    probation.one_of_three_outcomes,
    order.follows(Key.CONVERSION_EXAMINATION),
    probation.probation_is_complete,
    probation.probation_was_over,
    order.decided_anew(Kind.CONVERSION_RESOLUTION),
    probation.outcome_by_general_meeting,
    probation.outcome_has_its_ground,
    probation.extension_within_its_limits,
    label="登记转正、延长或取消的决议",
)
def adopt_outcome(
    recruit: Recruit,
    *,
    decision: AgendaItem,
    ground: str,
    months: int | None,
    signed_by: Person | None,
    by: User,
    at: datetime,
) -> Record:
    """The meeting's decision with its ground stands; it takes effect with the superior's approval."""
    day = decision.meeting.held_on
    stop_clock(recruit, Deadline.Kind.CONVERSION, day)
    given: dict[str, Any] = {"item": decision, "text": ground, "person": signed_by}
    if decision.matter == Matter.PROBATION_EXTENSION:
        given["months"] = months
    return enter(recruit, Kind.CONVERSION_RESOLUTION, day, by=by, at=at, **given)


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    probation.outcome_is_resolved,
    admission.has_department_committee,
    admission.sent_once(Kind.CONVERSION_REPORT),
    label="报批转正等决议",
)
def send_outcome(recruit: Recruit, *, happened_on: date, by: User, at: datetime) -> Record:
    """The resolution is on its way through 党总支 to 机关党委, whose three months have begun."""
    resolution = journey_of(recruit, timezone.localdate(at)).last(Kind.CONVERSION_RESOLUTION)
    assert resolution is not None  # gates of this verb
    assert resolution.item is not None
    title = f"关于{recruit.person.name}{resolution.item.get_matter_display()}的请示"
    record = send_up(recruit, Kind.CONVERSION_REPORT, Submission.Purpose.APPROVAL, title, happened_on, by=by, at=at)
    start_clock(recruit, Deadline.Kind.CONVERSION_APPROVAL, add_months(happened_on, 3), record.submission)
    return record


@built("13.4.4f")
@action(
    order.still_running,
    order.is_the_branchs,
    probation.is_probationary,
    probation.outcome_is_resolved,
    probation.outcome_is_approved,
    label="登记批准生效",
)
def settle_outcome(recruit: Recruit, *, by: User, at: datetime) -> Record:
    """What the meeting resolved is in effect: a full member from the end of probation, longer on probation, or out."""
    journey = journey_of(recruit, timezone.localdate(at))
    resolution, approved_on = journey.last(Kind.CONVERSION_RESOLUTION), journey.approved(Kind.CONVERSION_REPORT)
    assert resolution is not None  # gates of this verb
    assert resolution.item is not None
    assert approved_on is not None
    stop_clock(recruit, Deadline.Kind.CONVERSION_APPROVAL, approved_on)
    given: dict[str, Any] = {"by": by, "at": at, "item": resolution.item}
    person, matter = recruit.person, resolution.item.matter
    if matter == Matter.PROBATION_EXTENSION:
        recruit.extended_until = probation.end_of_extension(journey, resolution.months or 0)
        recruit.save(update_fields=["extended_until"])
        start_clock(recruit, Deadline.Kind.CONVERSION_REQUEST, recruit.extended_until)
        start_clock(recruit, Deadline.Kind.CONVERSION, prompt_day(recruit, recruit.extended_until))
        return enter(recruit, Kind.CONVERSION, approved_on, favourable=False, months=resolution.months, **given)
    if matter == Matter.PROBATION_CANCELLATION:
        person.ended_on = approved_on
        person.save(update_fields=["ended_on"])
        end(recruit, Outcome.CANCELLED, approved_on, resolution.text)
        return enter(recruit, Kind.CONVERSION, approved_on, favourable=False, **given)
    person.full_on = journey.probation_end
    person.save(update_fields=["full_on"])
    start_clock(recruit, Deadline.Kind.HAND_OVER, prompt_day(recruit, approved_on))
    return enter(recruit, Kind.CONVERSION, approved_on, favourable=True, **given)


@action(
    order.still_running,
    order.is_the_branchs,
    probation.is_probationary,
    probation.outcome_is_resolved,
    probation.outcome_was_refused,
    label="登记上级未批准转正决议",
)
def refuse_outcome(recruit: Recruit, *, told_on: date, text: str, by: User, at: datetime) -> Record:
    """The superior did not agree; he stays on probation and the branch discusses anew."""
    recruit.deadlines.filter(kind=Deadline.Kind.CONVERSION_APPROVAL, done_on__isnull=True).delete()
    for kind in (Deadline.Kind.CONVERSION_REQUEST, Deadline.Kind.CONVERSION):
        start_clock(recruit, kind, prompt_day(recruit, told_on))
    return enter(recruit, Kind.CONVERSION, told_on, favourable=False, text=text, by=by, at=at)


@built("13.4.6")
@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    probation.is_converted,
    order.follows(Key.CONVERSION),
    probation.five_papers,
    label="移交材料",
)
def hand_over(
    recruit: Recruit,
    *,
    happened_on: date,
    organ: str,
    papers: list[str],
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> Record:
    """The five papers are with the personnel office for the personal file; the way is complete."""
    stop_clock(recruit, Deadline.Kind.HAND_OVER, happened_on)
    end(recruit, Outcome.COMPLETED, happened_on, "")
    return enter(recruit, Kind.HAND_OVER, happened_on, scan, organ=organ, parts=papers, by=by, at=at)


def end(recruit: Recruit, outcome: str, on: date, reason: str) -> None:
    """The way has ended; no clock runs any more, and nobody accompanies him."""
    recruit.outcome, recruit.ended_on, recruit.ended_reason = outcome, on, reason[:200]
    recruit.save(update_fields=["outcome", "ended_on", "ended_reason"])
    stop_all_clocks(recruit)
    for row in Mentorship.objects.filter(person=recruit.person, until__isnull=True):
        row.until = max(on, row.since + timedelta(days=1))
        row.save(update_fields=["until"])
