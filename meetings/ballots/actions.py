"""The verbs round the box: permitted, prepared, opened, closed, aborted."""

import hashlib
import secrets
import uuid
from datetime import date, datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, User
from archives.actions import keep_paper
from meetings.actions.voting import count_vote, open_vote
from meetings.ballots import rules
from meetings.ballots.box import SHARES, key_of, public_key, unseal
from meetings.ballots.erasure import erase_traces
from meetings.ballots.models import BallotBox, BallotPermission, Choice, OpenedBallot, RollEntry
from meetings.models import AgendaItem, Vote
from meetings.rules import voting
from members.models import Person
from rulebook.kernel import action

shuffle = secrets.SystemRandom().shuffle


@action(rules.not_permitted_yet, label="批准使用电子票箱")
def permit_ballots(organization: Organization, *, number: str, by: User, at: datetime) -> BallotPermission:
    """The superior permits the box online; the branch may use it from this day on."""
    return BallotPermission.objects.create(
        organization=organization,
        number=number,
        permitted_on=timezone.localdate(at),
        permitted_by=by.name,
        permitted_online_by=by,
    )


@action(rules.not_permitted_yet, rules.permitted_by_today, label="登记电子票箱批准")
def record_ballot_permission(
    organization: Organization,
    *,
    number: str,
    permitted_on: date,
    permitted_by: str,
    scan: UploadedFile,
    by: User,
    at: datetime,
) -> BallotPermission:
    """The superior's permission on paper is on record with its number, date and scan."""
    return BallotPermission.objects.create(
        organization=organization,
        number=number,
        permitted_on=permitted_on,
        permitted_by=permitted_by,
        scan=keep_paper(organization, upload=scan, by=by, at=at),
    )


@action(rules.still_in_force, label="收回批准")
def withdraw_ballot_permission(
    permission: BallotPermission, *, reason: str, by: User, at: datetime
) -> BallotPermission:
    """The branch opens no box from this day on; a box that is open is still closed and counted."""
    permission.withdrawn_on, permission.withdrawn_reason = timezone.localdate(at), reason
    permission.save()
    return permission


@action(
    voting.meeting_is_open,
    voting.item_is_settled,
    voting.item_is_undecided,
    voting.not_carried_over,
    rules.general_meetings_only,
    rules.superior_permits_the_box,
    rules.vote_is_still_to_come,
    rules.key_holders_are_fit,
    label="准备电子票箱",
)
def prepare_box(
    item: AgendaItem, *, key: bytes, keeping: str, scrutineer: Person, teller: Person, by: User, at: datetime
) -> BallotBox:
    """A box with the lock of `key` stands ready; slips of a box that was ready before are void. The key is not kept."""
    uid = uuid.uuid4()
    slips = SHARES if keeping == BallotBox.Keeping.SLIPS else 1
    box, _ = BallotBox.objects.update_or_create(
        item=item,
        state=BallotBox.State.PREPARED,
        defaults={
            "uid": uid,
            "keeping": keeping,
            "public_key": public_key(key, uid.bytes),
            "slip_numbers": " ".join(f"{secrets.randbelow(10_000):04}" for _ in range(slips)),
            "scrutineer": scrutineer,
            "teller": teller,
            "prepared_at": at,
        },
    )
    return box


@action(rules.box_is_prepared, rules.superior_permits_the_box, rules.slips_have_arrived, label="开始投票")
def open_box(box: BallotBox, *, numbers: list[str], by: User, at: datetime) -> BallotBox:
    """The vote has begun; its base is fixed, and every voter present stands on the roll of the box."""
    item = box.item
    voters = rules.roll_to_take_over(item) if item.state == AgendaItem.State.VOTING else []
    if not voters:
        open_vote(item, method=Vote.Method.SECRET_BALLOT, by=by, at=at)
        voters = rules.present_voters(item)
    shuffle(voters)
    RollEntry.objects.bulk_create(RollEntry(box=box, person_id=person) for person in voters)
    box.state, box.opened_at = BallotBox.State.OPEN, at
    box.save()
    return box


@action(
    rules.box_is_open,
    rules.everybody_has_voted,
    rules.ballots_match_the_roll,
    rules.codes_open_the_box,
    label="关箱计票",
)
def close_box(
    box: BallotBox,
    *,
    codes: list[str],
    wait_no_longer: bool,
    by: User,
    at: datetime,
    written_in_favour: int = 0,
    written_against: int = 0,
    written_abstained: int = 0,
) -> Vote:
    """The vote is counted; the shuffled ballots and their hash stay, the sealed ones and their order are gone."""
    roll = lock_roll(box)
    key = key_of(codes, bytes(box.public_key), box.uid.bytes)
    sealed = box.sealed_ballots.values_list("content", flat=True)
    choices = [unseal(bytes(content), key, box.uid.bytes) for content in sealed]
    shuffle(choices)
    valid = [choice for choice in choices if choice in Choice.values]
    OpenedBallot.objects.bulk_create(OpenedBallot(box=box, choice=choice) for choice in valid)
    box.state, box.ended_at, box.digest = BallotBox.State.CLOSED, at, digest_of(box)
    empty(box, roll)
    return count_vote(
        box.item,
        in_favour=valid.count(Choice.IN_FAVOUR),
        against=valid.count(Choice.AGAINST),
        abstained=valid.count(Choice.ABSTAINED),
        spoiled=len(choices) - len(valid),
        written_in_favour=written_in_favour,
        written_against=written_against,
        written_abstained=written_abstained,
        issued=len(roll),
        returned=len(choices),
        scrutineer=box.scrutineer,
        teller=box.teller,
        by=by,
        at=at,
    )


def lock_roll(box: BallotBox) -> list[RollEntry]:
    """The roll, once every ballot on its way is in the box; the next one finds no row under its id any more."""
    return list(box.roll.select_for_update())


def digest_of(box: BallotBox) -> str:
    """SHA-256 over the opened ballots by their ids: whoever has them can count again what was counted."""
    ballots = sorted((id.hex, choice) for id, choice in box.opened_ballots.values_list("id", "choice"))
    return hashlib.sha256(f"{box.uid.hex} {ballots}".encode()).hexdigest()


def empty(box: BallotBox, roll: list[RollEntry]) -> None:
    """The sealed ballots are gone; the roll stands anew in shuffled order, so that no row keeps when it was changed."""
    shuffle(roll)
    box.roll.all().delete()
    RollEntry.objects.bulk_create(RollEntry(box=box, person_id=row.person_id, voted=row.voted) for row in roll)
    box.sealed_ballots.all().delete()
    box.save()
    transaction.on_commit(partial(erase_traces, box.pk))


@action(rules.box_is_not_over, label="作废票箱")
def abort_box(box: BallotBox, *, reason: str, by: User, at: datetime) -> BallotBox:
    """All ballots in the box are destroyed unread; the vote is taken on paper, or with a new box."""
    roll = lock_roll(box)
    for row in roll:
        row.voted = False
    box.state, box.ended_at, box.abort_reason = BallotBox.State.ABORTED, at, reason
    empty(box, roll)
    return box


@action(rules.traces_are_left, label="清除残留数据")
def clear_traces(box: BallotBox, *, by: User, at: datetime) -> BallotBox:
    """What the database files still held of the deleted ballots is overwritten."""
    transaction.on_commit(partial(erase_traces, box.pk))
    return box
