"""The services that tests and benches bring themselves: a PostgreSQL cluster and a Redis, thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "partybranch"


def postgresql_at(folder: str, database: str = "partybranch") -> dict[str, str]:
    """The environment that points the program at the cluster; the form for a socket has no place for a role."""
    return {"DATABASE_URL": f"postgres:///{folder}/{database}", "PGUSER": ROLE}


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
