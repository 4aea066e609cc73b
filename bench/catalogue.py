"""The benches: what is measured against what, on which fixture, and where each figure has to stay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number of a bench. Without a limit it is only told; `postgresql` is a limit of its own there."""

    name: str
    unit: str = ""
    most: float | None = None
    least: float | None = None
    postgresql: float | None = None

    @property
    def goal(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g}{self.unit}"
        if self.most is None:
            return "–"
        other = "" if self.postgresql is None else f" / {self.postgresql:g}"
        return f"≤ {self.most:g}{other}{self.unit}"

    def is_met(self, value: float, database: str) -> bool:
        if self.least is not None:
            return value >= self.least
        most = self.postgresql if self.postgresql is not None and database == "PostgreSQL" else self.most
        return most is None or value <= most


def ratio(most: float) -> tuple[Figure, ...]:
    """What a bench with a floor gives: the ratio of the medians of pairs, and what it was reckoned from."""
    return Figure("ratio", "×", most), Figure("this", " ms"), Figure("floor", " ms")


ERRORS = Figure("errors", most=0)


@dataclass(frozen=True)
class Bench:
    """`fixture` names the data (bench/cases/fixtures.py); what is measured stands in bench/cases under the id.

    With a floor both of its sides run in children, in turn, `repeats` times; without one the case gives its figures.
    `reason` says why a figure that is missed is missed; it is printed only then.
    """

    id: str
    what: str
    fixture: str
    figures: tuple[Figure, ...]
    has_floor: bool = False
    repeats: int = 7
    reason: str = ""


SHARED = (
    "Time by the wall clock: who asks, the workers and the database share two processors, in the last run with other "
    "work beside them."
)
BENCHES = [
    Bench(
        "B1",
        "roster page, 50 of 10,000, against bare SQL and a string in its place, behind the same log-in",
        "wide",
        (*ratio(3), Figure("p95 ratio", "×", 4)),
        has_floor=True,
        reason="The page carries more than its rows: the navigation by rights, the filters, what was uploaded. Of its "
        "time half is the template, a quarter the ORM's making of its nine statements; on SQLite most of the rest, and "
        "of the floor, is the sorting of the 10,000. On PostgreSQL the sorting is the server's and in neither side.",
    ),
    Bench(
        "B2",
        "20 main pages, 4 connections, 2 workers, fixture M; each page's p95 against a bare hello-world view's",
        "M",
        (
            Figure("pages"),
            Figure("slowest page", " ms", 100),
            Figure("slowest page ratio", "×", 40),
            Figure("median page", " ms"),
            Figure("hello world", " ms"),
        ),
        reason="The annual report on the screen is the whole report, put together for each answer in some 100 ms of "
        "processor time: a fifth goes into making the statement of all duties, a quarter into the template, the rest "
        "into the rows behind its figures. Today and the ledger make the same statement. With 4 connections at 2 "
        "workers on the same 2 processors as those who ask, an answer waits for another one before it.",
    ),
    Bench(
        "B4",
        "queries of 10 list pages and 4 dashboards at N = 1, 50, 5,000 members",
        "empty",
        (
            Figure("list page", " queries", 12),
            Figure("dashboard", " queries", 20),
            Figure("pages whose number changes with N", most=0),
            Figure("queries asked twice on one page", most=0),
        ),
    ),
    Bench(
        "B5",
        "nightly assessment of 10,000 branches, fixture L, against INSERT … SELECT by hand; median of 3 pairs",
        "L",
        (
            Figure("ratio", "×", 6),
            Figure("all duties of two years", " s", 60, postgresql=120),
            Figure("three duties of one year", " s"),
            Figure("the same by hand", " s"),
            Figure("rows"),
            Figure("faster than one object at a time", "×", least=100),
            Figure("rows written by a second run", most=0),
        ),
    ),
    Bench(
        "B6",
        "one act until its branch's statuses are fresh, among 10,000 branches, fixture L",
        "L",
        (Figure("median", " ms", 50), Figure("queries", most=8)),
        reason=SHARED,
    ),
    Bench(
        "B8",
        "annual report as PDF, assembling included, against raw WeasyPrint with the same HTML; median of 3 pairs",
        "report",
        (
            Figure("pages"),
            Figure("ratio", "×", 1.1),
            Figure("whole report", " s", 6),
            Figure("roster of 2,000 rows", " s", 3),
        ),
        reason="All but half a second is WeasyPrint's own work on the HTML, as the ratio shows: lines of text, 14,000 "
        "in a roster of 2,000 rows of seven columns, already one block a column and page instead of one cell each.",
    ),
    Bench(
        "B10",
        "import of 100,000 members, from the confirmation to the last row, against reading and executemany or COPY; "
        "median of 3 pairs",
        "import",
        (
            Figure("ratio", "×", 6),
            Figure("import", " s", 30),
            Figure("check before it", " s"),
            Figure("floor", " s"),
            Figure("faster than create() in a loop", "×", least=4),
        ),
        reason="Half of the import is reading, checking and sealing, which a loop of create() has to do as well.",
    ),
    Bench(
        "B11",
        "30 sign-ins at one moment, 2 workers",
        "hall",
        (ERRORS, Figure("p95", " ms", 600, postgresql=300)),
        reason=SHARED,
    ),
    Bench("B13", "30 log-ins at one moment, 2 workers", "hall", (ERRORS, Figure("p95", " ms", 2500)), reason=SHARED),
    Bench(
        "B14",
        "overview of 10,000 branches, fixture L, against the unscoped query",
        "L",
        (
            Figure("ratio", "×", 1.5),
            Figure("page p95", " ms", 300),
            Figure("last page p95", " ms", 300),
            Figure("missed this quarter p95", " ms", 200),
        ),
    ),
    Bench(
        "B15",
        "the insert of a remark with its entry in the chain of acts, against the bare insert; medians of 200 in turn",
        "hall",
        (
            Figure("ratio", "×", 2.5),
            Figure("share of the request", " %", 25),
            Figure("insert", " ms"),
            Figure("insert and entry", " ms"),
            Figure("request", " ms"),
        ),
        reason="The entry is three statements more: the chain's end is locked, the act written, the end moved. Of a "
        "whole request it is a small part.",
    ),
]
