"""Stage 2: a year as activist, opinions, the committee, filing, sponsors, review, training."""

from datetime import date

import pytest

from meetings.actions import voting
from meetings.models import AgendaItem, Matter, Meeting
from members.models import RightsSuspension
from recruitment import actions
from recruitment.models import Kind
from tests.factories import agenda_item, committee_meeting, present, user_of
from tests.factories.branch import person
from tests.factories.lecture import group
from tests.factories.recruit import decided, noon, written
from tests.recruitment.refusals import refusals, warnings

pytestmark = pytest.mark.django_db
LISTING = date(2026, 6, 8)


def before_the_committee(way, on, here=5):
    """The item on listing him, in an open committee meeting of that day."""
    held = committee_meeting(way.house, begins_at=noon(on))
    item = agenda_item(held, Matter.CANDIDATE, concerns=way.person)
    present(held, here)
    return item


def open_vote(way, item, method="voice"):
    held_at = item.meeting.begins_at
    return refusals(voting.open_vote, item, method=method, by=way.house.secretary, at=held_at)


@pytest.mark.clause("13.2.1a")
@pytest.mark.parametrize(("day", "refused"), [(date(2026, 5, 19), True), (date(2026, 5, 20), False)])
def test_a_year_of_training_comes_before_the_listing(way, day, refused):
    """Fixed on 2025-05-20: the anniversary itself is the first lawful day."""
    way.to_trained()
    given = {"source": "members", "text": "同意", "favourable": True}
    if refused:
        said = refusals(way.on, "record_opinion", day, **given)
        assert said == ["培养考察未满一年，最早2026-05-20（第13篇 二（一））"]
    else:
        assert way.on("record_opinion", day, **given).happened_on == day


@pytest.mark.clause("13.2.1a")
def test_the_committee_does_not_take_it_up_before_the_year_is_over(way):
    way.to_trained()
    said = open_vote(way, before_the_committee(way, date(2026, 5, 19)))
    assert "培养考察未满一年，最早2026-05-20（第13篇 二（一））" in said


@pytest.mark.clause("13.2.1b")
def test_all_three_sides_are_heard_before_the_committee(way):
    way.to_trained().hear(date(2026, 5, 21), sources=("members",))
    assert open_vote(way, before_the_committee(way, date(2026, 5, 25))) == [
        "缺培养联系人、群众的意见（第13篇 二（一））"
    ]


@pytest.mark.clause("N13.13")
def test_the_party_group_is_heard_where_there_is_one(house, way):
    group(house, house.people[:6])
    way.to_trained().hear(date(2026, 5, 21))
    said = open_vote(way, before_the_committee(way, date(2026, 5, 25)))
    assert said == ["缺党小组的意见（《发展党员工作细则》（2014年）第十三条）"]


@pytest.mark.clause("13.2.1c")
@pytest.mark.parametrize(("here", "refused"), [(3, True), (4, False)])
def test_the_committee_needs_two_thirds(way, here, refused):
    way.to_trained().hear(date(2026, 5, 21))
    item = before_the_committee(way, date(2026, 5, 25), here)
    if refused:
        two_thirds = "实到3人，须达应到5人的三分之二以上（至少4人）"
        assert f"{two_thirds}（第6篇 二（四）、第13篇 二（一））" in open_vote(way, item)
    else:
        vote = voting.open_vote(item, method="voice", by=way.house.secretary, at=item.meeting.begins_at)
        assert vote.present == 4


@pytest.mark.clause("13.2.1d")
def test_the_listing_waits_for_the_filing(way):
    way.to_agreed()
    said = "须报上级党委备案后方可列为发展对象（第13篇 二（一））"
    assert said in refusals(way.on, "list_candidate", LISTING)
    way.replied(way.on("file_listing", date(2026, 6, 3)), LISTING)
    early = refusals(way.act, "list_candidate", LISTING, happened_on=date(2026, 6, 7))
    assert early == ["列为发展对象的日期不得早于备案日期2026-06-08（第13篇 二（一））"]
    assert way.on("list_candidate", LISTING).happened_on == LISTING


