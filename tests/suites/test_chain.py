"""T-CHAIN: nine ways to falsify the acts are found, by the program and by the stand-alone script.

Negative controls: an untouched chain has no fault; without the roots the last three attacks stay unseen; with the
hashing taken away an edit stays unseen.
"""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F

from accounts.models import Organization, User
from rulebook import chain
from rulebook.models import GENESIS, Act, ActHead, ChainAnchor, ChainRoot
from tests.factories.branch import branch

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR, "scripts", "verify_acts.py")
BEGINS = datetime(2026, 1, 5, 1, 30, 0, 120, tzinfo=UTC)
LENGTH = 12


@pytest.fixture
def house() -> Organization:
    """Two branches of twelve acts each; a root was taken after eight acts, and another at the end."""
    first, second = branch(), branch()
    user = User.objects.create_user("shuji", name="书记")
    for number in range(LENGTH):
        if number == 8:
            chain.take_root(BEGINS + timedelta(days=8))
        for organization in (first, second):
            write(organization, user, BEGINS + timedelta(days=number))
    chain.take_root(BEGINS + timedelta(days=LENGTH))
    return first


def write(organization: Organization, user: User, at: datetime) -> Act:
    return Act.objects.write(
        organization,
        verb="meetings.open_vote",
        by=user,
        at=at,
        subject=organization,
        before={"name": "原名"},
        result=user if at.day % 2 else None,
        clauses=["8.1.4a"],
        passed=["不足半数（第8篇 一（四））"],
        excuse="因“防汛”值班\n另行补开",
    )


def acts(house: Organization) -> list[Act]:
    return list(Act.objects.filter(organization=house).order_by("number"))


def put(act: Act, **values: object) -> None:
    Act.objects.filter(pk=act.pk).update(**values)


def rehash(house: Organization, since: int) -> None:
    """Writes the chain anew from an act on, as whoever can write to the database could, its head included."""
    before = GENESIS
    for act in acts(house):
        if act.number >= since:
            act.previous = before
            act.digest = act.computed_digest()
            put(act, previous=act.previous, digest=act.digest)
        before = act.digest
    ActHead.objects.filter(organization=house).update(number=act.number, digest=before)


def edit(house: Organization) -> None:
    put(acts(house)[4], excuse="")


def delete(house: Organization) -> None:
    acts(house)[4].delete()


def insert(house: Organization) -> None:
    """One more act between the fourth and the fifth, the later ones counted on."""
    for act in reversed(acts(house)[4:]):
        put(act, number=act.number + 1)
    new = acts(house)[3]
    new.pk, new.number, new.previous = None, 5, new.digest
    new.digest = new.computed_digest()
    new.save(force_insert=True)
    ActHead.objects.filter(organization=house).update(number=LENGTH + 1)


def swap(house: Organization) -> None:
    fourth, fifth = acts(house)[3:5]
    put(fourth, number=0)
    put(fifth, number=4)
    put(fourth, number=5)


def re_time(house: Organization) -> None:
    put(acts(house)[4], recorded_at=F("at"), at=BEGINS)


def truncate(house: Organization) -> None:
    """The last acts are gone and the head says so: the chain is whole."""
    Act.objects.filter(organization=house, number__gt=9).delete()
    ActHead.objects.filter(organization=house).update(number=9, digest=acts(house)[-1].digest)


def fork(house: Organization) -> None:
    """What two writers that read the same head would leave: the tenth and the eleventh act both follow the ninth."""
    ninth, _, eleventh, twelfth = acts(house)[8:]
    eleventh.previous = ninth.digest
    put(eleventh, previous=ninth.digest, digest=eleventh.computed_digest())
    twelfth.previous = eleventh.computed_digest()
    put(twelfth, previous=twelfth.previous, digest=twelfth.computed_digest())
    ActHead.objects.filter(organization=house).update(digest=twelfth.computed_digest())


def re_hash(house: Organization) -> None:
    put(acts(house)[4], excuse="")
    rehash(house, since=5)


def restored_backup(house: Organization) -> None:
    """The whole database as it was the night of the first root: acts, heads and roots agree with each other."""
    first = ChainRoot.objects.order_by("pk").first()
    ChainAnchor.objects.exclude(root=first).delete()
    ChainRoot.objects.exclude(pk=first.pk).delete()
    Act.objects.filter(number__gt=8).delete()
    for anchor in ChainAnchor.objects.all():
        ActHead.objects.filter(organization=anchor.organization).update(number=8, digest=anchor.digest)


SEEN_BY_THE_CHAIN = [edit, delete, insert, swap, re_time, fork]
SEEN_BY_THE_ROOTS = [truncate, re_hash, restored_backup]
Attack = Callable[[Organization], None]


