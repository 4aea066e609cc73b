"""B11: thirty members sign in on their phones at one moment."""

from functools import partial
from typing import Any

from bench.cases.crowd import all_at_once, post, server, session_of
from meetings.models import Attendance


def this() -> dict[str, Any]:
    Attendance.objects.update(signed_at=None, signed_by="")
    rows = Attendance.objects.select_related("person__user")
    sessions = {row.pk: {"partybranch": session_of(row.person.user)} for row in rows}
    with server() as port:
        tasks = [partial(post, port, f"/attendances/{pk}/sign_in/", cookies, {}) for pk, cookies in sessions.items()]
        found = all_at_once(tasks)
    return {**found, "signed": Attendance.objects.present().count()}
