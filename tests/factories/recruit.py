"""People on the way into the Party at the stage a test begins from; every step by the real acts, with past dates."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from archives.actions import decide, forward
from meetings.models import AgendaItem, Matter, Meeting, Vote
from members.models import Person
from members.posts import Post
from recruitment import actions
from recruitment.models import Record, Recruit
from tests.factories.branch import BranchFactory, holding, person, user_of
from tests.factories.lecture import scan
from tests.factories.meeting import agenda_item, committee_meeting, general_meeting, present

RECEIVED, BORN = date(2025, 1, 6), date(1998, 3, 2)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def decided(
    house: BranchFactory,
    matter: str,
    about: Person,
    on: date,
    kind: str = Meeting.Kind.COMMITTEE,
    *,
    passed: bool = True,
) -> AgendaItem:
    """An item on the person that a closed meeting of that day has voted on."""
    begins = noon(on)
    make = committee_meeting if kind == Meeting.Kind.COMMITTEE else general_meeting
    held = make(house, begins_at=begins)
    item = agenda_item(held, matter, concerns=about, state=AgendaItem.State.DECIDED)
    due, here = held.eligible_voters, len(present(held, 99))
    Vote.objects.create(
        item=item, method="secret_ballot", opened_at=begins, eligible=due, present=here, in_favour=here, passed=passed,
        counted_at=begins,
    )  # fmt: skip
    held.state, held.closed_at = Meeting.State.CLOSED, begins + timedelta(hours=1)
    held.save()
    return item


class Way:
    """One applicant of a branch of twelve, taken on step by step; each step has the usual day unless one is given."""

    def __init__(self, house: BranchFactory, received_on: date = RECEIVED) -> None:
        self.house = house
        top = house.branch.superior.superior
        self.officer: User = user_of(holding(person(top, "机关党委"), top, Post.SUPERIOR_OFFICER))
        self.recruit: Recruit = actions.receive_application(
            house.branch, **application(received_on), by=house.secretary, at=noon(received_on)
        )

    @property
    def person(self) -> Person:
        """As the database has him now."""
        return Person.objects.get(pk=self.recruit.person_id)

    def act(self, verb: str, on: date, **inputs: Any) -> Any:
        """The verb by the secretary at noon of that day; `happened_on` is that day where the verb asks for it."""
        return getattr(actions, verb)(self.recruit, by=self.house.secretary, at=noon(on), **inputs)

    def on(self, verb: str, day: date, **inputs: Any) -> Any:
        return self.act(verb, day, happened_on=day, **inputs)

    def replied(self, record: Record, on: date, decision: str = "approved") -> None:
        """Sent on by 党总支 and answered by 机关党委 that day."""
        submission = record.submission
        forward(submission, note="同意上报。", by=self.house.superior_officer, at=noon(on))
        decide(submission, decision=decision, note="", number="1号", by=self.officer, at=noon(on))

    def to_recommended(self) -> "Way":
        self.on("record_talk", date(2025, 1, 20), talker=self.house.people[1], text="基本情况")
        self.on("recommend", date(2025, 4, 10), source="member_recommendation", text="党员推荐")
        return self

    def to_activist(self, fixed_on: date = date(2025, 5, 20)) -> "Way":
        self.to_recommended()
        self.act("fix_activist", fixed_on, decision=decided(self.house, Matter.ACTIVIST, self.person, fixed_on))
        return self

    def to_trained(self) -> "Way":
        self.to_activist()
        self.replied(self.on("file_activist", date(2025, 5, 22)), date(2025, 5, 26))
        for mentor in self.house.people[5:7]:
            self.on("name_mentor", date(2025, 5, 22), mentor=mentor)
        for day in (date(2025, 11, 18), date(2026, 5, 15)):
            self.on("inspect", day, finding="表现良好", problems="", measures="")
        return self

    def hear(
        self, on: date, verb: str = "record_opinion", sources: tuple[str, ...] = ("mentors", "members", "masses")
    ) -> "Way":
        for source in sources:
            self.on(verb, on, source=source, text="同意", favourable=True)
        return self

    def to_agreed(self) -> "Way":
        self.to_trained().hear(date(2026, 5, 21))
        day = date(2026, 5, 25)
        self.act("agree_listing", day, decision=decided(self.house, Matter.CANDIDATE, self.person, day))
        return self

    def to_candidate(self) -> "Way":
        self.to_agreed()
        self.on("record_public_notice", date(2026, 6, 2), since=date(2026, 5, 27), text="无异议")
        self.replied(self.on("file_listing", date(2026, 6, 3)), date(2026, 6, 8))
        self.on("list_candidate", date(2026, 6, 8))
        return self

    def to_examined(self) -> "Way":
        self.to_candidate()
        for sponsor in self.house.people[5:7]:
            self.on("name_sponsor", date(2026, 6, 10), sponsor=sponsor, named_by_branch=False)
        self.review(date(2026, 6, 20))
        self.on("record_training", date(2026, 6, 25), organ="机关党委", days=3, hours=None)
        day = date(2026, 7, 1)
        self.act("record_examination", day, decision=decided(self.house, Matter.ADMISSION, self.person, day))
        return self

    def review(self, on: date, **other: Any) -> Any:
        given = {"by": self.house.secretary, "at": noon(on)}
        made = actions.begin_review(self.recruit, **given)
        actions.write_review(made, **written(**other), **given)
        return actions.conclude_review(made, conclusion="passed", concluded_on=on, **given)

    def to_formed(self) -> "Way":
        self.to_examined()
        self.replied(self.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
        self.on("hand_out_form", date(2026, 7, 11))
        for sponsor in self.house.people[5:7]:
            self.on("write_sponsor_opinion", date(2026, 7, 13), sponsor=sponsor, text="同意", favourable=True)
        return self

    def to_resolved(self) -> "Way":
        self.to_formed()
        day = date(2026, 7, 28)
        item = decided(self.house, Matter.ADMISSION, self.person, day, Meeting.Kind.GENERAL)
        self.act("adopt_resolution", day, decision=item, main_conduct="表现良好", signed_by=self.house.people[0])
        return self

    def to_sent(self) -> "Way":
        self.to_resolved()
        self.on("enter_resolution", date(2026, 7, 29))
        self.dossier = self.on("send_dossier", date(2026, 7, 30))
        return self

    def to_probation(self) -> "Way":
        self.to_sent()
        self.on("record_superior_talk", date(2026, 8, 20), organ="机关党委组织委员", text="同意接收")
        self.replied(self.dossier, date(2026, 9, 1))
        self.act("admit", date(2026, 9, 2))
        return self

    def to_applied(self) -> "Way":
        self.to_probation()
        self.on("record_oath", date(2026, 9, 20), organ="机关党委", text="会议室")
        self.on("inspect_probation", date(2027, 1, 20), source="individual_talks", text="谈心")
        self.on("apply_for_conversion", date(2027, 7, 10), text="申请转正")
        return self

    def to_heard(self) -> "Way":
        return self.to_applied().hear(date(2027, 7, 20), "record_conversion_opinion", ("members", "masses"))

    def resolve_outcome(self, matter: str, on: date, months: int | None = None, ground: str = "履行义务") -> Any:
        examined = decided(self.house, matter, self.person, on - timedelta(days=3))
        self.act("record_conversion_examination", on, decision=examined)
        item = decided(self.house, matter, self.person, on, Meeting.Kind.GENERAL)
        inputs = {"ground": ground, "months": months, "signed_by": self.house.people[0]}
        return self.act("adopt_outcome", on, decision=item, **inputs)

    def to_converted(self) -> "Way":
        self.to_heard()
        self.resolve_outcome(Matter.CONVERSION, date(2027, 7, 30))
        self.replied(self.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
        self.act("settle_outcome", date(2027, 8, 21))
        return self


def application(received_on: date = RECEIVED, **other: Any) -> dict[str, Any]:
    """What is filled in for one more applicant; no two of the one name were born on one day."""
    born = BORN + timedelta(days=Recruit.objects.count())
    given = {
        "person": None, "name": "周子涵", "sex": "male", "birth_on": born, "department": "办公室",
        "received_on": received_on, "view_of_party": True, "motive": True, "own_conduct": True,
        "paper": scan("申请书.pdf"),
    }  # fmt: skip
    return {**given, **other}


def written(**other: Any) -> dict[str, Any]:
    given = {
        "attitude": "拥护", "history": "清楚", "conduct": "守法", "relations": "清白", "talked": True,
        "consulted_files": True, "asked_people": True, "wrote_letters": False, "went_there": False,
        "clear_reason": "情况清楚",
    }  # fmt: skip
    return {**given, **other}
