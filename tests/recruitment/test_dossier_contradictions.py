"""What contradicts in the papers of the four stages; each fault from a case made by hand."""

from datetime import date
from itertools import chain

import pytest

from meetings.models import Matter, Meeting, Vote
from recruitment import actions
from recruitment.dossier import Line, State, dossier
from recruitment.journey import Journey, has_groups, with_journey
from recruitment.models import Kind, PoliticalReview, Record, Recruit
from tests.factories.recruit import Way, decided, noon

pytestmark = pytest.mark.django_db
PRESENT, MISSING, CONTRADICTORY = State.PRESENT, State.MISSING, State.CONTRADICTORY


def lines(way: Way, on: date) -> dict[str, Line]:
    """By step and title, as read anew."""
    recruit = with_journey(Recruit.objects.filter(pk=way.recruit.pk)).get()
    stages = dossier(Journey(recruit, on, has_groups(recruit.organization, on)))
    return {f"{line.needed.step.number} {line.needed.title}": line for line in chain(*(one.lines for one in stages))}


def told(way: Way, title: str, on: date = date(2026, 8, 1)) -> tuple[State, str]:
    line = lines(way, on)[title]
    return line.state, line.why


def moved(way: Way, kind: str, day: date) -> None:
    """The last record of the kind stands under another day, as it may after an import."""
    record = way.recruit.records.filter(kind=kind).last()
    Record.objects.filter(pk=record.pk).update(happened_on=day)


def dated(way: Way, **dates: date) -> None:
    person = way.person
    for name, day in dates.items():
        setattr(person, name, day)
    person.save()


def with_scans(way: Way) -> Way:
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    way.recruit.records.filter(paper=None).update(paper=paper)
    return way


@pytest.mark.clause("13.1.1b")
def test_an_application_without_one_of_its_parts_is_not_whole(way):
    Recruit.objects.filter(pk=way.recruit.pk).update(motive=False)
    assert told(way, "1 入党申请书") == (MISSING, "申请书内容不全")


@pytest.mark.clause("13.1.1c")
@pytest.mark.parametrize(("day", "state"), [(date(2025, 1, 5), CONTRADICTORY), (date(2025, 1, 6), PRESENT)])
def test_a_talk_before_the_receipt(way, day, state):
    with_scans(way.to_recommended())
    moved(way, Kind.TALK, day)
    assert lines(way, date(2025, 5, 1))["2 谈话记录"].state == state


@pytest.mark.clause("13.0p")
def test_a_recommendation_before_the_talk(way):
    way.to_recommended()
    moved(way, Kind.RECOMMENDATION, date(2025, 1, 19))
    assert told(way, "3 推荐记录")[1] == "日期2025-01-19早于“派人谈话”的日期2025-01-20；已登记，缺扫描件"


@pytest.mark.clause("13.1.2b", "6.2.4b")
@pytest.mark.parametrize(("present", "state"), [(3, CONTRADICTORY), (4, PRESENT)])
def test_a_committee_of_five_short_of_two_thirds(way, present, state):
    way.to_activist()
    Vote.objects.filter(item__matter=Matter.ACTIVIST).update(eligible=5, present=present, in_favour=3)
    assert lines(way, date(2025, 6, 1))["4 支委会会议记录"].state == state


@pytest.mark.clause("13.1.4")
@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2025, 11, 20), ""), (date(2025, 11, 21), "2025-05-20以后半年内没有考察，最迟应在2025-11-20")],
)
def test_a_half_year_without_an_inspection(way, day, why):
    with_scans(way.to_trained())
    first = way.recruit.records.filter(kind=Kind.INSPECTION).first()
    Record.objects.filter(pk=first.pk).update(happened_on=day)
    assert told(way, "7 半年考察记录", date(2026, 5, 20)) == (CONTRADICTORY if why else PRESENT, why)


def test_the_half_year_that_runs_today_is_not_over_on_its_last_day(way):
    with_scans(way.to_trained())
    assert told(way, "7 半年考察记录", date(2026, 11, 15))[0] == PRESENT
    assert told(way, "7 半年考察记录", date(2026, 11, 16))[0] == CONTRADICTORY


