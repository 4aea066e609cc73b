"""The program with its lock or its transaction taken away, for negative controls: served instead of the real one."""

import os
import time

from tests.suites.warmed import application

__all__ = ["application"]

from accounts.models import User
from meetings.ballots import door
from meetings.ballots.box import seal
from meetings.ballots.models import BallotBox, RollEntry, SealedBallot
from rulebook.kernel import Refused


def look_then_write(box: BallotBox, *, by: User, choice: str, at: object) -> None:
    """Reads the flag, then sets it and adds the ballot: three statements, no transaction, no condition."""
    entry = RollEntry.objects.get(box=box, person__user=by)
    if entry.voted:
        raise Refused(door.standing_against(box, by, at))  # type: ignore[arg-type]
    time.sleep(float(os.environ.get("WEAKENED_PAUSE", "0.02")))
    RollEntry.objects.filter(pk=entry.pk).update(voted=True)
    time.sleep(float(os.environ.get("WEAKENED_PAUSE", "0.02")))
    SealedBallot.objects.create(box=box, content=seal(choice, bytes(box.public_key), box.uid.bytes))


door.cast = look_then_write
