"""Following a resolution up to its end, and changing or setting it aside."""

from datetime import date, datetime

from accounts.models import User
from archives.actions import submit
from archives.models import Submission
from meetings.models import AgendaItem, Resolution, ResolutionProgress
from meetings.rules import resolutions as rules
from members.models import Person
from rulebook.kernel import action, built


@action(
    rules.is_to_be_carried_out,
    rules.not_finished_yet,
    rules.still_stands,
    rules.owner_is_of_the_branch,
    label="指定落实责任人",
)
def assign_owner(resolution: Resolution, *, owner: Person, due_on: date | None, by: User, at: datetime) -> Resolution:
    """The resolution has somebody who carries it out, and a day by which where one is set."""
    resolution.owner, resolution.due_on = owner, due_on
    resolution.save()
    return resolution


@action(
    rules.is_to_be_carried_out,
    rules.not_finished_yet,
    rules.still_stands,
    rules.recorded_by_owner_or_recorder,
    rules.between_resolution_and_today,
    label="登记落实情况",
)
def record_progress(
    resolution: Resolution, *, happened_on: date, text: str, by: User, at: datetime
) -> ResolutionProgress:
    """One more step is on record, and the resolution is being carried out."""
    resolution.state = Resolution.State.IN_PROGRESS
    resolution.save()
    return ResolutionProgress.objects.create(
        resolution=resolution, happened_on=happened_on, text=text, recorded_by=by.name
    )


@action(
    rules.is_to_be_carried_out,
    rules.not_finished_yet,
    rules.still_stands,
    rules.has_an_owner,
    rules.between_resolution_and_today,
    label="办结",
)
def finish_resolution(resolution: Resolution, *, done_on: date, text: str, by: User, at: datetime) -> Resolution:
    """The resolution is carried out; it leaves the open part of the ledger."""
    ResolutionProgress.objects.create(resolution=resolution, happened_on=done_on, text=text, recorded_by=by.name)
    resolution.state, resolution.done_on = Resolution.State.DONE, done_on
    resolution.save()
    return resolution


@built("8.2.3a")
@action(
    rules.a_committees_resolution,
    rules.in_force,
    rules.overruled_by_the_general_meeting,
    label="登记党员大会修改或否定",
)
def overrule_resolution(
    resolution: Resolution, *, outcome: str, item: AgendaItem, by: User, at: datetime
) -> Resolution:
    """The committee's resolution stands as amended or rejected by this decision of the general meeting (8.2.3a)."""
    resolution.standing, resolution.standing_by = Resolution.Standing(outcome), item
    resolution.save()
    return resolution


@action(
    rules.in_force,
    rules.general_meetings_are_not_annulled_by_the_committee,
    rules.decided_anew,
    label="撤销决议",
)
def annul_resolution(resolution: Resolution, *, item: AgendaItem, by: User, at: datetime) -> Resolution:
    """The resolution no longer holds, by a later decision of the same meeting or one above it."""
    resolution.standing, resolution.standing_by = Resolution.Standing.ANNULLED, item
    resolution.save()
    return resolution


@action(rules.set_aside, rules.not_overruled_by_the_general_meeting, rules.decided_anew, label="恢复决议效力")
def restore_resolution(resolution: Resolution, *, item: AgendaItem | None, by: User, at: datetime) -> Resolution:
    """The resolution holds again, by a later decision."""
    resolution.standing, resolution.standing_by = Resolution.Standing.VALID, item
    resolution.save()
    return resolution


@built("8.2.3b")
@action(
    rules.a_general_meetings_resolution,
    rules.in_force,
    rules.no_ruling_asked_for_yet,
    rules.has_a_superior,
    rules.committee_asks_for_the_ruling,
    label="提请上级裁决",
)
def request_ruling(
    resolution: Resolution, *, decision: AgendaItem, reason: str, sent_on: date, by: User, at: datetime
) -> Submission:
    """The committee has asked the superior to rule; the resolution holds meanwhile (8.2.3b)."""
    submission = submit(
        resolution.organization,
        recipient=resolution.organization.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter="ruling",
        title=f"关于提请裁决党员大会“{resolution.item.title}”决议的请示"[:120],
        body=f"党员大会{resolution.item.meeting.held_on}决议：{resolution.text}\n提请裁决的理由：{reason}",
        important=True,
        studied_in=decision.pk,
        sent_on=sent_on,
        by=by,
        at=at,
    )
    resolution.ruling = submission
    resolution.save()
    return submission
