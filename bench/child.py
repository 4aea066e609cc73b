"""One child process of a bench: prepares a fixture's database once, or runs one side of one bench and reports.

The last line of its output is JSON. The database is chosen by the environment and the name of the fixture.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROUNDS = 40


def point_at(fixture: str) -> bool:
    """Sets DATABASE_URL for the fixture's own database; returns whether that database has still to be filled."""
    name = f"bench_{fixture.lower()}"
    if folder := os.environ.get("FIXTURES"):
        file = Path(folder, f"{name}.sqlite3")
        os.environ["DATABASE_URL"] = f"sqlite:///{file}"
        return not file.exists()
    socket = os.environ["POSTGRESQL"]
    os.environ["DATABASE_URL"] = f"postgres:///{socket}/{name}"
    made = subprocess.run(
        ["createdb", "-h", socket, "-U", os.environ["PGUSER"], name], capture_output=True, check=False
    )
    return made.returncode == 0


def prepare(fixture: str) -> dict[str, Any]:
    if not point_at(fixture):
        return {"fixture": fixture, "was": "there"}
    start_django()
    management = importlib.import_module("django.core.management")
    management.call_command("collectstatic", verbosity=0, interactive=False)
    management.call_command("migrate", verbosity=0)
    importlib.import_module("bench.cases.fixtures").fill(fixture)
    return {"fixture": fixture, "was": "made"}


def run(bench: str, side: str) -> dict[str, Any]:
    """CPU seconds of a round, median and p95, after one to warm up; without a floor the figures of the case."""
    catalogue = importlib.import_module("bench.catalogue")
    entry = next(entry for entry in catalogue.BENCHES if entry.id == bench)
    point_at(entry.fixture)
    start_django()
    case = importlib.import_module(f"bench.cases.{bench.lower()}")
    once = getattr(case, side)
    if not entry.has_floor:
        figures: dict[str, Any] = once()
        return figures
    once()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        once()
        rounds.append(time.process_time() - began)
    rounds.sort()
    return {"median": rounds[ROUNDS // 2], "p95": rounds[ROUNDS * 95 // 100]}


def start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "partybranch.settings"
    importlib.import_module("partybranch")
    importlib.import_module("django").setup()


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    print(json.dumps(prepare(*rest) if verb == "prepare" else run(*rest)))
