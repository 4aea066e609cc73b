"""T-IMPORT and T-KILL for imports, in their long form: 100,000 members, all or nothing, and within B10.

The short forms, with the negative control, stand in tests/members/test_import.py.
"""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from members import tasks
from members.actions import import_roster, upload_roster
from members.intake import intake_of
from members.models import Affiliation, Person, PreviewPage, RosterProgress, RosterUpload, SealedRoster
from rulebook import clock
from rulebook.kernel import Refused
from tests.factories import BranchFactory
from tests.members.roster_workbooks import crowded
from tests.suites.world import own_database

MEMBERS = 100_000
GOAL = 30  # seconds of processor time: the wall clock would measure the neighbours
KILLS = 12
UNDER_FIRE = 3000  # members
BASE_DIR = Path(__file__).parents[2]


def uploaded(house: BranchFactory, content: bytes) -> RosterUpload:
    return upload_roster(
        house.branch,
        name="花名册.xlsx",
        content=content,
        posts_since=clock.today(),
        by=house.secretary,
        at=clock.now(),
    )


def entered() -> int:
    return Person.objects.filter(identity_digest__isnull=False).count()


def processor_time() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@pytest.mark.django_db
@pytest.mark.parametrize("bad_row", [1, 50_000, 99_999])
def test_one_bad_row_among_100_000_and_nothing_is_written(bad_row):
    house = BranchFactory(members=1)
    upload = uploaded(house, crowded(MEMBERS, bad_row))
    intake = intake_of(upload, clock.today())
    with pytest.raises(Refused):
        import_roster(upload, intake=intake, by=house.secretary, at=clock.now())
    assert [problem.row for problem in intake.reading.errors] == [bad_row + 1]
    assert entered() == 0


@pytest.mark.django_db
def test_100_000_members_are_in_within_the_goal_and_the_second_time_nothing_changes():
    house = BranchFactory(members=1)
    content = crowded(MEMBERS)
    for expected in (MEMBERS, 0):
        upload = uploaded(house, content)
        begun = processor_time()
        intake = intake_of(upload, clock.today())
        intake.prepare(lambda done, of: None)
        import_roster(upload, intake=intake, by=house.secretary, at=clock.now())
        spent = processor_time() - begun
        print(f"{connection.vendor}: {expected} of {MEMBERS} entered in {spent:.1f} s of processor time")
        assert len(intake.comparison.created) == expected
        assert intake.comparison.changes == []
        assert spent <= GOAL
    assert entered() == Affiliation.objects.filter(person__identity_digest__isnull=False).count() == MEMBERS


def worker(pk: int, address: str) -> subprocess.Popen[bytes]:
    """A process that imports the upload as a worker would."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.suites.served"}
    script = f"""
import django; django.setup()
from partybranch.celery import app; app.conf.task_always_eager = True
from members.tasks import import_upload; import_upload({pk})
"""
    return subprocess.Popen([sys.executable, "-c", script], cwd=BASE_DIR, env=environment)


def test_a_worker_killed_at_any_moment_leaves_all_or_nothing(django_db_blocker: Any, tmp_path: Path):
    chance = Random(20261123)
    with django_db_blocker.unblock(), own_database(tmp_path) as address:
        house = BranchFactory(members=1)
        upload = uploaded(house, crowded(UNDER_FIRE))
        tasks.begin_check(upload, None)
        tasks.check_upload(upload.pk)
        confirmed = {"confirmed_by": house.secretary, "confirmed_at": clock.now()}
        RosterProgress.objects.update(step=RosterProgress.Step.CONFIRMED, **confirmed)
        for _ in range(KILLS):
            process = worker(upload.pk, address)
            time.sleep(chance.uniform(0.5, 6))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert entered() in (0, UNDER_FIRE)
            assert (entered() == 0) == SealedRoster.objects.exists() == PreviewPage.objects.exists()
        worker(upload.pk, address).wait()
        assert entered() == UNDER_FIRE
        assert RosterProgress.objects.get().step == RosterProgress.Step.IMPORTED
