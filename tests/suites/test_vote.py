"""T-VOTE: 300 ballots and 300 duplicates, 60 at a time, on the real server: exactly 300 counted and 300 refused.

Negative control: with the lock of the roll row taken away, somebody votes twice.
"""

import random
import time
from pathlib import Path
from typing import Any

import pytest

from meetings.ballots.models import Choice
from tests.factories import BranchFactory
from tests.factories.ballot import Poll, open_poll
from tests.suites.world import Phone, all_at_once, own_database, phones_of, server, sized


def vote_twice(poll: Poll, phones: list[Phone], choices: dict[int, str]) -> tuple[list[tuple[int, str]], list[float]]:
    """Everybody votes twice in the same moment; the answers and how long each took, in seconds."""
    took: list[float] = []

    def cast(phone: Phone) -> tuple[int, str]:
        began = time.monotonic()
        answer = phone.cast(poll, choices[phone.user.pk])
        took.append(time.monotonic() - began)
        return answer

    pairs = [phone for phone in random.sample(phones, len(phones)) for _ in range(2)]
    return all_at_once([lambda phone=phone: cast(phone) for phone in pairs]), took


@pytest.mark.parametrize("voters", sized(short=100, long=300))
def test_every_ballot_counts_once(voters: int, tmp_path: Path, django_db_blocker: Any, record_property: Any):
    with django_db_blocker.unblock(), own_database(tmp_path) as address, server(address, tmp_path) as web:
        poll = open_poll(BranchFactory(members=voters), voters)
        phones = phones_of(poll, web.port)
        choices = {phone.user.pk: random.choice(Choice.values) for phone in phones}
        answers, took = vote_twice(poll, phones, choices)
        statuses = [status for status, _ in answers]
        refused = [page for status, page in answers if status == 422]
        assert {status: statuses.count(status) for status in set(statuses)} == {302: voters, 422: voters}
        assert all("已投票" in page for page in refused)
        assert {len(page) for status, page in answers if status == 302} == {0}
        assert poll.box.sealed_ballots.count() == poll.box.roll.filter(voted=True).count() == voters
        counted = poll.close(wait_no_longer=False)
        cast = list(choices.values())
        assert [counted.in_favour, counted.against, counted.abstained] == [cast.count(c) for c in Choice.values]
        assert web.log.read_text() == ""
    took.sort()
    p95 = took[len(took) * 95 // 100]
    record_property("p95_seconds", p95)
    print(f"\nT-VOTE: {voters} + {voters} ballots, p95 {p95 * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms")


@pytest.mark.parametrize("voters", sized(short=40, long=100))
def test_without_the_lock_somebody_votes_twice(voters: int, tmp_path: Path, django_db_blocker: Any):
    application = "tests.suites.weakened"
    with django_db_blocker.unblock(), own_database(tmp_path) as address, server(address, tmp_path, application) as web:
        poll = open_poll(BranchFactory(members=voters), voters)
        phones = phones_of(poll, web.port)
        vote_twice(poll, phones, {phone.user.pk: Choice.IN_FAVOUR for phone in phones})
        assert poll.box.sealed_ballots.count() > voters
