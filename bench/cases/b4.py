"""B4: how many queries each list page asks for 1, 50 and 5,000 rows."""

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, User
from bench import fixtures
from members.models import Affiliation, Person

PAGES = ("/b/b0/roster/", "/b/b0/meetings/", "/b/b0/submissions/", "/b/b0/ledger/", "/")


def this() -> dict[str, Any]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="secretary"), backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, Any] = {}
    for size in (1, 50, 5000):
        grow_to(size)
        found[f"N={size}"] = [queries(client, page) for page in PAGES]
    return found


def grow_to(size: int) -> None:
    """The branch has so many members."""
    branch = Organization.objects.get(code="b0")
    there = Person.objects.count()
    random = fixtures.Random(there)
    made = Person.objects.bulk_create(fixtures.person(random, number) for number in range(there, size))
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organization=branch, since=date(2020, 1, 1)) for person in made
    )


def queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    return len(captured)
