"""6.1.5, 1.4.1c, 22.1: committee, general meeting, notice, award and publication, each in its order."""

from datetime import timedelta

import pytest

from meetings.models import AgendaItem, Meeting, Vote
from points.models import AwardRound, Nomination
from tests.factories.commendation import (
    ADOPTED,
    CONFIRMED,
    NOMINATED,
    PUBLISHED,
    SINCE,
    STUDIED,
    UNTIL,
    WORKER,
    AwardHouse,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> AwardHouse:
    return AwardHouse()


@pytest.fixture
def award(house) -> AwardRound:
    return house.open_round()


@pytest.mark.clause("6.1.5")
def test_without_a_committee_resolution_it_is_refused(house, award):
    nomination = house.nominate(award, house.people[5])
    said = ["党员、党务工作者评优评先须经本支部支委会研究（第6篇 一（五）、第6篇 二（四））"]
    assert refused(house.do, "study_nomination", nomination, STUDIED, decision=None) == said
    general = house.general_item(house.people[5])
    assert refused(house.do, "study_nomination", nomination, ADOPTED, decision=general) == said
    elsewhere = AwardHouse().committee_item(house.people[5])
    assert refused(house.do, "study_nomination", nomination, STUDIED, decision=elsewhere) == said


@pytest.mark.clause("6.1.5", "6.2.4b")
@pytest.mark.parametrize(("present", "enough"), [(3, False), (4, True)])
def test_two_thirds_of_the_committee_of_five_are_four(house, award, present, enough):
    nomination, decision = house.nominate(award, house.people[5]), house.committee_item(house.people[5])
    Vote.objects.filter(item=decision).update(present=present, in_favour=3)
    decision = AgendaItem.objects.get(pk=decision.pk)
    if enough:
        assert house.do("study_nomination", nomination, STUDIED, decision=decision).committee_item == decision
    else:
        said = refused(house.do, "study_nomination", nomination, STUDIED, decision=decision)
        assert said == ["到会委员3人，须达应到5人的三分之二以上（至少4人）（第6篇 一（五）、第6篇 二（四））"]


@pytest.mark.clause("6.1.5")
def test_the_committees_item_is_passed_on_this_person_after_the_nomination(house, award):
    about, other = house.people[5], house.people[6]
    nomination = house.nominate(award, about, STUDIED)
    cite = "（第6篇 一（五）、第6篇 二（四））"
    failed = house.committee_item(about, passed=False)
    early = house.committee_item(about, NOMINATED)
    on_another = house.committee_item(other)
    open_still = house.committee_item(about)
    Meeting.objects.filter(pk=open_still.meeting_id).update(state=Meeting.State.OPEN, closed_at=None)
    open_still = AgendaItem.objects.get(pk=open_still.pk)
    for decision, said in (
        (failed, f"“{failed}”没有表决通过"),
        (early, "支委会会议（2026-06-02）早于提名（2026-06-05）"),
        (on_another, f"“{on_another}”不是关于{about}的议题"),
        (open_still, f"{open_still.meeting}还没有结束"),
    ):
        assert refused(house.do, "study_nomination", nomination, STUDIED, decision=decision) == [said + cite]


def test_one_vote_serves_one_title(house, award):
    about = house.people[4]
    first = house.studied(award, about)
    second = house.nominate(house.open_round(WORKER), about)
    decision = AgendaItem.objects.get(pk=first.committee_item_id)
    said = refused(house.do, "study_nomination", second, STUDIED, decision=decision)
    assert said == [f"“{decision}”是{first}的决定"]


@pytest.mark.clause("1.4.1c")
def test_the_general_meeting_decides_after_the_committee(house, award):
    about = house.people[5]
    nomination = house.studied(award, about)
    reserved = "表彰党员须由支部党员大会决定（第1篇 四（一））"
    assert refused(house.do, "adopt_nomination", nomination, ADOPTED, decision=None) == [reserved]
    committee = house.committee_item(about)
    assert refused(house.do, "adopt_nomination", nomination, ADOPTED, decision=committee) == [reserved]
    same_hour = house.general_item(about, STUDIED)
    said = "党员大会（2026-06-05）须在支委会研究（2026-06-05）之后（第1篇 四（一））"
    assert refused(house.do, "adopt_nomination", nomination, ADOPTED, decision=same_hour) == [said]
    lost = house.general_item(about, passed=False)
    said = f"“{lost}”没有表决通过（第1篇 四（一））"
    assert refused(house.do, "adopt_nomination", nomination, ADOPTED, decision=lost) == [said]
    assert house.do("adopt_nomination", nomination, ADOPTED, decision=house.general_item(about)).general_item_id


@pytest.mark.clause("22.1")
@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (ADOPTED - timedelta(days=1), UNTIL, "公示不能早于党员大会（2026-06-12）（第22篇 一）"),
        (SINCE, SINCE - timedelta(days=1), "公示结束日期早于开始日期（第22篇 一）"),
        (SINCE + timedelta(days=1), UNTIL, "公示开始日期不能晚于今天（第22篇 一）"),
    ],
)
def test_the_notice_follows_the_meeting(house, award, since, until, said):
    nomination = house.adopted(award, house.people[5])
    assert refused(house.do, "give_notice", nomination, SINCE, since=since, until=until) == [said]
    assert house.do("give_notice", nomination, SINCE, since=ADOPTED, until=ADOPTED).notice_until == ADOPTED


