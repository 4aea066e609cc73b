"""The sections of all apps put together, and what keeps a report from being printed."""

from dataclasses import dataclass
from datetime import date

from partybranch.reports import CONTRIBUTIONS, LAST
from rulebook.reporting import Count, ReportYear, Section, in_words

NUMERALS = "一二三四五六七八九十"


class NotBalanced(Exception):
    """The report contradicts itself; its text names who and what."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems))


@dataclass(frozen=True)
class Report:
    """The whole report as data; the same for the page and for every format."""

    of: ReportYear
    sections: list[Section]

    @property
    def title(self) -> str:
        return f"{self.of.year}年度报告"

    @property
    def organ(self) -> str:
        return self.of.organization.name

    @property
    def edition(self) -> str:
        return "报送上级" if self.of.upward else "支部留存"

    @property
    def told(self) -> str:
        """Which days the report speaks of."""
        return f"{in_words(self.of.first_day)}至{in_words(self.of.as_of)}"

    @property
    def made_on(self) -> date:
        return self.of.made_on

    @property
    def problems(self) -> list[str]:
        return [problem for section in self.sections for problem in section.problems]

    @property
    def headings(self) -> list[tuple[str, Section]]:
        """一、党员和变动情况 and so on."""
        return [(f"{NUMERALS[number]}、{section.title}", section) for number, section in enumerate(self.sections)]

    def count(self, key: str) -> Count | None:
        """The figure of that key, with the rows behind it."""
        return next((count for section in self.sections for count in section.counts if count.key == key), None)

    def must_balance(self) -> None:
        """Raises NotBalanced where the report would print a wrong statement."""
        if self.problems:
            raise NotBalanced(self.problems)


def assemble(of: ReportYear) -> Report:
    """Reads the year once; the number of queries does not depend on how much there is to tell."""
    sections = [section for contribute in CONTRIBUTIONS for section in contribute(of)]
    return Report(of, sorted(sections, key=lambda section: section.key == LAST))
