"""What happens beside the steps: stopped, moved, leaving, gaps explained, a record corrected."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from meetings.models import AgendaItem
from members.comparison import keyed
from members.models import Affiliation, Person
from recruitment.actions.activists import begin_anew, roll_inspection
from recruitment.actions.probation import end
from recruitment.actions.writing import enter, start_clock
from recruitment.journey import journey_of
from recruitment.models import Deadline, Kind, Outcome, Record, Recruit
from recruitment.rules import activists, candidates, course, order
from recruitment.steps import Key
from rulebook.kernel import action, built
from rulebook.periods import add_months


@action(
    order.still_running,
    order.is_the_branchs,
    course.not_yet_a_member,
    course.not_resolved_by_the_general_meeting,
    order.not_before_what_was_reached,
    course.stopped_by_committee,
    label="停止培养",
)
def stop_training(recruit: Recruit, *, decision: AgendaItem, reason: str, by: User, at: datetime) -> Recruit:
    """His training has ended by the committee's decision; he may apply anew."""
    end(recruit, Outcome.STOPPED, decision.meeting.held_on, reason)
    return recruit


@built("N13.19a")
@action(order.still_running, order.is_the_branchs, label="登记将离开本单位")
def note_leaving(recruit: Recruit, *, leaving_on: date | None, by: User, at: datetime) -> Recruit:
    """The day he will leave the unit is known; within three months of it nobody is normally admitted."""
    recruit.leaving_on = leaving_on
    recruit.save(update_fields=["leaving_on"])
    return recruit


@action(
    order.still_running,
    order.is_the_branchs,
    order.not_in_the_future,
    order.not_before_what_was_reached,
    label="转出",
)
def move_out(recruit: Recruit, *, happened_on: date, organ: str, text: str, by: User, at: datetime) -> Record:
    """He has gone to another organisation (`organ`) with these papers (`text`); the way goes on there."""
    end(recruit, Outcome.MOVED, happened_on, f"转往{organ}")
    Affiliation.objects.filter(person=recruit.person, until__isnull=True, since__lt=happened_on).update(
        until=happened_on
    )
    return enter(recruit, Kind.MOVE, happened_on, organ=organ, text=text, by=by, at=at)


@built("N13.12")
@action(
    activists.not_on_the_way_yet,
    activists.begins_after_the_last_way,
    activists.somebody_named,
    activists.typed_once,
    course.moved_by_today,
    course.dates_follow,
    label="接收转入的培养对象",
)
def move_in(
    organization: Organization,
    *,
    person: Person | None,
    name: str,
    sex: str,
    birth_on: date | None,
    department: str,
    moved_on: date,
    from_organ: str,
    received_on: date,
    activist_on: date | None,
    papers: str,
    paper: UploadedFile | None,
    by: User,
    at: datetime,
) -> Recruit:
    """He goes on here with the papers he brought; the time of his training runs on (N13.12)."""
    recruit = activist_from(organization, person, name, sex, birth_on, department, moved_on, received_on, activist_on)
    enter(recruit, Kind.MOVE, moved_on, paper, organ=from_organ, text=papers, by=by, at=at)
    if activist_on is not None:
        behind = [Key.TALK.value, Key.RECOMMENDATION.value]
        enter(recruit, Kind.GAP, moved_on, text=f"由{from_organ}办理，见转来的材料", parts=behind, by=by, at=at)
        start_clock(recruit, Deadline.Kind.INSPECTION, add_months(max(activist_on, moved_on), 6))
    else:
        start_clock(recruit, Deadline.Kind.TALK, add_months(moved_on, 1))
    return recruit


def activist_from(
    organization: Organization,
    person: Person | None,
    name: str,
    sex: str,
    birth_on: date | None,
    department: str,
    moved_on: date,
    received_on: date,
    activist_on: date | None,
) -> Recruit:
    """The person with the dates he brings, at home in this branch from the day he came."""
    came = person or Person(**keyed({"name": name, "sex": sex, "birth_on": birth_on, "department": department}))
    begin_anew(came)
    came.applied_on, came.activist_on = received_on, activist_on
    came.save()
    Affiliation.objects.filter(person=came, until__isnull=True, since__lt=moved_on).exclude(
        organization=organization
    ).update(until=moved_on)
    if not came.affiliations.filter(until__isnull=True).exists():
        Affiliation.objects.create(person=came, organization=organization, since=moved_on)
    return Recruit.objects.create(person=came, organization=organization, received_on=received_on)


@built("13.0p")
@action(order.still_running, order.is_the_branchs, course.are_gaps, course.explanation_is_written, label="说明缺项")
def explain_gap(recruit: Recruit, *, steps: list[str], text: str, by: User, at: datetime) -> Record:
    """Why these steps have no record is written down: they stay visible as gaps and no longer hold up what follows."""
    return enter(recruit, Kind.GAP, timezone.localdate(at), text=text, parts=steps, by=by, at=at)


@action(
    order.withdrawn_once,
    candidates.can_be_withdrawn,
    candidates.nothing_rests_on_it,
    course.not_his_own,
    label="更正记录",
)
def withdraw_record(record: Record, *, reason: str, by: User, at: datetime) -> Record:
    """The record counts no more and stays visible with the reason; the right one is recorded anew."""
    record.withdrawn_on, record.withdrawn_reason = timezone.localdate(at), reason
    record.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    if record.recruit.is_running:
        run_again(record, timezone.localdate(at))
    return record


STOPPED_BY = {
    Kind.TALK: Deadline.Kind.TALK,
    Kind.OATH: Deadline.Kind.OATH,
    Kind.CONVERSION_APPLICATION: Deadline.Kind.CONVERSION_REQUEST,
}


def run_again(record: Record, on: date) -> None:
    """The clock that the withdrawn record had stopped runs again, unless another record stops it."""
    recruit, day = record.recruit, record.happened_on
    recruit.forget_journeys()
    left = [row.happened_on for row in journey_of(recruit, on).of(record.kind)]
    if record.kind == Kind.INSPECTION:
        uninspected(recruit, day, left)
    stopped = recruit.deadlines.filter(kind=STOPPED_BY.get(Kind(record.kind), "")).last()
    if stopped is not None and stopped.done_on == day:
        stopped.done_on = min(left, default=None)
        stopped.save(update_fields=["done_on"])


def uninspected(recruit: Recruit, day: date, left: list[date]) -> None:
    """The half-year that ended with the inspection of that day goes on, and the one begun with it does not begin."""
    clocks = recruit.deadlines.filter(kind=Deadline.Kind.INSPECTION)
    ended, begun = clocks.filter(done_on=day).last(), clocks.filter(due_on=add_months(day, 6)).last()
    if day in left or ended is None or begun is None:
        return
    begun.delete()
    ended.done_on = begun.done_on
    ended.save(update_fields=["done_on"])
    if ended.done_on is None and left:
        roll_inspection(recruit, max(left))
