"""Verifies the chains of acts, takes the nightly root over their heads, and exports both.

Edits, deletions, insertions, swaps, changed times and forks break a chain by themselves. A chain cut short, written
anew from some act on, or restored from a backup is whole in itself: it is found by the roots taken before, of which
the last ones must be kept outside the database (sent to the superior, printed, exported).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery

from rulebook.models.acts import GENESIS, SEPARATOR, Act, ActHead, ChainAnchor, ChainRoot

BATCH = 10_000
COLUMNS = (
    "organization_id", "number", "verb", "by_id", "at", "recorded_at", "subject_type", "subject_id", "result_type",
    "result_id", "clauses", "passed", "changes", "previous", "excuse",
)  # fmt: skip
MOMENTS = ("at", "recorded_at")


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was recorded: the chain, the act's number in it, and what is wrong."""

    organization_id: int | None
    number: int | None
    text: str


@dataclass
class Verification:
    """What was gone through, and what was found."""

    acts: int = 0
    chains: int = 0
    roots: int = 0
    last_root: str = ""
    faults: list[Fault] = field(default_factory=list)


def moment_sql(column: str) -> str:
    """The column in UTC to the microsecond, as Act.computed_digest writes it."""
    if connection.vendor == "postgresql":
        return f"to_char(\"{column}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"substr(\"{column}\" || '.000000', 1, 26)"


def content_sql() -> str:
    """What an act's digest is made of, written by the database: Act.computed_digest as one expression."""
    parts = []
    for column in COLUMNS:
        if column in MOMENTS:
            parts.append(moment_sql(column))
        elif column == "result_id":
            parts.append("COALESCE(CAST(result_id AS text), '')")
        else:
            parts.append(f'"{column}"')
    return f" || '{SEPARATOR}' || ".join(parts)


def rows(columns: str) -> Iterator[tuple[Any, ...]]:
    """These columns of all acts in the order of their chains, a batch at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {Act._meta.db_table} ORDER BY organization_id, number")
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def verify(kept_roots: Iterable[str] = ()) -> Verification:
    """Goes through all acts, heads and roots; `kept_roots` are digests of roots kept outside the database."""
    found = Verification()
    heads = dict(ActHead.objects.values_list("organization_id", "number").order_by())
    ends = verify_acts(found)
    found.faults += [
        Fault(organization_id, number, f"链头指向第{number}号纪实，链却止于第{ends.get(organization_id, (0, ''))[0]}号")
        for organization_id, number in heads.items()
        if ends.get(organization_id, (0, GENESIS))[0] != number
    ]
    found.faults += [
        Fault(head.organization_id, head.number, "链头的校验值与最后一条纪实不符")
        for head in ActHead.objects.filter(number__gt=0)
        if head.number == ends.get(head.organization_id, (0, ""))[0] and head.digest != ends[head.organization_id][1]
    ]
    found.faults += [Fault(id, None, "有纪实而没有链头") for id in ends.keys() - heads.keys()]
    verify_anchors(found)
    digests = verify_roots(found)
    found.faults += [
        Fault(None, None, f"库外保存的链根 {kept} 不在数据库中：数据曾被退回到更早的状态，或链根被改动")
        for kept in kept_roots
        if kept not in digests
    ]
    return found


def verify_acts(found: Verification) -> dict[int, tuple[int, str]]:
    """Every act follows the one before and is what was hashed; returns each chain's last number and digest."""
    # As bytes, which spares decoding what is only to be hashed.
    as_bytes = "CAST({} AS blob)" if connection.vendor == "sqlite" else "convert_to({}, 'UTF8')"
    content = as_bytes.format(f"({content_sql()})")
    ends: dict[int, tuple[int, str]] = {}
    sha256 = hashlib.sha256
    chain, last, before = None, 0, GENESIS
    for organization_id, number, previous, digest, text in rows(
        f"organization_id, number, previous, digest, {content}"
    ):
        if organization_id != chain:
            if chain is not None:
                ends[chain] = last, before
            chain, last, before = organization_id, 0, GENESIS
        if number != last + 1:
            found.faults.append(Fault(chain, number, f"纪实编号应为{last + 1}，实为{number}：有缺失、重复或插入"))
        if previous != before:
            found.faults.append(Fault(chain, number, "与前一条纪实不相衔接：前一条被改动、删除，或链在此分岔"))
        if sha256(text).hexdigest() != digest:
            found.faults.append(Fault(chain, number, "内容与校验值不符：记录后被改动"))
        last, before = number, digest
        found.acts += 1
    if chain is not None:
        ends[chain] = last, before
    found.chains = len(ends)
    return ends


def verify_anchors(found: Verification) -> None:
    """Every act that a root was taken over is still there, unchanged."""
    acts = Act.objects.filter(organization=OuterRef("organization"), number=OuterRef("number"))
    anchors = ChainAnchor.objects.annotate(now=Subquery(acts.values("digest")[:1])).select_related("root")
    found.faults += [
        Fault(anchor.organization_id, anchor.number, f"与{anchor.root.taken_at:%Y-%m-%d}所取链根不符：链被截短或重写")
        for anchor in anchors.filter(Q(now__isnull=True) | ~Q(now=F("digest"))).order_by("root", "organization")
    ]


def verify_roots(found: Verification) -> set[str]:
    """Every root is the Merkle root over the heads of its night, and follows the root before; returns the digests."""
    heads: dict[int, tuple[int, str]] = {}
    previous, digests = GENESIS, set()
    anchors = groupby(ChainAnchor.objects.order_by("root", "organization").iterator(BATCH), attrgetter("root_id"))
    root_id, group = next(anchors, (None, iter(())))
    for root in ChainRoot.objects.order_by("pk").iterator(BATCH):
        if root_id == root.pk:
            heads |= {anchor.organization_id: (anchor.number, anchor.digest) for anchor in group}
            root_id, group = next(anchors, (None, iter(())))
        if root.previous != previous or root.digest != root_over(previous, heads):
            found.faults.append(Fault(None, None, f"{root.taken_at:%Y-%m-%d}的链根与当时的链头不符：链根被改动"))
        previous = root.digest
        digests.add(root.digest)
        found.roots += 1
    found.last_root = previous if digests else ""
    return digests


def root_over(previous: str, heads: dict[int, tuple[int, str]]) -> str:
    """The Merkle root over the root before and the heads in the order of their organizations' ids."""
    leaves = [previous, *(f"{id}:{number}:{digest}" for id, (number, digest) in sorted(heads.items()))]
    level = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return level[0].hex()


@transaction.atomic
def take_root(at: datetime) -> ChainRoot | None:
    """Anchors every chain that has grown since the last root; None where none has."""
    grown = {
        head.organization_id: (head.number, head.digest)
        for head in ActHead.objects.select_for_update().filter(number__gt=0).order_by("pk")
    }
    heads = {
        id: (number, digest)
        for id, number, digest in ChainAnchor.objects.order_by("root").values_list("organization", "number", "digest")
    }
    grown = {id: end for id, end in grown.items() if heads.get(id) != end}
    if not grown:
        return None
    last = ChainRoot.objects.order_by("-pk").first()
    previous = last.digest if last else GENESIS
    root = ChainRoot.objects.create(taken_at=at, previous=previous, digest=root_over(previous, heads | grown))
    ChainAnchor.objects.bulk_create(
        [
            ChainAnchor(root=root, organization_id=id, number=number, digest=digest)
            for id, (number, digest) in grown.items()
        ]
    )
    return root


def export(file: IO[str]) -> int:
    """Writes all acts, heads and roots as JSON lines, for scripts/verify_acts.py; returns the number of acts."""
    count = 0
    columns = ", ".join(moment_sql(column) if column in MOMENTS else f'"{column}"' for column in COLUMNS)
    for row in rows(f"{columns}, digest"):
        act = dict(zip((*COLUMNS, "digest"), row, strict=True))
        for name in ("clauses", "passed", "changes"):
            act[name] = json.loads(act[name])
        write_line(file, "act", act)
        count += 1
    for head in ActHead.objects.order_by("pk").values("organization_id", "number", "digest"):
        write_line(file, "head", dict(head))
    for root in ChainRoot.objects.order_by("pk").prefetch_related("anchors"):
        anchors = sorted((anchor.organization_id, anchor.number, anchor.digest) for anchor in root.anchors.all())
        content = {"taken_at": root.taken_at.isoformat(), "previous": root.previous, "digest": root.digest}
        write_line(file, "root", {**content, "anchors": anchors})
    return count


def write_line(file: IO[str], kind: str, content: dict[str, Any]) -> None:
    file.write(json.dumps({"kind": kind, **content}, ensure_ascii=False, separators=(",", ":")) + "\n")
