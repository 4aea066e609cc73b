"""A database of the suite's own, kept in real files, and the real web server on it.

The tests' usual database is in memory or inside a transaction, where journals, row versions and killed
processes cannot be looked at.
"""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client

from accounts.models import User
from rulebook.kernel import AFTER_ACTS
from tests.factories import user_of
from tests.factories.ballot import Poll

AT_ONCE = 60
WORKERS = 2
TOKEN = "a" * 32  # a CSRF token is whatever the cookie says; a page has sent it


def sized(short: Any, long: Any, once: bool = False) -> list:
    """The two sizes of a proof: the short one runs with every `make test`, the long one with `make suites`.

    With `once` the short one runs on SQLite alone: it is of rules that know no database.
    """
    marks = {"short": [pytest.mark.short, *([pytest.mark.once] if once else [])], "long": []}
    return [
        pytest.param(*(size if isinstance(size, tuple) else (size,)), id=name, marks=marks[name])
        for name, size in {"short": short, "long": long}.items()
    ]


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The tables in a new database that is `default` within the block; yields its DATABASE_URL."""
    usual = connections["default"]
    options = {**usual.settings_dict}
    name = f"suite_{secrets.token_hex(6)}"
    if usual.vendor == "sqlite":
        options["NAME"] = str(folder / f"{name}.sqlite3")
        address = f"sqlite:///{options['NAME']}"
    else:
        with usual._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        options["NAME"] = name
        address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    own = connections["default"] = type(usual)(options, "default")
    wakes, AFTER_ACTS[:] = AFTER_ACTS[:], []  # what others reckon after each act takes longer than the votes
    try:
        call_command("migrate", verbosity=0)
        yield address
    finally:
        AFTER_ACTS[:] = wakes
        own.close()
        connections["default"] = usual
        if usual.vendor == "postgresql":
            with usual._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Server:
    """gunicorn with two workers, as scripts/run.py starts it."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_a_worker(self) -> None:
        """kill -9 of one of them, at whatever it is doing, once the one before is replaced."""
        while len(workers := self.workers) < WORKERS:
            time.sleep(0.01)
        os.kill(random.choice(workers), signal.SIGKILL)


@contextmanager
def server(address: str, folder: Path, application: str = "tests.suites.warmed") -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": address, "LOG_LEVEL": "DEBUG", "PYTHONPATH": str(settings.BASE_DIR)}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.suites.served"
    command = [
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(WORKERS),
        "--timeout",
        "120",
    ]
    command += ["--preload", "--no-control-socket", "--log-level", "warning"]
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output
        )
    found = Server(port, process, log)
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield found
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/log_in/")
        return connection.getresponse().status == 200
    except OSError:
        return False


@dataclass
class Phone:
    """A logged-in voter's browser, that knows nothing but HTTP."""

    user: User
    port: int
    session: str = field(init=False)

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user)
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """The status and text of one answer; status 0 where the line broke."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}) if method == "POST" else None
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()

    def cast(self, poll: Poll, choice: str) -> tuple[int, str]:
        return self.ask("POST", f"/boxes/{poll.box.pk}/cast/", choice=choice)

    def has_voted(self, poll: Poll) -> bool | None:
        """What the voter's page says on reload; None where the line broke again."""
        status, page = self.ask("GET", f"/boxes/{poll.box.pk}/")
        return '<p class="big done">已投票</p>' in page if status == 200 else None


def phones_of(poll: Poll, port: int) -> list[Phone]:
    people = [entry.person for entry in poll.box.roll.select_related("person__user")]
    return [Phone(user_of(person), port) for person in people]


def all_at_once(tasks: list) -> list:
    """Runs the calls, 60 at a time; their results in order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda task: task(), tasks))