def test_half_years_before_he_moved_in_are_not_asked_of_this_branch(house):
    given = {
        "person": None, "name": "吴䶮", "sex": "female", "birth_on": None, "department": "", "from_organ": "甲支部",
        "moved_on": date(2026, 3, 2), "received_on": date(2024, 1, 8), "activist_on": date(2024, 6, 3),
        "papers": "申请书", "paper": None,
    }  # fmt: skip
    way = Way(house)
    way.recruit = actions.move_in(house.branch, **given, by=house.secretary, at=noon(date(2026, 3, 2)))
    assert told(way, "7 半年考察记录", date(2026, 9, 2)) == (State.AHEAD, "")
    assert told(way, "7 半年考察记录", date(2026, 9, 3))[0] == CONTRADICTORY


@pytest.mark.clause("13.2.1b")
@pytest.mark.parametrize(("day", "state"), [(date(2026, 5, 25), PRESENT), (date(2026, 5, 26), CONTRADICTORY)])
def test_opinions_heard_after_the_committee_agreed(way, day, state):
    with_scans(way.to_agreed())
    moved(way, Kind.OPINION, day)
    assert lines(way, date(2026, 6, 1))["8 意见记录"].state == state


def test_a_further_opinion_after_the_committee_takes_nothing_away(way):
    with_scans(way.to_agreed())
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    Record.objects.create(
        recruit=way.recruit, kind=Kind.OPINION, source="members", happened_on=date(2026, 5, 28), paper=paper
    )
    assert told(way, "8 意见记录", date(2026, 6, 1)) == (PRESENT, "")


@pytest.mark.clause("13.2.1a")
def test_a_listing_before_the_year_is_over(way):
    with_scans(way.to_agreed())
    moved(way, Kind.LISTING, date(2026, 5, 19))
    assert "日期2026-05-19时培养考察未满一年，最早2026-05-20" in told(way, "9 支委会会议记录")[1]


@pytest.mark.clause("13.2.1d")
def test_listed_before_the_filing(way):
    way.to_candidate()
    dated(way, candidate_on=date(2026, 6, 7))
    assert told(way, "10 备案回复") == (CONTRADICTORY, "列为发展对象的日期2026-06-07早于备案日期2026-06-08")


@pytest.mark.clause("N13.13n")
@pytest.mark.parametrize(("days", "state"), [(4, CONTRADICTORY), (5, PRESENT)])
def test_a_notice_of_fewer_than_five_working_days(way, days, state):
    with_scans(way.to_candidate())
    way.recruit.records.filter(kind=Kind.PUBLIC_NOTICE).update(days=days)
    assert lines(way, date(2026, 7, 1))["10 公示结果"].state == state


def test_a_notice_is_missed_only_since_it_is_asked_for(way):
    way.to_candidate()
    way.recruit.records.filter(kind=Kind.PUBLIC_NOTICE).delete()
    assert told(way, "10 公示结果") == (MISSING, "没有公示结果")
    dated(way, candidate_on=date(2026, 5, 10))
    assert told(way, "10 公示结果") == (State.AHEAD, "")


@pytest.mark.clause("13.2.2a")
def test_one_sponsor_at_the_resolution(way):
    way.to_resolved()
    way.recruit.records.filter(kind=Kind.SPONSOR).first().delete()
    assert told(way, "11 介绍人登记")[0] == CONTRADICTORY
    assert "“党员大会讨论表决”时只有1名入党介绍人，须有两名" in told(way, "11 介绍人登记")[1]


@pytest.mark.clause("13.2.2a")
@pytest.mark.parametrize(("day", "state"), [(date(2026, 7, 1), PRESENT), (date(2026, 7, 2), CONTRADICTORY)])
def test_a_sponsor_named_after_the_examination(way, day, state):
    way.to_examined()
    moved(way, Kind.SPONSOR, day)
    assert lines(way, date(2026, 8, 1))["11 介绍人登记"].state == state


@pytest.mark.clause("13.2.3a")
@pytest.mark.parametrize(("day", "state"), [(date(2026, 7, 1), PRESENT), (date(2026, 7, 2), CONTRADICTORY)])
def test_a_review_concluded_after_the_examination(way, day, state):
    way.to_examined()
    PoliticalReview.objects.update(concluded_on=day)
    assert lines(way, date(2026, 8, 1))["12 政治审查报告"].state == state


