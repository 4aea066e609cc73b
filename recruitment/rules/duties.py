"""What chapter 13 owes by a day: the clocks that its acts have started."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from archives.models import Submission
from members.models import running
from members.posts import Post
from recruitment.models import Deadline, Kind, Record, Recruit
from rulebook.kernel import Due, Told, duty

PAGE = "recruitment:recruit"


def clock_of(kind: str) -> Callable[[date], Due]:
    """The running and the stopped clocks of one kind, of every recruit; no reply is due to what was recalled."""

    def owed(on: date) -> Due:
        clocks = Deadline.objects.filter(kind=kind, submission__recalled_on__isnull=True).annotate(
            stopped_on=Coalesce("done_on", "submission__decided_on")
        )
        rows = clocks.values_list("recruit_id", "recruit__organization_id", "due_on", "stopped_on", F("recruit_id"))
        return Due(rows=rows, page=PAGE, within="recruit__organization")

    owed.__name__ = owed.__qualname__ = f"{kind}_in_time"
    return owed


def mentors(on: date) -> QuerySet[Recruit, tuple[Any, ...]]:
    """Who accompanies each recruit that day and has an account."""
    prefix = "person__mentorships__"
    named = Recruit.objects.running().filter(
        running(on, prefix), **{f"{prefix}mentor__user__is_active": True, f"{prefix}mentor__ended_on__isnull": True}
    )
    return reached(named, f"{prefix}mentor__user")


def himself(on: date) -> QuerySet[Recruit, tuple[Any, ...]]:
    """Each recruit who has an account."""
    return reached(Recruit.objects.running().filter(person__user__is_active=True), "person__user")


def reached(recruits: QuerySet[Recruit], user: str) -> QuerySet[Recruit, tuple[Any, ...]]:
    return recruits.annotate(post=Value(""), leads=Value(True)).values_list(
        "pk", "post", "leads", user, f"{user}__email"
    )


def applied_in_time(on: date) -> Due:
    """Before probation ends. The clause names no day: what is late is no lapse of its own (13.4.4c has one)."""
    clocks = Deadline.objects.filter(kind=Deadline.Kind.CONVERSION_REQUEST)
    in_time = clocks.filter(Q(due_on__gte=on) | Q(done_on__lte=F("due_on")))
    rows = in_time.values_list("recruit_id", "recruit__organization_id", "due_on", "done_on", F("recruit_id"))
    return Due(rows=rows, page=PAGE, within="recruit__organization")


TOLD = {Deadline.Kind.INSPECTION: Told(mentors, PAGE), Deadline.Kind.CONVERSION_REQUEST: Told(himself, PAGE)}
EARLY = {Deadline.Kind.CONVERSION_REQUEST: 30}  # days
COMMISSIONER = Post.ORGANIZATION_COMMISSIONER
CLOCKS = (
    (("13.1.1c",), "与入党申请人谈话", COMMISSIONER, "recruitment.record_talk", Deadline.Kind.TALK),
    (("13.1.4",), "半年考察积极分子", COMMISSIONER, "recruitment.inspect", Deadline.Kind.INSPECTION),
    (("13.3.4a",), "决议写入志愿书", COMMISSIONER, "recruitment.enter_resolution", Deadline.Kind.FORM_ENTRY),
    (("13.3.4c",), "报送接收预备党员的审批", COMMISSIONER, "recruitment.send_dossier", Deadline.Kind.DOSSIER),
    (("13.3.4d", "N13.26"), "上级审批预备党员", COMMISSIONER, "recruitment.admit", Deadline.Kind.APPROVAL),
    (("13.4.2", "N13.29"), "入党宣誓", COMMISSIONER, "recruitment.record_oath", Deadline.Kind.OATH),
    (("13.4.5a",), "提出转正申请", COMMISSIONER, "recruitment.apply_for_conversion", Deadline.Kind.CONVERSION_REQUEST),
    (("13.4.4c",), "预备期满讨论转正", Post.SECRETARY, "", Deadline.Kind.CONVERSION),
    (("13.4.5e",), "上级审批转正", COMMISSIONER, "recruitment.settle_outcome", Deadline.Kind.CONVERSION_APPROVAL),
    (("13.4.6",), "入党材料移交", Post.ARCHIVIST, "recruitment.hand_over", Deadline.Kind.HAND_OVER),
)  # fmt: skip
for ids, title, post, act, kind in CLOCKS:
    owed = applied_in_time if kind == Deadline.Kind.CONVERSION_REQUEST else clock_of(kind)
    duty(*ids, title=title, post=post, subject=Recruit, act=act, told=TOLD.get(kind), early=EARLY.get(kind))(owed)


PROMPT = timedelta(days=7)  # 及时 (X1-46)


@duty("13.4.1", title="预备党员编入支部", post=COMMISSIONER, subject=Recruit, act="recruitment.admit")
def placed_in_the_branch(on: date) -> Due:
    """From the superior's approval, which is an act of his own, to the entry in the register; not of who has left."""
    entered = Record.objects.of(Kind.ADMISSION).filter(recruit=OuterRef("recruit"), favourable=True)
    approved = Record.objects.of(Kind.DOSSIER).filter(submission__decision=Submission.Decision.APPROVED)
    dated = approved.annotate(
        due_on=Cast(F("submission__decided_on") + PROMPT, DateField()),
        placed_on=Subquery(entered.values("happened_on")[:1]),
    )
    rows = dated.filter(Q(placed_on__isnull=False) | Q(recruit__ended_on__isnull=True)).values_list(
        "recruit_id", "recruit__organization_id", "due_on", "placed_on", F("recruit_id")
    )
    return Due(rows=rows, page=PAGE, within="recruit__organization")
