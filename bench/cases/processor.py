"""What a piece of work costs: processor time of all that works for this process, and seconds by the wall clock."""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Spent:
    cpu: float
    wall: float
    result: Any


def spent(work: Callable[[], Any]) -> Spent:
    """Seconds of both kinds, and what the work has returned."""
    cpu, wall = processor_time(), time.perf_counter()
    result = work()
    return Spent(processor_time() - cpu, time.perf_counter() - wall, result)


def processor_time() -> float:
    """Seconds of this process, of the children it has waited for, and of its server process in PostgreSQL."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime + server_time()


def server_time() -> float:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    # After the name in brackets come the state and eleven more; then the ticks in user and in system mode.
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def ratio_of(ours: list[Spent], floors: list[Spent]) -> float:
    """The median of the pairs' ratios in processor time."""
    return round(median(mine.cpu / floor.cpu for mine, floor in zip(ours, floors, strict=True)), 2)


def wall_of(times: list[Spent]) -> float:
    """The median by the wall clock, in seconds."""
    return round(median(one.wall for one in times), 2)
