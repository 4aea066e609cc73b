"""Settings of the tests, and the services some of them use: a real worker with Redis, Chromium."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings

from partybranch.celery import app as celery_app

HERE = Path(__file__).parent
MARK_OF_FOLDER = {"browser": "browser", "suites": "suite"}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


KNOWS_NO_DATABASE = {  # what is read, printed or reckoned alike on every one: `make test` runs it on SQLite alone
    *("test_architecture.py", "test_rights.py", "test_start.py", "test_traceability.py"),
    *(f"members/test_{name}.py" for name in ("identity", "names", "roster_dates", "roster_files", "roster_sheets")),
    *(f"members/test_{name}.py" for name in ("roster_template", "roster_words")),
    *(f"recruitment/test_{name}.py" for name in ("bundle", "demo", "documents", "dossier", "dossier_contradictions")),
    *(f"rulebook/test_{name}.py" for name in ("catalogue", "params", "periods", "printed", "text", "workdays")),
    *("dues/test_reckoning.py", "meetings/test_documents.py", "points/test_ranking.py", "reports/test_documents.py"),
    *(f"suites/test_{name}.py" for name in ("matrix", "headers", "recruit_states")),
}

TAKES_LONG = {  # papers printed by the dozen, the living year: `make quick` leaves it out
    *(f"recruitment/test_{name}.py" for name in ("bundle", "demo", "documents", "dossier_contradictions")),
    *("meetings/test_documents.py", "points/test_commendations_demo.py", "reports/test_documents.py"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        path = item.path.relative_to(HERE)
        mark = MARK_OF_FOLDER.get(path.parts[0])
        if mark and not item.get_closest_marker("short"):
            item.add_marker(mark)
        is_long_proof = item.get_closest_marker("suite") is not None  # `make suites` runs it on both
        if path.as_posix() in KNOWS_NO_DATABASE and not is_long_proof:
            item.add_marker("once")
        if path.as_posix() in TAKES_LONG:
            item.add_marker("long")


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> Iterator[None]:
    """Cheap passwords, static files without a manifest, tasks run where they are sent."""
    celery_app.conf.task_always_eager = True
    celery_app.conf.task_eager_propagates = True
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**django_settings.STORAGES, "staticfiles": static},
    ):
        yield


@pytest.fixture(autouse=True)
def own_papers(settings: Any, tmp_path: Path) -> None:
    """Uploaded files of a test are its own."""
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    """This process's Redis, empty; tasks sent within the test go there instead of running at once."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    client.flushdb()
    celery_app.conf.task_always_eager = False
    yield client
    celery_app.conf.task_always_eager = True
    celery_app.close()
    client.flushdb()
    client.close()


@pytest.fixture
def worker(transactional_db: None, queue: redis.Redis, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker of two processes on the test's database; for tests marked `services`."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {**os.environ, "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    command = [sys.executable, "-m", "celery", "-A", "partybranch", "worker", "-P", "prefork", "-c", "2"]
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen([*command, "--loglevel", "info"], env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 30
            while not celery_app.control.ping(timeout=0.5):
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"The worker did not start:\n{Path(log.name).read_text()}")
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": shutil.which("chromium"), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(live_server: Any) -> dict[str, Any]:
    return {
        "base_url": live_server.url,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }
