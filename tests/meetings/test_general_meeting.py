"""Gates of the general meeting: section 四（一）of chapter 1 and section 一 of chapter 8."""

from datetime import date, timedelta

import pytest

from archives.models import Submission
from meetings.actions import holding, planning, voting
from meetings.models import AgendaItem, Matter, Meeting, Vote
from members.models import Person
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, person, present
from tests.factories.meeting import BEGINS, before_notice, meeting
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


@pytest.mark.clause("8.1.4a", "1.4.1f")
@pytest.mark.parametrize(("members", "present_count"), [(10, 5), (9, 5), (1, 1), (60, 30)])
def test_half_of_the_voters_present_may_vote(members, present_count):
    house = BranchFactory(members=members, committee=min(5, members))
    item = agenda_item(general_meeting(house))
    present(item.meeting, present_count)
    vote = voting.open_vote(item, method="show_of_hands", by=house.secretary, at=BEGINS)
    assert (vote.eligible, vote.present) == (members, present_count)


@pytest.mark.clause("8.1.4a", "1.4.1f")
@pytest.mark.parametrize(("members", "present_count"), [(10, 4), (9, 4), (60, 29)])
def test_one_less_than_half_may_not_vote(members, present_count):
    house = BranchFactory(members=members)
    item = agenda_item(general_meeting(house))
    present(item.meeting, present_count)
    said = refusal(voting.open_vote, item, method="show_of_hands", by=house.secretary, at=BEGINS)
    least = (members + 1) // 2
    assert said == (
        f"到会有表决权党员{present_count}人，不足应到{members}人的半数（至少{least}人），不能表决"
        "（第8篇 一（四）、第1篇 四（一））"
    )


@pytest.mark.clause("8.1.4b", "1.4.1g")
@pytest.mark.parametrize(
    ("members", "present_count", "in_favour", "passed", "least"),
    [(10, 6, 5, False, 6), (10, 6, 6, True, 6), (9, 5, 4, False, 5), (9, 5, 5, True, 5)],
)
def test_in_favour_must_exceed_half_of_those_expected(members, present_count, in_favour, passed, least):
    house = BranchFactory(members=members)
    item = agenda_item(general_meeting(house))
    present(item.meeting, present_count)
    voting.open_vote(item, method="show_of_hands", by=house.secretary, at=BEGINS)
    vote = voting.count_vote(
        item, in_favour=in_favour, against=present_count - in_favour, abstained=0, by=house.secretary, at=BEGINS
    )
    words = "通过" if passed else "未通过"
    assert (vote.passed, vote.arithmetic) == (
        passed,
        f"赞成{in_favour}票，须超过应到{members}人的半数（至少{least}票），{words}",
    )


@pytest.mark.clause("8.1.4c", "1.4.1e")
def test_no_vote_before_the_discussion_is_on_record(house):
    item = agenda_item(general_meeting(house), discussed=False)
    present(item.meeting, 10)
    said = refusal(voting.open_vote, item, method="show_of_hands", by=house.secretary, at=BEGINS)
    assert said == "表决前须经充分讨论，请先记录发言要点（第8篇 一（四）、第1篇 四（一））"


@pytest.mark.clause("1.4.1a")
def test_all_members_are_expected_and_only_full_members_vote(house):
    person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    activist = person(house.branch, "积极分子", full_on=None, admitted_on=None, activist_on=date(2025, 1, 1))
    planned = general_meeting(house, opened=False)
    planned.roll_frozen_at = None
    planned.save()
    holding.start_sign_in(planned, by=house.secretary, at=BEGINS - timedelta(minutes=30))
    expected = planned.attendances.expected()
    assert (expected.count(), expected.filter(may_vote=True).count()) == (11, 10)
    assert not expected.filter(person=activist).exists()


