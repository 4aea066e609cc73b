"""B14 and B20: the superior's overview of ten thousand branches, and who missed 三会一课 in the quarter."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection
from django.http import QueryDict

from accounts.models import Organization
from bench.cases.b5 import ON
from partybranch.desk.overview import PAGE, Asked, branches_below, overview
from rulebook.freshness import refresh
from rulebook.models import Assessment


def this() -> dict[str, Any]:
    refresh(ON)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    top = Organization.objects.get(superior=None)

    def asked(query: str = "") -> Asked:
        return Asked.of(QueryDict(query), ON)

    unscoped = Assessment.objects.order_by("-missed", "pk").select_related("organization")
    floor = milliseconds(lambda: list(unscoped[: PAGE + 1]))
    below = branches_below(top, asked()).select_related("organization")
    scoped = milliseconds(lambda: list(below[: PAGE + 1]))
    return {
        "ratio": round(median(scoped) / median(floor), 2),
        "page p95": worst_but_one(milliseconds(lambda: overview(top, asked(), ON))),
        "last page p95": worst_but_one(milliseconds(lambda: overview(top, asked("after=0-1"), ON))),
        "missed this quarter p95": worst_but_one(milliseconds(lambda: overview(top, asked("show=missed"), ON))),
    }


def milliseconds(way: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(20):
        began = time.perf_counter()
        way()
        times.append((time.perf_counter() - began) * 1000)
    return times


def worst_but_one(times: list[float]) -> float:
    """The 95th of a hundred, of twenty."""
    return round(sorted(times)[-2], 1)
