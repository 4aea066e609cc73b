"""From a workbook to members and people on the way into the Party, with every problem found on the way."""

from datetime import date
from itertools import islice, pairwise
from typing import BinaryIO, NamedTuple

from members.roster.columns import (
    APPLICANT_COLUMNS,
    MEMBER_COLUMNS,
    REQUIRED_OF_APPLICANTS,
    REQUIRED_OF_MEMBERS,
)
from members.roster.heads import ROWS_SEARCHED, Kind, find_head
from members.roster.lines import Line, Listing
from members.roster.rows import ApplicantRow, Problem, RosterReading, RosterRow
from members.roster.selection import lines_of
from members.roster.workbook import Limits, Sheet, open_workbook

AGE_OF_ADMISSION = 18  # years; 发展党员工作细则
# Who joined between the Party constitutions of the 9th and 11th congress had no probation: both dates are the same.
WITHOUT_PROBATION = (date(1969, 4, 14), date(1977, 8, 18))
NO_LIST = "没有找到名册：前15行里应有一行表头，写明姓名、公民身份号码、人员类别、加入党组织日期等，可对照模板"
EXPLANATION = "说明"  # in the name of a sheet that nobody misses
DEFAULT_LIMITS = Limits()

Dates = list[tuple[str, date | None]]


class Holder(NamedTuple):
    """Who was first seen with an identity number."""

    sheet: str
    row: int
    name: str


def read_workbook(file: BinaryIO, *, on: date | None = None, limits: Limits = DEFAULT_LIMITS) -> RosterReading:
    """Reads every sheet that lists people. With `on`, dates after that day are errors.

    Raises UnreadableWorkbook for a file that is no workbook, or too dangerous to open.
    """
    sheets = open_workbook(file, limits)
    reading = RosterReading()
    holders: dict[str, Holder] = {}
    read = [_read_sheet(sheet, reading, holders, on) for sheet in sheets]
    if not any(read):
        reading.errors.append(Problem(sheets[0].name, 1, "", NO_LIST))
    return reading


def _read_sheet(sheet: Sheet, reading: RosterReading, holders: dict[str, Holder], on: date | None) -> bool:
    """Whether the sheet lists people; then they have been read."""
    beginning = list(islice(sheet.rows, ROWS_SEARCHED))
    head = find_head(beginning, sheet.first_column)
    if head is None or not sheet.visible:
        if head or (EXPLANATION not in sheet.name and any(cell != "" for row in beginning for cell in row)):
            reason = "是隐藏的" if head else "没有名册的表头"
            reading.warnings.append(Problem(sheet.name, 1, "", f"这张工作表{reason}，未读入"))
        return False
    listing = Listing(reading, sheet, head, on)
    _check_columns(listing)
    for line in lines_of(listing, beginning):
        if head.kind is Kind.MEMBERS:
            member = _read_member(line, holders)
            if member:
                reading.people.append(member)
        else:
            applicant = _read_applicant(line, holders)
            if applicant:
                reading.applicants.append(applicant)
    return True


def _check_columns(listing: Listing) -> None:
    head = listing.head
    columns, required = (
        (MEMBER_COLUMNS, REQUIRED_OF_MEMBERS)
        if head.kind is Kind.MEMBERS
        else (APPLICANT_COLUMNS, REQUIRED_OF_APPLICANTS)
    )
    for field in required:
        if field not in head.places:
            message = f"表头缺“{columns[field][0]}”一列，请补上，或把现有的列改成这个名称"
            listing.reading.errors.append(Problem(listing.sheet.name, head.last_row, "", message))
    for read, left in head.doubled:
        message = f"与 {read.title} 列同名，只读了前一列；请给两列起不同的名称"
        listing.reading.warnings.append(Problem(listing.sheet.name, head.last_row, left.title, message))


