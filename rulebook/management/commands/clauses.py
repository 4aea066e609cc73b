"""Lists every clause with what holds it in the program."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rulebook.chapters import title_of
from rulebook.tables import JSON, add_format, as_json, as_table
from rulebook.traceability import STATUS_LABELS, Trace, traces

MARKDOWN = "markdown"
HEAD = """# Clauses

Every clause of the rulebook, and what holds it in the program. Written by

    .venv/bin/python manage.py clauses --format markdown > docs/clauses.md

and kept current by a test; what the three states mean stands in rulebook/traceability.py.
"""


class Command(BaseCommand):
    help = "Lists every clause with its state (built, waived, open), functions and tests."

    def add_arguments(self, parser: CommandParser) -> None:
        add_format(parser, MARKDOWN)
        parser.add_argument("--app", help="only the clauses of this app")
        parser.add_argument("--chapter", help="only the clauses of this chapter, e.g. 8 or DF")

    def handle(self, *args: Any, format: str, app: str | None, chapter: str | None, **options: Any) -> None:
        found = [
            trace
            for trace in traces().values()
            if app in (None, trace.clause.app) and chapter in (None, trace.clause.chapter)
        ]
        rows = [row_of(trace) for trace in found]
        if format == JSON:
            self.stdout.write(as_json(rows))
        elif format == MARKDOWN:
            self.stdout.write(markdown(found).rstrip("\n"))
        else:
            self.stdout.write(as_table(rows, ("id", "software", "app", "status", "reason")))
            self.stdout.write(counted(found))


def row_of(trace: Trace) -> dict[str, Any]:
    return {
        "id": trace.clause.id,
        "software": sorted(trace.clause.software),
        "app": trace.clause.app,
        "status": trace.status,
        "reason": trace.reason,
        "functions": trace.functions,
        "tests": trace.tests,
        "page": trace.page,
    }


def counted(found: list[Trace]) -> str:
    states = [trace.status for trace in found]
    return f"{len(found)} clauses: " + ", ".join(f"{states.count(state)} {state}" for state in STATUS_LABELS)


def markdown(found: list[Trace]) -> str:
    """One table a chapter; functions and tests without what every name of the app begins with."""
    lines = [HEAD, counted(found) + ".", ""]
    chapter = None
    for trace in found:
        clause = trace.clause
        if clause.chapter != chapter:
            chapter = clause.chapter
            lines += ["", f"## {title_of(chapter)}", "", "| Clause | Demand | App | State | Held by | Tests |"]
            lines.append("|---|---|---|---|---|---|")
        functions = "<br>".join(f"`{name}`" for name in trace.functions)
        tests = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in trace.tests)
        state = trace.status + (f": {trace.reason}" if trace.status == "waived" else "")
        lines.append(f"| {clause.id} | {clause.zh} | {clause.app} | {state} | {functions} | {tests} |")
    return "\n".join(lines) + "\n"
