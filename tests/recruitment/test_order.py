"""Nothing is decided before what it rests on, decided twice, or left without its papers."""

from datetime import date

import pytest

from meetings.models import Matter, Meeting
from members.models import Standing
from recruitment import actions
from recruitment.models import Kind, Outcome
from tests.factories.recruit import application, decided, noon
from tests.recruitment.refusals import refusals
from tests.recruitment.test_admission import ALL_PARTS, Assembly

pytestmark = pytest.mark.django_db
GENERAL = Meeting.Kind.GENERAL


@pytest.mark.clause("13.0p")
def test_the_committee_fixes_nobody_before_he_was_recommended(way):
    """Recommended on 2025-04-10."""
    way.to_recommended()
    item = decided(way.house, Matter.ACTIVIST, way.person, date(2025, 4, 9))
    said = refusals(way.act, "fix_activist", date(2025, 5, 20), decision=item)
    assert said == ["日期早于“推荐和推优”的日期2025-04-10（第13篇 一（二））（第13篇 一至四）"]


@pytest.mark.clause("13.0p")
def test_the_committee_agrees_to_no_listing_before_the_opinions(way):
    """Heard on 2026-05-21."""
    way.to_trained().hear(date(2026, 5, 21))
    item = decided(way.house, Matter.CANDIDATE, way.person, date(2026, 5, 20))
    said = refusals(way.act, "agree_listing", date(2026, 5, 25), decision=item)
    assert said == ["日期早于“听取意见”的日期2026-05-21（第13篇 二（一））（第13篇 一至四）"]


