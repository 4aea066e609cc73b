"""A branch that selects its outstanding members of 2026, at the stage a test begins from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from meetings.models import AgendaItem, Matter
from members.models import Person
from points import actions
from points.models import AwardRound, Nomination, Work
from points.rules.commendations import Check
from rulebook.kernel import Refused
from tests.factories.branch import BranchFactory, user_of
from tests.factories.dues import noon, voted
from tests.factories.lecture import paper
from tests.factories.meeting import agenda_item, committee_meeting, general_meeting

OPENED, NOMINATED = date(2026, 6, 1), date(2026, 6, 2)
STUDIED, ADOPTED = date(2026, 6, 5), date(2026, 6, 12)
SINCE, UNTIL, CONFIRMED = date(2026, 6, 15), date(2026, 6, 19), date(2026, 6, 20)
PUBLISHED = date(2026, 6, 22)
CRITERIA = ("学习好", "作用发挥好", "群众评价好")
MEMBER, WORKER = AwardRound.Title.MEMBER, AwardRound.Title.WORKER


class AwardHouse(BranchFactory):
    """Ten full members, five of them on the committee; its second is the organization commissioner."""

    def __init__(self, members: int = 10, **fields: object) -> None:
        super().__init__(members=members, committee=5, **fields)

    @property
    def commissioner(self) -> User:
        return user_of(self.people[1])

    def do(self, verb: str, subject: Any, on: date, **inputs: Any) -> Any:
        by = inputs.pop("by", self.commissioner)
        return getattr(actions, verb)(subject, by=by, at=noon(on), **inputs)

    def open_round(self, title: str = MEMBER, on: date = OPENED, **given: Any) -> AwardRound:
        defaults = {"year": on.year, "opened_on": on, "places": 2, "criteria": CRITERIA}
        return self.do("open_round", self.branch, on, title=title, **{**defaults, **given})

    def checks(self, award: AwardRound, **answers: bool | None) -> list[Check]:
        """Every condition met, unless the answers by position say otherwise: `third=None`."""
        places = ("first", "second", "third")
        return [
            Check(criterion, answers.get(place, True), "有记录")
            for place, criterion in zip(places, award.criteria.all(), strict=True)
        ]

    def nominate(self, award: AwardRound, person: Person, on: date = NOMINATED, **given: Any) -> Nomination:
        defaults = {"merits": "带头攻关，服务群众。", "nominated_on": on, "checks": self.checks(award)}
        return self.do("nominate", award, on, person=person, **{**defaults, **given})

    def committee_item(self, person: Person, on: date = STUDIED, *, passed: bool = True) -> AgendaItem:
        return voted(committee_meeting(self, begins_at=noon(on)), Matter.COMMENDATION, person, passed=passed)

    def general_item(self, person: Person, on: date = ADOPTED, *, passed: bool = True) -> AgendaItem:
        return voted(general_meeting(self, begins_at=noon(on)), Matter.COMMENDATION, person, passed=passed)

    def studied(self, award: AwardRound, person: Person) -> Nomination:
        return self.do("study_nomination", self.nominate(award, person), STUDIED, decision=self.committee_item(person))

    def adopted(self, award: AwardRound, person: Person) -> Nomination:
        decision = self.general_item(person)
        return self.do("adopt_nomination", self.studied(award, person), ADOPTED, decision=decision)

    def on_notice(self, award: AwardRound, person: Person) -> Nomination:
        return self.do("give_notice", self.adopted(award, person), SINCE, since=SINCE, until=UNTIL)

    def confirmed(self, award: AwardRound, person: Person) -> Nomination:
        return self.do("confirm_award", self.on_notice(award, person), CONFIRMED, confirmed_on=CONFIRMED)

    def published(self, award: AwardRound, person: Person) -> Nomination:
        nomination = self.confirmed(award, person)
        self.do("publish_awards", award, PUBLISHED, published_on=PUBLISHED)
        nomination.refresh_from_db()
        return nomination

    def concluded(self, title: str, on: date, note: str = "没有符合条件的人选") -> AwardRound:
        """A round without anybody, opened and concluded on that day."""
        return self.do("conclude_round", self.open_round(title, on), on, concluded_on=on, note=note)


def refused(call: Callable[..., object], *given: Any, **inputs: Any) -> list[str]:
    """What each finding of the refusal says; the test fails where the act is allowed."""
    with pytest.raises(Refused) as said:
        call(*given, **inputs)
    return [str(finding) for finding in said.value.findings]


def award_rows(house: BranchFactory, about: Person, entered_by: User) -> dict[str, int]:
    """One of everything of commendations that has an address, by the folder of the address; as rows."""
    award = AwardRound.objects.create(
        organization=house.branch, year=2026, title=MEMBER, opened_on=date(2026, 3, 1), places=1
    )
    nomination = Nomination.objects.create(
        round=award, person=about, merits="事迹", nominated_on=date(2026, 3, 2), nominated_by=entered_by
    )
    objection = nomination.objections.create(received_on=date(2026, 3, 3), text="情况")
    work = Work.objects.create(
        organization=house.branch,
        person=about,
        kind="theory_article",
        title="文章",
        written_on=date(2026, 3, 1),
        paper=paper(house),
        recorded_on=date(2026, 3, 1),
    )
    return {
        "award_rounds": award.pk,
        "nominations": nomination.pk,
        "award_objections": objection.pk,
        "written_works": work.pk,
    }


def published_round(house: BranchFactory, about: Person, entered_by: User) -> AwardRound:
    """Last year's round with one award that is out; as rows."""
    award = AwardRound.objects.create(
        organization=house.branch, year=2025, title=MEMBER, opened_on=date(2025, 6, 1), places=1
    )
    item = agenda_item(committee_meeting(house), Matter.COMMENDATION)
    Nomination.objects.create(
        round=award,
        person=about,
        merits="事迹",
        nominated_on=date(2025, 6, 2),
        nominated_by=entered_by,
        committee_item=item,
        general_item=item,
        notice_since=date(2025, 6, 15),
        notice_until=date(2025, 6, 19),
        confirmed_on=date(2025, 6, 20),
        published_on=date(2025, 6, 22),
    )
    return award
