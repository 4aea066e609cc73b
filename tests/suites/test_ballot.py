"""T-BALLOT: seven attacks on closed polls of 30 voters, by somebody who saw in which order they voted.

He has the database and its journal as they lie on the disk, every backup made while the box was open, and
the log. From each he reads an order of the ballots and lays it beside the order of the voters. By chance he
is right once in thirty. Negative controls: on a plain table of ballots each attack must be right nearly
always, and so must the first one on our own box when the shuffle is taken away.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from meetings.ballots import actions
from meetings.ballots.models import Choice, OpenedBallot, SealedBallot
from members.models import Person
from tests.factories import BranchFactory, agenda_item, user_of
from tests.factories.ballot import Poll, item_for_ballot, permit
from tests.suites.world import own_database, sized

VOTERS = 30
NEARLY_ALWAYS = 0.95
PLAIN = "plain_ballot"


@dataclass
class Traces:
    """What one closed poll has left to the attacker, and the truth he does not know."""

    table: str
    voters: list[Person] = field(default_factory=list)  # in the order in which they voted
    truth: dict[UUID, int] = field(default_factory=dict)  # ballot id → id of its voter
    backups: list[bytes] = field(default_factory=list)  # one after each ballot
    journal: bytes = b""
    log: str = ""

    def ids(self, order: str = "") -> list[UUID]:
        """The ids of the poll's ballots as the database gives them, or in the order of a hidden column."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {self.table} {order}")  # not the id alone: that comes from its index
            column = [one.name if hasattr(one, "name") else one[0] for one in cursor.description].index("id")
            found = [id if isinstance(id := row[column], UUID) else UUID(id) for row in cursor.fetchall()]
        return [id for id in found if id in self.truth]

    def hits(self, guessed: list[UUID]) -> int:
        """How many ballots the attacker has laid beside their voters."""
        return sum(self.truth[id] == person.pk for id, person in zip(guessed, self.voters, strict=True))


def by_first_place(traces: Traces, texts: Iterable[bytes]) -> list[UUID]:
    """The ballots by the first text, and the place in it, where their id occurs; the others last, as they lie."""
    texts = list(texts)

    def place(id: UUID) -> tuple[int, int]:
        for number, text in enumerate(texts):
            found = [spot for form in (id.bytes, id.hex.encode(), str(id).encode()) if (spot := text.find(form)) >= 0]
            if found:
                return number, min(found)
        return len(texts), 0

    return sorted(traces.ids(), key=place)


ATTACKS: dict[str, Callable[[Traces], list[UUID]]] = {
    "natural order": lambda traces: traces.ids(),
    "rowid": lambda traces: traces.ids("ORDER BY rowid"),
    "xmin": lambda traces: traces.ids("ORDER BY xmin::text::bigint, cmin::text::bigint"),
    "ctid": lambda traces: traces.ids("ORDER BY ctid"),
    "journal bytes": lambda traces: by_first_place(traces, [traces.journal]),
    "backups while open": lambda traces: by_first_place(traces, traces.backups),
    "log": lambda traces: by_first_place(traces, [traces.log.encode()]),
}
OF_SQLITE, OF_POSTGRESQL = {"rowid"}, {"xmin", "ctid"}


def attacks() -> list[str]:
    """Those that apply to the database at hand."""
    other = OF_POSTGRESQL if connection.vendor == "sqlite" else OF_SQLITE
    return [name for name in ATTACKS if name not in other]


