"""B2: the main pages with four connections at a time, against a page that says hello."""

import http.client
import time
from threading import Thread
from typing import Any

from accounts.models import Organization, User
from bench.cases.crowd import server, session_of
from members.models import Person, Term
from members.posts import Post

ROUNDS = 15
CONNECTIONS = 4


def this() -> dict[str, Any]:
    branch = Organization.objects.branches().earliest("pk")
    secretary = Person.objects.get(pk=Term.objects.filter(organization=branch, post=Post.SECRETARY).first().person_id)
    if secretary.user is None:
        secretary.user = User.objects.create_user("bench", name=secretary.name)
        secretary.save()
    cookie = {"Cookie": f"partybranch={session_of(secretary.user)}"}
    with server() as port:
        hello = percentile(times(port, ["/log_in/"], {}))
        found = {page: percentile(times(port, [page], cookie)) for page in pages(branch, secretary)}
    slowest = max(found, key=lambda page: found[page])
    return {
        "slowest": f"{slowest} {found[slowest]:.0f} ms",
        "median page": f"{sorted(found.values())[len(found) // 2]:.0f} ms",
        "log-in page": f"{hello:.0f} ms",
        "pages": len(found),
    }


def pages(branch: Organization, secretary: Person) -> list[str]:
    meeting = branch.meetings.latest("held_on")
    code = branch.code
    return [
        "/",
        f"/b/{code}/ledger/",
        f"/b/{code}/meetings/",
        f"/b/{code}/roster/",
        f"/b/{code}/submissions/",
        meeting.get_absolute_url(),
        secretary.get_absolute_url(),
        "/mine/",
        "/rulebook/",
        "/rulebook/8.1.4a/",
    ]


def times(port: int, paths: list[str], headers: dict[str, str]) -> list[float]:
    """Seconds of every answer, four connections asking at a time."""
    found: list[float] = []

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path in paths * ROUNDS:
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, (path, response.status)
            found.append(time.perf_counter() - began)

    threads = [Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def percentile(seconds: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000
