"""From the talk with the applicant to what is said of the activist before he is listed."""

from accounts.models import User
from recruitment.documents.sheet import Cell, Column, Grid, agreed, basics, blank, day, joined, sheet
from recruitment.journey import INSPECTIONS, Journey
from recruitment.models import Kind, Record, Source
from recruitment.steps import STEPS, Key
from rulebook.kernel import built
from rulebook.periods import add_months

WAYS = (Source.MEMBER_RECOMMENDATION, Source.MASS_ORGANISATION, Source.OTHER_WAY)
SOUND = "考察情况和存在的问题"


@built("13.1.1c")
def talk_record(journey: Journey, reader: User) -> bytes:
    """With whom, when and about what; before the talk the form to take along, with the last day for it."""
    talk, received = journey.last(Kind.TALK), journey.recruit.received_on
    who = talk.person.name if talk and talk.person else ""
    pairs = [
        *basics(journey, reader),
        ("收到入党\n申请书日期", day(received), "谈话日期", day(talk.happened_on if talk else None)),
        ("谈话人", who, "谈话地点", ""),
    ]
    return sheet(
        journey,
        STEPS[Key.TALK].number,
        "入党申请人谈话记录",
        pairs,
        cells=[Cell("基本情况和\n谈话内容", talk.text if talk else "", "deep")],
        note=f"收到入党申请书后，应在一个月内派人谈话（第13篇 一（一））{last_day_to_talk(journey)}。",
        places=("谈话人（签名）：", "申请人（签名）："),
    )


def last_day_to_talk(journey: Journey) -> str:
    received = journey.recruit.received_on
    return f"，最迟{day(add_months(received, 1))}" if received else ""


@built("13.1.2a")
def recommendation(journey: Journey, reader: User) -> bytes:
    """Who recommended him, in which way; a box to tick for each way while nothing is on record."""
    made = journey.of(Kind.RECOMMENDATION)
    cells = [cell for record in made for cell in recommended(record)] or [
        Cell("推荐方式", choices=tuple(str(way.label) for way in WAYS)),
        Cell("推荐日期", day(None)),
        Cell("推荐情况", "", "deep"),
    ]
    talk = journey.last(Kind.TALK)
    pairs = [
        *basics(journey, reader),
        ("申请日期", day(journey.recruit.received_on), "谈话日期", day(talk.happened_on if talk else None)),
    ]
    return sheet(
        journey,
        STEPS[Key.RECOMMENDATION].number,
        "入党积极分子推荐记录",
        pairs,
        cells=cells,
        note="入党积极分子的人选，由党员推荐、群团组织推优等方式产生（第13篇 一（二））。"
        "群团组织推优的，由推荐单位盖章。",
        places=("推荐人（签名）或单位（盖章）：", "经办人（签名）："),
    )


def recommended(record: Record) -> list[Cell]:
    return [
        Cell("推荐方式", record.get_source_display()),
        Cell("推荐日期", day(record.happened_on)),
        Cell("推荐情况", record.text, "tall"),
    ]


@built("13.1.4")
def inspections(journey: Journey, reader: User) -> bytes:
    """Every half-yearly inspection, and lines for those to come."""
    made = journey.of(Kind.INSPECTION)
    rows = [
        (str(number), day(record.happened_on), record.text, record.measures, "")
        for number, record in enumerate(made, start=1)
    ]
    columns = (
        Column("次数", "narrow"), Column("考察日期", "day"), Column(SOUND), Column("改进措施"),
        Column("考察人签名", "short"),
    )  # fmt: skip
    goes_on = journey.recruit.is_running and journey.recruit.person.admitted_on is None
    to_fill = blank(columns, max(INSPECTIONS - len(made), 1)) if goes_on else []
    return sheet(
        journey,
        STEPS[Key.INSPECTION].number,
        "入党积极分子培养教育考察登记表",
        [*basics(journey, reader), *accompanied(journey)],
        grids=[Grid(columns, rows, to_fill)],
        note=f"每半年考察一次，有问题的写明改进措施（第13篇 一（四））。{next_inspection(journey) if goes_on else ''}",
        places=("党支部书记（签名）：", "日期："),
    )


def next_inspection(journey: Journey) -> str:
    due = journey.due_on(Key.INSPECTION)
    return f"下次考察最迟{day(due)}。" if due else ""


def accompanied(journey: Journey) -> list[tuple[str, ...]]:
    """The day he became an activist, and who accompanies him."""
    mentors = joined(row.mentor.name for row in journey.mentorships)
    fixed = journey.recruit.person.activist_on
    return [("确定为积极\n分子日期", day(fixed), "培养联系人", mentors)]


@built("13.1.3b")
def mentor_opinions(journey: Journey, reader: User) -> bytes:
    """What his mentors have reported of him, and their opinion on listing him as a candidate."""
    reports = [
        (day(record.happened_on), record.person.name if record.person else "", record.text)
        for record in journey.of(Kind.MENTOR_REPORT)
    ]
    said = [record for record in journey.of(Kind.OPINION) if record.source == Source.MENTORS]
    grids = []
    if reports:
        grids.append(Grid((Column("汇报日期", "day"), Column("培养联系人", "name"), Column("汇报内容")), reports))
    return sheet(
        journey,
        STEPS[Key.OPINIONS].number,
        "培养联系人意见",
        [*basics(journey, reader), *accompanied(journey)],
        cells=[
            Cell("对列为发展\n对象的意见", "\n".join(record.text for record in said), "deep"),
            Cell("结论", joined(agreed(record.favourable) for record in said), choices=("同意", "不同意")),
            Cell("提出日期", joined(day(record.happened_on) for record in said) or day(None)),
        ],
        grids=grids,
        places=("培养联系人（签名）：", "培养联系人（签名）："),
    )


@built("13.2.1b")
def opinions(journey: Journey, reader: User) -> bytes:
    """Everybody who was heard before the listing, and a line for each who has still to be."""
    heard = opinion_grid(journey, Kind.OPINION, journey.sources)
    return sheet(
        journey,
        STEPS[Key.OPINIONS].number,
        "列为发展对象前听取意见记录",
        [*basics(journey, reader), *accompanied(journey)],
        grids=[heard],
        note=earliest_listing(journey),
        places=("记录人（签名）：", "党支部书记（签名）："),
    )


def earliest_listing(journey: Journey) -> str:
    earliest = journey.listing_earliest
    count = f"，最早{day(earliest)}" if earliest else ""
    return f"培养教育考察满一年{count}，听取培养联系人、党员和群众意见后，由支部委员会讨论（第13篇 二（一））。"


def opinion_grid(journey: Journey, kind: str, sources: tuple[Source, ...]) -> Grid:
    rows = [
        (record.get_source_display(), day(record.happened_on), record.text, agreed(record.favourable))
        for record in journey.of(kind)
    ]
    key = Key.OPINIONS if kind == Kind.OPINION else Key.CONVERSION_OPINIONS
    unheard = [] if journey.done[key] else journey.unheard(kind, sources)
    to_fill = [(str(source.label), "", "", "") for source in unheard]
    columns = (
        Column("听取意见的方面", "date"), Column("日期", "day"), Column("意见内容"), Column("结论", "short"),
    )  # fmt: skip
    return Grid(columns, rows, to_fill)
