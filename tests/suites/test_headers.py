"""T-HEADERS: every answer says how it may be used, the errors and redirects too."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from accounts.access import public
from partybranch.urls import urlpatterns as ours
from tests.factories import BranchFactory

pytestmark = [pytest.mark.short, pytest.mark.django_db]


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [*ours, path("broken/", broken)]


def asked(client: Client) -> dict[str, HttpResponse]:
    """One answer of each kind."""
    strict = Client(enforce_csrf_checks=True)
    return {
        "200": client.get(reverse("desk:mine")),
        "200 for all": Client().get(reverse("accounts:log_in")),
        "302": Client().get("/"),
        "400": Client().get("/", HTTP_HOST="elsewhere.example"),
        "403 token": strict.post(reverse("accounts:log_in"), {"username": "a"}),
        "404": client.get("/nowhere/"),
        "405": client.get(reverse("accounts:log_out")),
        "422": client.post(reverse("members:appoint", args=[BranchFactory.first.branch.code])),
        "500": Client(raise_request_exception=False).get("/broken/"),
    }


@pytest.fixture
def answers():
    house = BranchFactory.first = BranchFactory(members=5)
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    with override_settings(ROOT_URLCONF=__name__):
        return asked(client)


def test_the_answers_are_of_the_kinds_they_are_taken_for(answers):
    assert {kind: answer.status_code for kind, answer in answers.items()} == {kind: int(kind[:3]) for kind in answers}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_header(answers, header, value):
    assert {
        kind: answer.headers.get(header)
        for kind, answer in answers.items()
        if value not in answer.headers.get(header, "")
    } == {}


def policy_of(answer: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


def test_every_answer_forbids_inline_code_and_foreign_sources(answers):
    policies = [policy_of(answer) for answer in answers.values()]
    allowed = {source for policy in policies for sources in policy.values() for source in sources}
    assert allowed == {"'self'", "'none'", "data:"}


def test_every_answer_forbids_frames_objects_and_another_base(answers):
    wanted = {
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    found = [{name: policy_of(answer)[name] for name in wanted} for answer in answers.values()]
    assert found == [wanted] * len(answers)


def test_data_is_allowed_for_pictures_only(answers):
    assert [name for name, sources in policy_of(answers["200"]).items() if "data:" in sources] == ["img-src"]


def test_no_page_of_an_error_shows_what_is_inside(answers):
    page = answers["500"].content.decode()
    assert ("on purpose" in page, "Traceback" in page, "程序出了差错" in page) == (False, False, True)


PROGRAM = """
import json, django; django.setup()
from django.conf import settings
from django.test import Client
secure = Client().get("/", headers={"X-Forwarded-Proto": "https"})
plain = Client().get("/")
cookies = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
print(json.dumps([secure.headers.get("Strict-Transport-Security"), cookies, plain.headers["Location"]]))
"""


def served(**environment: str) -> list:
    """What a process with this environment answers to a page over TLS, and without."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "partybranch.settings", **environment}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=settings.BASE_DIR, env=surroundings, capture_output=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_behind_tls_the_browser_is_told_to_stay_there_for_a_year():
    asked_to_stay = "max-age=31536000; includeSubDomains; preload"
    assert served(HTTPS="true", ALLOWED_HOSTS="testserver") == [asked_to_stay, True, "https://testserver/"]


def test_without_tls_nothing_is_promised():
    assert served(ALLOWED_HOSTS="testserver") == [None, False, "/log_in/?next=/"]
