"""What stays of a committee meeting, who sees it, and what it studies before others decide or hear of it."""

from datetime import date, timedelta

import pytest

from archives.actions import submit
from meetings.actions import holding, planning, voting
from meetings.models import AgendaItem, Dissent, Matter, Meeting, Vote
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, present, user_of
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
DAY_BEFORE = BEGINS - timedelta(days=1)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, committee=5)


def open_vote(item: AgendaItem, house: BranchFactory, **inputs) -> Vote:
    return voting.open_vote(item, **{"method": "voice", "by": house.secretary, "at": BEGINS, **inputs})


def count(item: AgendaItem, house: BranchFactory, in_favour: int, against: int = 0, abstained: int = 0) -> Vote:
    return voting.count_vote(
        item, in_favour=in_favour, against=against, abstained=abstained, by=house.secretary, at=BEGINS
    )


@pytest.mark.clause("6.3.5a")
def test_a_meeting_is_not_closed_without_its_record(house):
    item = agenda_item(committee_meeting(house), title="年度安排")
    present(item.meeting, 5)
    said = refusal(holding.close_meeting, item.meeting, by=house.secretary, at=BEGINS)
    assert said == "会议须有记录，尚未办结的议题：年度安排（第6篇 三（五）、第6篇 三（三））"
    voting.note_item(item, by=house.secretary, at=BEGINS)
    at = BEGINS + timedelta(hours=1)
    assert holding.close_meeting(item.meeting, by=house.secretary, at=at).closed_at == at


@pytest.mark.clause("6.3.5b")
def test_nobody_signs_for_another(house):
    attendance = committee_meeting(house).attendances.get(person=house.people[1])
    said = refusal(holding.sign_in, attendance, by=user_of(house.people[2]), at=BEGINS)
    assert said == "不能代签：请本人签到（第6篇 三（五））"
    signed = holding.sign_in(attendance, by=user_of(house.people[1]), at=BEGINS)
    assert (signed.signed_at, signed.signed_by) == (BEGINS, "own_phone")


@pytest.mark.clause("6.3.5b")
def test_nobody_signs_after_the_meeting_but_the_paper_sheet_may_be_copied(house):
    held = committee_meeting(house)
    present(held, 3)
    held.state, held.closed_at = Meeting.State.CLOSED, BEGINS + timedelta(hours=1)
    held.save()
    late = held.attendances.get(person=house.people[3])
    at = BEGINS + timedelta(days=1)
    assert (
        refusal(holding.sign_in, late, by=user_of(house.people[3]), at=at) == "不能补签：会议已经结束（第6篇 三（五））"
    )
    inputs = {"by": house.secretary, "at": at}
    said = refusal(holding.copy_sign_in_sheet, held, entries={late.pk: held.closed_at + timedelta(minutes=1)}, **inputs)
    assert said == "不能补签：党员004的签到时间不在会议签到期间（第6篇 三（五））"
    holding.copy_sign_in_sheet(held, entries={late.pk: BEGINS}, **inputs)
    late.refresh_from_db()
    assert (late.signed_at, late.copied_at, late.signed_by) == (BEGINS, at, "paper")


@pytest.mark.clause("6.3.5c")
def test_minutes_are_distributed_after_the_chair_has_signed_them_off(house):
    held = committee_meeting(house)
    present(held, 5)
    held.state, held.closed_at = Meeting.State.CLOSED, BEGINS + timedelta(hours=1)
    held.save()
    inputs = {"at": BEGINS + timedelta(hours=2)}
    said = refusal(holding.distribute_minutes, held, by=house.secretary, **inputs)
    assert said == "会议记录须主持人审签（第6篇 三（五））"
    said = refusal(holding.sign_off, held, by=user_of(house.people[1]), **inputs)
    assert said == "由主持人党员001审签（第6篇 三（五））"
    holding.sign_off(held, by=house.secretary, **inputs)
    assert holding.distribute_minutes(held, by=house.secretary, **inputs).distributed_at


@pytest.mark.clause("6.4.1")
def test_a_reserved_opinion_is_kept_and_suspends_nothing(house):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    open_vote(item, house)
    count(item, house, 4, against=1)
    voting.reserve_opinion(item, text="应先调研", reports_upward=True, by=user_of(house.people[4]), at=BEGINS)
    item.refresh_from_db()
    assert (item.state, item.vote.passed) == (AgendaItem.State.DECIDED, True)
    assert Dissent.objects.get().person == house.people[4]


