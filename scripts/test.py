"""Runs the whole suite twice: on SQLite, then on a throw-away PostgreSQL with a real Redis and Chromium.

Usage: test.py [--suites] [arguments for pytest]      --suites: the long proofs of tests/suites instead
Ends with a line of counts for each database, and non-zero on any failure or when a run had no test.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

BASE_DIR = Path(__file__).resolve().parent.parent
RESULTS = BASE_DIR / "test-results"
ROLE = "partybranch"


@contextmanager
def postgresql() -> Iterator[str]:
    """A cluster that only this run can reach, unsafe and fast; yields the folder of its socket."""
    newest = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="partybranch-postgresql-") as folder:
        as_owner: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            as_owner = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")

        def control(program: str, *arguments: str) -> None:
            command = [*as_owner, str(newest / program), "-D", f"{folder}/data", *arguments]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

        control("initdb", "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        control("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", options)
        try:
            yield folder
        finally:
            control("pg_ctl", "stop", "-m", "immediate")


@contextmanager
def redis() -> Iterator[int]:
    """A Redis of this run's own that keeps nothing; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    server = subprocess.Popen(command, cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if server.poll() is not None:
                sys.exit("Redis did not start.")
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def run(database: str, marks: str, environment: dict[str, str], arguments: list[str]) -> tuple[bool, str]:
    """Runs pytest once; returns whether all is well, and the line of counts."""
    print(f"\n===== {database}: {marks}", flush=True)
    report = RESULTS / f"{database}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "-m", marks, f"--junitxml={report}", "--durations=5"]
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
        environment = {
            "DATABASE_URL": f"postgres:///{folder}/partybranch",  # the form for a socket's folder has no place for
            "PGUSER": ROLE,  # the role
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        }
        outcomes.append(run("PostgreSQL", kind, environment, arguments))
    print("\n" + "\n".join(line for _, line in outcomes), flush=True)
    sys.exit(0 if all(well for well, _ in outcomes) else 1)


if __name__ == "__main__":
    main()
