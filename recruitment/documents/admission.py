"""The resolution that admits him, and the oath."""

from accounts.models import User
from recruitment.contradictions import vote_on
from recruitment.documents.sheet import Cell, Letter, basics, day, letters, sentence, sheet
from recruitment.journey import Journey
from recruitment.models import Kind, Record
from recruitment.steps import STEPS, Key
from rulebook.kernel import built

OATH = (
    "我志愿加入中国共产党，拥护党的纲领，遵守党的章程，履行党员义务，执行党的决定，严守党的纪律，保守党的秘密，对党忠诚，"
    "积极工作，为共产主义奋斗终身，随时准备为党和人民牺牲一切，永不叛党。"
)


@built("13.3.4b")
def resolution(journey: Journey, reader: User) -> bytes:
    """The resolution with its five elements, the last one first where a refusal led to another."""
    made = [record for record in journey.records if record.kind == Kind.RESOLUTION and record.item_id]
    return letters(journey, [resolved(journey, record) for record in reversed(made)])


def resolved(journey: Journey, record: Record) -> Letter:
    name, branch = journey.recruit.person.name, journey.recruit.organization
    lines = [
        f"{branch.name}于{day(record.happened_on)}召开党员大会，讨论{name}同志的入党问题。",
        f"大会认为，{name}同志的主要表现是：{sentence(record.text)}",
        counted(journey, record),
        f"大会决定，接收{name}同志为预备党员，预备期一年，自{day(record.happened_on)}起计算，报上级党组织审批。",
    ]
    return Letter(f"关于接收{name}同志为预备党员的决议", lines, day(record.happened_on), hand=signed(record))


def counted(journey: Journey, record: Record) -> str:
    """Who should have come, who came, and how they voted; blanks where no count is on record."""
    vote = vote_on(journey, record)
    if vote is None or vote.counted_at is None:
        return (
            "应到会有表决权的党员　　人，实到会有表决权的党员　　人。经无记名投票表决，"
            "赞成　　票，反对　　票，弃权　　票，会前书面意见　　份。"
        )
    written = vote.written_in_favour + vote.written_against + vote.written_abstained
    by_letter = (
        f"另有会前书面意见{written}份，其中赞成{vote.written_in_favour}票、反对{vote.written_against}票、"
        f"弃权{vote.written_abstained}票。合计赞成{vote.in_favour + vote.written_in_favour}票。"
        if written
        else "没有会前书面意见。"
    )
    return (
        f"应到会有表决权的党员{vote.eligible}人，实到会有表决权的党员{vote.present}人。经{vote.get_method_display()}表决，"
        f"赞成{vote.in_favour}票，反对{vote.against}票，弃权{vote.abstained}票。{by_letter}"
    )


def signed(record: Record) -> str:
    """The place for the secretary's hand beside his name."""
    return f"党支部书记（签名）：　　　　　　　（{record.person.name}）" if record.person else "党支部书记（签名）："


@built("13.4.2")
def oath_record(journey: Journey, reader: User) -> bytes:
    """When and where he took the oath, with its words; before that the form to take along."""
    oath, person = journey.last(Kind.OATH), journey.recruit.person
    pairs = [
        *basics(journey, reader),
        ("通过日期", day(journey.resolved_on), "批准日期", day(person.approved_on)),
        ("宣誓日期", day(oath.happened_on if oath else None), "宣誓地点", oath.text if oath else ""),
        ("组织单位", oath.organ if oath else "", "领誓人", ""),
    ]
    return sheet(
        journey,
        STEPS[Key.OATH].number,
        "入党宣誓记录",
        pairs,
        cells=[Cell("入党誓词", OATH), Cell("参加人员", "", "roomy")],
        note="预备党员必须面向党旗进行入党宣誓（第13篇 四（二））。",
        places=("宣誓人（签名）：", "领誓人（签名）："),
    )
