"""The papers of the four stages: present, missing, contradictory, explained; each fault from a case made by hand."""

from datetime import date
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Matter, Meeting, Vote
from members.posts import Post
from recruitment import actions
from recruitment.dossier import Line, State, dossier
from recruitment.journey import Journey, has_groups, with_journey
from recruitment.models import TAKEN_OVER, Kind, PoliticalReview, Record, Recruit
from rulebook.kernel import Refused
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.branch import holding
from tests.factories.lecture import scan
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


def test_a_way_in_order_with_its_scans_has_every_paper_until_the_next_step(way):
    found = lines(with_scans(way.to_resolved()), date(2026, 8, 1)).values()
    assert [line.state for line in found] == [PRESENT] * 19 + [State.AHEAD] * 13
    assert [line.why for line in found if line.why] == []


def test_a_converted_member_lacks_only_the_hand_over(way):
    found = list(lines(with_scans(way.to_converted()), date(2027, 9, 1)).values())
    assert [line.state for line in found] == [PRESENT] * 31 + [State.AHEAD]


def test_the_dossier_of_any_number_of_records_asks_the_database_nothing(way, django_assert_num_queries):
    way.to_converted()
    recruit = with_journey(Recruit.objects.filter(pk=way.recruit.pk)).get()
    journey = Journey(recruit, date(2027, 9, 1))
    with django_assert_num_queries(0):
        dossier(journey)


def test_a_record_without_its_signed_paper_is_missing_it_until_the_scan_comes(way):
    way.to_recommended()
    assert told(way, "2 谈话记录") == (MISSING, "已登记，缺扫描件")
    talk = way.recruit.records.get(kind=Kind.TALK)
    actions.add_scan(talk, scan=scan("谈话.pdf"), by=way.house.secretary, at=noon(date(2025, 2, 1)))
    assert told(way, "2 谈话记录") == (PRESENT, "")
    with pytest.raises(Refused, match="已有扫描件"):
        actions.add_scan(talk, scan=scan("谈话.pdf"), by=way.house.secretary, at=noon(date(2025, 2, 1)))


def test_a_decision_of_the_committee_takes_no_scan_of_its_own(way):
    way.to_activist()
    fixed = way.recruit.records.get(kind=Kind.ACTIVIST)
    with pytest.raises(Refused, match="没有单独签字的材料"):
        actions.add_scan(fixed, scan=scan(), by=way.house.secretary, at=noon(date(2025, 6, 1)))


def test_of_several_records_it_says_how_many_lack_the_scan(way):
    way.to_trained()
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    way.recruit.records.filter(pk=way.recruit.records.filter(kind=Kind.INSPECTION).first().pk).update(paper=paper)
    assert told(way, "7 半年考察记录", date(2026, 6, 1)) == (MISSING, "已登记，2份中有1份缺扫描件")


@pytest.mark.clause("13.0p")
def test_a_paper_that_what_followed_needed_is_missing_and_stays_so_when_explained(way):
    way.to_activist()
    way.recruit.records.filter(kind=Kind.RECOMMENDATION).delete()
    assert told(way, "3 推荐记录") == (MISSING, "没有推荐记录")
    way.recruit.refresh_from_db()
    way.act("explain_gap", date(2025, 6, 1), steps=["recommendation"], text="搬迁时遗失")
    assert told(way, "3 推荐记录") == (State.EXPLAINED, "没有推荐记录；说明：搬迁时遗失")


def test_a_paper_of_a_later_step_is_not_missing_yet(way):
    way.to_recommended()
    assert told(way, "4 支委会会议记录") == (State.AHEAD, "")


def test_a_part_of_a_step_is_no_paper_of_it(way):
    way.to_activist()
    way.on("inspect", date(2025, 11, 18), finding="好", problems="", measures="")
    assert told(way, "7 半年考察记录", date(2025, 12, 1)) == (State.AHEAD, "已登记1份，本步还没有办完")


def test_a_date_taken_from_the_roster_is_no_minutes(way):
    way.to_activist()
    way.recruit.records.filter(kind=Kind.ACTIVIST).update(item=None, organ=TAKEN_OVER)
    assert told(way, "4 支委会会议记录") == (MISSING, "只有日期，没有支委会会议记录")


def test_a_reply_on_paper_needs_its_scan_and_one_given_online_none(way):
    way.to_trained()
    assert told(way, "5 备案回复") == (PRESENT, "")
    record = way.recruit.records.get(kind=Kind.ACTIVIST_FILING)
    record.submission.replied_online_by = None
    record.submission.save()
    assert told(way, "5 备案回复") == (MISSING, "批复已登记，缺扫描件")


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


def get(user, url):
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(url).content.decode()


def test_the_page_shows_the_dossier_to_who_reads_the_whole_way_only(house, way):
    way.to_candidate()
    url = way.recruit.get_absolute_url()
    readers = (house.secretary, user_of(house.people[2]), user_of(house.people[5]), user_of(way.person))
    pages = [get(user, url) for user in readers]
    assert ["材料目录" in page for page in pages] == [True, True, False, False]
    export = reverse("recruitment:export_papers", args=[way.recruit.pk])
    assert [export in page for page in pages] == [True, False, False, False]
    assert ["补扫描件</a>" in page for page in pages] == [True, False, False, False]
    opinions = reverse("recruitment:printed_paper", args=[way.recruit.pk, "opinions"])
    inspections = reverse("recruitment:printed_paper", args=[way.recruit.pk, "inspections"])
    assert [(opinions in page, inspections in page) for page in pages] == [
        (True, True), (True, True), (False, True), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_costs_the_same_however_many_records(house, way, more, django_assert_max_num_queries):
    way.to_candidate()
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    Record.objects.bulk_create(
        Record(recruit=way.recruit, kind=Kind.INSPECTION, happened_on=date(2026, 6, 1), text="好", paper=paper)
        for _ in range(more)
    )
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    with django_assert_max_num_queries(24):
        client.get(way.recruit.get_absolute_url())


def test_adding_a_scan_is_on_record(house, way):
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    client.post(reverse("recruitment:add_scan", args=[talk.pk]), {"scan": scan("谈话.pdf", b"%PDF-1.4 talk")})
    assert Act.objects.filter(verb="recruitment.add_scan", by=house.secretary).count() == 1
    talk.refresh_from_db()
    assert talk.paper.name == "谈话.pdf"


def test_nobody_adds_a_scan_to_his_own_records(house):
    way = Way(house)
    himself = user_of(holding(way.person, house.branch, Post.DEPUTY_SECRETARY))
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    with pytest.raises(Refused, match="不能更正本人的记录"):
        actions.add_scan(talk, scan=scan(), by=himself, at=noon(date(2025, 2, 1)))


def test_another_branch_finds_no_record_to_add_to(way):
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    client = Client()
    client.force_login(BranchFactory().secretary, "accounts.backends.PasswordBackend")
    assert client.get(reverse("recruitment:add_scan", args=[talk.pk])).status_code == 404
