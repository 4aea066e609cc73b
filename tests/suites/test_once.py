"""T-ONCE: simulated days with two schedulers, several workers and kills: no reminder lost, none twice in the inbox.

Which reminders should exist is reckoned from the slow oracle of the ledger, in plain Python. Mail goes to a real
SMTP server that refuses one in ten. A worker killed between the server's yes and its own mark has the mail sent
again under the same Message-ID; more often than there were kills nothing is sent again. Negative control: without
the database's constraint the same two schedulers remind twice.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from random import Random
from typing import Any

import pytest
import redis
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from members.models import Person, Term
from members.posts import Post
from partybranch.celery import app as celery_app
from rulebook.clock import standing_at
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories import user_of
from tests.rulebook.ledger_oracle import MONTHS_OF, REPORT_OF, World, periods, told
from tests.suites.world import sized

ZONE = timezone.get_default_timezone()
FIRST = date(2026, 3, 17)
BEATS, HOURS = 2, range(8, 19)  # what the schedule asks of a day
PATIENCE = 60  # seconds for the workers to come to rest
Called = tuple[str, int, str, str, int]  # cause, subject, occasion, stage, recipient


class MailServer(Controller):
    """Keeps what it took, and now and then asks to be tried later."""

    def __init__(self, random: Random) -> None:
        self.random, self.taken = random, Counter[str]()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.random.random() < 0.1:
            return "451 later"
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 taken"


class Workers:
    """Real workers on the test's database and queue, to be killed and replaced."""

    def __init__(self, number: int, port: int, log: Path, random: Random) -> None:
        self.random, self.log, self.kills = random, log, 0
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        self.running = [self.start(place) for place in range(number)]

    def start(self, place: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "partybranch", "worker", "-P", "prefork", "-c", "1"]
        command += ["-n", f"worker{place}.{self.kills}@%h", "--loglevel", "warning"]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def kill_one(self) -> None:
        """Either the process that does the work, whose parent puts the task back, or all of the worker."""
        self.kills += 1
        place = self.random.randrange(len(self.running))
        worker = self.running[place]
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        doing = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        if doing and self.random.random() < 0.5:
            with suppress(ProcessLookupError):
                os.kill(self.random.choice(doing), signal.SIGKILL)
            return
        self.end(worker)
        self.running[place] = self.start(place)

    def end(self, worker: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@contextmanager
def at_work(number: int, log: Path, random: Random) -> Iterator[tuple[Workers, MailServer]]:
    server = MailServer(random)
    server.start()
    workers = Workers(number, server.port, log, random)
    try:
        yield workers, server
    finally:
        for worker in workers.running:
            workers.end(worker)
        server.stop()


def moment(day: date, hour: int) -> str:
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=ZONE).isoformat()


def beat(day: date, hour: int) -> None:
    """What two schedulers send at that hour of the day."""
    for _ in range(BEATS):
        for task in ("catch_up", "remind"):
            celery_app.send_task(f"rulebook.tasks.{task}", [moment(day, hour)])


def rest(queue: redis.Redis) -> None:
    """Until nothing waits and nothing has been taken or finished for a while."""
    deadline, before, since = time.monotonic() + PATIENCE, None, time.monotonic()
    while time.monotonic() < deadline:
        now = (queue.llen("celery"), queue.hlen("unacked"))
        if now != before:
            before, since = now, time.monotonic()
        if now[0] == 0 and time.monotonic() - since > (0.3 if now[1] == 0 else 1.5):
            return
        time.sleep(0.05)


def appoint_secretaries(world: World) -> None:
    """Every branch has a secretary with an account, two of three with a mail address."""
    for number, branch in enumerate(world.branches):
        secretary = Person.objects.create(name=f"书记{number}", sex="male")
        Term.objects.create(person=secretary, organization=branch, post=Post.SECRETARY, since=branch.founded_on)
        user = user_of(secretary)
        user.email = f"s{number}@example.invalid" if number % 3 else ""
        user.save()


