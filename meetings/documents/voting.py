"""What is printed for the vote on an item: the ballot paper, the tally, and the resolution."""

from meetings.decisions import ELECTIONS, formula_for
from meetings.documents.record import valid
from meetings.models import AgendaItem, Vote
from rulebook.kernel import built
from rulebook.printing import to_pdf

Pair = tuple[str, object]


def votes_by_slip(item: AgendaItem) -> bool:
    """Whether approve, against and abstain can be put to this item; elections have ballots of their own."""
    return item.meeting.takes_votes and item.matter not in ELECTIONS


def ballot_paper(item: AgendaItem) -> bytes:
    """As many slips as there are voters, two on a sheet; each is the same as the others and none has a number."""
    context = {
        "heading": f"{item.meeting.title}表决票",
        "item": item,
        "meeting": item.meeting,
        "slips": range(max(1, item.eligible_voters)),
    }
    return to_pdf("print/meetings/ballot_paper.html", context)


@built("6.3.4e")
def tally(item: AgendaItem) -> bytes:
    """Before the count a form to fill in by hand; afterwards the result with its arithmetic."""
    vote: Vote | None = getattr(item, "vote", None)
    counted = vote is not None and vote.counted_at is not None
    context = {
        "heading": "计票结果报告单" if counted else "计票单",
        "item": item,
        "meeting": item.meeting,
        "rows": tally_rows(item, vote),
        "sums": sums(vote) if vote and counted else [],
    }
    return to_pdf("print/meetings/tally.html", context)


def tally_rows(item: AgendaItem, vote: Vote | None) -> list[tuple[Pair, Pair]]:
    """The figures in rows of two pairs; what is not known yet is left to be written in by hand."""
    formula = formula_for(item)
    voters = formula.voters if formula else "党员"
    shown = vote or Vote(item=item, method=Vote.Method.SECRET_BALLOT)
    by_ballot = shown.method == Vote.Method.SECRET_BALLOT
    rows: list[tuple[Pair, Pair]] = [
        ((f"应到会{voters}", vote.eligible if vote else ""), (f"实到会{voters}", vote.present if vote else "")),
        (("表决方式", vote.get_method_display() if vote else ""), ("回避人数", item.recusals.count() if vote else "")),
    ]
    figures: list[tuple[Pair, Pair]] = []
    if by_ballot:
        figures.append((("发出票", shown.issued), ("收回票", shown.returned)))
        figures.append((("有效票", valid(shown)), ("废票", shown.spoiled)))
    figures.append((("赞成", shown.in_favour), ("反对", shown.against)))
    figures.append((("弃权", shown.abstained), ("结果", shown.result_label)))
    if formula and formula.written_counted:
        figures.append((("书面意见赞成", shown.written_in_favour), ("书面意见反对", shown.written_against)))
        total = shown.in_favour + shown.written_in_favour
        figures.append((("书面意见弃权", shown.written_abstained), ("赞成合计", total)))
    if by_ballot:
        figures.append((("监票人", shown.scrutineer), ("计票人", shown.teller)))
    return rows + (figures if shown.counted_at else [((left, ""), (right, "")) for (left, _), (right, _) in figures])


def sums(vote: Vote) -> list[str]:
    """How the figures add up, for who checks them."""
    total = valid(vote)
    lines = [f"赞成{vote.in_favour}票＋反对{vote.against}票＋弃权{vote.abstained}票＝{total}票。"]
    if vote.issued is not None and vote.returned is not None:
        lines = [
            f"发出票{vote.issued}张，收回票{vote.returned}张，未收回{max(0, vote.issued - vote.returned)}张。",
            f"有效票{total}张＋废票{vote.spoiled}张＝{total + vote.spoiled}张。",
            *lines,
        ]
    return [*lines, f"{vote.arithmetic}。"]


def resolution(item: AgendaItem) -> bytes:
    """The resolution with the vote it rests on, for the seal of the branch."""
    meeting = item.meeting
    context = {
        "heading": f"{meeting.title}决议",
        "item": item,
        "meeting": meeting,
        "signed_by": meeting.organization.name,
        "signed_on": meeting.opened_at,
        "seal": True,
    }
    return to_pdf("print/meetings/resolution.html", context)
