"""The house as a whole: settings, addresses, tasks, the desk and the reports."""

import sys

try:
    import pysqlite3
except ModuleNotFoundError:  # other platforms use the library Python was built with
    pass
else:
    # Debian 12's SQLite is older than 3.51.3, whose WAL reset could corrupt the file;
    # the bundled one has to stand in its place before Django loads its back end.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from partybranch.celery import app as celery_app

__all__ = ["celery_app"]
