"""Verifies the chains of acts, and exports them for verifying elsewhere."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rulebook import chain
from rulebook.tables import JSON, add_format, as_json, as_table


class Command(BaseCommand):
    help = (
        "Verifies that no act has been changed, removed or added since it was recorded; ends with 1 where one has. "
        "Give the last roots kept elsewhere (--root): only they show a database put back to an earlier state."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_format(parser)
        parser.add_argument("--root", action="append", default=[], help="digest of a root kept elsewhere; repeatable")
        parser.add_argument("--export", type=Path, help="write acts and roots as JSON lines for scripts/verify_acts.py")

    def handle(self, *args: Any, root: list[str], export: Path | None, format: str, **options: Any) -> None:
        found = chain.verify(root)
        if export is not None:
            with open(export, "w", encoding="utf-8", opener=private) as file:
                chain.export(file)
        faults = [vars(fault) for fault in found.faults]
        if format == JSON:
            counts = {"acts": found.acts, "chains": found.chains, "roots": found.roots, "last_root": found.last_root}
            self.stdout.write(as_json({**counts, "faults": faults}))
        else:
            if faults:
                self.stdout.write(as_table(faults, ("organization_id", "number", "text")))
            last = found.last_root or "（尚无）"
            self.stdout.write(
                f"纪实{found.acts}条，链{found.chains}条，链根{found.roots}个，最新链根 {last}，问题{len(faults)}处"
            )
        if faults:
            sys.exit(1)


def private(path: str, flags: int) -> int:
    """Opens for its owner alone: acts say who did what."""
    return os.open(path, flags, 0o600)
