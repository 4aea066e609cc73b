"""B11: thirty members sign in on their phones at one moment."""

from functools import partial
from statistics import median
from typing import Any

from bench.cases.crowd import CROWDS, Answer, all_at_once, ask, p95, server, session_of, warm_up
from meetings.models import Attendance


def this() -> dict[str, Any]:
    """Errors are answers that lead elsewhere than to the meeting, or signatures that are not there afterwards."""
    rows = list(Attendance.objects.select_related("person__user", "meeting"))
    sessions = {row: {"partybranch": session_of(row.person.user)} for row in rows}
    errors, times = 0, []
    with server() as port:
        warm_up(port)
        for _ in range(CROWDS):
            Attendance.objects.update(signed_at=None, signed_by="")
            answers = all_at_once(
                [
                    partial(ask, port, "POST", f"/attendances/{row.pk}/sign_in/", cookies, {})
                    for row, cookies in sessions.items()
                ]
            )
            wrong = sum(not accepted(answer, rows[0].meeting.get_absolute_url()) for answer in answers)
            signed = Attendance.objects.filter(signed_by=Attendance.Means.OWN_PHONE, signed_at__isnull=False).count()
            errors += max(wrong, len(rows) - signed)
            times.append(p95([answer.seconds for answer in answers]))
    return {"errors": errors, "p95": round(median(times))}


def accepted(answer: Answer, page: str) -> bool:
    return answer.status == 302 and answer.location == page
