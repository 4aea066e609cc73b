"""Documents of superiors on the committee's agenda (6.1.1), and the year's plan (6.1.4)."""

from datetime import date, timedelta

import pytest

from archives.actions import register_document
from meetings.actions import plans
from meetings.models import AgendaItem, Matter, Meeting, Vote, YearPlan
from meetings.rules.plans import documents_to_study
from tests.factories import BranchFactory, agenda_item, committee_meeting
from tests.factories.meeting import BEGINS, meeting
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
NEXT_MONTH = BEGINS + timedelta(days=30)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6)


def document(house: BranchFactory, **fields):
    given = {
        "source": "superior",
        "issuer": "机关党委",
        "number": "机党〔2026〕2号",
        "title": "关于加强理论学习的通知",
        "received_on": date(2026, 3, 10),
        "to_implement": True,
        "by": house.secretary,
        "at": BEGINS - timedelta(days=9),
    }
    return register_document(house.branch, **{**given, **fields})


def agenda(house: BranchFactory, begins_at=BEGINS) -> Meeting:
    return meeting(house, Meeting.Kind.COMMITTEE, begins_at)


def over(item: AgendaItem, state: str = AgendaItem.State.NOTED) -> AgendaItem:
    item.state = state
    item.save()
    held = item.meeting
    held.state, held.opened_at, held.closed_at = Meeting.State.CLOSED, held.begins_at, held.begins_at
    held.save()
    return item


def studied(house: BranchFactory, matter: str = Matter.ANNUAL_PLAN, *, passed: bool = True, **fields) -> AgendaItem:
    item = agenda_item(committee_meeting(house, **fields), matter)
    Vote.objects.create(
        item=item, method="voice", opened_at=BEGINS, eligible=5, present=5, in_favour=5, passed=passed,
        counted_at=BEGINS,
    )  # fmt: skip
    return over(item, AgendaItem.State.DECIDED)


@pytest.mark.clause("6.1.1")
def test_a_document_to_be_implemented_is_proposed_until_the_committee_has_studied_it(house, client):
    received = document(house)
    first = agenda(house)
    client.force_login(house.secretary)
    assert "关于加强理论学习的通知" in client.get(first.get_absolute_url()).content.decode()
    item = plans.study_document(first, document=received, by=house.secretary, at=BEGINS - timedelta(days=2))
    assert (item.matter, item.title, item.implements) == (
        Matter.IMPLEMENT_SUPERIOR,
        "研究贯彻落实《关于加强理论学习的通知》",
        received,
    )
    following = agenda(house, NEXT_MONTH)
    assert list(documents_to_study(following)) == [received]
    over(item)
    assert list(documents_to_study(following)) == []


@pytest.mark.clause("6.1.1")
def test_a_document_whose_item_was_postponed_is_proposed_again(house):
    received = document(house)
    over(plans.study_document(agenda(house), document=received, by=house.secretary, at=BEGINS), "carried_over")
    assert list(documents_to_study(agenda(house, NEXT_MONTH))) == [received]


@pytest.mark.clause("6.1.1")
def test_a_document_stands_on_an_agenda_once(house):
    received, first = document(house), agenda(house)
    plans.study_document(first, document=received, by=house.secretary, at=BEGINS)
    said = refusal(plans.study_document, first, document=received, by=house.secretary, at=BEGINS)
    assert said == "只有支委会会议研究贯彻，且已经研究过或已列入本次议程的不再列入（第6篇 一（一））"


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize("fields", [{"to_implement": False}, {"received_on": date(2026, 3, 21), "at": NEXT_MONTH}])
def test_what_needs_no_implementing_or_came_later_is_not_proposed(house, fields):
    document(house, **fields)
    assert list(documents_to_study(agenda(house))) == []


@pytest.mark.clause("6.1.1")
def test_another_branchs_document_is_not_proposed(house):
    document(BranchFactory(members=3, committee=3))
    assert list(documents_to_study(agenda(house))) == []


def test_a_general_meeting_is_proposed_no_documents(house):
    document(house)
    assert list(documents_to_study(meeting(house, Meeting.Kind.GENERAL))) == []


def draft(house: BranchFactory, kind: str = YearPlan.Kind.ANNUAL, year: int = 2026) -> YearPlan:
    at = BEGINS - timedelta(days=20)
    return plans.draft_plan(house.branch, kind=kind, year=year, text="全年工作", by=house.secretary, at=at)


@pytest.mark.clause("6.1.4")
def test_the_annual_plan_takes_effect_only_with_the_committees_resolution(house):
    plan = draft(house)
    said = refusal(plans.put_plan_into_effect, plan, decision=None, by=house.secretary, at=BEGINS)
    assert said == "年度计划须经支委会研究（第6篇 一（四））"
    decision = studied(house)
    in_effect = plans.put_plan_into_effect(plan, decision=decision, by=house.secretary, at=BEGINS)
    assert (in_effect.effective_on, in_effect.decision) == (date(2026, 3, 20), decision)


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize("slip", ["not_passed", "another_matter", "another_branch", "later"])
def test_no_other_item_makes_the_annual_plan_effective(house, slip):
    decision = studied(
        BranchFactory(members=5) if slip == "another_branch" else house,
        Matter.OTHER if slip == "another_matter" else Matter.ANNUAL_PLAN,
        passed=slip != "not_passed",
        begins_at=NEXT_MONTH if slip == "later" else BEGINS,
    )
    said = refusal(plans.put_plan_into_effect, draft(house), decision=decision, by=house.secretary, at=BEGINS)
    assert said == "年度计划须经支委会研究（第6篇 一（四））"


def test_a_plan_in_effect_is_not_revised(house):
    plan = draft(house, YearPlan.Kind.LECTURES)
    plans.put_plan_into_effect(plan, decision=None, by=house.secretary, at=BEGINS)
    said = refusal(plans.revise_plan, plan, text="另一稿", by=house.secretary, at=BEGINS)
    assert said == "计划已于2026-03-20生效"


def test_a_plan_for_a_past_year_takes_no_effect(house):
    plan = draft(house, YearPlan.Kind.LECTURES, 2025)
    said = refusal(plans.put_plan_into_effect, plan, decision=None, by=house.secretary, at=BEGINS)
    assert said == "2025年已经过去，计划不能再生效"


def test_there_is_one_plan_of_a_kind_for_a_year(house):
    draft(house)
    assert draft(house, year=2027).year == 2027
    said = refusal(plans.draft_plan, house.branch, kind="annual", year=2026, text="x", by=house.secretary, at=BEGINS)
    assert said == "2026年年度工作计划已经拟定"


def test_the_pages_of_plans_and_documents_show_what_is_on_record(house, client):
    plan, received = draft(house), document(house)
    client.force_login(house.secretary)
    addresses = [
        f"/b/{house.branch.code}/plans/",
        plan.get_absolute_url(),
        f"/b/{house.branch.code}/documents/",
        received.get_absolute_url(),
    ]
    words = ["2026年年度工作计划", "全年工作", "机党〔2026〕2号", "须经支委会研究如何落实"]
    pages = [client.get(address).content.decode() for address in addresses]
    assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 4


def test_another_branchs_plans_and_documents_do_not_exist_here(house, client):
    plan, received = draft(house), document(house)
    client.force_login(BranchFactory(members=3, committee=3).secretary)
    for address in (plan.get_absolute_url(), received.get_absolute_url(), f"/b/{house.branch.code}/plans/"):
        assert client.get(address).status_code == 404
