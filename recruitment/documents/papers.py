"""Which papers of recruitment there are to print: the step of each, who is shown it, and from when it is offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from accounts.models import User
from recruitment.documents import activists, admission, candidates, probation
from recruitment.journey import Journey
from recruitment.models import Kind
from recruitment.steps import STEPS, Key, Step

EVERYTHING = frozenset(Kind.values)


def always(journey: Journey) -> bool:
    """A form that is taken along to be filled in by hand."""
    return True


def after(key: Key) -> Callable[[Journey], bool]:
    return lambda journey: journey.done_on(key) is not None


def recorded(kind: Kind) -> Callable[[Journey], bool]:
    return lambda journey: bool(journey.of(kind))


def resolved(kind: Kind) -> Callable[[Journey], bool]:
    """By a meeting that is on record here."""
    return lambda journey: any(record.kind == kind and record.item_id for record in journey.records)


@dataclass(frozen=True)
class PrintedPaper:
    """One paper: whoever is shown all its kinds of record may print it, once it is offered."""

    title: str
    key: Key
    kinds: frozenset[str]
    draw: Callable[[Journey, User], bytes]
    offered: Callable[[Journey], bool]

    @property
    def step(self) -> Step:
        return STEPS[self.key]

    def is_for(self, kinds: frozenset[str], journey: Journey) -> bool:
        """For a reader who is shown these kinds of record."""
        return self.kinds <= kinds and self.offered(journey)


def table() -> Mapping[str, PrintedPaper]:
    """The papers by the name in their address, in the order of the steps."""
    key, kind = Key, Kind
    rows: list[tuple[str, str, Key, tuple[Kind, ...], Callable[[Journey, User], bytes], Callable[[Journey], bool]]] = [
        ("talk_record", "谈话记录", key.TALK, (kind.TALK,), activists.talk_record, always),
        ("recommendation", "推荐记录", key.RECOMMENDATION, (kind.RECOMMENDATION,), activists.recommendation, always),
        ("inspections", "半年考察登记表", key.INSPECTION, (kind.INSPECTION,), activists.inspections, always),
        (
            "mentor_opinions",
            "培养联系人意见",
            key.OPINIONS,
            (kind.OPINION, kind.MENTOR_REPORT),
            activists.mentor_opinions,
            after(key.ACTIVIST),
        ),
        ("opinions", "听取意见记录", key.OPINIONS, (kind.OPINION,), activists.opinions, after(key.ACTIVIST)),
        ("notice", "公示", key.LISTED, (kind.PUBLIC_NOTICE,), candidates.public_notice, after(key.LISTING)),
        (
            "notice_result",
            "公示结果",
            key.LISTED,
            (kind.PUBLIC_NOTICE,),
            candidates.notice_result,
            recorded(kind.PUBLIC_NOTICE),
        ),
        ("review_frame", "综合性政治审查报告（空表）", key.REVIEW, (), candidates.review_frame, after(key.LISTED)),
        (
            "training_record",
            "培训结业证明登记表",
            key.TRAINING,
            (kind.TRAINING,),
            candidates.training_record,
            after(key.LISTED),
        ),
        (
            "resolution",
            "接收预备党员决议",
            key.RESOLUTION,
            (kind.RESOLUTION,),
            admission.resolution,
            resolved(kind.RESOLUTION),
        ),
        ("oath_record", "入党宣誓记录", key.OATH, (kind.OATH,), admission.oath_record, always),
        (
            "probation_inspections",
            "预备期考察登记表",
            key.PROBATION,
            (kind.PROBATION_INSPECTION,),
            probation.probation_inspections,
            after(key.RESOLUTION),
        ),
        (
            "conversion_opinions",
            "转正前听取意见记录",
            key.CONVERSION_OPINIONS,
            (kind.CONVERSION_OPINION,),
            probation.conversion_opinions,
            after(key.ADMISSION),
        ),
        (
            "outcome_resolution",
            "转正、延长或取消的决议",
            key.CONVERSION_RESOLUTION,
            (kind.CONVERSION_RESOLUTION,),
            probation.outcome_resolution,
            resolved(kind.CONVERSION_RESOLUTION),
        ),
        (
            "hand_over_list",
            "材料移交清单",
            key.HAND_OVER,
            (kind.HAND_OVER,),
            probation.hand_over_list,
            after(key.CONVERSION),
        ),
    ]
    # A paper without a kind of its own is for who reads the whole way.
    return {name: PrintedPaper(title, step, frozenset(kinds) or EVERYTHING, draw, offered)
            for name, title, step, kinds, draw, offered in rows}  # fmt: skip


PAPERS = table()
