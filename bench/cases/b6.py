"""B6: one act of one branch among ten thousand, until that branch's statuses are fresh."""

import time
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from bench.cases.b5 import ON
from rulebook.freshness import refresh
from rulebook.models import ActHead


def this() -> dict[str, Any]:
    refresh(ON)
    branch = Organization.objects.branches().latest("pk")
    ActHead.objects.get_or_create(organization=branch)
    times = [freshened(branch) for _ in range(20)]
    ActHead.objects.filter(organization=branch).update(number=F("number") + 1)
    with CaptureQueriesContext(connection) as queries:
        refresh(ON)
    asked = [query for query in queries.captured_queries if query["sql"] not in ("BEGIN", "BEGIN IMMEDIATE", "COMMIT")]
    return {"median": round(median(times), 1), "queries": len(asked)}


def freshened(branch: Organization) -> float:
    """Milliseconds from the act's number to fresh statuses."""
    ActHead.objects.filter(organization=branch).update(number=F("number") + 1)
    began = time.perf_counter()
    refresh(ON)
    return (time.perf_counter() - began) * 1000
