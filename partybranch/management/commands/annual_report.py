"""Writes a branch's annual report to a file, for scripts and administrators; nothing is kept in the program."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organization
from partybranch.reports.assembly import NotBalanced, assemble
from partybranch.reports.documents import WRITERS
from rulebook import clock
from rulebook.reporting import ReportYear, last_day_told


class Command(BaseCommand):
    help = "Writes the annual report of a branch as PDF, Word or Excel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, help="the branch's code")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--format", required=True, choices=sorted(WRITERS))
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--on", type=date.fromisoformat, help="last day told of; default 31 December, or today")
        parser.add_argument("--upward", action="store_true", help="the edition for superiors (报送上级)")

    def handle(self, *args: Any, **options: Any) -> None:
        branch = Organization.objects.branches().filter(code=options["org"]).first()
        if branch is None:
            raise CommandError(f"There is no branch with the code {options['org']}.")
        year, today = options["year"], clock.today()
        as_of = options["on"] or last_day_told(year, today)
        if as_of.year != year or as_of > today:
            raise CommandError(f"{as_of} is not a past day of {year}.")
        report = assemble(ReportYear(branch, year, as_of, today, options["upward"]))
        try:
            report.must_balance()
        except NotBalanced as error:
            raise CommandError("党员变动不能平衡：\n" + "\n".join(error.problems)) from error
        options["out"].write_bytes(WRITERS[options["format"]](report))
        self.stdout.write(f"{options['out']}")
