"""What the tests of accounts have in common: a client that logs in by the form, and good passwords."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import Slip, change_password
from accounts.models import User

GOOD, OTHER = "Dangwu-2026-zhibu", "Huiyi-2026-jilu"


def with_password(user: User, password: str = GOOD) -> User:
    change_password(user, password, timezone.now())
    return user


def log_in(
    username: str, password: str = GOOD, client: Client | None = None, address: str = "192.0.2.1"
) -> HttpResponse:
    """Posts the form of the log-in page from an address."""
    given = {"username": username, "password": password}
    return (client or Client()).post(reverse("accounts:log_in"), given, REMOTE_ADDR=address)


def activate(slip: Slip, password: str = GOOD, **changed: str) -> HttpResponse:
    """Posts the form of the activation page as the holder of the slip."""
    given = {
        "username": slip.user.username,
        "secret_code": slip.code,
        "new_password1": password,
        "new_password2": password,
        **changed,
    }
    return Client().post(reverse("accounts:activate"), given)


def is_in(client: Client) -> bool:
    """Whether the client is logged in: its own page is shown, or where a change is due, that page."""
    answer = client.get(reverse("desk:mine"))
    return answer.status_code == 200 or answer.headers.get("Location") == reverse("accounts:change_password")


def queries_of(client: Client, address: str) -> int:
    """How many the page costs when it is opened again."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