class Journal:
    """The bytes that the database has written since the last look: its log file, or its part of the WAL."""

    def __init__(self) -> None:
        self.sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            if self.sqlite:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                cursor.execute("SELECT pg_current_wal_lsn()")
                self.since = cursor.fetchone()[0]

    def read(self) -> bytes:
        if self.sqlite:
            file = Path(connection.settings_dict["NAME"])
            journal = file.with_name(file.name + "-wal").read_bytes()
            return journal + file.read_bytes()
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH span AS (SELECT pg_wal_lsn_diff(%s, '0/0')::bigint AS since,"
                " pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS until, 16777216 AS size)"
                " SELECT pg_read_binary_file('pg_wal/' || pg_walfile_name('0/0'::pg_lsn + segment * size + 1),"
                " GREATEST(since - segment * size, 0), LEAST(until - segment * size, size)"
                " - GREATEST(since - segment * size, 0))"
                " FROM span, generate_series(since / size, (until - 1) / size) AS segment ORDER BY segment",
                [self.since],
            )
            return b"".join(bytes(row[0]) for row in cursor.fetchall())


class Marked(str):
    """A choice that remembers whose it is, through the shuffle: the only way to know the truth."""

    voter: int


class LogLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def house(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BranchFactory]:
    """A branch of thirty voters in a database of files."""
    with django_db_blocker.unblock(), own_database(tmp_path_factory.mktemp("ballot")):
        house = BranchFactory(members=VOTERS)
        permit(house)
        for person in house.people:
            user_of(person)
        with connection.cursor() as cursor:
            kind = "char(32)" if connection.vendor == "sqlite" else "uuid"
            cursor.execute(f"CREATE TABLE {PLAIN} (id {kind} PRIMARY KEY, choice varchar(1))")
        yield house


@pytest.fixture
def log() -> Iterator[LogLines]:
    """Every line that anything logs, at every level and past every filter."""
    handler, root = LogLines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def phones(house: BranchFactory) -> dict[int, Client]:
    clients = {person.pk: Client() for person in house.people}
    for person in house.people:
        clients[person.pk].force_login(user_of(person))
    return clients


def sealed_contents() -> dict[UUID, bytes]:
    return {id: bytes(content) for id, content in SealedBallot.objects.values_list("id", "content")}


def our_poll(
    house: BranchFactory, item: Any, phones: dict[int, Client], log: LogLines, monkeypatch: pytest.MonkeyPatch
) -> Traces:
    """Thirty ballots through the pages into the box, closed; with all it leaves behind."""
    poll = Poll(house, item).open()
    traces, voter_of = Traces(OpenedBallot._meta.db_table), {}
    traces.voters = random.sample(house.people, VOTERS)
    journal, seen = Journal(), set()
    log.lines.clear()
    for person in traces.voters:
        choice = random.choice(Choice.values)
        answer = phones[person.pk].post(f"/boxes/{poll.box.pk}/cast/", {"choice": choice})
        assert answer.status_code == 302
        now = sealed_contents()
        voter_of[next(content for id, content in now.items() if id not in seen)] = person.pk
        seen = set(now)
        traces.backups.append(repr(now).encode())

    def open_marked(content: bytes, key: bytes, uid: bytes, unseal: Callable = actions.unseal) -> Marked:
        choice = Marked(unseal(content, key, uid))
        choice.voter = voter_of[content]
        return choice

    def keep_marked(ballots: Iterable[OpenedBallot], keep: Callable = OpenedBallot.objects.bulk_create) -> Any:
        made = list(ballots)
        traces.truth |= {ballot.pk: ballot.choice.voter for ballot in made}
        return keep(made)

    with monkeypatch.context() as spying:
        spying.setattr(actions, "unseal", open_marked)
        spying.setattr(OpenedBallot.objects, "bulk_create", keep_marked)
        poll.close(wait_no_longer=False)
    traces.journal, traces.log = journal.read(), "\n".join(log.lines)
    assert len(traces.truth) == VOTERS
    return traces


def plain_poll(house: BranchFactory) -> Traces:
    """What everybody builds first: a row a ballot, written when it is cast, with a line in the log."""
    traces, journal = Traces(PLAIN), Journal()
    traces.voters = random.sample(house.people, VOTERS)
    log = []
    for person in traces.voters:
        id = uuid4()
        with connection.cursor() as cursor:
            shown = id.hex if connection.vendor == "sqlite" else id
            cursor.execute(f"INSERT INTO {PLAIN} VALUES (%s, %s)", [shown, random.choice(Choice.values)])
            cursor.execute(f"SELECT * FROM {PLAIN}")
            traces.backups.append(repr(cursor.fetchall()).encode())
        traces.truth[id] = person.pk
        log.append(f"POST /vote/ 200 ballot={id}")
    traces.journal, traces.log = journal.read(), "\n".join(log)
    return traces


