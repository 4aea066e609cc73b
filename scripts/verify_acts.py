"""Verifies an export of acts (`manage.py verify_acts --export FILE`) without Django, a database or any package.

Usage: verify_acts.py FILE [--root DIGEST ...]      --root: a root kept elsewhere, which the export must contain
Prints what is wrong and ends with 1; else the counts and the last root, and ends with 0.

An act's digest is SHA-256 over its fields in the order of FIELDS, joined by U+001F: moments in UTC, lists and objects
as JSON with sorted keys and no spaces. Each act holds the digest of the one before. A root is the Merkle root over the
root before and "organization:number:digest" of each chain's end, leaves prefixed with byte 0, nodes with byte 1.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

FIELDS = (
    "organization_id", "number", "verb", "by_id", "at", "recorded_at", "subject_type", "subject_id", "result_type",
    "result_id", "clauses", "passed", "changes", "previous", "excuse",
)  # fmt: skip
STRUCTURED = ("clauses", "passed", "changes")
GENESIS = "0" * 64
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest_of(act: dict) -> str:
    values = []
    for field in FIELDS:
        value = act[field]
        values.append(canonical(value) if field in STRUCTURED else "" if value is None else str(value))
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()


def root_over(previous: str, heads: dict) -> str:
    leaves = [previous] + [f"{chain}:{number}:{digest}" for chain, (number, digest) in sorted(heads.items())]
    level = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        odd = [level.pop()] if len(level) % 2 else []
        level = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)] + odd
    return level[0].hex()


class Verifier:
    """Takes the lines of an export one by one: acts in the order of their chains, then heads, then roots."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.ends: dict[int, tuple[int, str]] = {}
        self.without_head: set[int] = set()
        self.digests: dict[tuple[int, int], str] = {}
        self.anchored: dict[int, tuple[int, str]] = {}
        self.roots: list[str] = []
        self.acts = 0

    def act(self, act: dict) -> None:
        chain, number = act["organization_id"], act["number"]
        last, before = self.ends.get(chain, (0, GENESIS))
        if number != last + 1:
            self.faults.append(f"党组织{chain}：纪实编号应为{last + 1}，实为{number}")
        if act["previous"] != before:
            self.faults.append(f"党组织{chain}第{number}号：与前一条纪实不相衔接")
        if digest_of(act) != act["digest"]:
            self.faults.append(f"党组织{chain}第{number}号：内容与校验值不符")
        self.ends[chain] = (number, act["digest"])
        self.digests[chain, number] = act["digest"]
        self.without_head.add(chain)
        self.acts += 1

    def head(self, head: dict) -> None:
        chain = head["organization_id"]
        self.without_head.discard(chain)
        if self.ends.get(chain, (0, GENESIS)) != (head["number"], head["digest"]):
            self.faults.append(f"党组织{chain}：链头与最后一条纪实不符")

    def root(self, root: dict) -> None:
        previous = self.roots[-1] if self.roots else GENESIS
        for chain, number, digest in root["anchors"]:
            self.anchored[chain] = (number, digest)
            if self.digests.get((chain, number)) != digest:
                self.faults.append(f"党组织{chain}第{number}号：与{root['taken_at']}所取链根不符，链被截短或重写")
        if root["previous"] != previous or root["digest"] != root_over(previous, self.anchored):
            self.faults.append(f"{root['taken_at']}的链根与当时的链头不符")
        self.roots.append(root["digest"])

    def finish(self, kept_roots: list[str]) -> list[str]:
        """All that is wrong, once every line has been taken."""
        self.faults += [f"党组织{chain}：有纪实而没有链头" for chain in sorted(self.without_head)]
        self.faults += [f"另存的链根 {kept} 不在导出文件中" for kept in kept_roots if kept not in self.roots]
        return self.faults


def main() -> None:
    parser = argparse.ArgumentParser(description="Verifies an export of acts.")
    parser.add_argument("export", type=Path)
    parser.add_argument("--root", action="append", default=[], help="digest of a root kept elsewhere")
    arguments = parser.parse_args()
    verifier = Verifier()
    take = {"act": verifier.act, "head": verifier.head, "root": verifier.root}
    with arguments.export.open(encoding="utf-8") as lines:
        for line in lines:
            content = json.loads(line)
            take[content.pop("kind")](content)
    faults = verifier.finish(arguments.root)
    for fault in faults:
        print(fault)
    root = verifier.roots[-1] if verifier.roots else "（尚无）"
    counts = f"纪实{verifier.acts}条，链{len(verifier.ends)}条，链根{len(verifier.roots)}个"
    print(f"{counts}，最新链根 {root}，问题{len(faults)}处")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
