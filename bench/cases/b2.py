"""B2: the main pages with four connections at a time, against a page that says hello."""

import http.client
import time
from statistics import median
from threading import Thread
from typing import Any

from accounts.models import Organization, User
from bench.cases.crowd import p95, server, session_of
from members.models import Person, Term
from members.posts import Post
from rulebook import clock
from rulebook.freshness import refresh

ROUNDS = 15
CONNECTIONS = 4
TO_WARM_UP = 2  # times each page


def this() -> dict[str, Any]:
    """The pages as the secretary of a branch and an officer of the committee above all of them see them."""
    refresh(clock.today())
    branch = Organization.objects.branches().earliest("pk")
    secretary = Person.objects.get(terms__organization=branch, terms__post=Post.SECRETARY)
    assert secretary.user is not None
    with server("bench.cases.hello") as port:
        hello = p95_of(port, "/", "")
    key, officer = session_of(secretary.user), session_of(officer_above())
    with server() as port:
        found = {page: p95_of(port, page, key) for page in pages(branch, secretary)}
        found["/b/jgdw/overview/"] = p95_of(port, "/b/jgdw/overview/", officer)
    slowest = max(found.values())
    return {
        "pages": len(found),
        "slowest page": round(slowest),
        "slowest page ratio": round(slowest / hello, 1),
        "median page": round(median(found.values())),
        "hello world": round(hello, 1),
        "each": {page: round(ms) for page, ms in found.items()},
    }


def officer_above() -> User:
    """The account of an officer of the root organization."""
    officer, made = User.objects.get_or_create(username="officer", defaults={"name": "干事", "password": "!"})
    if made:
        person = Person.objects.create(name="干事", sex=Person.Sex.FEMALE, user=officer)
        top = Organization.objects.get(superior=None)
        Term.objects.create(person=person, organization=top, post=Post.SUPERIOR_OFFICER, since=top.founded_on)
    return officer


def pages(branch: Organization, secretary: Person) -> list[str]:
    """What a secretary opens most; the officer's overview is the twentieth."""
    meeting, here = branch.meetings.latest("held_on"), f"/b/{branch.code}"
    return [
        "/",
        "/mine/",
        "/inbox/",
        f"{here}/ledger/",
        f"{here}/duties/8.1.1a/",
        f"{here}/annual_report/",
        f"{here}/meetings/",
        meeting.get_absolute_url(),
        f"{here}/meetings/plan_meeting/",
        f"{here}/resolutions/",
        f"{here}/plans/",
        f"{here}/roster/",
        secretary.get_absolute_url(),
        f"{secretary.get_absolute_url()}story/",
        f"{here}/groups/",
        f"{here}/submissions/",
        f"{here}/documents/",
        "/rulebook/chapters/8/",
        "/rulebook/8.1.4a/",
    ]


def p95_of(port: int, path: str, session: str) -> float:
    """Milliseconds of a page, four connections asking at a time."""
    headers = {"Cookie": f"partybranch={session}"} if session else {}
    ask_often(port, path, headers, TO_WARM_UP)
    return p95(ask_often(port, path, headers, ROUNDS))


def ask_often(port: int, path: str, headers: dict[str, str], rounds: int) -> list[float]:
    """Seconds of every answer; each must be the page itself."""
    found: list[float] = []

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(rounds):
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                found.append(time.perf_counter() - began)
        connection.close()

    threads = [Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == CONNECTIONS * rounds, f"{path} did not answer with its page"
    return found
