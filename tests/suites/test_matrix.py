"""T-MATRIX: every address × GET and POST × every role answers what matrix.yaml says, and nothing else.

matrix.yaml has one line an address. Roles that a line does not name find nothing (404), except that whoever is
not logged in is led to the log-in (302). A new address without a line fails, and the failure prints the line
as measured: judge it, then paste it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from django.conf import settings
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from meetings.models.meeting import MeetingQuerySet
from members.access import PostBackend
from rulebook.printing import pdf
from tests.suites.everybody import NOW, Everybody
from tests.suites.world import sized

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("matrix.yaml")
MATRIX = yaml.safe_load(FILE.read_text(encoding="utf-8"))
METHODS = ("GET", "POST")
NOT_LOGGED_IN = {"anonymous", "disabled"}
VALUES = {
    "id": "8.1.4a",
    "number": "8",
    "duty": "8.1.1a",
    "key": "members.converted",
    "paper": "opinions",
    "month": "2026-03",
}  # of what an address names besides a row's number
Measured = dict[tuple[str, str], int]  # method and role → status


def addresses(resolver: URLResolver, namespace: str = "", route: str = "") -> dict[str, str]:
    """Every named address of the house and its route."""
    found: dict[str, str] = {}
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            found |= addresses(entry, inner, route + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            found[f"{namespace}{entry.name}"] = route + str(entry.pattern)
    return found


ADDRESSES = addresses(get_resolver())


def roles_in(names: str) -> set[str]:
    """The roles of a group, of groups, or of both: 'committee full -plain'."""
    found: set[str] = set()
    for name in names.split():
        inner = (
            roles_in(MATRIX["groups"][name.lstrip("-")]) if name.lstrip("-") in MATRIX["groups"] else {name.lstrip("-")}
        )
        found = found - inner if name.startswith("-") else found | inner
    return found


ROLES = sorted(roles_in("everybody"))


def expected(line: dict[Any, str], roles: set[str]) -> Measured:
    """What the line says, its later parts over its earlier ones."""
    answers = {(method, role): 302 if role in NOT_LOGGED_IN else 404 for method in METHODS for role in roles}
    for key, names in line.items():
        *method, status = str(key).split()
        for role in roles_in(names):
            answers |= {(one, role): int(status) for one in method or METHODS}
    return answers


DRAWN = {"anonymous", "full", "secretary", "officer", "system"}
DRAWING = Template.render


def blank(*_: Any) -> str:
    """Instead of a page: the status is known before it is drawn; `make suites` draws them all."""
    return ""


class Visitor:
    """Calls every address as every role; whatever a call has changed is undone."""

    draws_all = False  # whether pages are drawn for every call, or only for those where drawing could fail otherwise

    def __init__(self, house: Everybody, papers: Path) -> None:
        self.house, self.papers, self.sessions = house, papers, house.sessions()
        self.client = Client(raise_request_exception=False)

    def address(self, name: str) -> str:
        """Of the row of its folder; of another one where the line says `of …` or the house keeps one for it."""
        name, _, which = name.partition(" of ")
        route = ADDRESSES[name]
        kinds = [part.strip("<>").rpartition(":")[2] for part in route.split("/") if part.startswith("<")]
        given: dict[str, Any] = {kind: VALUES.get(kind) for kind in kinds}
        if "code" in given:
            given["code"] = self.house.codes.get(name, self.house.branch.code)
        if "pk" in given:
            folder = route.split("/<int:pk>")[0].rpartition("/")[2]
            rows = self.house.rows | self.house.others.get(which or name, {})
            assert folder in rows, f"give tests/suites/everybody.py a row for the folder {folder}"
            given["pk"] = rows[folder]
        return reverse(name, kwargs=given)

    def measure(self, name: str) -> Measured:
        address = self.address(name)
        return {(method, role): self.call(method, role, address) for method in METHODS for role in self.sessions}

    def call(self, method: str, role: str, address: str) -> int:
        self.client.cookies.clear()
        if self.sessions[role]:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        draws = self.draws_all or (method == "GET" and role in DRAWN)
        Template.render = DRAWING if draws else blank  # type: ignore[method-assign, assignment]
        with transaction.atomic():
            answer = self.client.get(address) if method == "GET" else self.client.post(address)
            if answer.streaming:
                answer.getvalue()  # read to its end, the file is closed; `close` would take the database along
            transaction.set_rollback(True)
        Template.render = DRAWING  # type: ignore[method-assign]
        return answer.status_code


@dataclass
class Blank:
    """Stands for WeasyPrint: who may have a paper is asked here a thousand times, how it is set never."""

    given: dict[str, Any]

    def write_pdf(self, **_: Any) -> bytes:
        return b"%PDF-1.7"


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Visitor]:
    """The house is built once for all addresses."""
    papers = tmp_path_factory.mktemp("papers")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=papers),
        time_machine.travel(NOW, tick=False),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        for name in ("HTML", "CSS"):
            patch.setattr(pdf, name, lambda **given: Blank(given))
        yield Visitor(Everybody(), papers)
        transaction.set_rollback(True)


@pytest.fixture
def visitor(house: Visitor, settings: Any) -> Visitor:
    settings.MEDIA_ROOT = house.papers  # where the house has laid its papers, not the test's own folder
    return house


def shown(measured: Measured) -> str:
    """The statuses as a line of matrix.yaml, in the words of its groups."""
    found: dict[str, set[str]] = {}
    for (method, role), status in measured.items():
        if status != (302 if role in NOT_LOGGED_IN else 404):
            found.setdefault(f"{method} {status}", set()).add(role)
    line = {}
    if found.get("GET 403") and found.get("GET 403") == found.get("POST 403"):
        line["403"] = in_words(set().union(*found.values()))  # what comes after it takes some of these out
        del found["GET 403"], found["POST 403"]
    for key, roles in found.items():
        method, status = key.split()
        other = "POST" if method == "GET" else "GET"
        line[status if found.get(f"{other} {status}") == roles else key] = in_words(roles)
    return "{" + ", ".join(f"{key}: {names}" for key, names in line.items()) + "}"


def in_words(roles: set[str]) -> str:
    groups = {name: roles_in(names) for name, names in MATRIX["groups"].items()}
    words, left = [], set(roles)
    while left:
        fitting = [name for name in groups if groups[name] <= roles]
        best = max(fitting, key=lambda name: len(groups[name] & left), default="")
        if not best or len(groups[best] & left) < 2:
            return " ".join([*words, *sorted(left)])
        words.append(best)
        left -= groups[best]
    return " ".join(words)


def deviations(measured: Measured, line: dict[Any, str]) -> list[str]:
    right = expected(line, {role for _, role in measured})
    return [
        f"{method} as {role}: {measured[method, role]}, expected {status}"
        for (method, role), status in right.items()
        if measured[method, role] != status
    ]


@pytest.mark.parametrize("draws_all", sized(short=False, long=True))
@pytest.mark.parametrize("name", sorted({*ADDRESSES, *MATRIX["rows"]}))
def test_every_role_gets_what_the_matrix_says(visitor: Visitor, name: str, draws_all: bool) -> None:
    if name.partition(" of ")[0] not in ADDRESSES:
        pytest.fail(f"{FILE.name} has a line for an address that is gone: {name}")
    visitor.draws_all = draws_all
    measured = visitor.measure(name)
    if name not in MATRIX["rows"]:
        pytest.fail(f"judge this line, then add it to {FILE.name}:\n  {name}: {shown(measured)}")
    assert deviations(measured, MATRIX["rows"][name]) == [], f"measured: {shown(measured)}"


@pytest.mark.short
def test_every_role_is_in_the_house(visitor: Visitor) -> None:
    everybody = {role for names in MATRIX["groups"].values() for role in roles_in(names)}
    assert everybody == set(visitor.sessions)


@pytest.mark.short
@pytest.mark.parametrize("name", sorted(name for name, route in ADDRESSES.items() if "<int:pk>" in route))
def test_a_row_that_does_not_exist_is_not_found(visitor: Visitor, name: str) -> None:
    known = {kind: value for kind, value in VALUES.items() if f":{kind}>" in ADDRESSES[name]}
    address = reverse(name, kwargs=known | {"pk": 999_999_999})
    answers = [visitor.call(method, "secretary", address) for method in METHODS]
    assert answers in ([404, 404], [405, 404], [404, 405])


# Negative controls: with a lock taken away, the matrix must be red.


@pytest.mark.short
def test_an_address_without_a_line_is_missed() -> None:
    assert set(addresses(get_resolver("tests.suites.leaky_urls"))) - set(MATRIX["rows"]) - set(ADDRESSES) == {"leak"}


@pytest.mark.short
def test_a_page_that_forgets_to_ask_who_reads_is_found(visitor: Visitor) -> None:
    with override_settings(ROOT_URLCONF="tests.suites.leaky_urls"):
        address = reverse("leak", args=[visitor.house.rows["meetings"]])
        measured = {(method, role): visitor.call(method, role, address) for method in METHODS for role in ROLES}
    assert set(deviations(measured, {200: "readers"})) == {
        f"{method} as {role}: 200, expected 404" for method in METHODS for role in roles_in("outside administrators")
    }


@pytest.mark.short
def test_a_list_that_forgets_its_filter_is_found(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MeetingQuerySet, "visible_to", lambda rows, user: rows)
    found = deviations(visitor.measure("meetings:meeting"), MATRIX["rows"]["meetings:meeting"])
    assert "GET as stranger: 200, expected 404" in found


@pytest.mark.short
def test_a_right_given_to_everybody_is_found(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostBackend, "has_perm", lambda back_end, user, right, organization=None: True)
    found = deviations(visitor.measure("members:appoint"), MATRIX["rows"]["members:appoint"])
    assert "GET as full: 200, expected 404" in found
