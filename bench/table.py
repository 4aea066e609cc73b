"""The page docs/performance.md: a line a figure, with its goal, what was measured, and whether the goal is met."""

from collections.abc import Iterator
from typing import Any

from bench.catalogue import BENCHES, Bench, Figure

DATABASES = ("SQLite", "PostgreSQL")
PREFACE = """# Performance

Written by `make bench` on a machine with two processors; nothing here is typed by hand. A ratio is this program
against the floor that the line names, both in one run and in turn, in processor time: of the process, of the processes
it starts, and of its PostgreSQL server process. B1 and B15 are medians of seven pairs of child processes, in brackets
the lowest and the highest; the heavy ones (B5, B8, B10) of three pairs. Milliseconds and seconds are by the wall clock,
unless the line is a ratio's. B2, B11 and B13 ask a real server over HTTP from the same two processors, and every
answer is checked for what it should have done. An empty cell was not measured in the last run.

Fixtures, the same for the same seed: M is 300 branches with 10,000 members, L is 10,000 branches with 300,000 members,
a year of their meetings and all attendances.

| id | figure | goal | SQLite | PostgreSQL | met |
|---|---|---|---|---|---|
"""
Results = dict[str, dict[str, dict[str, Any]]]


def written(results: Results) -> str:
    return PREFACE + "\n".join(lines(results)) + "\n" + misses(results)


def lines(results: Results) -> Iterator[str]:
    for bench in BENCHES:
        if bench.id in results:
            yield f"| **{bench.id}** | **{bench.what}** | | | | |"
            for figure in bench.figures:
                found = [cell(figure, results[bench.id].get(database)) for database in DATABASES]
                yield f"| | {figure.name} | {figure.goal} | {' | '.join(found)} | {met(figure, results[bench.id])} |"


def cell(figure: Figure, found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    low_high = found.get("spread", ()) if figure.name == "ratio" else ()
    spread = f" ({'–'.join(f'{bound:g}' for bound in low_high)})" if low_high else ""
    return f"{found[figure.name]:,}{figure.unit}{spread}"


def met(figure: Figure, found: dict[str, dict[str, Any]]) -> str:
    if figure.most is None and figure.least is None:
        return ""
    missed = [name for name, figures in found.items() if not figure.is_met(figures[figure.name], name)]
    return f"**no** ({', '.join(missed)})" if missed else "yes"


def is_missed(bench: Bench, found: dict[str, dict[str, Any]]) -> bool:
    return any("no" in met(figure, found) for figure in bench.figures)


def misses(results: Results) -> str:
    """Why what is missed is missed."""
    missed = [bench for bench in BENCHES if bench.id in results and is_missed(bench, results[bench.id])]
    if not missed:
        return "\nAll goals are met.\n"
    told = "\n".join(f"- {bench.id}: {bench.reason or 'not explained yet'}" for bench in missed)
    return f"\n## What is missed, and why\n\n{told}\n"