def _read_member(line: Line, holders: dict[str, Holder]) -> RosterRow | None:
    """The member in a row; None where the row has an error."""
    name = line.name()
    number, sound = line.identity_number()
    _check_double(line, number, name, holders)
    sex = line.sex(number if sound else "")
    birth_on = line.birth(number if sound else "")
    category = line.category()
    admitted_on = line.day("admitted_on", if_missing="缺加入党组织日期，请对照入党志愿书补填")
    full_on = line.day("full_on", "正式党员缺转为正式党员日期，请补填" if category == "full" else "")
    if category == "probationary" and full_on:
        line.error("full_on", "预备党员还没有转正日期：请清空本格；若已转正，请把人员类别改为“正式党员”")
    _check_order(line, [("birth_on", birth_on), ("admitted_on", admitted_on), ("full_on", full_on)])
    _check_age(line, "admitted_on", birth_on, admitted_on)
    post_label = line.text("post_label")
    rest = {field: line.text(field) for field in ("education", "department", "branch_name", "standing_state", "note")}
    posts, phone, nationality, mobile = line.posts(post_label), line.phone(), line.nationality(), line.mobile()
    if line.failed or not (sex and birth_on and category and admitted_on):
        return None
    return RosterRow(
        sheet=line.sheet,
        row=line.number,
        name=name,
        sex=sex,
        identity_number=number,
        birth_on=birth_on,
        category=category,
        admitted_on=admitted_on,
        full_on=full_on,
        post_label=post_label,
        posts=posts,
        phone=phone,
        nationality=nationality,
        mobile=mobile,
        **rest,
    )


def _read_applicant(line: Line, holders: dict[str, Holder]) -> ApplicantRow | None:
    """The person in a row; None where the row has an error."""
    name = line.name()
    number, sound = line.identity_number()
    _check_double(line, number, name, holders)
    sex = line.sex(number if sound else "")
    birth_on = line.birth(number if sound else "")
    applied_on = line.day("applied_on", if_missing="缺递交入党申请书日期，请补填")
    candidate_on = line.day("candidate_on")
    activist_on = line.day("activist_on", "已列为发展对象，缺确定为入党积极分子日期，请补填" if candidate_on else "")
    steps: Dates = [("birth_on", birth_on), ("applied_on", applied_on)]
    _check_order(line, [*steps, ("activist_on", activist_on), ("candidate_on", candidate_on)])
    _check_age(line, "applied_on", birth_on, applied_on)
    rest = {field: line.text(field) for field in ("education", "department", "note")}
    mentors, phone, nationality = line.mentors(), line.phone(), line.nationality()
    if line.failed or not (sex and birth_on and applied_on):
        return None
    return ApplicantRow(
        sheet=line.sheet,
        row=line.number,
        name=name,
        sex=sex,
        identity_number=number,
        birth_on=birth_on,
        applied_on=applied_on,
        activist_on=activist_on,
        candidate_on=candidate_on,
        mentors=mentors,
        phone=phone,
        nationality=nationality,
        **rest,
    )


def _check_double(line: Line, number: str, name: str, holders: dict[str, Holder]) -> None:
    """A number belongs to one person. The later row gets the error; it names both."""
    if not number:
        return
    first = holders.setdefault(number, Holder(line.sheet, line.number, name))
    if (first.sheet, first.row) == (line.sheet, line.number):
        return
    place = f"第{first.row}行" if first.sheet == line.sheet else f"工作表“{first.sheet}”第{first.row}行"
    if first.name == name:
        line.error("identity_number", f"本行与{place}是同一人“{name}”（姓名、号码都相同），请删去其中一行")
    else:
        line.error(
            "identity_number",
            f"号码使用了两次：{place}“{first.name}”与第{line.number}行“{name}”相同，请对照证件改正其中一个",
        )


def _check_order(line: Line, dates: Dates) -> None:
    """Each known date must lie after the one before."""
    known = [(field, day) for field, day in dates if day]
    for (earlier_field, earlier), (later_field, later) in pairwise(known):
        together = later == earlier and later_field == "full_on"
        if together and WITHOUT_PROBATION[0] <= later <= WITHOUT_PROBATION[1]:
            continue
        if later <= earlier:
            before, after = line.heading(earlier_field), line.heading(later_field)
            line.error(later_field, f"{after} {later} 应在{before} {earlier} 之后，请核对这两个日期")


def _check_age(line: Line, field: str, birth_on: date | None, day: date | None) -> None:
    if not birth_on or not day or day <= birth_on:
        return
    birthday_come = (day.month, day.day) >= (birth_on.month, birth_on.day)
    age = day.year - birth_on.year - (not birthday_come)
    if age < AGE_OF_ADMISSION:
        line.warn(field, f"{line.heading(field)} {day} 时只有{age}周岁，不满{AGE_OF_ADMISSION}周岁，请核对日期")