@pytest.mark.clause("N13.13n")
@pytest.mark.parametrize(
    ("since", "warned"),
    [
        (None, "未公示"),
        (date(2026, 5, 28), "公示4个工作日，不足5个"),  # Thursday to Tuesday
        (date(2026, 5, 27), ""),
    ],
)
def test_a_public_notice_is_looked_for_since_the_new_edition(way, since, warned):
    way.to_agreed()
    if since:
        way.on("record_public_notice", date(2026, 6, 2), since=since, text="无异议")
    way.replied(way.on("file_listing", date(2026, 6, 3)), LISTING)
    way.on("list_candidate", LISTING)
    assert [text.split("（")[0] for text in warnings()] == ([warned] if warned else [])


@pytest.mark.clause("13.1.2c", "13.1.3b", "13.1.4")
def test_what_an_activist_must_have_before_the_listing(way):
    way.to_activist()
    said = refusals(way.on, "list_candidate", LISTING)
    assert {
        "积极分子未报机关党委备案（第13篇 一（二））",
        "缺培养联系人意见（第13篇 一（三）1-4）",
        "半年考察不足：一年内至少2次，现有0次（第13篇 一（四））",
    } <= set(said)


@pytest.mark.clause("N13.12")
def test_the_time_of_training_runs_on_in_another_branch(house):
    moved = date(2026, 1, 10)
    recruit = actions.move_in(
        house.branch, person=None, name="沈·转入", sex="male", birth_on=date(1995, 1, 1), department="",
        moved_on=moved, from_organ="某支部", received_on=date(2025, 1, 6), activist_on=date(2025, 5, 20),
        papers="申请书、考察表", paper=None, by=house.secretary, at=noon(moved),
    )  # fmt: skip
    said = refusals(
        actions.list_candidate, recruit, happened_on=date(2026, 5, 20), by=house.secretary, at=noon(date(2026, 5, 20))
    )
    assert not any("未满一年" in text for text in said)


@pytest.mark.clause("13.2.2a")
def test_sponsors_are_exactly_two_full_members(house, way):
    way.to_candidate()
    day = date(2026, 6, 10)
    probationary = person(house.branch, "预备", full_on=None)
    said = "须有两名正式党员作入党介绍人（第13篇 二（二））"
    assert refusals(way.on, "name_sponsor", day, sponsor=probationary, named_by_branch=True) == [said]
    way.on("name_sponsor", day, sponsor=house.people[5], named_by_branch=False)
    assert said in refusals(way.on, "request_pre_review", day)
    other = refusals(way.on, "name_sponsor", day, sponsor=house.people[8], named_by_branch=False)
    assert other == ["党员009不是其培养联系人，请注明由党组织指定（第13篇 二（二））"]
    way.on("name_sponsor", day, sponsor=house.people[8], named_by_branch=True)
    third = refusals(way.on, "name_sponsor", day, sponsor=house.people[6], named_by_branch=False)
    assert third == ["已有两名入党介绍人（第13篇 二（二））"]


@pytest.mark.clause("13.2.2b")
@pytest.mark.parametrize(("until", "refused"), [(None, True), (date(2026, 6, 11), True), (date(2026, 6, 10), False)])
def test_nobody_whose_rights_are_suspended_sponsors(house, way, until, refused):
    way.to_candidate()
    RightsSuspension.objects.create(person=house.people[5], since=date(2025, 1, 1), until=until, basis="留党察看")
    given = {"sponsor": house.people[5], "named_by_branch": False}
    if refused:
        said = refusals(way.on, "name_sponsor", date(2026, 6, 10), **given)
        assert said == ["受留党察看处分未恢复权利，不能作介绍人（第13篇 二（二））"]
    else:
        assert way.on("name_sponsor", date(2026, 6, 10), **given).person == house.people[5]