@pytest.mark.clause("13.2.3a")
def test_a_review_that_was_not_passed(way):
    way.to_examined()
    PoliticalReview.objects.update(conclusion="failed")
    assert told(way, "12 政治审查报告")[1] == "政治审查结论为不合格，不能发展入党；没有政治审查报告"


@pytest.mark.clause("13.2.4")
@pytest.mark.parametrize(
    ("days", "hours", "state"), [(2, 23, CONTRADICTORY), (3, None, PRESENT), (2, 24, PRESENT), (None, 24, PRESENT)]
)
def test_a_training_that_is_too_short(way, days, hours, state):
    with_scans(way.to_examined())
    way.recruit.records.filter(kind=Kind.TRAINING).update(days=days, hours=hours)
    assert lines(way, date(2026, 8, 1))["13 培训结业证明"].state == state


@pytest.mark.clause("13.2.4")
def test_a_training_after_the_examination(way):
    way.to_examined()
    moved(way, Kind.TRAINING, date(2026, 7, 2))
    assert "日期2026-07-02晚于“支委会审查”的日期2026-07-01" in told(way, "13 培训结业证明")[1]


@pytest.mark.clause("13.2.2c")
@pytest.mark.parametrize(("day", "state"), [(date(2026, 7, 28), PRESENT), (date(2026, 7, 29), CONTRADICTORY)])
def test_a_sponsors_opinion_after_the_general_meeting(way, day, state):
    way.to_resolved()
    moved(way, Kind.SPONSOR_OPINION, day)
    assert lines(way, date(2026, 8, 1))["16 入党志愿书"].state == state


@pytest.mark.clause("13.2.2c")
def test_a_form_with_one_sponsors_opinion_only(way):
    way.to_resolved()
    way.recruit.records.filter(kind=Kind.SPONSOR_OPINION).first().delete()
    assert told(way, "16 入党志愿书") == (MISSING, "介绍人意见没有写全")


@pytest.mark.clause("13.2.2c")
def test_an_opinion_in_a_form_that_was_not_handed_out(way):
    way.to_formed()
    moved(way, Kind.SPONSOR_OPINION, date(2026, 7, 10))
    assert "介绍人意见的日期2026-07-10早于发放志愿书的日期2026-07-11" in told(way, "16 入党志愿书")[1]


@pytest.mark.clause("13.3.1b")
def test_a_pre_review_after_the_general_meeting(way):
    way.to_resolved()
    submission = way.recruit.records.get(kind=Kind.PRE_REVIEW).submission
    submission.decided_on = date(2026, 7, 29)
    submission.save()
    assert told(way, "15 预审批复") == (CONTRADICTORY, "日期2026-07-29晚于“党员大会讨论表决”的日期2026-07-28")


@pytest.mark.clause("8.1.5a")
def test_a_general_meeting_before_the_approval_of_holding_it(way):
    way.to_resolved()
    request = Meeting.objects.get(kind=Meeting.Kind.GENERAL).request
    request.decided_on = date(2026, 7, 29)
    request.save()
    assert told(way, "17 召开大会的批复") == (CONTRADICTORY, "日期2026-07-29晚于“党员大会讨论表决”的日期2026-07-28")


@pytest.mark.clause("13.3.2b", "13.3.3.4b", "13.3.3.4c")
@pytest.mark.parametrize(
    ("present", "in_favour", "written", "why"),
    [
        (6, 6, 1, "到会6人，没有超过应到12人的半数"),
        (7, 6, 0, "赞成6票，没有超过应到12人的半数"),
        (7, 6, 1, ""),
    ],
)
def test_a_resolution_that_was_not_carried(way, present, in_favour, written, why):
    way.to_resolved()
    votes = Vote.objects.filter(item__meeting__kind=Meeting.Kind.GENERAL)
    votes.update(eligible=12, present=present, in_favour=in_favour, written_in_favour=written)
    assert told(way, "18 接收预备党员决议") == (CONTRADICTORY if why else PRESENT, why)


@pytest.mark.clause("13.3.4b")
def test_a_resolution_that_the_secretary_has_not_signed(way):
    way.to_resolved()
    way.recruit.records.filter(kind=Kind.RESOLUTION).update(person=None)
    assert told(way, "18 接收预备党员决议") == (CONTRADICTORY, "决议缺支部书记签名")


