"""After the box: what the database still holds of deleted rows is overwritten, in tables, free pages and journal."""

import logging

from django.db import DatabaseError, connection, models

from meetings.ballots.models import BallotBox, OpenedBallot, RollEntry, SealedBallot
from rulebook import clock

WAIT = "10s"  # a backup may hold a table for longer; then the erasure is asked for again
logger = logging.getLogger(__name__)


def erase_traces(box_id: int) -> None:
    """Outside of any transaction: the database files hold nothing any more of what the box has deleted.

    Where that cannot be done now, `erased_at` stays empty and the page offers it again.
    """
    try:
        if connection.vendor == "sqlite":
            rewrite_file()
        else:
            for model in (SealedBallot, RollEntry, OpenedBallot):
                rewrite_table(model)
    except DatabaseError as error:
        logger.warning("The traces of ballot box %s are not erased yet: %s", box_id, error)
        return
    BallotBox.objects.filter(pk=box_id).update(erased_at=clock.now())


def rewrite_file() -> None:
    """SQLite: the file written anew, and the journal emptied."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone()
    if busy:
        raise DatabaseError("somebody reads the journal")


def rewrite_table(model: type[models.Model]) -> None:
    """PostgreSQL: the table in a new file. A mere VACUUM would leave the bytes of deleted rows where they were."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT}'")
        try:
            cursor.execute(f"VACUUM (FULL, FREEZE) {connection.ops.quote_name(model._meta.db_table)}")
        finally:
            cursor.execute("RESET lock_timeout")
