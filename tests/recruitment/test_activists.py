"""Stage 1: application, talk, recommendation, the committee, filing, mentors, half-years."""

from datetime import date

import pytest

from accounts.models import Organization
from meetings.models import Matter, Meeting
from members.models import Kinship
from recruitment import actions
from recruitment.journey import journey_of
from recruitment.steps import Key
from rulebook.kernel import Refused
from rulebook.ledger import DutyState, assess
from tests.factories.branch import person, user_of
from tests.factories.recruit import Way, application, decided, noon
from tests.recruitment.refusals import refusals, warnings

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)


def receive(house, day=DAY, excuse="", **other):
    return actions.receive_application(
        house.branch, **application(day, **other), by=house.secretary, at=noon(day), excuse=excuse
    )


def states(house, clause, on):
    branch = Organization.objects.filter(pk=house.branch.pk)
    return [row.state for row in assess(branch, on, on.year) if row.duty.clause.id == clause]


@pytest.mark.clause("13.1.1a")
def test_an_application_is_in_writing(house):
    assert refusals(receive, house, paper=None) == ["须有书面入党申请书（第13篇 一（一））"]


@pytest.mark.clause("13.1.1b")
@pytest.mark.parametrize("part", ["view_of_party", "motive", "own_conduct"])
def test_an_application_without_one_of_its_parts_is_shown_as_not_whole(house, part):
    with pytest.raises(Refused) as caught:
        receive(house, **{part: False})
    assert caught.value.excusable
    assert receive(house, **{part: False}, excuse="本人随后补充").is_whole is False


