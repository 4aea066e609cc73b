"""B1: the roster page, fifty of ten thousand, with log-in, scope, masking; the floor is bare SQL and a string."""

from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User

COLUMNS = "id, name, sex, admitted_on, full_on, department, identity_tail"


@cache
def secretary() -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="secretary"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def this() -> None:
    response = secretary().get("/b/b0/roster/")
    assert response.status_code == 200


def bare(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM members_person ORDER BY pinyin_key LIMIT 51")
        rows = cursor.fetchall()
    return HttpResponse("".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[:50]))


def floor() -> None:
    bare(RequestFactory().get("/"))