@pytest.mark.clause("13.3.4a")
def test_a_resolution_entered_in_the_form_after_the_dossier_went_up(way):
    way.to_sent()
    moved(way, Kind.FORM_ENTRY, date(2026, 7, 31))
    assert told(way, "19 决议写入志愿书")[1] == "决议写入志愿书的日期2026-07-31晚于报送审批的日期2026-07-30"
    way.recruit.records.filter(kind=Kind.FORM_ENTRY).delete()
    assert told(way, "19 决议写入志愿书") == (MISSING, "没有决议写入志愿书")


@pytest.mark.clause("N13.24")
def test_a_talk_of_the_superior_after_the_approval(way):
    way.to_probation()
    moved(way, Kind.SUPERIOR_TALK, date(2026, 9, 2))
    assert told(way, "20 上级派人谈话", date(2026, 10, 1))[0] == CONTRADICTORY


@pytest.mark.clause("13.4.2")
def test_an_oath_before_the_approval(way):
    way.to_applied()
    moved(way, Kind.OATH, date(2026, 8, 31))
    assert "日期2026-08-31早于“上级审批”的日期2026-09-01" in told(way, "22 宣誓记录", date(2027, 7, 15))[1]


@pytest.mark.clause("13.4.5b")
def test_opinions_after_the_examination_of_the_conversion(way):
    way.to_converted()
    moved(way, Kind.CONVERSION_OPINION, date(2027, 7, 28))
    assert "晚于“支委会审查转正”的日期2027-07-27" in told(way, "25 意见记录", date(2027, 9, 1))[1]


@pytest.mark.clause("13.4.4a")
@pytest.mark.parametrize(("day", "state"), [(date(2027, 7, 27), CONTRADICTORY), (date(2027, 7, 28), PRESENT)])
def test_a_conversion_before_the_end_of_probation(way, day, state):
    way.to_converted()
    moved(way, Kind.CONVERSION_EXAMINATION, date(2027, 7, 25))
    moved(way, Kind.CONVERSION_RESOLUTION, day)
    assert lines(way, date(2027, 9, 1))["27 转正、延长或取消的决议"].state == state


@pytest.mark.clause("13.4.4d")
@pytest.mark.parametrize(("months", "state"), [(5, CONTRADICTORY), (6, PRESENT), (12, PRESENT), (13, CONTRADICTORY)])
def test_an_extension_outside_its_limits(way, months, state):
    way.to_heard().resolve_outcome(Matter.PROBATION_EXTENSION, date(2027, 7, 30), months=6)
    way.recruit.records.filter(kind=Kind.CONVERSION_RESOLUTION).update(months=months)
    assert lines(way, date(2027, 8, 1))["27 转正、延长或取消的决议"].state == state


@pytest.mark.clause("13.4.6")
def test_a_hand_over_without_one_of_the_five_papers(way):
    way.to_converted()
    papers = ["form", "application", "political_review", "regularisation_application", "training_inspection_papers"]
    way.on("hand_over", date(2027, 8, 25), organ="人事培训处", papers=papers)
    way.recruit.records.filter(kind=Kind.HAND_OVER).update(parts=papers[:4])
    assert "移交清单缺培养教育考察材料" in told(way, "29 材料移交清单", date(2027, 9, 1))[1]


def test_after_a_refusal_the_old_clearance_of_a_meeting_accuses_nobody(way):
    with_scans(way.to_sent())
    way.replied(way.dossier, date(2026, 8, 20), "refused")
    way.act("record_refusal", date(2026, 8, 21), told_on=date(2026, 8, 21), text="继续考察")
    found = lines(way, date(2026, 9, 1)).values()
    assert [line.why for line in found if line.state in (MISSING, CONTRADICTORY)] == []


def test_an_ended_way_shows_nothing_that_was_never_needed(way):
    way.to_activist()
    item = decided(way.house, Matter.OTHER, way.person, date(2025, 7, 1))
    way.act("stop_training", date(2025, 7, 1), decision=item, reason="本人申请")
    assert {line.state for line in lines(way, date(2025, 8, 1)).values()} == {PRESENT, MISSING}
