"""The benches: what is measured against what, on which fixture, and the goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bench:
    """`fixture` names the data (bench/fixtures.py); the two sides are functions of bench/cases of that id."""

    id: str
    what: str
    goal: str
    fixture: str
    has_floor: bool = True
    repeats: int = 0


BENCHES = [
    Bench("B1", "roster page, 50 of 10,000, against bare SQL and a string", "≤ 3.0×", "wide"),
    Bench("B2", "20 main pages, p95 with 4 connections, against hello world", "≤ 40×, ≤ 100 ms", "M", has_floor=False),
    Bench("B4", "queries of a list page at N = 1, 50, 5,000", "identical, ≤ 12", "empty", has_floor=False),
    Bench(
        "B5",
        "nightly assessment of 10,000 branches, against INSERT … SELECT by hand",
        "≤ 6×, ≤ 60 / 120 s, a second run writes 0 rows",
        "L",
        has_floor=False,
    ),
    Bench(
        "B6",
        "one act until its branch's statuses are fresh, among 10,000",
        "≤ 50 ms, ≤ 8 queries",
        "L",
        has_floor=False,
    ),
    Bench("B11", "30 sign-ins at one moment", "0 errors, p95 ≤ 600 / 300 ms", "hall", has_floor=False),
    Bench("B13", "30 log-ins at one moment", "0 errors, p95 ≤ 2,500 ms", "hall", has_floor=False),
    Bench(
        "B14",
        "overview of 10,000 branches, against the unscoped query",
        "≤ 1.5×, page ≤ 300 ms, missed ≤ 200 ms",
        "L",
        has_floor=False,
    ),
    Bench("B15", "an act with its audit entry, against the bare insert", "≤ 2.5×", "hall"),
]