@pytest.mark.clause("13.0p")
def test_the_form_is_not_handed_out_before_the_day_of_the_pass(way):
    way.to_examined()
    way.replied(way.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
    said = refusals(way.act, "hand_out_form", date(2026, 7, 12), happened_on=date(2026, 7, 9))
    assert said == ["日期早于“上级预审”的日期2026-07-10（第13篇 三（一）（二））（第13篇 一至四）"]
    assert way.on("hand_out_form", date(2026, 7, 10)).kind == Kind.FORM


@pytest.mark.clause("13.2.2c")
def test_a_sponsor_writes_into_a_form_that_is_there(way):
    way.to_examined()
    way.replied(way.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
    given = {"sponsor": way.house.people[5], "text": "同意", "favourable": True}
    said = refusals(way.on, "write_sponsor_opinion", date(2026, 7, 13), **given)
    way.on("hand_out_form", date(2026, 7, 11))
    early = refusals(way.act, "write_sponsor_opinion", date(2026, 7, 13), happened_on=date(2026, 7, 10), **given)
    assert [text.split("（")[0] for text in (*said, *early)] == [
        "还没有发放《入党志愿书》",
        "日期早于发放志愿书的日期2026-07-11",
    ]


@pytest.mark.clause("13.3.4a")
def test_the_dossier_goes_up_after_the_resolution_is_in_the_form(way):
    way.to_resolved()
    way.on("enter_resolution", date(2026, 7, 30))
    said = refusals(way.act, "send_dossier", date(2026, 8, 1), happened_on=date(2026, 7, 29))
    assert said == ["日期早于决议写入志愿书的日期2026-07-30（第13篇 三（四））"]


@pytest.fixture
def refused(way):
    """The superior has refused on 2026-09-01."""
    way.to_sent()
    way.replied(way.dossier, date(2026, 9, 1), decision="refused")
    return way


@pytest.mark.clause("13.3.4d")
def test_a_refused_dossier_is_not_sent_again(refused):
    said = refusals(refused.on, "send_dossier", date(2026, 9, 2))
    assert said == ["上级没有批准，请先登记，再由党员大会重新讨论"]


@pytest.mark.clause("13.3.4d")
@pytest.mark.parametrize(
    ("told_on", "reason"),
    [(date(2026, 8, 31), "告知日期早于上级批复的日期2026-09-01"), (date(2026, 9, 6), "日期不能晚于今天")],
)
def test_he_is_told_of_a_refusal_once_it_is_there(refused, told_on, reason):
    said = refusals(refused.act, "record_refusal", date(2026, 9, 5), told_on=told_on, text="已告知")
    assert said == [f"{reason}（第13篇 三（四））"]


@pytest.mark.clause("13.3.4d", "13.3.1a")
def test_after_a_refusal_the_old_decisions_count_no_more(refused):
    day = date(2026, 9, 5)
    examined = refused.recruit.records.get(kind=Kind.EXAMINATION).item
    refused.act("record_refusal", day, told_on=day, text="已告知")
    assert refusals(refused.act, "record_examination", day, decision=examined) == [
        "“议题1”是2026-09-05以前的决定，须重新讨论"
    ]
    anew = decided(refused.house, Matter.ADMISSION, refused.person, date(2026, 9, 6))
    assert refused.act("record_examination", date(2026, 9, 6), decision=anew).item == anew


@pytest.mark.clause("13.3.3.1", "13.3.3.2", "13.3.3.3")
def test_what_an_earlier_meeting_heard_does_not_count_at_the_next(way):
    first = Assembly(way.to_formed()).hear()
    first.meeting.state, first.meeting.closed_at = Meeting.State.CLOSED, noon(date(2026, 7, 28))
    first.meeting.save()
    second = Assembly(way, on=date(2026, 8, 4))
    said = refusals(second.open)
    assert [text.split("（")[0] for text in said] == [
        "介绍人党员006、党员007还没有介绍情况、表明意见",
        "发展对象还没有汇报",
        "支委会须报告审查情况",
    ]
    assert second.hear().open().method == "secret_ballot"


@pytest.mark.clause("13.4.4d", "13.4.5c")
def test_after_an_extension_the_old_conversion_counts_no_more(way):
    way.to_heard()
    day = date(2027, 7, 30)
    old = decided(way.house, Matter.CONVERSION, way.person, day, GENERAL)
    way.resolve_outcome(Matter.PROBATION_EXTENSION, day, months=6, ground="需要继续考察")
    way.replied(way.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
    way.act("settle_outcome", date(2027, 8, 21))
    given = {"ground": "依据", "months": None, "signed_by": way.house.people[0]}
    said = refusals(way.act, "adopt_outcome", date(2027, 8, 22), decision=old, **given)
    assert "“议题1”是2027-08-20以前的决定，须重新讨论" in said
    assert "预备期未满，最早2028-01-28（第13篇 四（四））" in said


@pytest.mark.clause("13.4.5c", "13.4.2", "13.4.3")
def test_no_outcome_without_what_stands_before_it(way):
    """A cancellation may come at any time, yet never without the committee."""
    way.to_probation()
    day, given = date(2027, 7, 30), {"ground": "依据", "months": None, "signed_by": way.house.people[0]}
    convert, cancel = (
        decided(way.house, matter, way.person, day, GENERAL)
        for matter in (Matter.CONVERSION, Matter.PROBATION_CANCELLATION)
    )
    said = refusals(way.act, "adopt_outcome", day, decision=convert, **given)
    assert all(f"“{step}”尚未完成" in "".join(said) for step in ("支委会审查转正", "入党宣誓", "预备期教育考察"))
    assert len(refusals(way.act, "adopt_outcome", day, decision=cancel, **given)) == 1
    examined = decided(way.house, Matter.PROBATION_CANCELLATION, way.person, day)
    way.act("record_conversion_examination", day, decision=examined)
    assert way.act("adopt_outcome", day, decision=cancel, **given).item == cancel


@pytest.mark.clause("13.4.6")
def test_nothing_is_handed_over_before_the_approval(way):
    """Approved on 2027-08-20."""
    way.to_converted()
    papers = ["form", "application", "political_review", "regularisation_application", "training_inspection_papers"]
    given = {"happened_on": date(2027, 8, 19), "organ": "人事培训处", "papers": papers}
    said = refusals(way.act, "hand_over", date(2027, 8, 25), **given)
    assert said == ["日期早于“上级审批转正”的日期2027-08-20（第13篇 四（五））（第13篇 一至四）"]


@pytest.mark.clause("13.1.3a")
def test_a_third_mentor_is_not_named_for_an_earlier_day(way):
    way.to_activist()
    for mentor in way.house.people[5:7]:
        way.on("name_mentor", date(2025, 5, 22), mentor=mentor)
    given = {"happened_on": date(2025, 5, 21), "mentor": way.house.people[7]}
    said = refusals(way.act, "name_mentor", date(2025, 5, 23), **given)
    assert said == ["培养联系人须为一至两名正式党员（第13篇 一（三））"]


def test_nobody_is_stopped_by_the_decision_that_took_him_on(way):
    way.to_activist()
    fixed = way.recruit.records.get(kind=Kind.ACTIVIST).item
    said = refusals(way.act, "stop_training", date(2025, 6, 1), decision=fixed, reason="停止")
    assert said == ["由支部委员会研究确定"]


@pytest.mark.clause("13.3.4d")
def test_whom_the_general_meeting_has_admitted_the_committee_does_not_stop(way):
    way.to_resolved()
    item = decided(way.house, Matter.OTHER, way.person, date(2026, 7, 30))
    said = refusals(way.act, "stop_training", date(2026, 7, 30), decision=item, reason="停止")
    assert said == ["党员大会已于2026-07-28通过接收，等候上级审批（第13篇 三（四））"]


@pytest.mark.clause("13.0p")
def test_a_way_does_not_end_before_the_last_standing(way):
    """Fixed on 2025-05-20."""
    way.to_activist()
    given = {"organ": "某支部", "text": "材料"}
    said = refusals(way.act, "move_out", date(2025, 6, 1), happened_on=date(2025, 5, 19), **given)
    assert said == ["日期早于最近一次身份变化的日期2025-05-20（第13篇 一至四）"]
    assert way.on("move_out", date(2025, 5, 20), **given).recruit.outcome == Outcome.MOVED


@pytest.fixture
def stopped(way):
    """Stopped on 2025-06-01."""
    way.to_activist()
    day = date(2025, 6, 1)
    way.act("stop_training", day, decision=decided(way.house, Matter.OTHER, way.person, day), reason="本人申请")
    return way


def apply_again(way, day):
    given = application(day, person=way.person, name="")
    return actions.receive_application(way.house.branch, **given, by=way.house.secretary, at=noon(date(2025, 9, 1)))


@pytest.mark.clause("13.0p", "13.2.1a")
def test_who_applies_again_begins_anew(stopped):
    """The year of the earlier way does not count; that it was is written on the new application."""
    assert refusals(apply_again, stopped, date(2025, 5, 31)) == ["日期早于前一次发展事项结束的日期2025-06-01"]
    again = apply_again(stopped, date(2025, 9, 1))
    assert again.standing_on(date(2025, 9, 1)) == Standing.APPLICANT
    assert (stopped.person.activist_on, again.records.get().text) == (None, "此前：确定为入党积极分子日期2025-05-20")


def test_a_review_rests_when_the_way_has_ended(way):
    way.to_candidate()
    day = date(2026, 6, 20)
    made = actions.begin_review(way.recruit, by=way.house.secretary, at=noon(day))
    way.act("stop_training", day, decision=decided(way.house, Matter.OTHER, way.person, day), reason="停止")
    given = {"conclusion": "failed", "concluded_on": day, "by": way.house.secretary, "at": noon(day)}
    assert "已于2026-06-20结束：停止培养" in refusals(actions.conclude_review, made, **given)


def test_nobody_is_heard_on_a_way_that_has_ended(way):
    assembly = Assembly(way.to_formed())
    way.on("move_out", date(2026, 7, 28), organ="某支部", text="材料")
    said = refusals(actions.hear_candidate, way.recruit, parts=ALL_PARTS, text="汇报", **assembly.by)
    assert said == ["已于2026-07-28结束：已转出"]


def take_back(way, kind, day, **which):
    record = way.recruit.records.valid().filter(kind=kind, **which).first()
    return actions.withdraw_record(record, reason="登记有误", by=way.house.secretary, at=noon(day))


@pytest.mark.clause("13.0p")
def test_what_a_decision_rests_on_is_not_taken_back_before_the_right_paper_is_there(way):
    way.to_agreed()
    day = date(2026, 5, 26)
    for kind, title in (
        (Kind.TALK, "推荐和推优"),
        (Kind.RECOMMENDATION, "确定入党积极分子"),
        (Kind.INSPECTION, "支委会讨论同意"),
    ):
        assert refusals(take_back, way, kind, day) == [f"“{title}”以它为依据（第13篇 一至四）"]
    assert refusals(take_back, way, Kind.OPINION, day, source="masses") == [
        "“支委会讨论同意”以它为依据（第13篇 一至四）"
    ]
    way.act("record_opinion", day, happened_on=date(2026, 5, 22), source="masses", text="同意", favourable=True)
    assert take_back(way, Kind.OPINION, day, source="masses").withdrawn_on == day


@pytest.mark.clause("13.2.2b")
def test_a_sponsor_is_replaced_until_the_general_meeting_has_decided(way):
    way.to_examined()
    day = date(2026, 7, 2)
    assert take_back(way, Kind.SPONSOR, day).withdrawn_on == day
    assert way.on("name_sponsor", day, sponsor=way.house.people[8], named_by_branch=True)


@pytest.mark.clause("13.2.2a")
def test_a_sponsor_of_the_resolution_is_not_taken_back(way):
    way.to_resolved()
    said = refusals(take_back, way, Kind.SPONSOR, date(2026, 7, 30))
    assert said == ["“党员大会讨论表决”以它为依据（第13篇 一至四）"]
