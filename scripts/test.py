"""Runs the suite twice: on SQLite, then on a throw-away PostgreSQL with a real Redis and Chromium.

What knows no database runs once, on SQLite; browser and services run once, on PostgreSQL.

Usage: test.py [--suites] [arguments for pytest]      --suites: the long proofs of tests/suites instead
Ends with a line of counts for each database, and non-zero on any failure or when a run had no test.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from scripts.services import postgresql, postgresql_at, redis

BASE_DIR = Path(__file__).resolve().parent.parent
RESULTS = BASE_DIR / "test-results"


def run(database: str, marks: str, environment: dict[str, str], arguments: list[str]) -> tuple[bool, str]:
    """Runs pytest once; returns whether all is well, and the line of counts."""
    print(f"\n===== {database}: {marks}", flush=True)
    report = RESULTS / f"{database}.xml"
    report.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "-m",
        marks,
        f"--junitxml={report}",
        "--durations=5",
    ]
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    code = subprocess.run([*command, *arguments], cwd=BASE_DIR, env=inherited | environment, check=False).returncode
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if report.exists():
        for suite in ElementTree.parse(report).iter("testsuite"):
            counts = {name: count + int(suite.get(name, 0)) for name, count in counts.items()}
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return code == 0, f"{database}: {passed} passed, {failed} failed, {counts['skipped']} skipped"


def asked_to_end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    signal.signal(signal.SIGTERM, asked_to_end)
    arguments = sys.argv[1:]
    suites = "--suites" in arguments
    if suites:
        arguments.remove("--suites")
    kind = "suite" if suites else "not suite"
    RESULTS.mkdir(exist_ok=True)
    outcomes = [run("SQLite", f"{kind} and not browser and not services", {}, arguments)]
    with postgresql() as folder, redis() as port:
        environment = {**postgresql_at(folder), "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        # The server and all its databases are thrown away: dropping them one by one would only trip over whoever
        # is just hanging up, a browser's connection or a killed worker's.
        outcomes.append(run("PostgreSQL", f"{kind} and not once", environment, [*arguments, "--reuse-db"]))
    print("\n" + "\n".join(line for _, line in outcomes), flush=True)
    sys.exit(0 if all(well for well, _ in outcomes) else 1)


if __name__ == "__main__":
    main()
