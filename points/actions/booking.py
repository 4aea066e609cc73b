"""Booking: what the registrar does with claims, and what shuts somebody out."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import User
from archives.actions import keep_paper
from members.models import Person
from points.actions.placing import place_anew
from points.models import Disqualification, Entry, Settlement, Veto
from points.rules import booking as rules
from rulebook.kernel import action, built
from rulebook.reminders import Message, notify


@built("39.4.2.1b")
@action(
    rules.booked_by_the_registrar,
    rules.can_be_booked,
    rules.nothing_counts_in_its_place,
    rules.quarter_is_open,
    label="登记",
)
def book_entry(entry: Entry, *, by: User, at: datetime) -> Entry:
    """The claim or deduction counts, in the month of its event; one refused before counts after all."""
    entry.state, entry.judged_at, entry.judged_by, entry.refusal = Entry.State.BOOKED, at, by, ""
    entry.save()
    return entry


@action(
    rules.booked_by_the_registrar,
    rules.waits_to_be_booked,
    rules.no_deduction,
    rules.quarter_is_open,
    label="不予登记",
)
def reject_entry(entry: Entry, *, refusal: str, by: User, at: datetime) -> Entry:
    """The claim does not count; who declared it reads why."""
    entry.state, entry.judged_at, entry.judged_by, entry.refusal = Entry.State.REJECTED, at, by, refusal.strip()
    entry.save()
    tell_of(entry, "points.reject_entry", "有一项积分申报未予登记")
    return entry


def tell_of(entry: Entry, act: str, what: str) -> None:
    """Whose points they are learns that they do not count, and where the reason stands."""
    text = f"你{what}，理由见积分页面。有异议的，可在该页提出更正申请。"
    message = Message(title="积分登记结果", text=text, url=entry.get_absolute_url())
    notify(entry, act, "", [entry.person.user_id] if entry.person.user_id else [], message)


@action(rules.booked_by_the_registrar, rules.was_booked, rules.quarter_is_open, label="更正登记（退回）")
def unbook_entry(entry: Entry, *, refusal: str, by: User, at: datetime) -> Entry:
    """What was booked by mistake does not count any more, and says why; whose it was is told."""
    entry.state, entry.judged_at, entry.judged_by, entry.refusal = Entry.State.REJECTED, at, by, refusal.strip()
    entry.save()
    tell_of(entry, "points.unbook_entry", "有一项已登记的积分被退回")
    return entry


@built("39.3.3")
@action(
    rules.done_by_the_registrar_of,
    rules.not_of_himself,
    rules.recognised_by_the_general_branch,
    rules.dated_by_today,
    rules.veto_recorded_once,
    label="登记廉洁否决",
)
def record_veto(
    person: Person,
    *,
    recognised_by: str,
    dated_on: date,
    number: str,
    paper: UploadedFile,
    by: User,
    at: datetime,
) -> Veto:
    """The quarter of the recognition is zero for him and he is out of its selection; his entries stay.

    A settled quarter whose pioneers have not been put to the general branch is ordered anew.
    """
    organization, on = person.organization, timezone.localdate(at)
    veto = Veto.objects.create(
        organization=organization,
        person=person,
        recognised_on=dated_on,
        number=number.strip(),
        paper=keep_paper(organization, upload=paper, by=by, at=at, confidential=True),
        recorded_on=on,
    )
    for settlement in Settlement.objects.filter(organization=organization, submission__isnull=True):
        place_anew(settlement, on)
    return veto


@built("31.4b")
@action(rules.not_of_himself, rules.dated_by_today, rules.disqualification_recorded_once, label="登记取消评优资格")
def record_disqualification(person: Person, *, dated_on: date, number: str, by: User, at: datetime) -> Disqualification:
    """He is chosen for no award of that calendar year."""
    return Disqualification.objects.create(
        organization=person.organization,
        person=person,
        decided_on=dated_on,
        number=number.strip(),
        recorded_on=timezone.localdate(at),
    )
