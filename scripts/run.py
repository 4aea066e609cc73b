"""Starts the whole program as one process tree: the web server, and a worker with its scheduler.

Makes first what is missing: keys, tables, static files and, once, the demo branch. Ends as a whole on
Ctrl-C, on TERM and when one of its processes ends. Besides the environment of partybranch/settings.py:

PORT            default 8000
ALLOWED_HOSTS   when set, other machines can connect too
DEMO            "no" builds no demo branch
"""

import ctypes
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
PORT = int(os.environ.get("PORT") or 8000)
HOST = "0.0.0.0" if os.environ.get("ALLOWED_HOSTS") else "127.0.0.1"
ADDRESS = os.environ.get("SITE_ADDRESS") or f"http://127.0.0.1:{PORT}"
ENVIRONMENT = {**os.environ, "DATA_DIR": str(DATA_DIR), "SITE_ADDRESS": ADDRESS}
ACCOUNTS = DATA_DIR / "demo-accounts.txt"
DATABASE = DATA_DIR / "partybranch.sqlite3"
SECONDS_TO_STOP = 15

WEB = ["gunicorn", "partybranch.wsgi", "--bind", f"{HOST}:{PORT}", "--workers", "2", "--timeout", "120"]
WEB += ["--preload", "--no-control-socket", "--log-level", "warning"]
WORKER = ["celery", "--quiet", "-A", "partybranch", "worker", "-P", "solo", "-B"]
WORKER += ["--schedule", str(DATA_DIR / "schedule"), "--loglevel", "warning"]


def python(*arguments: str) -> None:
    if subprocess.run([sys.executable, *arguments], cwd=BASE_DIR, env=ENVIRONMENT, check=False).returncode:
        sys.exit(f"{' '.join(arguments)} failed.")


def prepare() -> None:
    python("scripts/make_keys.py", str(DATA_DIR / "secrets"))
    if os.environ.get("DATABASE_URL") or not migrated():
        python("manage.py", "migrate", "--skip-checks", "--verbosity", "0")
        (DATA_DIR / "tables.stamp").write_text(tables_state())
    once("static", static_fingerprint(), "collectstatic", "--clear", "--noinput", "--verbosity", "0")
    if os.environ.get("DEMO") != "no":
        once("demo", "built", "demo", "--accounts-file", str(ACCOUNTS))


def once(name: str, state: str, *command: str) -> None:
    """Runs the management command unless it has run for this state of things."""
    stamp = DATA_DIR / f"{name}.stamp"
    if not stamp.exists() or stamp.read_text() != state:
        python("manage.py", *command)
        stamp.write_text(state)


def migrated() -> bool:
    """Whether the tables are as the last start left them; Django would take seconds to find that out."""
    stamp = DATA_DIR / "tables.stamp"
    return stamp.exists() and stamp.read_text() == tables_state()


def tables_state() -> str:
    """Changes with our migrations, with the packages that bring theirs, and with what the database has had of them."""
    applied: list[tuple[str, str]] = []
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)) as database:
        applied = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return fingerprint([BASE_DIR / "requirements.lock", *sorted(BASE_DIR.glob("*/migrations/*.py"))], str(applied))


def static_fingerprint() -> str:
    """Changes with our own static files, with the packages that bring theirs, and with the settings."""
    found = [BASE_DIR / "requirements.lock", BASE_DIR / "partybranch/settings.py"]
    for folder in [BASE_DIR / "static", *BASE_DIR.glob("*/static")]:
        found += sorted(path for path in folder.rglob("*") if path.is_file())
    return fingerprint(found)


def fingerprint(found: list[Path], *more: str) -> str:
    lines = [f"{path.relative_to(BASE_DIR)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in found]
    return hashlib.sha256("\n".join([*lines, *more]).encode()).hexdigest()


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """In a group of its own, so that stop() reaches its children too; it ends if this process is killed."""
    libc = ctypes.CDLL(None)
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=BASE_DIR,
        env=ENVIRONMENT,
        start_new_session=True,
        preexec_fn=lambda: libc.prctl(set_parent_death_signal, signal.SIGTERM),
    )


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def answers() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def announce() -> None:
    print(f"\n支部党务 is running: {ADDRESS}    (Ctrl-C ends it)", flush=True)
    if ACCOUNTS.exists():
        print(f"Demo accounts, also in {ACCOUNTS}:\n\n{ACCOUNTS.read_text(encoding='utf-8')}", flush=True)


def asked_to_end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked_to_end)
    os.umask(0o077)
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = (DATA_DIR / "running.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"The program already runs on {DATA_DIR}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as problem:
            sys.exit(f"Port {PORT} cannot be used ({problem.strerror}); choose another: PORT=8001 make run")
    prepare()
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(start(WEB))
        while all(child.poll() is None for child in children):
            if len(children) == 1 and answers():  # the worker next, so that it does not hold up the first page
                children.append(start(WORKER))
                announce()
            time.sleep(0.2)
        sys.exit("One of the processes ended, so all do.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(children)


if __name__ == "__main__":
    main()
