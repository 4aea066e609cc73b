"""The twenty-nine steps of chapter 13 as one table: what each needs before it, who has the ball, which paper it makes.

Numbers and clauses are those of the catalogue's entry 13.0p; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rulebook.catalogue import Clause, catalogue
from rulebook.kernel import built


class Key(StrEnum):
    """The steps by name."""

    APPLICATION = "application"
    TALK = "talk"
    RECOMMENDATION = "recommendation"
    ACTIVIST = "activist"
    ACTIVIST_FILING = "activist_filing"
    MENTORS = "mentors"
    INSPECTION = "inspection"
    OPINIONS = "opinions"
    LISTING = "listing"
    LISTED = "listed"
    SPONSORS = "sponsors"
    REVIEW = "review"
    TRAINING = "training"
    EXAMINATION = "examination"
    PRE_REVIEW = "pre_review"
    FORM = "form"
    MEETING_CLEARED = "meeting_cleared"
    RESOLUTION = "resolution"
    DOSSIER = "dossier"
    APPROVAL = "approval"
    ADMISSION = "admission"
    OATH = "oath"
    PROBATION = "probation"
    CONVERSION_APPLICATION = "conversion_application"
    CONVERSION_OPINIONS = "conversion_opinions"
    CONVERSION_EXAMINATION = "conversion_examination"
    CONVERSION_RESOLUTION = "conversion_resolution"
    CONVERSION = "conversion"
    HAND_OVER = "hand_over"


STAGES = (
    "入党积极分子的确定和培养教育",
    "发展对象的确定和考察",
    "预备党员的接收",
    "预备党员的教育、考察和转正",
)


@dataclass(frozen=True)
class Step:
    """One step: its number in 13.0p, its name, its stage (0–3), who does it, what comes before it, its paper."""

    number: int
    key: Key
    title: str
    stage: int
    actor: str
    after: tuple[Key, ...]
    document: str

    @property
    def clause(self) -> Clause:
        return catalogue[catalogue["13.0p"].raw["steps"][self.number - 1]["clause"]]


BRANCH, COMMITTEE, GENERAL = "党支部", "支部委员会", "支部党员大会"
SUPERIOR, PERSON = "机关党委", "本人"


@built("13.0p")
def table() -> Mapping[Key, Step]:
    """The steps by key, in their order."""
    key = Key
    rows: list[tuple[Key, str, int, str, tuple[Key, ...], str]] = [
        (key.APPLICATION, "递交入党申请书", 0, PERSON, (), "入党申请书"),
        (key.TALK, "派人谈话", 0, BRANCH, (key.APPLICATION,), "谈话记录"),
        (key.RECOMMENDATION, "推荐和推优", 0, "党员、群团组织", (key.TALK,), "推荐记录"),
        (key.ACTIVIST, "确定入党积极分子", 0, COMMITTEE, (key.RECOMMENDATION,), "支委会会议记录"),
        (key.ACTIVIST_FILING, "积极分子上级备案", 0, SUPERIOR, (key.ACTIVIST,), "备案回复"),
        (key.MENTORS, "指定培养联系人", 0, BRANCH, (key.ACTIVIST,), "培养联系人登记"),
        (key.INSPECTION, "培养教育考察", 0, "培养联系人、党支部", (key.ACTIVIST,), "半年考察记录"),
        (key.OPINIONS, "听取意见", 1, BRANCH, (key.ACTIVIST_FILING, key.MENTORS, key.INSPECTION), "意见记录"),
        (key.LISTING, "支委会讨论同意", 1, COMMITTEE, (key.OPINIONS,), "支委会会议记录"),
        (key.LISTED, "备案并列为发展对象", 1, SUPERIOR, (key.LISTING,), "备案回复"),
        (key.SPONSORS, "确定入党介绍人", 1, BRANCH, (key.LISTED,), "介绍人登记"),
        (key.REVIEW, "政治审查", 1, BRANCH, (key.LISTED,), "政治审查报告"),
        (key.TRAINING, "短期集中培训", 1, "上级党组织", (key.LISTED,), "培训结业证明"),
        (key.EXAMINATION, "支委会审查", 2, COMMITTEE, (key.SPONSORS, key.REVIEW, key.TRAINING), "支委会会议记录"),
        (key.PRE_REVIEW, "上级预审", 2, SUPERIOR, (key.EXAMINATION,), "预审批复"),
        (key.FORM, "填写《入党志愿书》", 2, "本人、介绍人", (key.PRE_REVIEW,), "入党志愿书"),
        (key.MEETING_CLEARED, "大会报批", 2, "上级党组织", (key.PRE_REVIEW,), "召开大会的批复"),
        (key.RESOLUTION, "党员大会讨论表决", 2, GENERAL, (key.FORM, key.MEETING_CLEARED), "接收预备党员决议"),
        (key.DOSSIER, "报送审批", 2, BRANCH, (key.RESOLUTION,), "志愿书、申请书、政审和培养考察材料"),
        (key.APPROVAL, "上级审批", 2, SUPERIOR, (key.DOSSIER,), "审批批复"),
        (key.ADMISSION, "编入支部", 3, BRANCH, (key.APPROVAL,), "党员名册"),
        (key.OATH, "入党宣誓", 3, SUPERIOR, (key.APPROVAL,), "宣誓记录"),
        (key.PROBATION, "预备期教育考察", 3, BRANCH, (key.ADMISSION,), "预备期考察记录"),
        (key.CONVERSION_APPLICATION, "提出转正申请", 3, PERSON, (key.ADMISSION,), "转正申请书"),
        (key.CONVERSION_OPINIONS, "征求意见", 3, BRANCH, (key.CONVERSION_APPLICATION,), "意见记录"),
        (key.CONVERSION_EXAMINATION, "支委会审查转正", 3, COMMITTEE, (key.CONVERSION_OPINIONS,), "支委会会议记录"),
        (
            key.CONVERSION_RESOLUTION,
            "党员大会讨论转正",
            3,
            GENERAL,
            (key.CONVERSION_EXAMINATION, key.OATH, key.PROBATION),
            "转正、延长或取消的决议",
        ),
        (key.CONVERSION, "上级审批转正", 3, "党总支、机关党委", (key.CONVERSION_RESOLUTION,), "审批批复"),
        (key.HAND_OVER, "材料移交归档", 3, BRANCH, (key.CONVERSION,), "材料移交清单"),
    ]
    return {row[0]: Step(number, *row) for number, row in enumerate(rows, start=1)}


STEPS = table()


@cache
def up_to(key: Key) -> frozenset[Key]:
    """The step with every step that comes before it."""
    return frozenset({key}).union(*map(up_to, STEPS[key].after))