@pytest.mark.clause("22.1")
def test_nobody_is_confirmed_before_the_notice_is_over(house, award):
    nomination = house.on_notice(award, house.people[5])
    said = refused(house.do, "confirm_award", nomination, UNTIL, confirmed_on=UNTIL)
    assert said == ["公示到2026-06-19，期满无异议后才能确认（第22篇 一）"]
    said = refused(house.do, "confirm_award", nomination, UNTIL, confirmed_on=CONFIRMED)
    assert said == ["确认日期不能晚于今天（第22篇 一）"]
    assert house.do("confirm_award", nomination, CONFIRMED, confirmed_on=CONFIRMED).confirmed_on == CONFIRMED


@pytest.mark.clause("22.1")
def test_a_confirmed_award_stays_unpublished_until_it_is_out(house, award):
    nomination = house.confirmed(award, house.people[5])
    assert nomination.stage.label == "已确认，尚未公布"
    early = refused(house.do, "publish_awards", award, CONFIRMED, published_on=CONFIRMED - timedelta(days=1))
    assert early == ["公布日期早于确认（2026-06-20）（第22篇 一）"]
    late = refused(house.do, "publish_awards", award, CONFIRMED, published_on=PUBLISHED)
    assert late == ["公布日期不能晚于今天（第22篇 一）"]
    house.do("publish_awards", award, PUBLISHED, published_on=CONFIRMED)
    nomination.refresh_from_db()
    assert (nomination.stage, nomination.published_on) == (Nomination.Stage.PUBLISHED, CONFIRMED)


def test_an_objection_stands_in_the_way_until_it_is_answered(house, award):
    nomination = house.on_notice(award, house.people[5])
    early = SINCE - timedelta(days=1)
    said = refused(house.do, "record_objection", nomination, SINCE, received_on=early, text="事迹不实")
    assert said == ["收到日期早于公示（2026-06-15）"]
    objection = house.do("record_objection", nomination, SINCE, received_on=SINCE, text="事迹不实")
    said = refused(house.do, "confirm_award", nomination, CONFIRMED, confirmed_on=CONFIRMED)
    assert said == ["还有1件异议没有答复"]
    given = {"answered_on": early, "answer": "经核实不属实", "upheld": False}
    assert refused(house.do, "answer_objection", objection, UNTIL, **given) == ["答复日期早于收到（2026-06-15）"]
    house.do("answer_objection", objection, UNTIL, **{**given, "answered_on": UNTIL})
    assert refused(house.do, "answer_objection", objection, UNTIL, **given)[0] == "已于2026-06-19答复"
    assert house.do("confirm_award", nomination, CONFIRMED, confirmed_on=CONFIRMED).confirmed_on


def test_an_objection_that_is_upheld_ends_the_matter(house, award):
    nomination = house.on_notice(award, house.people[5])
    objection = house.do("record_objection", nomination, SINCE, received_on=SINCE, text="事迹不实")
    house.do("answer_objection", objection, UNTIL, answered_on=UNTIL, answer="属实", upheld=True)
    said = refused(house.do, "confirm_award", nomination, CONFIRMED, confirmed_on=CONFIRMED)
    assert said == ["公示期间反映的问题属实，影响表彰，请撤销提名"]