@pytest.mark.clause("N13.5")
@pytest.mark.parametrize(
    ("birth_on", "received_on", "warned"),
    [
        (date(2008, 3, 21), date(2026, 3, 20), True),
        (date(2008, 3, 21), date(2026, 3, 21), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_an_applicant_is_eighteen(house, birth_on, received_on, warned):
    receive(house, received_on, birth_on=birth_on)
    assert any("不满18周岁" in text for text in warnings()) is warned


def test_nobody_is_twice_on_the_way(house, way):
    said = refusals(receive, house, person=way.person, name="")
    assert said == ["周子涵的发展事项正在办理"]


@pytest.mark.clause("13.1.1c")
@pytest.mark.parametrize(("on", "state"), [(date(2026, 2, 28), DutyState.DUE), (date(2026, 3, 1), DutyState.MISSED)])
def test_the_talk_is_due_within_a_calendar_month(house, on, state):
    receive(house, date(2026, 1, 31))
    assert states(house, "13.1.1c", on) == [state]


@pytest.mark.clause("13.1.1c")
def test_a_talk_before_the_receipt_is_refused(house, way):
    said = refusals(way.on, "record_talk", date(2025, 1, 5), talker=house.people[1], text="谈话")
    assert said == ["谈话日期2025-01-05早于收到申请书的日期2025-01-06（第13篇 一（一））"]


@pytest.mark.clause("13.0p")
def test_a_step_out_of_its_turn_names_the_step_its_clause_and_its_paper(way):
    said = refusals(way.on, "recommend", date(2025, 2, 1), source="member_recommendation", text="推荐")
    assert said == ["“派人谈话”尚未完成（第13篇 一（一）），缺谈话记录（第13篇 一至四）"]


@pytest.mark.clause("13.0p")
def test_a_step_dated_before_the_one_it_follows_is_refused(house, way):
    way.on("record_talk", date(2025, 1, 20), talker=house.people[1], text="谈话")
    said = refusals(
        way.act,
        "recommend",
        date(2025, 2, 1),
        happened_on=date(2025, 1, 19),
        source="member_recommendation",
        text="推荐",
    )
    assert said == ["日期早于“派人谈话”的日期2025-01-20（第13篇 一（一））（第13篇 一至四）"]


@pytest.mark.clause("13.1.2a")
def test_an_activist_was_recommended(house, way):
    way.on("record_talk", date(2025, 1, 20), talker=house.people[1], text="谈话")
    day = date(2025, 5, 20)
    item = decided(house, Matter.ACTIVIST, way.person, day)
    assert refusals(way.act, "fix_activist", day, decision=item) == ["须先党员推荐或群团推优（第13篇 一（二））"]


@pytest.mark.clause("13.1.2b", "6.1.3")
@pytest.mark.parametrize(
    ("kind", "matter"), [(Meeting.Kind.GENERAL, Matter.ACTIVIST), (Meeting.Kind.COMMITTEE, Matter.OTHER)]
)
def test_the_committee_fixes_activists(house, way, kind, matter):
    way.to_recommended()
    day = date(2025, 5, 20)
    said = refusals(way.act, "fix_activist", day, decision=decided(house, matter, way.person, day, kind))
    assert said == ["由支部委员会研究确定（第13篇 一（二）、第6篇 一（三））"]


@pytest.mark.clause("13.1.2b")
def test_an_item_that_was_not_passed_or_is_about_another_fixes_nobody(house, way):
    way.to_recommended()
    day = date(2025, 5, 20)
    other = decided(house, Matter.ACTIVIST, house.people[3], day)
    lost = decided(house, Matter.ACTIVIST, way.person, day, passed=False)
    assert [refusals(way.act, "fix_activist", day, decision=item)[0].split("（")[0] for item in (other, lost)] == [
        "“议题1”不是关于周子涵的议题",
        "“议题1”没有表决通过",
    ]


@pytest.mark.clause("13.1.3a")
def test_mentors_are_one_or_two_full_members(house, way):
    way.to_activist()
    day = date(2025, 5, 22)
    probationary = person(house.branch, "预备", full_on=None)
    said = "培养联系人须为一至两名正式党员（第13篇 一（三））"
    assert refusals(way.on, "name_mentor", day, mentor=probationary) == [said]
    for mentor in house.people[5:7]:
        way.on("name_mentor", day, mentor=mentor)
    assert refusals(way.on, "name_mentor", day, mentor=house.people[7]) == [said]


@pytest.mark.parametrize("turned", [False, True])
def test_a_relative_is_no_mentor(house, way, turned):
    way.to_activist()
    pair = [way.person, house.people[5]]
    Kinship.objects.create(person=pair[turned], kin=pair[not turned], relation="叔侄")
    assert refusals(way.on, "name_mentor", date(2025, 5, 22), mentor=house.people[5]) == ["党员006是其叔侄"]


@pytest.mark.clause("13.1.3a")
def test_a_mentor_of_too_many_is_only_warned_of(house):
    ways = [Way(house) for _ in range(4)]
    for one in ways:
        one.to_activist()
        one.on("name_mentor", date(2025, 5, 22), mentor=house.people[5])
    assert warnings() == ["党员006已联系3人，支部设定一人最多联系3人（第13篇 一（三））"]


@pytest.mark.clause("13.1.4")
def test_half_years_roll_from_the_last_inspection(house, way):
    way.to_activist()
    assert states(house, "13.1.4", date(2025, 11, 20)) == [DutyState.DUE]
    assert states(house, "13.1.4", date(2025, 11, 21)) == [DutyState.MISSED]
    way.on("inspect", date(2025, 12, 1), finding="良好", problems="", measures="")
    assert journey_of(way.recruit, date(2025, 12, 1)).due_on(Key.INSPECTION) == date(2026, 6, 1)


@pytest.mark.clause("13.1.4")
def test_a_problem_needs_a_measure(way):
    way.to_activist()
    said = refusals(way.on, "inspect", date(2025, 11, 1), finding="一般", problems="学习不够", measures="")
    assert said == ["有问题的须写明改进措施（第13篇 一（四））"]


def test_a_stranger_to_him_writes_no_report(house, way):
    way.to_trained()
    with pytest.raises(Refused):
        actions.mentor_report(way.recruit, happened_on=DAY, text="汇报", by=user_of(house.people[9]), at=noon(DAY))
    mentor = actions.mentor_report(way.recruit, happened_on=DAY, text="汇报", by=user_of(house.people[5]), at=noon(DAY))
    assert mentor.person == house.people[5]
