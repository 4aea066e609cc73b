"""What the worker does: keeps statuses fresh, reminds, sends mail, anchors the chains of acts.

Every task may run twice, late, or at once with itself. `at` names another moment than now (ISO 8601).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from celery import shared_task

from rulebook import chain, clock, freshness, mail, reminders
from rulebook.kernel import AFTER_ACTS
from rulebook.models import Reminder


@contextmanager
def standing(at: str) -> Iterator[None]:
    with clock.standing_at(datetime.fromisoformat(at) if at else clock.now()):
        yield


@shared_task  # type: ignore[untyped-decorator]
def catch_up(at: str = "") -> None:
    """The statuses of every branch with a new act, or with a new day, are fresh; waiting mail is on its way."""
    with standing(at):
        freshness.refresh(clock.today())
        if Reminder.objects.to_be_tried(clock.now()).exists():
            deliver.delay(at)


@shared_task  # type: ignore[untyped-decorator]
def remind(at: str = "") -> None:
    """Every reminder that should exist today does."""
    with standing(at):
        reminders.reconcile(clock.today())
    deliver.delay(at)


@shared_task  # type: ignore[untyped-decorator]
def deliver(at: str = "") -> None:
    """What was due for sending has been tried."""
    if not at:
        mail.deliver()
        return
    with standing(at):
        mail.deliver()


@shared_task  # type: ignore[untyped-decorator]
def take_chain_root(at: str = "") -> None:
    """What every chain of acts has grown to since the last root is anchored by a new one."""
    with standing(at):
        chain.take_root(clock.now())


def wake() -> None:
    """A worker looks at what the act has changed. Without a broker the next beat finds it."""
    catch_up.apply_async(retry=False)


AFTER_ACTS.append(wake)