@pytest.mark.clause("13.2.3a", "13.2.4")
def test_no_pre_review_without_review_and_training(way):
    way.to_candidate()
    said = refusals(way.on, "request_pre_review", date(2026, 6, 30))
    assert {
        "未完成政治审查结论（第13篇 二（三））",
        "未完成集中培训（《细则》（2026年）第十七条）（第13篇 二（四））",
    } <= set(said)


@pytest.mark.clause("13.0", "13.2.4")
@pytest.mark.parametrize(("days", "hours", "enough"), [(2, 23, False), (3, None, True), (None, 24, True)])
def test_training_is_three_days_or_24_hours(way, days, hours, enough):
    way.to_candidate()
    way.on("record_training", date(2026, 6, 25), organ="机关党委", days=days, hours=hours)
    said = refusals(way.on, "request_pre_review", date(2026, 6, 30))
    short = "依据《细则》（2026年）第十七条，培训不足3天且不足24学时（第13篇 二（四））"
    assert (short in said) is not enough


def begun(way):
    way.to_candidate()
    return actions.begin_review(way.recruit, by=way.house.secretary, at=noon(date(2026, 6, 12)))


def conclude(way, review, **inputs):
    given = {"conclusion": "passed", "concluded_on": date(2026, 6, 20), **inputs}
    return actions.conclude_review(review, **given, by=way.house.secretary, at=noon(date(2026, 6, 20)))


@pytest.mark.clause("13.2.3b")
@pytest.mark.parametrize("part", ["attitude", "history", "conduct", "relations"])
def test_a_review_has_four_parts(way, part):
    review = begun(way)
    actions.write_review(review, **written(**{part: " "}), by=way.house.secretary, at=noon(date(2026, 6, 15)))
    said = refusals(conclude, way, review)
    assert [text[:6] for text in said] == ["审查报告缺："]


@pytest.mark.clause("13.2.3c")
def test_a_review_without_inquiry_says_that_the_case_is_clear(way):
    review = begun(way)
    actions.write_review(review, **written(clear_reason=""), by=way.house.secretary, at=noon(date(2026, 6, 15)))
    assert refusals(conclude, way, review) == ["未函调外调须说明情况清楚（第13篇 二（三））"]


def test_a_review_is_read_by_whom_it_was_granted_and_never_by_the_person(house, way):
    review = begun(way)
    other, at = user_of(house.people[1]), noon(date(2026, 6, 15))
    assert refusals(actions.open_review, review, by=other, at=at) == ["未授权查阅本人的政治审查材料"]
    actions.grant_review(review, reader=other, by=house.secretary, at=at)
    actions.open_review(review, by=other, at=at)
    actions.withdraw_grant(review, reader=other, by=house.secretary, at=at)
    assert refusals(actions.open_review, review, by=other, at=at) == ["未授权查阅本人的政治审查材料"]
    said = refusals(actions.grant_review, review, reader=user_of(way.person), by=house.secretary, at=at)
    assert said == ["不能授权本人查阅"]


def test_a_corrected_record_counts_no_more_and_stays(way):
    way.to_trained()
    last = way.recruit.records.of(Kind.INSPECTION).last()
    day = date(2026, 5, 16)
    actions.withdraw_record(last, reason="日期登记有误", by=way.house.secretary, at=noon(day))
    assert way.recruit.records.of(Kind.INSPECTION).count() == 1
    assert way.recruit.records.filter(kind=Kind.INSPECTION).count() == 2


def test_training_stops_by_the_committee(way):
    way.to_trained()
    day = date(2026, 5, 30)
    item = decided(way.house, Matter.OTHER, way.person, day)
    stopped = way.act("stop_training", day, decision=item, reason="本人申请停止")
    assert (stopped.outcome, stopped.ended_on, stopped.deadlines.filter(done_on=None).count()) == ("stopped", day, 0)
    assert AgendaItem.objects.filter(meeting__kind=Meeting.Kind.COMMITTEE, concerns=way.person).count() == 2
