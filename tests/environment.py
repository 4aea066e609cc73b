"""The environment of the tests, set before pytest-django loads the settings; named by `-p` in pyproject.toml.

Nothing of the developer's own installation is read or written. scripts/test.py gives DATABASE_URL and
REDIS_URL for the run on PostgreSQL; without them a test run is on SQLite, in memory.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

DATA = TemporaryDirectory(prefix="partybranch-tests-")
Path(DATA.name, "static").mkdir()  # empty, but WhiteNoise warns when there is none
WORKER_NUMBER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")

for name in ("ALLOWED_HOSTS", "DEBUG", "HTTPS", "MAIL_FROM", "SITE_ADDRESS"):
    os.environ.pop(name, None)
os.environ |= {
    "DATA_DIR": DATA.name,
    "SECRET_KEY": "for-tests-only-" * 4,
    "FIELD_KEY": "1f" * 32,
    "LOOKUP_KEY": "2e" * 32,
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "WARNING",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread of the test
}
if os.environ.get("REDIS_URL"):  # one of Redis's numbered databases for each pytest-xdist process
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].rpartition("/")[0] + "/" + WORKER_NUMBER
