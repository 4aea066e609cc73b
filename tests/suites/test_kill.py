"""T-KILL, votes: the web processes are killed while people vote; never is a vote half taken.

Every voter does what people do: reload, look whether it says 已投票, vote again if not. Negative control:
without the transaction a kill leaves somebody marked as having voted whose ballot is nowhere.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from meetings.ballots.models import BallotBox, Choice
from tests.factories import BranchFactory, agenda_item
from tests.factories.ballot import Poll, item_for_ballot, permit
from tests.suites.world import Phone, Server, own_database, phones_of, server, sized

VOTERS = 20  # of each poll; about as many kills
PATIENCE = 120  # seconds for everybody to have voted


@pytest.fixture
def address(django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    with django_db_blocker.unblock(), own_database(tmp_path) as address:
        yield address


def vote_until_it_is_in(phone: Phone, poll: Poll, choice: str) -> int:
    """Casts, and after a broken line reloads and looks; the number of broken lines."""
    broken = 0
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        status, page = phone.cast(poll, choice)
        assert status < 500, page
        if status == 302 or (status == 422 and "已投票" in page):
            return broken
        assert status == 0, f"{status}: {page}"
        broken += 1
        if phone.has_voted(poll):
            return broken
    raise AssertionError("a voter waited too long")


def counts(poll: Poll) -> tuple[int, int]:
    """Ballots in the box, and voters marked on the roll, at one moment."""
    found = BallotBox.objects.with_counts().get(pk=poll.box.pk)
    return found.ballots, found.ballots_cast


def vote_under_fire(poll: Poll, phones: list[Phone], choices: dict[int, str], web: Server) -> tuple[int, int, int]:
    """All vote while worker after worker is killed; kills, broken lines, and moments at which the counts differed."""
    kills = differing = 0
    with ThreadPoolExecutor(len(phones)) as pool:
        voting: list[Future[int]] = [
            pool.submit(vote_until_it_is_in, phone, poll, choices[phone.user.pk]) for phone in phones
        ]
        before = -1
        while not all(vote.done() for vote in voting):
            ballots, marked = counts(poll)
            differing += ballots != marked
            if marked == before:  # a new worker has first to take a ballot
                time.sleep(0.005)
                continue
            time.sleep(random.uniform(0, 0.05))
            web.kill_a_worker()
            kills, before = kills + 1, marked
    return kills, sum(vote.result() for vote in voting), differing


def polls_under_fire(kills: int, web: Server) -> Iterator[tuple[Poll, dict[int, str], int, int]]:
    """Poll after poll until enough workers were killed; with its choices, broken lines and differing moments."""
    house = BranchFactory(members=VOTERS)
    permit(house)
    item = item_for_ballot(house, VOTERS)
    killed = broken_lines = 0
    phones: list[Phone] = []
    while killed < kills:
        poll = Poll(house, item).open()
        phones = phones or phones_of(poll, web.port)
        choices = {phone.user.pk: random.choice(Choice.values) for phone in phones}
        fired, broken, differing = vote_under_fire(poll, phones, choices, web)
        killed += fired
        broken_lines += broken
        yield poll, choices, broken, differing
        item = agenda_item(item.meeting)
    print(f"\nT-KILL on {connection.vendor}: {killed} kills while voting, {broken_lines} broken lines")


@pytest.mark.parametrize("kills", sized(short=8, long=100))
def test_a_killed_process_leaves_no_half_vote(kills: int, address: str, tmp_path: Path):
    with server(address, tmp_path) as web:
        for poll, choices, _, differing in polls_under_fire(kills, web):
            assert (counts(poll), differing) == ((VOTERS, VOTERS), 0)
            counted = poll.close(wait_no_longer=False)
            cast = list(choices.values())
            assert [counted.in_favour, counted.against, counted.abstained] == [cast.count(c) for c in Choice.values]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                assert cursor.fetchone() == ("ok",)


@pytest.mark.parametrize("kills", sized(short=8, long=20))
def test_without_the_transaction_a_kill_loses_a_ballot(
    kills: int, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WEAKENED_PAUSE", "0.1")
    with server(address, tmp_path, "tests.suites.weakened") as web:
        broken = 0
        for poll, _, _, _ in polls_under_fire(kills, web):
            ballots, marked = counts(poll)
            broken += ballots != marked
            poll.abort()
        assert broken > 0
