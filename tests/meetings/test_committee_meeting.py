"""Gates of the committee meeting: section 四（二）of chapter 1, chapter 6, section 二 of chapter 8."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from meetings.actions import holding, planning, voting
from meetings.decisions import printed_formula
from meetings.models import AgendaItem, Matter, Meeting, Remark, Vote
from members.models import Kinship
from rulebook.catalogue import catalogue
from rulebook.kernel import NotEntitled
from rulebook.models import Reminder
from tests.factories import BranchFactory, agenda_item, committee_meeting, present, user_of
from tests.factories.meeting import BEGINS, meeting
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


@pytest.mark.clause("1.4.2c", "6.2.4a")
@pytest.mark.parametrize(("committee", "present_count"), [(5, 3), (4, 2), (3, 2), (7, 4)])
def test_half_of_the_committee_may_hold_the_meeting(committee, present_count):
    house = BranchFactory(members=10, committee=committee)
    planned = committee_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    present(planned, present_count)
    assert holding.open_meeting(planned, by=house.secretary, at=BEGINS).state == Meeting.State.OPEN


@pytest.mark.clause("1.4.2c", "6.2.4a")
def test_two_of_five_may_not_hold_the_meeting(house):
    planned = committee_meeting(house, opened=False)
    agenda_item(planned, discussed=False)
    present(planned, 2)
    said = refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS)
    assert said == "到会委员2人，不足5人的半数（至少3人）（第1篇 四（二）、第6篇 二（四））"


@pytest.mark.clause("6.2.4b")
@pytest.mark.parametrize(("committee", "least"), [(3, 2), (5, 4), (7, 5)])
@pytest.mark.parametrize("matter", [Matter.ADMISSION, Matter.COMMENDATION, Matter.SANCTION, Matter.BRANCH_BUILDING])
def test_two_thirds_of_the_committee_for_major_questions(committee, least, matter):
    house = BranchFactory(members=10, committee=committee)
    item = agenda_item(committee_meeting(house), matter)
    present(item.meeting, least - 1)
    said = refusal(open_vote, item, house)
    assert said == f"实到{least - 1}人，须达应到{committee}人的三分之二以上（至少{least}人）（第6篇 二（四））"
    item.meeting.attendances.filter(signed_at__isnull=True).first()
    present(item.meeting, 1)
    assert open_vote(item, house).present == least


@pytest.mark.clause("8.2.2a", "8.2.2b")
def test_exactly_half_does_not_decide_an_important_question(house):
    house = BranchFactory(members=10, committee=4)
    item = agenda_item(committee_meeting(house), important=True)
    present(item.meeting, 2)
    assert refusal(open_vote, item, house) == (
        "到会2人，须超过委员人数的半数（至少3人）（第8篇 二（二））；"
        "到会委员未过半数，须召开党员大会讨论决定（第8篇 二（二））"
    )
    present(item.meeting, 1)
    assert open_vote(item, house).eligible == 4


@pytest.mark.clause("8.2.2b")
def test_a_question_without_enough_of_the_committee_goes_to_the_general_meeting(house):
    item = agenda_item(committee_meeting(house), important=True)
    voting.refer_to_general_meeting(item, by=house.secretary, at=BEGINS)
    general = meeting(house, Meeting.Kind.GENERAL, begins_at=BEGINS + timedelta(days=10))
    assert list(AgendaItem.objects.pending_for(general)) == [item]
    taken_up = planning.take_up(general, pending=item, by=house.secretary, at=BEGINS)
    assert (taken_up.title, taken_up.carried_from, taken_up.prepared_in) == (item.title, item, item)
    assert list(AgendaItem.objects.pending_for(general)) == []


@pytest.mark.clause("6.3.4d")
@pytest.mark.parametrize(("in_favour", "passed"), [(2, False), (3, True)])
def test_in_favour_must_exceed_half_of_the_committee(house, in_favour, passed):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 3)
    open_vote(item, house)
    vote = count(item, house, in_favour, abstained=3 - in_favour)
    words = "通过" if passed else "未通过"
    assert (vote.passed, vote.arithmetic) == (
        passed,
        f"赞成{in_favour}票，须超过应到5人的半数（至少3票），{words}",
    )


@pytest.mark.clause("6.3.1")
def test_a_tie_fails_and_nobody_has_a_casting_vote():
    house = BranchFactory(members=10, committee=4)
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 4)
    open_vote(item, house)
    vote = count(item, house, 2, against=2)
    assert vote.passed is False
    assert refusal(count, item, house, 3, against=1) == "已经计票"


@pytest.mark.clause("6.1", "6.1.8")
def test_every_item_names_its_kind_of_business(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    inputs = {"title": "研究工作", "by": house.secretary, "at": DAY_BEFORE}
    assert refusal(planning.add_item, planned, matter="", **inputs) == "请选择议事类别（第6篇 一、第6篇 一（八））"
    assert planning.add_item(planned, matter=Matter.OTHER, **inputs).topic == "other_important"


@pytest.mark.clause("6.1")
def test_all_kinds_of_matters_fall_under_the_eight_kinds_of_business():
    assert {AgendaItem(matter=matter).topic for matter in Matter} == set(catalogue["6.1"].raw["topics"])


@pytest.mark.clause("6.2.3a")
def test_a_proposed_item_waits_for_the_secretary(house):
    planned = committee_meeting(house, opened=False)
    planned.notified_at = None
    planned.save()
    member = user_of(house.people[2])
    item = planning.add_item(planned, matter=Matter.OTHER, title="建议", by=member, at=DAY_BEFORE)
    assert item.state == AgendaItem.State.PROPOSED
    with pytest.raises(NotEntitled):
        planning.accept_item(item, by=member, at=DAY_BEFORE)
    assert planning.accept_item(item, by=house.secretary, at=DAY_BEFORE).state == AgendaItem.State.SETTLED


@pytest.mark.clause("6.2.3a")
def test_a_proposed_item_is_not_voted(house):
    item = agenda_item(committee_meeting(house), state=AgendaItem.State.PROPOSED)
    present(item.meeting, 5)
    assert refusal(open_vote, item, house) == "委员提出的议题须由书记确定（第6篇 二（三））"


@pytest.mark.clause("6.2.2a", "6.2.2b")
def test_only_a_committee_member_is_entrusted_with_the_chair(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE, chair=house.people[9], chair_reason="书记出差")
    agenda_item(planned, discussed=False)
    inputs = {"by": house.secretary, "at": DAY_BEFORE}
    said = refusal(planning.send_notice, planned, **inputs)
    assert said == "只能委托党支部委员召集和主持，党员010不是委员（第6篇 二（二））"
    planned.chair, planned.chair_reason = house.people[1], ""
    planned.save()
    said = refusal(planning.send_notice, planned, **inputs)
    assert said == "须有书记委托：请写明书记因故不能参加的原因（第6篇 二（二））"
    planned.chair_reason = "书记出差"
    planned.save()
    assert planning.send_notice(planned, **inputs).notified_at == DAY_BEFORE


@pytest.mark.clause("6.2.3b")
@pytest.mark.parametrize("ad_hoc", [False, True])
def test_only_an_ad_hoc_meeting_opens_without_notice(house, ad_hoc):
    planned = committee_meeting(house, opened=False, ad_hoc=ad_hoc)
    agenda_item(planned, discussed=False)
    present(planned, 5)
    planned.notified_at = None
    planned.save()
    if ad_hoc:
        assert holding.open_meeting(planned, by=house.secretary, at=BEGINS).opened_at == BEGINS
    else:
        assert (
            refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS)
            == "议题未提前通知委员（第6篇 二（三））"
        )


@pytest.mark.clause("6.2.4c")
@pytest.mark.parametrize(("minutes", "in_time"), [(-1, True), (0, False), (1, False)])
def test_leave_asked_after_the_beginning_is_only_noted(house, minutes, in_time):
    attendance = committee_meeting(house).attendances.get(person=house.people[4])
    at = BEGINS + timedelta(minutes=minutes)
    asked = holding.ask_leave(attendance, reason="住院", by=user_of(house.people[4]), at=at)
    assert asked.asked_leave_in_time is in_time


@pytest.mark.clause("6.2.4c")
def test_leave_is_asked_by_the_person_himself(house):
    attendance = committee_meeting(house).attendances.get(person=house.people[4])
    said = refusal(holding.ask_leave, attendance, reason="住院", by=user_of(house.people[3]), at=DAY_BEFORE)
    assert said == "请假由本人提出（第6篇 二（四））"


@pytest.mark.clause("6.2.4d")
def test_observers_are_named_by_the_convener_and_count_in_no_number(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    inputs = {"person": house.people[8], "at": DAY_BEFORE}
    said = refusal(planning.invite_observer, planned, by=user_of(house.people[1]), **inputs)
    assert said == "列席人员由会议召集人指定（第6篇 二（四））"
    observer = planning.invite_observer(planned, by=house.secretary, **inputs)
    assert (observer.may_vote, planned.eligible_voters, planned.voters_present) == (False, 0, 0)


@pytest.mark.clause("6.2.4d")
def test_an_observer_finds_when_and_where_and_signs_in_but_not_the_meeting(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE, title="三月支委会会议")
    agenda_item(planned, discussed=False)
    observer = user_of(house.people[8])
    by = {"by": house.secretary, "at": DAY_BEFORE}
    planning.invite_observer(planned, person=house.people[8], **by)
    planning.send_notice(planned, **by)
    told = Reminder.objects.get(recipient=observer, channel="inbox")
    client = Client()
    client.force_login(observer)
    page = client.get(told.url)
    assert (page.status_code, client.get(planned.get_absolute_url()).status_code) == (200, 404)
    assert "三月支委会会议" in page.content.decode()


@pytest.mark.clause("6.3.2")
@pytest.mark.parametrize("kinship", [True, False])
def test_who_is_concerned_or_a_relative_withdraws_from_that_item(house, kinship):
    concerned = house.people[8] if kinship else house.people[2]
    if kinship:
        Kinship.objects.create(person=concerned, kin=house.people[2], relation="夫妻")
    item = agenda_item(committee_meeting(house), concerns=concerned)
    present(item.meeting, 5)
    assert refusal(open_vote, item, house) == "党员003涉及本人或亲属，应当回避（第6篇 三（二））"
    voting.recuse(item, person=house.people[2], reason="夫妻", by=house.secretary, at=BEGINS)
    vote = open_vote(item, house)
    assert (vote.eligible, vote.present) == (5, 4)
    assert agenda_item(item.meeting).voters_present == 5


@pytest.mark.clause("6.3.3a")
@pytest.mark.parametrize(
    ("introduction", "discussed", "missing"),
    [("", True, "主持人介绍议题"), ("介绍", False, "充分讨论"), ("", False, "主持人介绍议题、充分讨论")],
)
def test_introduction_and_discussion_come_before_the_vote(house, introduction, discussed, missing):
    item = agenda_item(committee_meeting(house), introduction=introduction, discussed=discussed)
    present(item.meeting, 5)
    assert refusal(open_vote, item, house) == f"表决前缺少：{missing}（第6篇 三（三））"


@pytest.mark.clause("6.3.3b")
def test_a_written_opinion_of_an_absentee_is_shown_and_not_counted(house):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 3)
    inputs = {"by": house.secretary, "at": BEGINS}
    voting.record_remark(item, speaker=house.people[4], text="同意", absent_opinion=True, **inputs)
    open_vote(item, house)
    vote = count(item, house, 2, against=1)
    assert (vote.present, vote.in_favour, vote.passed) == (3, 2, False)
    assert Remark.objects.get(absent_opinion=True).text == "同意"


@pytest.mark.clause("6.3.4a")
def test_divided_opinions_postpone_the_vote_and_carry_the_item_over(house):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    voting.carry_over(item, by=house.secretary, at=BEGINS)
    assert refusal(open_vote, item, house) == "分歧较大应暂缓表决（第6篇 三（四））"
    following = meeting(house, Meeting.Kind.COMMITTEE, begins_at=BEGINS + timedelta(days=30))
    taken_up = planning.take_up(following, pending=item, by=house.secretary, at=BEGINS)
    assert (taken_up.carried_from, taken_up.state) == (item, AgendaItem.State.SETTLED)


@pytest.mark.clause("6.3.4b")
def test_items_are_voted_one_by_one(house):
    first = agenda_item(committee_meeting(house))
    second = agenda_item(first.meeting)
    present(first.meeting, 5)
    open_vote(first, house)
    assert refusal(open_vote, second, house) == "应逐项表决：“议题1”的表决还没有结束（第6篇 三（四））"
    count(first, house, 5)
    assert open_vote(second, house).present == 5


@pytest.mark.clause("6.3.4c")
def test_the_committee_votes_by_voice_unless_a_reason_is_written(house):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    assert refusal(open_vote, item, house, method="secret_ballot") == "支委会一般口头表决（第6篇 三（四））"
    vote = open_vote(item, house, method="secret_ballot", excuse="涉及人事，委员会商定无记名")
    assert vote.method == "secret_ballot"


@pytest.mark.clause("6.3.4e")
@pytest.mark.parametrize(("in_favour", "against", "abstained"), [(3, 0, 0), (3, 1, 1)])
def test_the_count_must_equal_those_present(house, in_favour, against, abstained):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 4)
    open_vote(item, house)
    cast = in_favour + against + abstained
    said = refusal(count, item, house, in_favour, against, abstained)
    assert said == f"票数合计{cast}，与到会有表决权人数4不符（第6篇 三（四））"


@pytest.mark.parametrize("size", range(1, 61))
@pytest.mark.parametrize("important", [False, True])
def test_every_formula_is_the_exact_fraction(size, important):
    """For committee and general meeting alike: the base is those expected, whole numbers against fractions."""
    for kind, matter, least_fraction, inclusive in (
        ("committee", Matter.OTHER, Fraction(1, 2), not important),
        ("committee", Matter.SANCTION, Fraction(2, 3), True),
        ("general", Matter.OTHER, Fraction(1, 2), True),
        ("general", Matter.ADMISSION, Fraction(1, 2), False),
    ):
        formula = printed_formula(AgendaItem(meeting=Meeting(kind=kind), matter=matter, important=important))
        exact = [n for n in range(size + 1) if n >= least_fraction * size and (inclusive or n > least_fraction * size)]
        assert formula.least_present(size) == exact[0]
        assert formula.outcome(size, size // 2).passed is False
        assert formula.outcome(size, size // 2 + 1).passed is True


@pytest.mark.parametrize(("written", "passed"), [(0, False), (1, True)])
def test_written_opinions_count_for_admission_and_for_nothing_else(written, passed):
    admission = printed_formula(AgendaItem(meeting=Meeting(kind="general"), matter=Matter.ADMISSION))
    ordinary = printed_formula(AgendaItem(meeting=Meeting(kind="general"), matter=Matter.OTHER))
    assert admission.outcome(12, 6, written).passed is passed
    assert ordinary.outcome(12, 6, written).passed is False