def script(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "acts.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        chain.export(lines)
    return subprocess.run(
        [sys.executable, "-I", SCRIPT, file, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def kept_root() -> str:
    return ChainRoot.objects.order_by("-pk").values_list("digest", flat=True)[0]


@pytest.mark.parametrize("attack", SEEN_BY_THE_CHAIN + SEEN_BY_THE_ROOTS)
def test_the_program_finds(house: Organization, attack: Attack):
    kept = kept_root()
    attack(house)
    assert chain.verify([kept]).faults


@pytest.mark.parametrize("attack", SEEN_BY_THE_CHAIN + SEEN_BY_THE_ROOTS)
def test_the_script_finds(house: Organization, attack: Attack, tmp_path: Path):
    kept = kept_root()
    attack(house)
    answer = script(tmp_path, "--root", kept)
    assert answer.returncode == 1, answer.stdout + answer.stderr


def test_an_untouched_chain_has_no_fault(house: Organization):
    found = chain.verify([kept_root()])
    assert (found.faults, found.acts, found.chains, found.roots) == ([], 2 * LENGTH, 2, 2)


def test_the_script_passes_an_untouched_export(house: Organization, tmp_path: Path):
    answer = script(tmp_path, "--root", kept_root())
    assert (answer.returncode, answer.stdout) == (
        0,
        f"纪实{2 * LENGTH}条，链2条，链根2个，最新链根 {kept_root()}，问题0处\n",
    )


@pytest.mark.parametrize("attack", SEEN_BY_THE_ROOTS)
def test_without_roots_a_whole_but_false_chain_stays_unseen(house: Organization, attack: Attack):
    attack(house)
    ChainAnchor.objects.all().delete()
    ChainRoot.objects.all().delete()
    assert chain.verify().faults == []


def test_without_the_hash_an_edit_stays_unseen(house: Organization, monkeypatch: pytest.MonkeyPatch):
    recorded = iter([act.digest for act in Act.objects.order_by("organization", "number")])
    edit(house)
    monkeypatch.setattr(
        chain, "hashlib", SimpleNamespace(sha256=lambda _: SimpleNamespace(hexdigest=lambda: next(recorded)))
    )
    found = chain.Verification()
    chain.verify_acts(found)
    assert (found.acts, found.faults) == (2 * LENGTH, [])


def test_one_edit_is_one_fault_that_names_the_act(house: Organization):
    edit(house)
    assert chain.verify().faults == [chain.Fault(house.pk, 5, "内容与校验值不符：记录后被改动")]


def test_a_second_root_without_new_acts_is_not_taken(house: Organization):
    assert chain.take_root(BEGINS + timedelta(days=13)) is None


def test_a_hundred_thousand_acts_are_verified_at_the_pace_of_a_million_in_five_seconds(house: Organization):
    model = acts(house)[0]
    lengthen(house, model, 100_000)
    before = time.process_time()
    found = chain.verify()
    spent = time.process_time() - before
    assert (found.faults, found.acts) == ([], 100_000 + 2 * LENGTH)
    assert spent <= 1.0, "0.5 s is the pace; twice that leaves room for a busy machine"


def lengthen(house: Organization, model: Act, count: int) -> None:
    """Appends so many acts like the model, without the cost of acting."""
    head = ActHead.objects.get(organization=house)
    fields = {field.attname: getattr(model, field.attname) for field in Act._meta.concrete_fields if field.name != "id"}
    new = []
    for number in range(head.number + 1, head.number + 1 + count):
        act = Act(**{**fields, "number": number, "previous": head.digest})
        head.digest = act.digest = act.computed_digest()
        new.append(act)
    Act.objects.bulk_create(new, batch_size=2000)
    head.number += count
    head.save()


def test_the_digest_is_sha_256_over_the_documented_text(house: Organization):
    act = acts(house)[1]
    text = "\x1f".join(
        [
            str(house.pk), "2", "meetings.open_vote", str(act.by_id), "2026-01-06 01:30:00.000120",
            act.recorded_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"), "accounts.organization", str(house.pk),
            "", "", '["8.1.4a"]', '["不足半数（第8篇 一（四））"]',
            act_changes(house), act.previous, "因“防汛”值班\n另行补开",
        ]
    )  # fmt: skip
    assert hashlib.sha256(text.encode()).hexdigest() == act.digest


def act_changes(house: Organization) -> str:
    """As the column stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT changes FROM {Act._meta.db_table} WHERE organization_id = %s AND number = 2", [house.pk]
        )
        return cursor.fetchone()[0]