@pytest.mark.clause("1.4.1a")
def test_nobody_is_left_out_without_reason_and_consent(house):
    planned = meeting(house, Meeting.Kind.GENERAL)
    inputs = {"person": house.people[7], "by": house.secretary, "at": BEGINS - timedelta(days=1)}
    said = refusal(holding.leave_out, planned, reason="长期卧病", consent="", **inputs)
    assert said == "党员大会由全体党员参加，不能把党员008移出应到名单（第1篇 四（一））"
    left_out = holding.leave_out(planned, reason="长期卧病", consent="信党〔2026〕3号", **inputs)
    assert planned.attendances.expected().count() == 0
    assert left_out.excluded_with == "信党〔2026〕3号"


@pytest.mark.clause("13.4.4b")
def test_a_probationary_member_has_no_vote_and_holds_no_seat(house):
    probationary = person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    assert not Person.objects.voters(house.branch, date(2026, 3, 20)).filter(pk=probationary.pk).exists()


@pytest.mark.clause("8.1.1c")
def test_another_chair_needs_a_seat_and_a_written_reason(house):
    planned = before_notice(general_meeting(house, opened=False, chair=house.people[1]))
    agenda_item(planned, discussed=False)
    said = refusal(planning.send_notice, planned, by=house.secretary, at=BEGINS - timedelta(days=4))
    assert said == "大会由支部书记主持；书记委托委员主持的，须写明原因（第8篇 一（一））"
    planned.chair = house.people[9]
    planned.chair_reason = "书记出差"
    planned.save()
    said = refusal(planning.send_notice, planned, by=house.secretary, at=BEGINS - timedelta(days=4))
    assert said == "大会由支部书记主持；党员010不是支部委员，不能受委托主持（第8篇 一（一））"
    planned.chair = house.people[1]
    planned.save()
    assert planning.send_notice(planned, by=house.secretary, at=BEGINS - timedelta(days=4)).notified_at


@pytest.mark.clause("8.1.2a")
def test_no_notice_before_the_committee_has_settled_the_agenda(house):
    planned = before_notice(general_meeting(house, opened=False))
    agenda_item(planned, discussed=False)
    decision, planned.agenda_decision = planned.agenda_decision, None
    planned.save()
    said = refusal(planning.send_notice, planned, by=house.secretary, at=BEGINS - timedelta(days=4))
    assert said == "大会议题须经支委会确定（第8篇 一（二））"
    planning.settle_agenda(planned, decision=decision, by=house.secretary, at=BEGINS - timedelta(days=4))
    assert planning.send_notice(planned, by=house.secretary, at=BEGINS - timedelta(days=4)).notified_at


@pytest.mark.clause("8.1.2a")
def test_a_committee_item_that_was_not_passed_settles_nothing(house):
    planned = general_meeting(house, opened=False, agenda_decision=None)
    agenda_item(planned, discussed=False)
    committee = committee_meeting(house, begins_at=BEGINS - timedelta(days=12))
    open_item = agenda_item(committee)
    said = refusal(planning.settle_agenda, planned, decision=open_item, by=house.secretary, at=BEGINS)
    assert said == "测试支委会会议还没有结束，请先结束会议（第8篇 一（二））"


@pytest.mark.clause("8.1.2b")
def test_the_meeting_is_not_opened_while_somebody_was_not_notified(house):
    planned = general_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    planned.attendances.filter(person=house.people[3]).update(notified_at=None)
    said = refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS)
    assert said == "尚有党员未通知：党员004（第8篇 一（二））"


@pytest.mark.clause("8.1.5a")
@pytest.mark.parametrize(("sent_on", "in_time"), [(date(2026, 3, 15), True), (date(2026, 3, 16), False)])
def test_the_report_goes_up_five_days_before(house, sent_on, in_time):
    planned = general_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    planned.request = None
    planned.save()
    inputs = {"sent_on": sent_on, "by": house.secretary, "at": BEGINS - timedelta(days=4)}
    if in_time:
        assert planning.report_meeting(planned, **inputs).sent_on == sent_on
    else:
        said = refusal(planning.report_meeting, planned, **inputs)
        assert said == "须提前5天报上级党组织，最迟3月15日报送；现为3月16日（第8篇 一（五））"


