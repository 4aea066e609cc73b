"""The preview of a roster import: what the comparison found, laid out in sealed pages of a hundred lines."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction

from members.comparison import Comparison
from members.models import PreviewPage, RosterUpload
from members.roster import Problem

Part = PreviewPage.Part
PROBLEM_HEADS = ("工作表", "行", "列", "问题和办法")
HEADS = {
    Part.ERRORS: PROBLEM_HEADS,
    Part.WARNINGS: PROBLEM_HEADS,
    Part.CHANGES: ("姓名", "项目", "现有", "名册"),
    Part.CREATED: ("姓名", "性别", "出生日期", "加入党组织或申请", "转正", "证件尾号"),
    Part.POSTS: ("姓名", "职务"),
    Part.MENTORS: ("姓名", "培养联系人"),
    Part.MISSING: ("姓名", "现有记录"),
}
PAGES_AT_ONCE = 200
Lines = Iterable[list[str]]


def lay_out(upload: RosterUpload, comparison: Comparison) -> None:
    """Replaces the upload's preview by what the comparison found."""
    with transaction.atomic():
        PreviewPage.objects.filter(upload=upload).delete()
        for part, lines in LINES.items():
            pages = pages_of(upload, part, lines(comparison))
            while batch := list(islice(pages, PAGES_AT_ONCE)):
                PreviewPage.objects.bulk_create(batch)


def pages_of(upload: RosterUpload, part: Part, lines: Lines) -> Iterator[PreviewPage]:
    rest, number = iter(lines), 1
    while page := list(islice(rest, PreviewPage.LENGTH)):
        yield PreviewPage.sealed(upload, part, number, page)
        number += 1


def problem_lines(problems: list[Problem]) -> Lines:
    return ([problem.sheet, str(problem.row), problem.column, problem.message] for problem in problems)


def changed(comparison: Comparison) -> Lines:
    return ([change.person.name, change.label, *change.shown] for change in comparison.changes)


def created(comparison: Comparison) -> Lines:
    for entry in comparison.created:
        values = entry.values
        begun, full_on = values.get("admitted_on") or values.get("applied_on"), values.get("full_on") or ""
        yield [
            *(entry.row.name, entry.row.sex, str(entry.row.birth_on), str(begun), str(full_on)),
            entry.row.identity_number[-4:],
        ]


LINES: dict[Part, Callable[[Comparison], Lines]] = {
    Part.ERRORS: lambda comparison: problem_lines(comparison.errors),
    Part.WARNINGS: lambda comparison: problem_lines(comparison.warnings),
    Part.CHANGES: changed,
    Part.CREATED: created,
    Part.POSTS: lambda comparison: ([entry.row.name, str(post.label)] for entry, post in comparison.posts),
    Part.MENTORS: lambda comparison: ([proposal.entry.row.name, proposal.name] for proposal in comparison.mentors),
    Part.MISSING: lambda comparison: ([name, said] for name, said in comparison.missing),
}
