"""What commendations print; no seal is drawn: the place for it is left."""

from collections.abc import Sequence

from points.honours import Board
from points.models import AwardRound, Nomination
from rulebook.kernel import built
from rulebook.printing import to_pdf
from rulebook.printing.excel import Sheet, workbook_of

NOT_YET = "尚未公布"


@built("22.1")
def candidates_paper(award: AwardRound, people: Sequence[Nomination]) -> bytes:
    """Who is to be commended, until when objections are taken."""
    sinces = [one.notice_since for one in people if one.notice_since]
    untils = [one.notice_until for one in people if one.notice_until]
    context = {
        "heading": f"{award.year}年度{award.get_title_display()}拟表彰人选公示",
        "award": award,
        "people": people,
        "since": min(sinces),
        "until": max(untils),
        "signed_by": award.organization.name,
        "signed_on": min(sinces),
        "seal": True,
    }
    return to_pdf("print/points/commend_candidates.html", context)


@built("22.1")
def commendation_paper(award: AwardRound, people: Sequence[Nomination]) -> bytes:
    """The commendation with its reasons; without a day as long as one of them is not published."""
    days = [one.published_on for one in people if one.published_on]
    context = {
        "heading": f"关于表彰{award.year}年度{award.get_title_display()}的公示",
        "award": award,
        "people": people,
        "signed_by": award.organization.name,
        "signed_on": max(days) if len(days) == len(people) else None,
        "seal": True,
    }
    return to_pdf("print/points/commendation.html", context)


def honours_sheet(board: Board) -> bytes:
    """One worksheet for each kind of honour."""
    return workbook_of(
        [
            Sheet(
                "表彰",
                [("年度", 8), ("称号", 18), ("姓名", 14), ("确认日期", 12), ("公布日期", 12)],
                [
                    (
                        one.round.year,
                        one.round.get_title_display(),
                        one.person.name,
                        one.confirmed_on,
                        one.published_on or NOT_YET,
                    )
                    for one in board.awards
                ],
            ),
            Sheet(
                "先锋标兵",
                [("季度", 16), ("姓名", 14), ("党总支批准日期", 16), ("公布日期", 12)],
                [
                    (
                        place.settlement.quarter_name,
                        place.person.name,
                        place.settlement.submission.decided_on if place.settlement.submission else "",
                        place.settlement.published_on or NOT_YET,
                    )
                    for place in board.pioneers
                ],
            ),
            Sheet(
                "荣誉",
                [("日期", 12), ("级别", 10), ("姓名", 14), ("荣誉名称", 30), ("授予单位", 24)],
                [
                    (one.awarded_on, one.get_level_display(), one.person.name, one.title, one.issuer)
                    for one in board.honours
                ],
            ),
        ]
    )
