"""Runs each bench as a ratio: this against its floor in the same run, interleaved, CPU time of the child process.

Usage: python -m bench.ratios [B1 B5 …]     (all of them without a name)
Writes bench/results.json and docs/performance.md.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.catalogue import BENCHES, Bench
from bench.table import Results, written
from scripts.services import postgresql, postgresql_at

BASE_DIR = Path(__file__).resolve().parent.parent
RESULTS = BASE_DIR / "bench" / "results.json"
TABLE = BASE_DIR / "docs" / "performance.md"
KEYS = {"SECRET_KEY": "for-benches-only-" * 4, "FIELD_KEY": "1f" * 32, "LOOKUP_KEY": "2e" * 32}


@contextmanager
def databases() -> Iterator[dict[str, dict[str, str]]]:
    """The environment of each database: SQLite in a folder of its own, PostgreSQL in a cluster of its own."""
    with tempfile.TemporaryDirectory(prefix="partybranch-bench-") as folder, postgresql() as socket_folder:
        base = {**os.environ, **KEYS, "DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
        base.pop("DATABASE_URL", None)
        base.pop("REDIS_URL", None)
        yield {
            "SQLite": {**base, "FIXTURES": folder},
            "PostgreSQL": {**base, "POSTGRESQL": socket_folder, **postgresql_at(socket_folder, "postgres")},
        }


def child(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What one child process reports of itself as JSON on its last line."""
    command = [sys.executable, "-m", "bench.child", *arguments]
    done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(bench: Bench, environment: dict[str, str]) -> dict[str, Any]:
    """Both sides in turn; the medians of the pairs' ratios and of each side, and the spread of the ratios."""
    if not bench.has_floor:
        return child(environment, "run", bench.id, "this")
    pairs = []
    for _ in range(bench.repeats):
        this = child(environment, "run", bench.id, "this")
        floor = child(environment, "run", bench.id, "floor")
        pairs.append((this, floor))
    ratios = sorted(this["median"] / floor["median"] for this, floor in pairs)
    return {
        "ratio": round(statistics.median(ratios), 2),
        "spread": [round(ratios[0], 2), round(ratios[-1], 2)],
        "p95 ratio": round(statistics.median(this["p95"] / floor["p95"] for this, floor in pairs), 2),
        "this": round(statistics.median(this["median"] for this, _ in pairs) * 1000, 2),
        "floor": round(statistics.median(floor["median"] for _, floor in pairs) * 1000, 2),
    }


def main() -> None:
    asked = set(sys.argv[1:])
    known: Results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with databases() as environments:
        for database, environment in environments.items():
            for bench in BENCHES:
                if asked and bench.id not in asked:
                    continue
                began = time.monotonic()
                child(environment, "prepare", bench.fixture)
                known.setdefault(bench.id, {})[database] = found = measure(bench, environment)
                print(f"{bench.id} {database} {found} ({time.monotonic() - began:.0f} s)", flush=True)
                keep(known)


def keep(known: Results) -> None:
    """Writes what is known by now, so that a run which is broken off has not measured in vain."""
    known = {bench.id: known[bench.id] for bench in BENCHES if bench.id in known}
    RESULTS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    TABLE.write_text(written(known))


if __name__ == "__main__":
    main()
