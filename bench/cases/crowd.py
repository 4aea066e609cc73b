"""A crowd of people at one moment: a real server, a thread a person, all released together."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User


@contextmanager
def server() -> Iterator[int]:
    """The program behind gunicorn with two workers; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "partybranch.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--preload", "--no-control-socket", "--log-level", "error", "--backlog", "256"]
    process = subprocess.Popen(command, env=os.environ)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def session_of(user: User) -> str:
    """A session of the user's, as after his log-in."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    assert store.session_key is not None
    return store.session_key


def post(port: int, path: str, cookies: dict[str, str], fields: dict[str, str]) -> int:
    """The status of one POST with a CSRF token of its own."""
    token = "t" * 32
    cookies = {**cookies, "csrftoken": token}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    connection.request("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def all_at_once(tasks: list[Callable[[], int]]) -> dict[str, Any]:
    """The statuses by number, and the 95th percentile of the answers' times in milliseconds."""
    barrier, answers = Barrier(len(tasks)), []

    def one(task: Callable[[], int]) -> None:
        barrier.wait()
        began = time.perf_counter()
        status = task()
        answers.append((time.perf_counter() - began, status))

    threads = [Thread(target=one, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(seconds for seconds, _ in answers)
    return {
        "errors": sum(status >= 400 for _, status in answers),
        "p95": f"{times[int(len(times) * 0.95)] * 1000:.0f} ms",
    }
