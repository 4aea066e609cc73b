"""The decision engine: which quorum and which majority an item needs, and whether it passed. Whole numbers only.

The base is always those who should attend (应到), never those present.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from meetings.models import AgendaItem, Matter, Meeting
from rulebook.catalogue import Clause, catalogue
from rulebook.choices import chosen
from rulebook.kernel import built
from rulebook.params import Threshold

RECRUITMENT = {
    Matter.ADMISSION,
    Matter.CONVERSION,
    Matter.PROBATION_EXTENSION,
    Matter.PROBATION_CANCELLATION,
}
TWO_THIRDS = {
    *RECRUITMENT,
    Matter.ACTIVIST,
    Matter.CANDIDATE,
    Matter.COMMENDATION,
    Matter.DISPOSAL,
    Matter.SANCTION,
    Matter.BRANCH_BUILDING,
}
ELECTIONS = {Matter.ELECTION, Matter.NOMINATE_DELEGATES, Matter.ELECT_DELEGATES}
HALF = Fraction(1, 2)
FRACTION_WORDS = {"1/2": "半数", "2/3": "三分之二"}


@dataclass(frozen=True)
class Outcome:
    """Whether the item passed, with the arithmetic as it stands on the screen and in the minutes."""

    passed: bool
    arithmetic: str


@dataclass(frozen=True)
class Formula:
    """The two thresholds of one kind of decision and whether absentees' written opinions count as votes."""

    quorum: Clause
    majority: Clause
    voters: str
    written_counted: bool = False
    strict: bool = False  # the branch reads every 半数以上 of a quorum as 超过半数 (X1-03)

    @property
    def presence(self) -> Threshold:
        """The quorum's threshold as this branch reads it."""
        printed = self.quorum.threshold
        return Threshold(printed.fraction, printed.inclusive and not (self.strict and printed.fraction == HALF))

    def least_present(self, eligible: int) -> int:
        return self.presence.least(eligible)

    def least_in_favour(self, eligible: int) -> int:
        return self.majority.threshold.least(eligible)

    def quorum_gap(self, eligible: int, present: int) -> str | None:
        """What is missing before a vote may be opened; None where enough voters are present."""
        least = self.least_present(eligible)
        if eligible and present >= least:
            return None
        word = FRACTION_WORDS[str(self.presence.fraction)]
        demand = f"须达应到{eligible}人的{word}以上" if self.presence.inclusive else f"须超过应到{eligible}人的{word}"
        aside = "；书面意见不计到会" if self.written_counted else ""
        return f"到会{self.voters}{present}人，{demand}（至少{least}人）{aside}"

    def outcome(self, eligible: int, in_favour: int, written_in_favour: int = 0) -> Outcome:
        """Passed when those in favour exceed half of those who should attend; exactly half fails."""
        written = written_in_favour if self.written_counted else 0
        total, least = in_favour + written, self.least_in_favour(eligible)
        sum_of = f"（到会{in_favour}票，书面意见{written}票）" if self.written_counted else ""
        passed = total >= least
        return Outcome(
            passed,
            f"赞成{total}票{sum_of}，须超过应到{eligible}人的半数（至少{least}票），{'通过' if passed else '未通过'}",
        )


GENERAL = Formula(catalogue["8.1.4a"], catalogue["8.1.4b"], "有表决权党员")
GENERAL_RECRUITMENT = Formula(catalogue["13.3.2b"], catalogue["13.3.3.4b"], "有表决权党员", written_counted=True)
COMMITTEE = Formula(catalogue["6.2.4a"], catalogue["6.3.4d"], "委员")
COMMITTEE_IMPORTANT = Formula(catalogue["8.2.2a"], catalogue["6.3.4d"], "委员")
COMMITTEE_TWO_THIRDS = Formula(catalogue["6.2.4b"], catalogue["6.3.4d"], "委员")


@built("1.4.1g", "8.1.4b", "6.3.1", "6.3.4d", "13.3.3.4b", "13.4.5d")
def formula_for(item: AgendaItem) -> Formula | None:
    """The formula of this item; None at a meeting that takes no votes (party group, lecture)."""
    return as_read_by(item.meeting, printed_formula(item)) if item.meeting.takes_votes else None


def printed_formula(item: AgendaItem) -> Formula:
    """The formula as the rulebook prints it."""
    if item.meeting.is_general:
        return GENERAL_RECRUITMENT if item.matter in RECRUITMENT else GENERAL
    if item.matter in TWO_THIRDS:
        return COMMITTEE_TWO_THIRDS
    return COMMITTEE_IMPORTANT if item.important else COMMITTEE


def as_read_by(meeting: Meeting, formula: Formula) -> Formula:
    """The formula with the branch's own reading of that day."""
    return replace(formula, strict=chosen("strict_quorum", meeting.organization, meeting.held_on) == "yes")
