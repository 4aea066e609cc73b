"""What is printed of the probation: inspections, opinions, the meeting's three outcomes, the hand-over."""

from accounts.models import User
from meetings.models import Matter
from recruitment.documents.activists import opinion_grid
from recruitment.documents.admission import counted, signed
from recruitment.documents.sheet import Column, Grid, Letter, basics, blank, day, letters, sentence, sheet
from recruitment.journey import Journey
from recruitment.models import Kind, Record
from recruitment.rules.probation import PAPERS
from recruitment.steps import STEPS, Key
from rulebook.kernel import built
from rulebook.periods import add_months

RECEIVER = "人事培训处"  # 13.4.6


def on_probation(journey: Journey) -> list[tuple[str, ...]]:
    return [("预备期起算", day(journey.resolved_on), "预备期满", day(journey.probation_end))]


@built("13.4.3")
def probation_inspections(journey: Journey, reader: User) -> bytes:
    """Every inspection of his probation with its way, and lines for those to come."""
    made = journey.of(Kind.PROBATION_INSPECTION)
    columns = (
        Column("次数", "narrow"), Column("日期", "day"), Column("方式", "date"), Column("教育考察情况"),
        Column("考察人签名", "short"),
    )  # fmt: skip
    rows = [
        (str(number), day(record.happened_on), record.get_source_display(), record.text, "")
        for number, record in enumerate(made, start=1)
    ]
    goes_on = journey.recruit.is_running and journey.recruit.person.full_on is None
    return sheet(
        journey,
        STEPS[Key.PROBATION].number,
        "预备党员教育考察登记表",
        [*basics(journey, reader), *on_probation(journey)],
        grids=[Grid(columns, rows, blank(columns, max(2 - len(made), 1)) if goes_on else [])],
        note="通过党的组织生活、听取本人汇报、个别谈心、集中培训、实践锻炼等方式进行教育和考察（第13篇 四（三））。",
        places=("党支部书记（签名）：", "日期："),
    )


@built("13.4.5b")
def conversion_opinions(journey: Journey, reader: User) -> bytes:
    """Everybody who was heard before the conversion, and a line for each who has still to be."""
    applied = journey.last(Kind.CONVERSION_APPLICATION)
    pairs = [
        *basics(journey, reader),
        *on_probation(journey),
        ("申请日期", day(applied.happened_on if applied else None)),
    ]
    return sheet(
        journey,
        STEPS[Key.CONVERSION_OPINIONS].number,
        "转正前听取意见记录",
        pairs,
        grids=[opinion_grid(journey, Kind.CONVERSION_OPINION, journey.conversion_sources)],
        note="征求党员和群众的意见后，由支部委员会审查（第13篇 四（五））。",
        places=("记录人（签名）：", "党支部书记（签名）："),
    )


@built("13.4.4c")
def outcome_resolution(journey: Journey, reader: User) -> bytes:
    """The resolution on conversion, extension or cancellation; the last one first where there are several."""
    made = [record for record in journey.records if record.kind == Kind.CONVERSION_RESOLUTION and record.item_id]
    return letters(journey, [outcome(journey, record) for record in reversed(made)])


def outcome(journey: Journey, record: Record) -> Letter:
    name, branch = journey.recruit.person.name, journey.recruit.organization
    heading, decided = decision_on(journey, record)
    lines = [
        f"{branch.name}于{day(record.happened_on)}召开党员大会，讨论{name}同志的预备期问题。",
        f"大会认为：{sentence(record.text)}",
        counted(journey, record),
        f"大会决定，{decided}。本决议报上级党组织审批后生效。",
    ]
    return Letter(heading, lines, day(record.happened_on), hand=signed(record))


def decision_on(journey: Journey, record: Record) -> tuple[str, str]:
    """The title and the sentence of what was resolved."""
    name, matter = journey.recruit.person.name, record.item.matter if record.item else ""
    first_end = add_months(journey.resolved_on, 12) if journey.resolved_on else None
    if matter == Matter.PROBATION_EXTENSION:
        last = add_months(first_end, record.months) if first_end and record.months else None
        span = f"{record.months}个月，自{day(first_end)}起至{day(last)}止"
        return f"关于延长{name}同志预备期的决议", f"延长{name}同志的预备期{span}"
    if matter == Matter.PROBATION_CANCELLATION:
        return f"关于取消{name}同志预备党员资格的决议", f"取消{name}同志的预备党员资格"
    end = journey.probation_end
    return f"关于{name}同志转正的决议", f"同意{name}同志转为正式党员，党龄自{day(end)}算起"


@built("13.4.6")
def hand_over_list(journey: Journey, reader: User) -> bytes:
    """The five papers for the personal file; how many sheets each has is counted by hand."""
    handed, person = journey.last(Kind.HAND_OVER), journey.recruit.person
    dates = {
        "form": journey.done_on(Key.FORM),
        "application": journey.recruit.received_on,
        "regularisation_application": journey.done_on(Key.CONVERSION_APPLICATION),
    }
    columns = (
        Column("序号", "narrow"), Column("材料名称"), Column("形成日期", "day"), Column("份数", "short"),
        Column("页数", "short"),
    )  # fmt: skip
    papers = [name for name in PAPERS if handed is None or name in handed.parts]
    rows = [
        (str(place), PAPERS[name], day(dates[name]) if dates.get(name) else "", "", "")
        for place, name in enumerate(papers, start=1)
    ]
    pairs = [
        *basics(journey, reader),
        ("转正日期", day(person.full_on), "批准日期", day(journey.approved(Kind.CONVERSION_REPORT))),
        ("移交日期", day(handed.happened_on if handed else None), "接收单位", handed.organ if handed else RECEIVER),
    ]
    return sheet(
        journey,
        STEPS[Key.HAND_OVER].number,
        "入党材料移交清单",
        pairs,
        grids=[Grid(columns, rows)],
        note="转正后，五类材料及时交人事培训处归入本人档案（第13篇 四（六））。",
        places=("移交人（签名）：", "接收人（签名）："),
    )
