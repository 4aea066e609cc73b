"""Which rows of a sheet stand for people: not blank rows, heads printed again, totals, or what stands at the foot."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

from members.roster.columns import is_heading_of
from members.roster.lines import Line, Listing, as_text
from members.roster.rows import Problem

TOTALS = re.compile(r"[合总小共]计|总人数|共\d+[人名]")
FOOTER = re.compile(
    r"制表|填表|填报|审核|复核|审批|经办|报送|负责人|联系人|签字|盖章|截至|截止|党?支部书记[:(签]|书记[:(签]"
    r"|(?:附?注|备注|说明|单位|日期|时间):"
)
SHORTEST_NUMBER = 15  # digits of the old identity numbers


def lines_of(listing: Listing, beginning: Sequence[Sequence[object]]) -> Iterator[Line]:
    """The rows that stand for people, those that lack a name or a number included."""
    ended = False
    for row, cells in enumerate(chain(beginning, listing.sheet.rows), 1):
        if row <= listing.head.last_row:
            continue
        line = Line(listing, row, cells)
        if line.raw("name") and len(line.raw("identity_number")) >= SHORTEST_NUMBER:
            yield line
            continue
        filled = line.filled()
        opening = _opening(cells)
        ended = ended or bool(TOTALS.match(opening))
        if not filled or tuple(cells) in listing.head.lines or is_heading_of("name", line.raw("name")):
            continue
        if TOTALS.match(opening) or FOOTER.match(opening):
            continue
        if len(filled) > 1 or line.raw("name"):
            yield line
        elif not ended:
            message = f"本行只有“{filled[0]}”，不像人员，未读入"
            listing.reading.warnings.append(Problem(line.sheet, row, "", message))


def _opening(cells: Sequence[object]) -> str:
    """What a row begins with: half-width, without spaces."""
    first = next(filter(None, map(as_text, cells)), "")
    return "".join(unicodedata.normalize("NFKC", first).split())
