"""B13: thirty people log in at one moment."""

from functools import partial
from typing import Any

from accounts.models import User
from bench.cases.crowd import all_at_once, post, server
from bench.cases.fixtures import PASSWORD


def this() -> dict[str, Any]:
    names = User.objects.values_list("username", flat=True)
    with server() as port:
        return all_at_once(
            [partial(post, port, "/log_in/", {}, {"username": name, "password": PASSWORD}) for name in names]
        )
