"""The public notice and its result, the report of the political review, the training."""

from accounts.models import User
from recruitment.documents.sheet import Cell, Column, Grid, Letter, basics, blank, day, joined, letters, sheet
from recruitment.journey import LEAST_DAYS, LEAST_HOURS, Journey
from recruitment.models import Kind, PoliticalReview, Record
from recruitment.models.reviews import MEANS, PARTS
from recruitment.steps import STEPS, Key
from rulebook.kernel import built


def public_notice(journey: Journey, reader: User) -> bytes:
    """That the committee means to list him, for everybody to read; the day it is put up is written in by hand."""
    person, notice, agreed_on = journey.recruit.person, journey.last(Kind.PUBLIC_NOTICE), journey.done[Key.LISTING]
    lines = [
        f"按照发展党员工作程序，在听取培养联系人、党员和群众意见的基础上，经支部委员会{day(agreed_on)}讨论同意，"
        f"拟将{person.name}同志列为发展对象。现将有关情况公示如下。"
    ]
    pairs = [
        *basics(journey, reader),
        ("申请日期", day(journey.recruit.received_on), "确定为积极\n分子日期", day(person.activist_on)),
        ("培养联系人", joined(row.mentor.name for row in journey.mentorships)),
    ]
    after = [
        f"公示时间：{span_of(notice)}。",
        "公示期间，党员、群众如有意见，请向支部委员会反映。",
        "受理人：　　　　　　　　联系电话：　　　　　　　　",
    ]
    return letters(journey, [Letter("关于拟列为发展对象人选的公示", lines, day(None), pairs, after)])


def span_of(notice: Record | None) -> str:
    """The first day and the last, to be written in where they are not on record."""
    since, last, days = (notice.since, notice.happened_on, notice.days) if notice else (None, None, None)
    return f"自{day(since)}起至{day(last)}止，共{days if days else '　　'}个工作日"


def notice_result(journey: Journey, reader: User) -> bytes:
    """What the notice brought."""
    person, notice = journey.recruit.person, journey.last(Kind.PUBLIC_NOTICE)
    assert notice is not None  # the paper is offered with its record
    lines = [
        f"拟将{person.name}同志列为发展对象的公示，于{day(notice.happened_on)}结束，共公示{notice.days}个工作日。",
        "公示结果如下：",
        *notice.text.splitlines(),
    ]
    heading = f"关于{person.name}同志公示结果的说明"
    return letters(journey, [Letter(heading, lines, day(notice.happened_on))])


@built("13.2.3b", "13.2.3c")
def review_frame(journey: Journey, reader: User) -> bytes:
    """The four parts, the means and the conclusion of the report, with nothing of the review in it."""
    return review_sheet(journey, reader, None)


def review_report(journey: Journey, reader: User, review: PoliticalReview) -> bytes:
    """The report with what was found; printed by the act that records who has read it."""
    return review_sheet(journey, reader, review)


def review_sheet(journey: Journey, reader: User, opened: PoliticalReview | None) -> bytes:
    used = [label for name, label in MEANS.items() if opened is not None and getattr(opened, name)]
    parts = [Cell(label, getattr(opened, name, ""), "tall") for name, label in PARTS.items()]
    concluded = opened.get_conclusion_display() if opened is not None and opened.conclusion else ""
    return sheet(
        journey,
        STEPS[Key.REVIEW].number,
        "综合性政治审查报告",
        [*basics(journey, reader), ("列为发展\n对象日期", day(journey.recruit.person.candidate_on))],
        cells=[
            *parts,
            Cell("审查方法", joined(used), choices=tuple(MEANS.values())),
            Cell("情况清楚、未函调外调的说明", opened.clear_reason if opened is not None else "", "roomy"),
            Cell("结论", concluded, choices=("合格", "不合格")),
            Cell("结论日期", day(opened.concluded_on if opened is not None else None)),
        ],
        note="极敏感材料：仅限逐人授权的人员查阅（第13篇 二（三））。",
        places=("审查人（签名）：", "党支部（盖章）："),
    )


@built("13.2.4")
def training_record(journey: Journey, reader: User) -> bytes:
    """The superior's training he took part in, by its certificates."""
    columns = (
        Column("主办单位"), Column("结业日期", "day"), Column("天数", "short"), Column("学时", "short"),
        Column("证明编号", "date"),
    )  # fmt: skip
    rows = [
        (record.organ, day(record.happened_on), number(record.days), number(record.hours), "")
        for record in journey.of(Kind.TRAINING)
    ]
    listed = journey.recruit.person.candidate_on
    return sheet(
        journey,
        STEPS[Key.TRAINING].number,
        "短期集中培训结业证明登记表",
        [*basics(journey, reader), ("列为发展\n对象日期", day(listed))],
        grids=[Grid(columns, rows, [] if rows else blank(columns, 1))],
        note=f"培训由上级党组织举办，不少于{LEAST_DAYS}天或{LEAST_HOURS}学时（第13篇 二（四），《细则》第十七条）。"
        "结业证明原件附后。",
        places=("经办人（签名）：", "日期："),
    )


def number(count: int | None) -> str:
    return str(count) if count else ""