@pytest.mark.clause("8.1.5a")
def test_a_shorter_lead_passes_with_the_superiors_written_consent(house):
    planned = general_meeting(house, opened=False, request=None)
    agenda_item(planned, discussed=False)
    planned.request = None
    planned.save()
    planning.record_consent(planned, number="信党函〔2026〕7号", by=house.secretary, at=BEGINS - timedelta(days=3))
    at = BEGINS - timedelta(days=2)
    assert planning.report_meeting(planned, sent_on=date(2026, 3, 18), by=house.secretary, at=at).pk


@pytest.mark.clause("8.1.5b")
@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("", "未获上级党组织批准，不能召开（第8篇 一（五））"),
        ("refused", "上级党组织不同意召开（2026-03-18）（第8篇 一（五））"),
    ],
)
def test_the_meeting_is_held_only_with_approval(house, decision, words):
    planned = general_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    Submission.objects.filter(pk=planned.request.pk).update(
        decision=decision, decided_on=date(2026, 3, 18) if decision else None
    )
    assert refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS) == words


@pytest.mark.clause("8.1.5b")
def test_an_approved_meeting_is_opened(house):
    planned = general_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    assert holding.open_meeting(planned, by=house.secretary, at=BEGINS).state == Meeting.State.OPEN


@pytest.mark.clause("8.1.1b")
def test_putting_off_needs_a_reason_and_bringing_forward_does_not(house):
    planned = general_meeting(house, opened=False)
    inputs = {"place": "会议室", "by": house.secretary, "at": BEGINS - timedelta(days=9)}
    said = refusal(planning.reschedule, planned, begins_at=BEGINS + timedelta(days=1), **inputs)
    assert said == "党员大会无特殊情况一般不推迟（第8篇 一（一））"
    earlier = BEGINS - timedelta(days=1)  # reported on the 15th, which is early enough for the 20th only
    said = refusal(planning.reschedule, planned, begins_at=earlier, **inputs)
    assert said == "3月19日召开的，最迟3月14日报上级党组织；本次会议是3月15日报送的（第8篇 一（五））"
    Submission.objects.update(sent_on=date(2026, 3, 14))
    assert planning.reschedule(planned, begins_at=earlier, **inputs).held_on == date(2026, 3, 19)


def test_ballots_that_come_back_in_too_great_a_number_void_the_vote(house):
    item = agenda_item(general_meeting(house))
    people = present(item.meeting, 8)
    voting.open_vote(item, method="secret_ballot", by=house.secretary, at=BEGINS)
    vote = voting.count_vote(
        item, issued=8, returned=9, in_favour=9, against=0, abstained=0, spoiled=0,
        scrutineer=people[0], teller=people[1], by=house.secretary, at=BEGINS,
    )  # fmt: skip
    assert (vote.void, vote.passed, vote.arithmetic) == (True, False, "收回票9张多于发出票8张，表决无效")


@pytest.mark.clause("1.4.1c", "8.1.3")
@pytest.mark.parametrize("matter", [Matter.ADMISSION, Matter.SANCTION, Matter.COMMENDATION])
def test_the_committee_does_not_resolve_what_is_reserved_to_the_general_meeting(house, matter):
    item = agenda_item(committee_meeting(house), matter)
    present(item.meeting, 5)
    voting.open_vote(item, method="voice", by=house.secretary, at=BEGINS)
    voting.count_vote(item, in_favour=5, against=0, abstained=0, by=house.secretary, at=BEGINS)
    said = refusal(voting.resolve, item, text="决定", owner=None, due_on=None, by=house.secretary, at=BEGINS)
    assert said == "该事项须由支部党员大会决定，支委会只能研究提出意见（第1篇 四（一）、第8篇 一（三））"


def test_an_election_is_not_voted_by_ordinary_rules(house):
    item = agenda_item(general_meeting(house), Matter.ELECTION)
    present(item.meeting, 10)
    said = refusal(voting.open_vote, item, method="secret_ballot", by=house.secretary, at=BEGINS)
    assert said == "选举不适用一般议题的表决规则（第1篇 四（一））"
    assert (item.state, Vote.objects.filter(item=item).exists()) == (AgendaItem.State.SETTLED, False)
