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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.catalogue import BENCHES, Bench
from scripts.services import postgresql, postgresql_at

BASE_DIR = Path(__file__).resolve().parent.parent
RESULTS = BASE_DIR / "bench" / "results.json"
TABLE = BASE_DIR / "docs" / "performance.md"
REPEATS = 7
KEYS = {"SECRET_KEY": "for-benches-only-" * 4, "FIELD_KEY": "1f" * 32, "LOOKUP_KEY": "2e" * 32}


@contextmanager
def databases() -> Iterator[dict[str, dict[str, str]]]:
    """The environment of each database: SQLite in a folder of its own, PostgreSQL in a cluster of its own."""
    with tempfile.TemporaryDirectory(prefix="partybranch-bench-") as folder, postgresql() as socket_folder:
        base = {**os.environ, **KEYS, "DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
        base.pop("DATABASE_URL", None)
        (Path(folder) / "static").mkdir()
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
    """Both sides in turn, REPEATS times; median of each, their ratio, and the spread of the pairs' ratios."""
    if not bench.has_floor:
        return {"value": child(environment, "run", bench.id, "this")}
    pairs = []
    for _ in range(bench.repeats or REPEATS):
        this = child(environment, "run", bench.id, "this")
        floor = child(environment, "run", bench.id, "floor")
        pairs.append((this["cpu"], floor["cpu"]))
    ratios = sorted(this / floor for this, floor in pairs)
    return {
        "this": statistics.median(this for this, _ in pairs),
        "floor": statistics.median(floor for _, floor in pairs),
        "ratio": statistics.median(ratios),
        "spread": [ratios[0], ratios[-1]],
    }


def row(result: dict[str, Any]) -> str:
    found = result["found"]
    if "ratio" in found:
        low, high = found["spread"]
        said = (
            f"{found['ratio']:.2f}× ({low:.2f}–{high:.2f}); {found['this'] * 1000:.1f} / {found['floor'] * 1000:.1f} ms"
        )
    else:
        said = "; ".join(f"{name} {value}" for name, value in found["value"].items())
    return f"| {result['id']} | {result['what']} | {result['database']} | {said} | {result['goal']} |"


def main() -> None:
    asked = set(sys.argv[1:])
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    with databases() as environments:
        for name, environment in environments.items():
            for bench in BENCHES:
                if asked and bench.id not in asked:
                    continue
                child(environment, "prepare", bench.fixture)
                found = measure(bench, environment)
                entry = {"id": bench.id, "what": bench.what, "goal": bench.goal, "database": name, "found": found}
                known = [old for old in known if (old["id"], old["database"]) != (bench.id, name)] + [entry]
                print(row(entry), flush=True)
    known.sort(key=lambda entry: (int(entry["id"].removeprefix("B")), entry["database"]))
    RESULTS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    head = "| id | what | database | found: ratio (spread); this / floor | goal |\n|---|---|---|---|---|\n"
    TABLE.write_text(PREFACE + head + "\n".join(map(row, known)) + "\n")


PREFACE = """# Performance

Written by `make bench`; nothing here is typed by hand. Each ratio is this program against the floor named in
`bench/`, both sides in one run, interleaved, CPU time of the child process, median of seven pairs.

"""

if __name__ == "__main__":
    main()
