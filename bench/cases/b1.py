"""B1: the roster page, fifty of ten thousand, with scope and masking; the floor is a view of bare SQL and a string.

Both stand behind the same middleware and the same log-in, and show the same fifty people.
"""

from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from accounts.models import User
from bench.cases.crowd import logged_in
from rulebook import clock

SQL = """
SELECT p.id, p.name, p.sex, p.admitted_on, p.full_on, p.department, p.identity_tail
FROM members_person p JOIN members_affiliation a ON a.person_id = p.id
WHERE a.organization_id = %s AND a.since <= %s AND (a.until IS NULL OR a.until > %s)
ORDER BY p.pinyin_key, p.id LIMIT 51
"""


@cache
def secretary() -> Client:
    return logged_in(User.objects.get(username="secretary"))


def this() -> None:
    response = secretary().get("/b/b0/roster/")
    assert response.content.count(b"/people/") == 50


@override_settings(ROOT_URLCONF=__name__)
def floor() -> None:
    response = secretary_at_the_floor().get("/")
    assert response.content.count(b"/people/") == 50


@cache
def secretary_at_the_floor() -> Client:
    with override_settings(ROOT_URLCONF="partybranch.urls"):
        return logged_in(User.objects.get(username="secretary"))


def bare(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_organization WHERE code = 'b0'")
        (here,) = cursor.fetchone()
        cursor.execute(SQL, [here, today, today])
        rows = cursor.fetchall()
    assert request.user.is_authenticated

    lines = (f"<a href='/people/{row[0]}/'></a>" + "".join(f"<td>{cell}</td>" for cell in row) for row in rows[:50])
    return HttpResponse("".join(f"<tr>{line}</tr>" for line in lines))


urlpatterns = [path("", bare)]
