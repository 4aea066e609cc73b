"""B13: thirty people log in at one moment."""

from functools import partial
from statistics import median
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.models import User
from bench.cases.crowd import CROWDS, Answer, all_at_once, ask, p95, server, warm_up
from bench.cases.fixtures import PASSWORD


def this() -> dict[str, Any]:
    """Errors are answers that lead elsewhere than to the first page, or people without a session afterwards."""
    people = dict(User.objects.values_list("username", "pk"))
    errors, times = 0, []
    with server() as port:
        warm_up(port)
        for _ in range(CROWDS):
            Session.objects.all().delete()
            answers = all_at_once(
                [
                    partial(ask, port, "POST", "/log_in/", {}, {"username": name, "password": PASSWORD})
                    for name in people
                ]
            )
            inside = {session.get_decoded().get(SESSION_KEY) for session in Session.objects.all()}
            outside = sum(str(pk) not in inside for pk in people.values())
            errors += max(sum(not accepted(answer) for answer in answers), outside)
            times.append(p95([answer.seconds for answer in answers]))
    return {"errors": errors, "p95": round(median(times))}


def accepted(answer: Answer) -> bool:
    return answer.status == 302 and answer.location == "/" and "partybranch" in answer.cookies