def forget(table: str) -> None:
    """The ballots of a poll that was looked at; so that the next one's are alone again."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def success(polls: int, hold: Callable[[], Traces]) -> dict[str, float]:
    """The share of ballots laid beside their voters, for each attack."""
    hits = dict.fromkeys(attacks(), 0)
    for _ in range(polls):
        traces = hold()
        for name in hits:
            hits[name] += traces.hits(ATTACKS[name](traces))
        forget(traces.table)
    return {name: number / (polls * VOTERS) for name, number in hits.items()}


def told(what: str, polls: int, shares: dict[str, float]) -> None:
    figures = ", ".join(f"{name} {share:.2%}" for name, share in shares.items())
    print(f"\nT-BALLOT on {connection.vendor}, {polls} polls {what}: {figures}")


# The hits of a poll have mean 1 and variance 1: over 400 polls 3.9 % is 3.4 deviations above chance.
@pytest.mark.parametrize(("polls", "allowed"), sized(short=(6, 0.15), long=(400, 0.039)))
def test_no_attack_does_better_than_chance(
    polls: int, allowed: float, house: BranchFactory, phones: Any, log: LogLines, monkeypatch: pytest.MonkeyPatch
):
    item = item_for_ballot(house, VOTERS)
    items = (item if number == 0 else agenda_item(item.meeting) for number in range(polls))
    shares = success(polls, lambda: our_poll(house, next(items), phones, log, monkeypatch))
    told("in the box", polls, shares)
    assert {name: share for name, share in shares.items() if share > allowed} == {}


@pytest.mark.parametrize("polls", sized(short=2, long=20))
def test_a_plain_table_gives_every_ballot_away(polls: int, house: BranchFactory):
    shares = success(polls, lambda: plain_poll(house))
    told("in a plain table", polls, shares)
    assert {name: share for name, share in shares.items() if share <= NEARLY_ALWAYS} == {}


@pytest.mark.parametrize("polls", sized(short=2, long=20))
def test_without_the_shuffle_the_order_gives_every_ballot_away(
    polls: int, house: BranchFactory, phones: Any, log: LogLines, monkeypatch: pytest.MonkeyPatch
):
    item = item_for_ballot(house, VOTERS)
    items = (item if number == 0 else agenda_item(item.meeting) for number in range(polls))
    monkeypatch.setattr(actions, "shuffle", lambda rows: None)
    shares = success(polls, lambda: our_poll(house, next(items), phones, log, monkeypatch))
    told("without the shuffle", polls, shares)
    assert shares["natural order"] > NEARLY_ALWAYS


def test_nothing_of_a_sealed_ballot_is_left_in_the_files(house: BranchFactory, phones: Any):
    """The ids and contents of the box, looked for in the raw bytes of the tables after the close."""
    poll = Poll(house, item_for_ballot(house, VOTERS)).open()
    for person in house.people:
        phones[person.pk].post(f"/boxes/{poll.box.pk}/cast/", {"choice": Choice.IN_FAVOUR})
    sealed = sealed_contents()
    assert any(traces_of(id, content) for id, content in sealed.items())
    poll.close()
    assert not any(traces_of(id, content) for id, content in sealed.items())


def traces_of(id: UUID, content: bytes) -> bool:
    files = table_files()
    return any(form in files for form in (id.bytes, id.hex.encode(), content, content[:32], content[32:]))


def table_files() -> bytes:
    """The database's file and journal (SQLite), or the three tables' files (PostgreSQL)."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
    found = b""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        for table in ("meetings_sealedballot", "meetings_openedballot", "meetings_rollentry"):
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
            found += bytes(cursor.fetchone()[0])
    return found
