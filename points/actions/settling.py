"""Closing and publishing a month, settling a quarter, proposing pioneers and making them known."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import submit
from archives.models import Submission
from meetings.models import AgendaItem, MakeUp
from members.models import Person
from points.actions.placing import place_anew
from points.models import Entry, PointMonth, PublishedLine, Settlement, WorkItem
from points.participants import participants
from points.reckoning import month_totals, running_quarter
from points.rules import booking
from points.rules import settling as rules
from points.scheme import begins_on, scheme_on
from rulebook.kernel import action, built
from rulebook.periods import add_months, last_of_month
from rulebook.reminders import Message, notify


@built("39.4.2.1a", "39.4.2.2c")
@action(
    booking.done_by_the_registrar,
    rules.month_belongs_to_the_trial,
    rules.claims_have_had_their_time,
    rules.month_is_open,
    rules.month_quarter_not_settled,
    label="月末关账",
)
def close_month(organization: Organization, *, month: date, by: User, at: datetime) -> PointMonth:
    """Nobody declares for the month any more; its deductions are booked, the registrar's own wait for the secretary."""
    point_month, _ = PointMonth.objects.update_or_create(
        organization=organization, month=month, defaults={"closed_at": at}
    )
    deduct(organization, month, by, at)
    return point_month


def deduct(organization: Organization, month: date, by: User, at: datetime) -> None:
    """One entry for each make-up missed and each owner of an unrecognised plan item, once.

    Who takes no part any more that day loses nothing (39.1). What the registrar has taken back with a reason does
    not come again when the month is closed anew.
    """
    start = begins_on(organization, month)
    entries = [
        *missed_make_ups(organization, max(month, start), add_months(month, 1), timezone.localdate(at)),
        *unfinished_items(organization, month),
    ]
    known = set(
        Entry.objects.filter(organization=organization, code__in=["A1.5", "A3.1"])
        .filter(Q(month=month) | Q(state__in=[Entry.State.DECLARED, Entry.State.BOOKED]))
        .values_list("person", "code", "attendance", "work")
    )
    fresh = [
        entry for entry in entries if (entry.person_id, entry.code, entry.attendance_id, entry.work_id) not in known
    ]
    here = {day: set(participants(organization, day).values_list("pk", flat=True)) for day in days_of(fresh)}
    fresh = [entry for entry in fresh if entry.person_id in here[entry.event_on]]
    for entry in fresh:
        own = entry.person.user_id == by.pk
        entry.state = Entry.State.DECLARED if own else Entry.State.BOOKED
        entry.judged_at, entry.judged_by = (None, None) if own else (at, by)
        entry.save()
    tell_of_deductions(fresh)


def days_of(entries: Iterable[Entry]) -> set[date]:
    return {entry.event_on for entry in entries}


def deduction(organization: Organization, person: Person, code: str, event_on: date, **evidence: object) -> Entry:
    line = scheme_on(organization, event_on)[code]
    return Entry(
        organization=organization,
        person=person,
        code=code,
        field=line.field,
        label=line.label,
        event_on=event_on,
        coefficient=line.coefficient,
        change=line.change,
        **evidence,
    )


@built("39.3.1.1.5", "11.6")
def missed_make_ups(organization: Organization, since: date, until: date, on: date) -> Iterable[Entry]:
    """−1 for each make-up not handed in by the day of its notice, in the month of that day; absence costs nothing."""
    missed = MakeUp.objects.missed(on).filter(
        attendance__meeting__organization=organization, due_on__gte=since, due_on__lt=until
    )
    for make_up in missed.select_related("attendance__person", "attendance__meeting"):
        attendance = make_up.attendance
        title = f"{attendance.meeting.title}未补课"[:120]
        yield deduction(organization, attendance.person, "A1.5", make_up.due_on, attendance=attendance, title=title)


@built("39.3.1.3.1", "39.4.1.2")
def unfinished_items(organization: Organization, month: date) -> Iterable[Entry]:
    """−1 to each responsible person of an item of the month's plan that neither of the two has recognised."""
    last = last_of_month(month)
    items = WorkItem.objects.monthly().filter(organization=organization, month=month, recognised_on__isnull=True)
    for work in items.prefetch_related("owners"):
        for person in work.owners.all():
            yield deduction(organization, person, "A3.1", last, work=work, title=work.title)


def tell_of_deductions(entries: Iterable[Entry]) -> None:
    for entry in entries:
        missing = "未见党总支或分管领导的认可" if entry.code == "A3.1" else "补课期限已过，未见补课材料"
        message = Message(
            title="积分扣分告知",
            text=f"本月关账时有一项扣分：{missing}。明细见积分页面，有异议的可提出更正申请。",
            url=entry.get_absolute_url(),
        )
        notify(entry, "points.close_month", "", [entry.person.user_id] if entry.person.user_id else [], message)