def test_nobody_deals_with_an_objection_against_himself(house, award):
    nomination = house.on_notice(award, house.people[1])
    said = refused(house.do, "record_objection", nomination, SINCE, received_on=SINCE, text="问题")
    assert said == ["不得办理对本人的异议"]
    objection = house.do("record_objection", nomination, SINCE, received_on=SINCE, text="问题", by=house.secretary)
    given = {"answered_on": SINCE, "answer": "不属实", "upheld": False}
    assert refused(house.do, "answer_objection", objection, SINCE, **given) == ["不得办理对本人的异议"]


@pytest.mark.parametrize("places", [1, 2])
def test_places_may_be_filled_and_not_exceeded(house, places):
    award = house.open_round(places=places)
    house.confirmed(award, house.people[5])
    second = house.on_notice(award, house.people[6])
    if places == 2:
        assert house.do("confirm_award", second, CONFIRMED, confirmed_on=CONFIRMED).confirmed_on
    else:
        said = refused(house.do, "confirm_award", second, CONFIRMED, confirmed_on=CONFIRMED)
        assert said == ["名额1名已满"]


def test_a_withdrawn_award_gives_its_place_back(house):
    award = house.open_round(places=1)
    house.do("withdraw_nomination", house.confirmed(award, house.people[5]), CONFIRMED, reason="放弃")
    assert house.confirmed(award, house.people[6]).confirmed_on == CONFIRMED


@pytest.mark.clause("18.1", "22.1")
def test_a_round_ends_when_everybody_is_settled(house, award):
    house.confirmed(award, house.people[5])
    given = {"concluded_on": PUBLISHED, "note": ""}
    said = refused(house.do, "conclude_round", award, PUBLISHED, **given)
    assert said == [
        f"还没有办完：{house.people[5].name}（第22篇 一）",
        "本次评选没有表彰任何人（第18篇 一）",
    ]
    house.do("publish_awards", award, PUBLISHED, published_on=PUBLISHED)
    said = refused(house.do, "conclude_round", award, PUBLISHED, concluded_on=CONFIRMED, note="")
    assert said == ["结束日期早于启动或公布（2026-06-22）"]
    assert house.do("conclude_round", award, PUBLISHED, **given).concluded_on == PUBLISHED


STAGES = ("nominate", "studied", "adopted", "on_notice", "confirmed", "published", "withdrawn")
INPUTS = {
    "amend_nomination": ({"merits": "事迹"}, {"nominate"}),
    "withdraw_nomination": ({"reason": "放弃"}, {"nominate", "studied", "adopted", "on_notice", "confirmed"}),
    "study_nomination": ({}, {"nominate", "studied"}),
    "adopt_nomination": ({}, {"studied", "adopted"}),
    "give_notice": ({"since": SINCE, "until": UNTIL}, {"adopted", "on_notice"}),
    "record_objection": ({"received_on": SINCE, "text": "问题"}, {"on_notice"}),
    "confirm_award": ({"confirmed_on": CONFIRMED}, {"on_notice"}),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("verb", INPUTS)
def test_every_verb_keeps_to_its_stages(house, award, verb, stage):
    """A step may be entered anew until the next one is on record; nothing moves once it is published or withdrawn."""
    about = house.people[5]
    begun = house.nominate if stage == "withdrawn" else getattr(house, stage)
    nomination = begun(award, about)
    if stage == "withdrawn":
        house.do("withdraw_nomination", nomination, NOMINATED, reason="放弃")
    inputs, allowed = INPUTS[verb]
    given = dict(inputs)
    if verb == "amend_nomination":
        given["checks"] = house.checks(award)
    if verb == "study_nomination":
        given["decision"] = house.committee_item(about)
    if verb == "adopt_nomination":
        given["decision"] = house.general_item(about)
    if stage in allowed:
        house.do(verb, nomination, PUBLISHED, **given)
    else:
        assert refused(house.do, verb, nomination, PUBLISHED, **given)


@pytest.mark.clause("22.1")
def test_nothing_unconfirmed_is_published(house, award):
    house.on_notice(award, house.people[5])
    said = refused(house.do, "publish_awards", award, UNTIL, published_on=UNTIL)
    assert said == ["没有已确认、尚未公布的表彰（第22篇 一）"]
