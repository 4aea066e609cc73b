"""The door of the ballot box. Casting is no act: nobody writes down who voted when, or in which order."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from accounts.models import User
from meetings.ballots.box import seal
from meetings.ballots.models import BallotBox, RollEntry, SealedBallot
from meetings.ballots.rules import AT_THE_DOOR
from rulebook.kernel import Finding, Refused


def cast(box: BallotBox, *, by: User, choice: str, at: datetime) -> None:
    """One more sealed ballot lies in the box, and the voter's flag on the roll is set. Raises Refused.

    `at` is only for the reasons of a refusal; it is not stored.
    """
    content = seal(choice, bytes(box.public_key), box.uid.bytes)
    with transaction.atomic():
        taken = claim(box, by)
        if taken:
            SealedBallot.objects.create(box=box, content=content)
    if not taken:
        raise Refused(standing_against(box, by, at))


def claim(box: BallotBox, by: User) -> bool:
    """Sets the voter's flag if it is not set and the box is open, in one statement that locks the row.

    The row is named by its id: a condition on a joined row would be judged by what the row was before
    the other of two ballots that arrive together. The close writes the roll anew under other ids.
    """
    entry = RollEntry.objects.filter(box=box, person__user=by).values_list("pk", flat=True).first()
    still_open = BallotBox.objects.filter(pk=box.pk, state=BallotBox.State.OPEN)
    unvoted = RollEntry.objects.filter(Exists(still_open), voted=False)
    return entry is not None and unvoted.filter(pk=entry).update(voted=True) == 1


def standing_against(box: BallotBox, by: User, at: datetime) -> list[Finding]:
    """Why this user may put no ballot into the box now; empty for a voter who has not voted."""
    box = BallotBox.objects.select_related("item__meeting").get(pk=box.pk)
    facts = {"by": by, "at": at, "on": timezone.localdate(at)}
    answers = (gate.gate.ask(box, facts) for gate in AT_THE_DOOR)
    return [finding for finding in answers if finding is not None]