@action(
    rules.reopened_by_the_secretary,
    rules.month_is_closed,
    rules.quarter_of_the_month_is_open,
    label="重新开放当月申报",
)
def reopen_month(month: PointMonth, *, reason: str, by: User, at: datetime) -> PointMonth:
    """The month takes claims again, for a reason that was not the members' own; it has to be closed anew."""
    month.closed_at, month.reopened_at, month.reopened_for = None, at, reason.strip()
    if month.published_on:
        month.published_on = month.corrected_on = None
        month.correction = ""
        month.lines.all().delete()
    month.save()
    return month


@built("39.4.3")
@action(
    booking.done_by_the_registrar,
    rules.month_is_closed,
    rules.not_published_yet,
    rules.claims_of_the_month_are_judged,
    label="公布当月积分",
)
def publish_month(month: PointMonth, *, by: User, at: datetime) -> PointMonth:
    """The branch reads each participant's month and quarter; the facts behind a veto stand nowhere in it."""
    on = timezone.localdate(at)
    month.published_on = on
    month.save()
    write_lines(month, on)
    return month


@action(
    booking.done_by_the_registrar,
    rules.published_already,
    rules.quarter_of_the_month_is_open,
    label="更正公布",
)
def correct_publication(month: PointMonth, *, correction: str, by: User, at: datetime) -> PointMonth:
    """The list says what is booked now, with a note on what has changed."""
    month.corrected_on, month.correction = timezone.localdate(at), correction.strip()
    month.save()
    month.lines.all().delete()
    write_lines(month, month.corrected_on)
    return month


def write_lines(month: PointMonth, on: date) -> None:
    organization = month.organization
    last = last_of_month(month.month)
    gained = month_totals(organization, month.month)
    totals = running_quarter(organization, month.month, on)
    people = set(participants(organization, last).values_list("pk", flat=True)) | gained.keys()
    PublishedLine.objects.bulk_create(
        PublishedLine(point_month=month, person_id=id, month_parts=gained.get(id, 0), quarter_parts=totals.get(id, 0))
        for id in people
    )


@built("39.4.2.2b", "39.4.4a")
@action(
    booking.done_by_the_registrar,
    rules.quarter_begins_there,
    rules.quarter_settled_once,
    rules.every_month_is_closed,
    rules.every_claim_is_judged,
    label="季度结算",
)
def settle_quarter(organization: Organization, *, quarter: date, by: User, at: datetime) -> Settlement:
    """The quarter's totals are frozen and ranked; nothing can be added to it, and the next one starts at zero."""
    on = timezone.localdate(at)
    settlement = Settlement.objects.create(organization=organization, quarter=quarter, settled_on=on)
    place_anew(settlement, on)
    return settlement


@built("39.4.4b")
@action(
    rules.not_with_the_superior,
    rules.has_a_superior,
    rules.somebody_is_proposed,
    rules.nobody_was_vetoed_since,
    rules.committee_has_decided,
    rules.pioneers_sent_after_their_study,
    rules.chosen_are_full_members,
    rules.tie_is_decided,
    label="拟定标兵并报党总支",
)
def propose_pioneers(
    settlement: Settlement,
    *,
    decision: AgendaItem | None,
    chosen: Sequence[Person],
    tie_reason: str,
    sent_on: date,
    by: User,
    at: datetime,
) -> Submission:
    """The first three full members, with those the committee chose at a tie, are put to the general branch."""
    organization = settlement.organization
    assert organization.superior is not None  # the gate before
    picked = {person.pk for person in chosen}
    for place in settlement.places.filter(tied=True):
        place.proposed = place.person_id in picked
        place.save()
    names = "、".join(str(place.person) for place in settlement.places.filter(proposed=True).select_related("person"))
    quarter = settlement.quarter_name
    reason = f"第三名并列，支委会研究：{tie_reason.strip()}。" if tie_reason.strip() else ""
    settlement.submission = submit(
        organization,
        recipient=organization.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter="points.pioneers",
        title=f"关于拟定{quarter}“网信先锋标兵”的请示",
        body=f"根据{quarter}党员积分结算，经支部研究，拟定{names}为{quarter}“网信先锋标兵”。{reason}当否，请批示。",
        sent_on=sent_on,
        by=by,
        at=at,
    )
    settlement.decision, settlement.tie_reason = decision, tie_reason.strip()
    settlement.save()
    return settlement.submission


@built("39.4.4b", "22.1", "18.2")
@action(
    rules.approved_by_the_general_branch,
    rules.honour_not_published_yet,
    rules.nobody_was_vetoed_since,
    rules.published_after_the_approval,
    label="公布标兵",
)
def publish_pioneers(settlement: Settlement, *, published_on: date, by: User, at: datetime) -> Settlement:
    """The pioneers stand on the board of honours, with quarter and day of approval."""
    settlement.published_on = published_on
    settlement.save()
    return settlement
