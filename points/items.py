"""The items of chapter 39: what each is called, by which clause it counts, and what proves it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from meetings.models import Meeting
from rulebook.catalogue import Clause, catalogue
from rulebook.kernel import built


class Field(models.TextChoices):
    """The four fields of 39.3 in their order, and the one of 39.5.3 that is still to come."""

    ACTIVITY = "organisation_activity", "组织活动"
    DISCIPLINE = "work_discipline", "工作纪律"
    HONOUR = "honour", "荣誉"
    CLEAN = "clean_conduct_veto", "廉洁自律（否决项）"
    WORK = "work_performance", "业务工作"


class Proof(models.TextChoices):
    """What 39.4.1 asks for."""

    SHEET = "sheet", "签到表"
    RECOGNITION = "recognition", "认定"
    OTHER = "other", "证明材料"


@dataclass(frozen=True)
class Item:
    """One item of the scheme: `clause` gives its number, `unit` what is multiplied by it."""

    code: str
    clause_id: str
    label: str
    field: Field
    proof: Proof
    unit: str = "次"
    deducts: bool = False

    @property
    def clause(self) -> Clause:
        return catalogue[self.clause_id]

    @property
    def coefficient(self) -> Decimal:
        """As printed; of honours the level gives it."""
        params = self.clause.raw
        return Decimal(str(params.get("coefficient", params.get("points", 1))))


ITEMS = {
    item.code: item
    for item in (
        Item("A1.1", "39.3.1.1.1", "学习强国", Field.ACTIVITY, Proof.OTHER, "当月积分"),
        Item("A1.2", "39.3.1.1.2", "参加党员集体学习", Field.ACTIVITY, Proof.SHEET),
        Item("A1.3", "39.3.1.1.3", "集体学习重点发言", Field.ACTIVITY, Proof.OTHER),
        Item("A1.4", "39.3.1.1.4", "参加理论学习中心组学习", Field.ACTIVITY, Proof.SHEET),
        Item("A1.5", "39.3.1.1.5", "应补课而未补课", Field.ACTIVITY, Proof.SHEET, deducts=True),
        Item("A1.6", "39.3.1.1.6", "学习测试", Field.ACTIVITY, Proof.OTHER, "成绩"),
        Item("A2.1", "39.3.1.2.1", "参加全体党员范围的组织生活", Field.ACTIVITY, Proof.SHEET),
        Item("A2.2", "39.3.1.2.2", "参加全体党员范围的社区或志愿活动", Field.ACTIVITY, Proof.SHEET),
        Item("A2.3", "39.3.1.2.3", "参加省局组织的全体党员会议、培训", Field.ACTIVITY, Proof.SHEET),
        Item("A3.1", "39.3.1.3.1", "月度党建工作计划未完成", Field.ACTIVITY, Proof.RECOGNITION, "项", deducts=True),
        Item("A3.2", "39.3.1.3.2", "完成党总支临时重要党务专项", Field.ACTIVITY, Proof.RECOGNITION, "项"),
        Item("A4.1", "39.3.1.4.1", "集体学习后在“灯塔党建在线”发表心得", Field.ACTIVITY, Proof.OTHER, "篇"),
        Item("A4.2", "39.3.1.4.2", "在省局网站发表个人文章", Field.ACTIVITY, Proof.OTHER, "篇"),
        Item("C1", "39.3.2", "荣誉、表扬、表彰", Field.HONOUR, Proof.OTHER, "项"),
    )
}

MOST_GAINED = 1_000_000  # of the study platform in a month: what is above is a slip, or the lifetime total
MOST_MARK = 1_000  # of a test: full marks are not fixed (X2-09), but no test has more

BY_THE_MONTH = ("A1.1", "A3.1")  # their event is the whole month, dated by its last day

ATTENDED = ("A1.2", "A1.4", "A2.1", "A2.2", "A2.3")


@built("39.3.1.1.4")
def code_of_meeting(kind: str) -> str:
    """One meeting gives one item, by its main kind; '' for a kind that is not meant for all members (X2-07)."""
    codes = {
        Meeting.Kind.STUDY: "A1.2",
        Meeting.Kind.CENTRE_GROUP: "A1.4",
        Meeting.Kind.GENERAL: "A2.1",
        Meeting.Kind.LECTURE: "A2.1",
        Meeting.Kind.THEME_DAY: "A2.1",
        Meeting.Kind.LIFE_MEETING: "A2.1",
        Meeting.Kind.APPRAISAL: "A2.1",
        Meeting.Kind.VOLUNTEER: "A2.2",
        Meeting.Kind.BUREAU: "A2.3",
    }
    return codes.get(Meeting.Kind(kind), "")