@pytest.mark.clause("6.4.2")
def test_committee_meetings_are_seen_by_the_committee_only_unless_released(house):
    held = committee_meeting(house)
    member, seated = user_of(house.people[9]), user_of(house.people[4])
    seen = [Meeting.objects.visible_to(user).filter(pk=held.pk).exists() for user in (member, seated)]
    assert seen == [False, True]
    held.state, held.closed_at = Meeting.State.CLOSED, BEGINS
    held.save()
    decision = agenda_item(committee_meeting(house, begins_at=BEGINS + timedelta(days=30)))
    said = refusal(holding.release_minutes, held, decision=decision, by=house.secretary, at=BEGINS)
    assert said == "支委会内容保密，公开须经支委会表决决定（第6篇 四（二））"
    present(decision.meeting, 5)
    open_vote(decision, house)
    count(decision, house, 5)
    holding.release_minutes(held, decision=decision, by=house.secretary, at=BEGINS)
    assert Meeting.objects.visible_to(member).filter(pk=held.pk).exists()


@pytest.mark.clause("1.4.1d")
@pytest.mark.parametrize("flag", ["important", "mass_interest"])
def test_important_matters_are_resolved_only_after_the_general_meeting_discussed_them(house, flag):
    item = agenda_item(committee_meeting(house), **{flag: True})
    present(item.meeting, 5)
    open_vote(item, house)
    count(item, house, 5)
    inputs = {"text": "决定", "owner": None, "due_on": None, "by": house.secretary, "at": BEGINS}
    said = refusal(voting.resolve, item, **inputs)
    assert said == "重要事项以及与群众利益密切相关的事项，必须经党员大会讨论（第1篇 四（一））"
    general = general_meeting(house, begins_at=BEGINS + timedelta(days=15))
    agenda_item(general, prepared_in=item)
    general.state, general.closed_at = Meeting.State.CLOSED, general.begins_at + timedelta(hours=1)
    general.save()
    assert voting.resolve(item, **inputs).text == "决定"


@pytest.mark.clause("1.4.2d", "8.2.1b")
def test_important_items_come_from_the_committee_or_with_a_reason(house):
    planned = general_meeting(house, opened=False)
    decision, planned.agenda_decision = planned.agenda_decision, None
    planned.save()
    agenda_item(planned, title="购置设备", important=True, discussed=False)
    inputs = {"decision": decision, "by": house.secretary, "at": DAY_BEFORE}
    said = refusal(planning.settle_agenda, planned, **inputs)
    assert said == "重要事项一般应先经支委会会议讨论：购置设备（第1篇 四（二）、第8篇 二（一））"
    assert planning.settle_agenda(planned, excuse="情况紧急", **inputs).agenda_decision == decision


@pytest.mark.clause("6.1.2", "6.1.4")
@pytest.mark.parametrize("matter", [Matter.BRANCH_BUILDING, Matter.ANNUAL_PLAN])
def test_branch_building_and_the_annual_plan_are_studied_by_the_committee_first(house, matter):
    planned = general_meeting(house, opened=False)
    decision, planned.agenda_decision = planned.agenda_decision, None
    planned.save()
    item = agenda_item(planned, matter, title="年度计划", discussed=False)
    inputs = {"decision": decision, "by": house.secretary, "at": DAY_BEFORE}
    assert (
        refusal(planning.settle_agenda, planned, **inputs)
        == "须经支委会研究：年度计划（第6篇 一（二）、第6篇 一（四））"
    )
    item.prepared_in = decision
    item.save()
    assert planning.settle_agenda(planned, **inputs).agenda_settled_at == DAY_BEFORE


@pytest.mark.clause("6.1.7")
def test_an_important_report_goes_up_only_after_committee_study(house):
    inputs = {
        "recipient": house.branch.superior, "purpose": "report", "matter": "important_report", "title": "重要情况报告",
        "sent_on": date(2026, 3, 20), "important": True, "by": house.secretary, "at": BEGINS,
    }  # fmt: skip
    assert refusal(submit, house.branch, **inputs) == "重要请示、报告上报前须经支委会研究（第6篇 一（七））"
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    open_vote(item, house)
    count(item, house, 5)
    assert submit(house.branch, studied_in=item.pk, **inputs).studied_in == item.pk
