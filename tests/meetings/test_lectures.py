"""Section 三 of chapter 8: who teaches, whose review the outline needs, the report to the superior, the pages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organization
from archives.models import Submission
from meetings.actions import holding, lectures, planning
from meetings.models import Lecture, Meeting
from rulebook.kernel import DUTIES
from rulebook.ledger import assess
from rulebook.models import Act
from tests.factories import BranchFactory, person
from tests.factories.branch import user_of
from tests.factories.lecture import lecture, paper, scan
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
BEFORE = BEGINS - timedelta(days=10)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8)


def plan(house: BranchFactory, **changed):
    given = {
        "title": "第一季度党课",
        "begins_at": BEGINS,
        "place": "会议室",
        "chair": house.people[0],
        "recorder": house.people[1],
        "topic": "学习党章",
        "lecturer": house.people[5],
        "outside_lecturer": "",
        "lecturer_type": "advanced_member",
        "by": house.secretary,
        "at": BEFORE,
    }
    return lectures.plan_lecture(house.branch, **{**given, **changed})


def states(house: BranchFactory, duty: str, on: date, year: int = 2026) -> list[str]:
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, year, [DUTIES[duty]])
    return [status.state.value for status in found]


# Who teaches


@pytest.mark.clause("8.3.2")
@pytest.mark.parametrize(
    "kind", ["serving_leading_cadre", "advanced_member", "superior_leading_cadre", "party_school_professor"]
)
def test_a_lecturer_of_each_listed_type_is_planned(house, kind):
    assert plan(house, lecturer_type=kind).lecturer_type == kind


@pytest.mark.clause("8.3.2")
def test_another_lecturer_needs_a_written_reason_that_stays_on_record(house):
    other = {"lecturer": None, "outside_lecturer": "老战士王守信", "lecturer_type": "other"}
    assert refusal(plan, house, **other) == "授课人不在规定范围，请说明原因（第8篇 三（二））"
    planned = plan(house, **other, excuse="亲历者讲传统")
    act = Act.objects.get(result_type="meetings.lecture", result_id=planned.pk)
    assert (planned.lecturer_name, act.excuse, act.passed) == (
        "老战士王守信",
        "亲历者讲传统",
        ["授课人不在规定范围，请说明原因（第8篇 三（二））"],
    )


@pytest.mark.parametrize("outside", ["", "外请教授"])
def test_a_lecture_has_one_lecturer(house, outside):
    inputs = {"outside_lecturer": outside, "lecturer": house.people[5] if outside else None}
    assert refusal(plan, house, **inputs) == "请选择本支部的授课人，或填写外请授课人，二者填一项"


def test_a_lecture_is_not_planned_without_its_lecturer(house):
    said = refusal(
        planning.plan_meeting, house.branch, kind="lecture", title="党课", begins_at=BEGINS, place="会议室",
        chair=house.people[0], recorder=house.people[1], by=house.secretary, at=BEFORE,
    )  # fmt: skip
    assert said == "党课请从“筹备党课”登记，须写明授课人和题目"


# The outline


@pytest.mark.clause("8.3.4c")
def test_no_lecture_before_the_secretary_has_reviewed_the_outline(house):
    given = lecture(house, reviewed=False)
    said = refusal(holding.open_meeting, given.meeting, by=house.secretary, at=BEGINS)
    assert said == "党课提纲须经党支部书记审核（第8篇 三（四））"
    lectures.review_outline(given, by=house.secretary, at=BEGINS - timedelta(days=1))
    assert holding.open_meeting(given.meeting, by=house.secretary, at=BEGINS).state == Meeting.State.OPEN


@pytest.mark.clause("8.3.4c")
def test_another_committee_member_does_not_review_a_members_outline(house):
    given = lecture(house, reviewed=False)
    said = refusal(lectures.review_outline, given, by=user_of(house.people[1]), at=BEFORE)
    assert said == "党课提纲须经党支部书记审核（第8篇 三（四））"


@pytest.mark.clause("8.3.4c")
def test_the_secretary_does_not_review_his_own_outline_and_a_committee_member_does(house):
    given = lecture(house, reviewed=False, lecturer=house.people[0])
    said = refusal(lectures.review_outline, given, by=house.secretary, at=BEFORE)
    assert said == "不能审核本人提纲（第8篇 三（四））"
    reviewed = lectures.review_outline(given, by=user_of(house.people[1]), at=BEFORE)
    assert (reviewed.reviewed_by, reviewed.reviewed_on) == (house.people[1], date(2026, 3, 10))


@pytest.mark.clause("8.3.4c")
def test_a_committee_member_does_not_review_his_own_outline(house):
    given = lecture(house, reviewed=False, lecturer=house.people[1])
    said = refusal(lectures.review_outline, given, by=user_of(house.people[1]), at=BEFORE)
    assert said == "不能审核本人提纲（第8篇 三（四））"


@pytest.mark.clause("8.3.4c")
def test_the_database_keeps_nobody_as_reviewer_of_his_own_outline(house):
    given = lecture(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lecture.objects.filter(pk=given.pk).update(reviewed_by=given.lecturer)


@pytest.mark.clause("8.3.4c")
@pytest.mark.parametrize(("days", "opens"), [(0, True), (1, False)])
def test_a_review_after_the_lecture_is_none(house, days, opens):
    given = lecture(house)
    Lecture.objects.filter(pk=given.pk).update(reviewed_on=BEGINS.date() + timedelta(days=days))
    if opens:
        assert holding.open_meeting(given.meeting, by=house.secretary, at=BEGINS).opened_at == BEGINS
    else:
        said = refusal(holding.open_meeting, given.meeting, by=house.secretary, at=BEGINS)
        assert said == "提纲审核日期2026-03-21晚于开课日期（第8篇 三（四））"


@pytest.mark.clause("8.3.4c")
def test_a_changed_outline_is_reviewed_anew(house):
    given = lectures.file_outline(
        lecture(house), outline=scan(content=b"%PDF-1.4 other"), by=house.secretary, at=BEFORE
    )
    assert (given.reviewed_by, given.reviewed_on) == (None, None)


@pytest.mark.clause("8.3.4c")
def test_another_lecturers_outline_is_reviewed_anew(house):
    given = lectures.change_lecture(
        lecture(house), topic="学习准则", lecturer=house.people[6], outside_lecturer="",
        lecturer_type="advanced_member", by=house.secretary, at=BEFORE,
    )  # fmt: skip
    assert (given.lecturer, given.reviewed_on) == (house.people[6], None)


@pytest.mark.clause("8.3.5b")
def test_another_lecture_is_approved_anew(house):
    given = lecture(house)
    assert given.meeting.request.is_approved
    lectures.change_lecture(
        given, topic="学习准则", lecturer=house.people[6], outside_lecturer="",
        lecturer_type="advanced_member", by=house.secretary, at=BEFORE,
    )  # fmt: skip
    said = refusal(holding.open_meeting, given.meeting, by=house.secretary, at=BEGINS)
    assert "未获上级批准，不能开课" in said


@pytest.mark.clause("8.3.4a")
def test_a_division_level_lecture_needs_the_bureau_secretarys_signature(house):
    given = lecture(house, division_level=True)
    assert given.reviewed_by == house.people[0]
    said = refusal(holding.open_meeting, given.meeting, by=house.secretary, at=BEGINS)
    assert said == "处级干部党课提纲须经局党组书记签字（第8篇 三（四））"
    signed = lectures.record_bureau_signature(
        given, signer="郑局", signed_on=date(2026, 3, 20), scan=scan("签字.pdf", b"%PDF-1.4 signed"),
        by=house.secretary, at=BEGINS - timedelta(hours=1),
    )  # fmt: skip
    assert (signed.bureau_signer, signed.bureau_paper.name) == ("郑局", "签字.pdf")
    assert holding.open_meeting(given.meeting, by=house.secretary, at=BEGINS).opened_at == BEGINS


@pytest.mark.clause("8.3.4a")
def test_a_signature_is_not_recorded_before_it_is_given(house):
    said = refusal(
        lectures.record_bureau_signature, lecture(house, division_level=True), signer="郑局",
        signed_on=date(2026, 3, 20), scan=scan(), by=house.secretary, at=BEGINS - timedelta(days=1),
    )  # fmt: skip
    assert said == "签字日期2026-03-20不能晚于登记日期（第8篇 三（四））"


@pytest.mark.clause("8.3.4b")
def test_a_lecture_is_not_closed_before_its_outline_is_filed(house):
    given = lecture(house, outlined=False)
    meeting = given.meeting
    meeting.state, meeting.opened_at = Meeting.State.OPEN, BEGINS
    meeting.save()
    meeting.attendances.update(signed_at=BEGINS, signed_by="paper")
    said = refusal(holding.close_meeting, meeting, by=house.secretary, at=BEGINS + timedelta(hours=1))
    assert said == "党课提纲须归档（第8篇 三（四））"
    filed = lectures.file_outline(given, outline=scan(), by=house.secretary, at=BEGINS)
    closed = holding.close_meeting(meeting, by=house.secretary, at=BEGINS + timedelta(hours=1))
    assert (filed.outline.name, closed.state) == ("提纲.pdf", Meeting.State.CLOSED)


@pytest.mark.clause("8.3.4b")
def test_the_outline_of_a_lecture_that_has_begun_is_not_replaced(house):
    said = refusal(lectures.file_outline, lecture(house, held=True), outline=scan(), by=house.secretary, at=BEGINS)
    assert said == "已经开课，审核过的提纲不能再换"


# The superior


@pytest.mark.clause("8.3.5a")
@pytest.mark.parametrize(("sent_on", "in_time"), [(date(2026, 3, 15), True), (date(2026, 3, 16), False)])
def test_a_lecture_is_reported_five_days_before(house, sent_on, in_time):
    planned = plan(house).meeting
    inputs = {"sent_on": sent_on, "by": house.secretary, "at": BEGINS - timedelta(days=4)}
    if in_time:
        sent = planning.report_meeting(planned, **inputs)
        assert "题目为《学习党章》，由党员006（先进党员）授课" in sent.body
    else:
        said = refusal(planning.report_meeting, planned, **inputs)
        assert said == "最迟3月15日报送，现为3月16日：党课须提前5天报上级（第8篇 三（五））"


@pytest.mark.clause("8.3.5a")
@pytest.mark.parametrize(
    ("sent_on", "on", "state"),
    [
        (None, date(2026, 3, 15), "due"),
        (None, date(2026, 3, 16), "missed"),
        (date(2026, 3, 15), date(2026, 3, 15), "done"),
    ],
)
def test_the_report_of_a_lecture_stands_on_the_ledger(house, sent_on, on, state):
    planned = lecture(house).meeting
    if sent_on is None:
        Meeting.objects.filter(pk=planned.pk).update(request=None)
    else:
        Submission.objects.filter(pk=planned.request_id).update(sent_on=sent_on)
    assert states(house, "8.3.5a", on) == [state]


@pytest.mark.clause("8.3.5b")
@pytest.mark.parametrize("reported", [True, False])
def test_a_lecture_is_held_only_with_the_superiors_approval(house, reported):
    planned = lecture(house).meeting
    Submission.objects.filter(pk=planned.request_id).update(decision="", decided_on=None)
    if not reported:
        planned.request = None
        planned.save()
    said = refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS)
    assert said == "未获上级批准，不能开课（第8篇 三（五））"


@pytest.mark.clause("8.3.5b")
def test_a_lecture_the_superior_refused_is_not_held(house):
    planned = lecture(house).meeting
    Submission.objects.filter(pk=planned.request_id).update(decision="refused")
    said = refusal(holding.open_meeting, planned, by=house.secretary, at=BEGINS)
    assert said == "上级党组织不同意召开（2026-03-18）（第8篇 三（五））"


# Pages


@pytest.mark.clause("8.0")
def test_the_planning_page_shows_the_guidance_and_enforces_none_of_it(house, client):
    client.force_login(house.secretary)
    page = client.get(f"/b/{house.branch.code}/meetings/plan_lecture/")
    assert (page.status_code, "注重身边人讲身边事" in page.content.decode()) == (200, True)


def test_the_lectures_page_shows_its_outline_and_the_way_it_took(house, client):
    given = lecture(house, lecturer=None, outside_lecturer="老战士王守信", lecturer_type="other", outline=paper(house))
    client.force_login(house.secretary)
    page = client.get(given.get_absolute_url()).content.decode()
    assert [word in page for word in ("老战士王守信", "提纲.pdf", "党员001 2026-03-14")] == [True, True, True]


def test_the_written_reason_for_another_lecturer_stands_on_the_page(house, client):
    other = {"lecturer": None, "outside_lecturer": "老战士王守信", "lecturer_type": "other"}
    planned = plan(house, **other, excuse="亲历者讲传统")
    client.force_login(house.secretary)
    assert "说明：亲历者讲传统" in client.get(planned.get_absolute_url()).content.decode()


def test_a_member_reads_the_lecture_and_reviews_nothing(house, client):
    given = lecture(house, reviewed=False)
    client.force_login(user_of(person(house.branch, "普通党员")))
    assert client.get(given.get_absolute_url()).status_code == 200
    assert client.get(f"/lectures/{given.pk}/review_outline/").status_code == 403