def called(world: World, on: date) -> set[Called]:
    """What should be called that day: one stage of each duty that is open or was lately missed."""
    found = set()
    for branch in world.branches:
        secretary = Term.objects.get(organization=branch, post=Post.SECRETARY).person.user_id
        for year in {on.year, (on - timedelta(days=31)).year}:
            for duty, subject, since, state, done_on, _, _ in told(branch, on, year):
                stage = stage_of(duty, since, on) if state in ("due", "missed") and done_on is None else ""
                if stage and branch.founded_on <= on:
                    found.add((duty, subject, since.isoformat(), stage, secretary))
    return found


def stage_of(duty: str, since: date, on: date) -> str:
    if duty in REPORT_OF:
        last, first = since, since - timedelta(days=7)
    else:
        months = MONTHS_OF[duty]
        until = next(until for begins, until in periods(since.year, months) if begins == since)
        last = until - timedelta(days=1)
        first = last.replace(day=20 if months == 1 else 10)
    if on > last:
        return "after" if (on - last).days <= 31 else ""
    if on == last:
        return "at"
    return "before" if on >= first else ""


def there(channel: str) -> Counter[Called]:
    rows = Reminder.objects.filter(channel=channel, cause__in=[*MONTHS_OF, *REPORT_OF])
    return Counter(rows.values_list("cause", "subject_id", "occasion", "stage", "recipient_id"))


def live_through(world: World, days: int, kills: int, workers: Workers, queue: redis.Redis) -> set[Called]:
    """Day after day, hour after hour, until the day's reminders are there; returns all that should be."""
    expected: set[Called] = set()
    fatal = Counter(workers.random.choices([(day, hour) for day in range(days) for hour in (8, 9)], k=kills))
    for number in range(days):
        day = FIRST + timedelta(days=number)
        expected |= called(world, day)
        for hour in HOURS:
            beat(day, hour)
            for _ in range(fatal[number, hour]):
                time.sleep(workers.random.random() / 3)
                workers.kill_one()
            rest(queue)
            if hour > 8 and not expected - set(there("inbox")):
                break
    return expected


def send_the_rest(days: int, queue: redis.Redis) -> None:
    """The days after, on which only what failed or was left is sent."""
    waiting = Reminder.objects.filter(state__in=[Reminder.State.PENDING, Reminder.State.FAILED])
    for number in range(days, days + 10):
        if not waiting.exists():
            return
        celery_app.send_task("rulebook.tasks.deliver", [moment(FIRST + timedelta(days=number), 20)])
        rest(queue)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("days", "number", "kills"), sized(short=(4, 2, 3), long=(30, 3, 20)))
def test_nothing_is_lost_and_nothing_comes_twice(days, number, kills, queue, tmp_path):
    random = Random(days)
    world = World(random, 6)
    appoint_secretaries(world)
    with at_work(number, tmp_path / "workers.log", random) as (workers, server):
        expected = live_through(world, days, kills, workers, queue)
        send_the_rest(days, queue)
    inbox, sent = there("inbox"), there("mail")
    assert len(expected) > 10
    assert set(inbox) == expected, "lost, or called without need"
    assert max(inbox.values()) == 1
    ids = set(Reminder.objects.filter(channel="mail").values_list("pk", flat=True))
    assert {f"<reminder-{id}@partybranch>" for id in ids} == set(server.taken)
    assert set(Reminder.objects.filter(channel="mail").values_list("state", flat=True)) == {"sent"}
    assert max(sent.values()) == 1
    assert sum(server.taken.values()) - len(server.taken) <= workers.kills


@contextmanager
def unconstrained() -> Iterator[None]:
    """The table without its promise that each reminder is there once."""
    whole = Reminder._meta.constraints
    once = next(one for one in whole if one.name == "reminder_once")
    Reminder._meta.constraints = [one for one in whole if one is not once]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, once)
    try:
        yield
    finally:
        Reminder.objects.all().delete()
        Reminder._meta.constraints = whole
        with connection.schema_editor() as editor:
            editor.add_constraint(Reminder, once)


@pytest.mark.short
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_two_schedulers_remind_twice():
    appoint_secretaries(World(Random(1), 3))
    with unconstrained(), standing_at(datetime.fromisoformat(moment(FIRST, 8))):
        for _ in range(BEATS):
            reconcile(FIRST)
        assert max(there("inbox").values()) == BEATS
