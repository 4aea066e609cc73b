"""Imports a roster workbook from the command line: the same reading, gates and acts as the page."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organization, User
from members.actions import import_roster, upload_roster
from members.comparison import Comparison
from members.intake import Intake
from members.models import Term
from members.posts import Post
from members.reading import read_apart
from members.roster import Problem, RosterReading, UnreadableWorkbook
from rulebook import clock
from rulebook.kernel import NotEntitled, Refused
from rulebook.tables import JSON, add_format, as_json, as_table

COUNTS = ("people", "created", "changed", "unchanged")
PROBLEM = ("sheet", "row", "column", "message")


class Command(BaseCommand):
    help = "Imports a roster workbook into a branch, all or nothing. Ends with 1 where the workbook has errors."

    def add_arguments(self, parser: CommandParser) -> None:
        add_format(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--org", required=True, help="code of the branch, e.g. demo")
        parser.add_argument("--check", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--by", help="login name of who imports; default: the branch's secretary")
        parser.add_argument(
            "--posts-since", type=date.fromisoformat, help="first day of the posts named; default today"
        )

    def handle(
        self, *args: Any, file: Path, org: str, check: bool, by: str | None, posts_since: date | None, **options: Any
    ) -> None:
        organization = Organization.objects.filter(code=org).first()
        if organization is None:
            raise CommandError(f"There is no organization with the code {org}.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        content = file.read_bytes()
        since = posts_since or clock.today()
        try:
            reading = read_apart(content, clock.today())
        except UnreadableWorkbook as error:
            self.answer(
                {**dict.fromkeys(COUNTS, 0), "errors": [as_row(Problem("", 0, "", str(error)))], "warnings": []},
                **options,
            )
            sys.exit(1)
        comparison = Intake(organization, since, reading, clock.today()).comparison
        if not comparison.errors and not check:
            perform(organization, file.name, content, reading, since, user_named(by, organization))
        self.answer(summary(reading, comparison), **options)
        if comparison.errors:
            sys.exit(1)

    def answer(self, found: dict[str, Any], *, format: str, **_: Any) -> None:
        if format == JSON:
            self.stdout.write(as_json(found))
            return
        self.stdout.write(as_table([found], COUNTS))
        for kind in ("errors", "warnings"):
            if found[kind]:
                self.stdout.write(f"\n{kind}:\n" + as_table(found[kind], PROBLEM))


def user_named(name: str | None, organization: Organization) -> User:
    """Who imports. Raises CommandError where there is no such account."""
    if name is not None:
        user = User.objects.filter(username=name).first()
    else:
        terms = Term.objects.running(clock.today()).filter(organization=organization, post=Post.SECRETARY)
        user = User.objects.filter(person__terms__in=terms).first()
    if user is None:
        raise CommandError(f"There is no account {name}." if name else f"{organization} has no secretary: give --by.")
    return user


def perform(
    organization: Organization, name: str, content: bytes, reading: RosterReading, since: date, by: User
) -> None:
    """The two acts of the page: the workbook is handed in, then imported."""
    at = clock.now()
    try:
        upload = upload_roster(organization, name=name[:150], content=content, posts_since=since, by=by, at=at)
        import_roster(upload, intake=Intake(organization, since, reading, clock.today()), by=by, at=at)
    except NotEntitled as error:
        raise CommandError(f"{by} may not import the roster of {organization}.") from error
    except Refused as error:
        raise CommandError(str(error)) from error


def summary(reading: RosterReading, comparison: Comparison) -> dict[str, Any]:
    return {
        "people": len(reading.people) + len(reading.applicants),
        "created": len(comparison.created),
        "changed": len(comparison.changed_people),
        "unchanged": comparison.unchanged,
        "errors": [as_row(one) for one in comparison.errors],
        "warnings": [as_row(one) for one in comparison.warnings],
    }


def as_row(one: Problem) -> dict[str, Any]:
    return {"sheet": one.sheet, "row": one.row, "column": one.column, "message": one.message}
