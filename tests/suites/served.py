"""The settings of the program as the suites' web servers run it: static files without a manifest, nothing else."""

from partybranch.settings import *  # noqa: F403
from partybranch.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
