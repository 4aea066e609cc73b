"""A crowd of people at one moment: a real server, a thread a person, all released together."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Thread
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.models import User

CROWDS = 3  # one after the other; the median of their p95 counts
TO_WARM_UP = 8  # requests, so that each worker has loaded its pages


@contextmanager
def server(application: str = "partybranch.wsgi") -> Iterator[int]:
    """The application behind gunicorn with two workers; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--preload", "--no-control-socket", "--log-level", "error", "--backlog", "256"]
    process = subprocess.Popen(command, env=os.environ)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def logged_in(user: User) -> Client:
    """A client within the program whose user has entered by password and seen a page."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    assert client.get("/mine/").status_code == 200
    return client


def session_of(user: User) -> str:
    """The key of such a session."""
    return logged_in(user).cookies[settings.SESSION_COOKIE_NAME].value


@dataclass(frozen=True)
class Answer:
    """What a server said to one request, and after how many seconds."""

    status: int
    location: str
    cookies: tuple[str, ...]
    seconds: float


def ask(port: int, method: str, path: str, cookies: dict[str, str], fields: dict[str, str]) -> Answer:
    """One request over a connection of its own; a POST with a CSRF token of its own."""
    token = "t" * 32
    cookies = {**cookies, "csrftoken": token}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    body = None
    if method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    given = tuple(cookie.partition("=")[0] for cookie in response.headers.get_all("Set-Cookie", []))
    return Answer(response.status, response.headers.get("Location", ""), given, time.perf_counter() - began)


def warm_up(port: int) -> None:
    for _ in range(TO_WARM_UP):
        assert ask(port, "GET", "/log_in/", {}, {}).status == 200


def all_at_once(tasks: list[Callable[[], Answer]]) -> list[Answer]:
    """Every task in a thread of its own, released together."""
    barrier, answers = Barrier(len(tasks)), []

    def one(task: Callable[[], Answer]) -> None:
        barrier.wait()
        answers.append(task())

    threads = [Thread(target=one, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(tasks), "a request was not answered"
    return answers


def p95(seconds: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return sorted(seconds)[len(seconds) * 95 // 100] * 1000
