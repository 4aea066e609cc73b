"""Points for being there: the sign-in sheet proves it, for what is meant for all members."""

from datetime import date
from decimal import Decimal

import pytest

from meetings.models import Attendance, Meeting
from points.models import Entry
from points.opportunities import opportunities
from tests.factories.points import scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
Kind = Meeting.Kind


def codes(person) -> list[tuple[str, Decimal]]:
    return [(entry.code, entry.points) for entry in Entry.objects.filter(person=person).order_by("code")]


@pytest.mark.clause("39.3.1.1.2")
def test_a_signature_at_a_collective_study_counts_one(house):
    one = house.people[5]
    entry = house.declare("declare_attendance", house.signed(Kind.STUDY, DAY, one), DAY)
    assert (entry.code, entry.points, entry.state) == ("A1.2", Decimal(1), "declared")


@pytest.mark.clause("39.3.1.1.2", "39.4.1.1")
def test_without_a_signature_there_is_no_point_whatever_photo_there_is(house):
    attendance = house.held(Kind.STUDY, DAY).attendances.get(person=house.people[5])
    said = refusal(house.declare, "declare_attendance", attendance, DAY)
    assert said == "参加以签到表为准，未签到不计分（第39篇 三（一）1（2）、第39篇 四（一）1）"


@pytest.mark.clause("39.4.2.1b")
def test_nobody_declares_for_another(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    said = refusal(house.declare, "declare_attendance", attendance, DAY, by=house.user(6))
    assert said == "每次积分由本人主动申报（第39篇 四（二）1）"


def test_a_committee_member_enters_it_for_who_has_no_account(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    entry = house.declare("declare_attendance", attendance, DAY, by=house.secretary)
    assert (entry.person, entry.declared_by) == (house.people[5], house.secretary)


@pytest.mark.clause("39.3.1.1.4")
def test_a_centre_group_study_counts_one_under_its_own_item_alone(house):
    one = house.people[5]
    house.declare("declare_attendance", house.signed(Kind.CENTRE_GROUP, DAY, one), DAY)
    assert codes(one) == [("A1.4", Decimal(1))]


@pytest.mark.clause("39.3.1.1.3")
def test_a_key_speech_counts_on_top_of_the_attendance(house):
    one = house.people[5]
    attendance = house.signed(Kind.STUDY, DAY, one)
    Attendance.objects.filter(pk=attendance.pk).update(key_speech="谈谈体会")
    house.declare("declare_attendance", attendance, DAY)
    house.declare("declare_speech", attendance, DAY)
    assert codes(one) == [("A1.2", Decimal(1)), ("A1.3", Decimal(1))]


@pytest.mark.clause("39.3.1.1.3")
def test_a_speech_without_attendance_counts_nothing(house):
    attendance = house.held(Kind.STUDY, DAY).attendances.get(person=house.people[5])
    assert refusal(house.declare, "declare_speech", attendance, DAY) == "未参加该次学习（第39篇 三（一）1（3））"


@pytest.mark.clause("39.3.1.1.3")
def test_a_speech_that_is_not_in_the_minutes_counts_nothing(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    said = refusal(house.declare, "declare_speech", attendance, DAY)
    assert said == "会议记录上没有重点发言（第39篇 三（一）1（3））"


@pytest.mark.clause("39.3.1.2.1")
@pytest.mark.parametrize("kind", [Kind.THEME_DAY, Kind.LECTURE, Kind.LIFE_MEETING, Kind.GENERAL])
def test_organisation_life_of_all_members_counts_one(house, kind):
    one = house.people[5]
    house.declare("declare_attendance", house.signed(kind, DAY, one), DAY)
    assert codes(one) == [("A2.1", Decimal(1))]


@pytest.mark.clause("39.3.1.2.1")
def test_a_committee_meeting_counts_nothing(house):
    attendance = house.signed(Kind.COMMITTEE, DAY, house.people[0])
    said = refusal(house.declare, "declare_attendance", attendance, DAY)
    assert said == "非全体党员范围的组织生活不计分（第39篇 三（一）2（1））"


@pytest.mark.clause("39.3.1.2.2")
def test_service_of_all_members_counts_one(house):
    one = house.people[5]
    house.declare("declare_attendance", house.signed(Kind.VOLUNTEER, DAY, one), DAY)
    assert codes(one) == [("A2.2", Decimal(1))]


@pytest.mark.clause("39.3.1.2.2")
def test_a_visit_by_a_few_counts_nothing(house):
    attendance = house.signed(Kind.VOLUNTEER, DAY, house.people[5], for_all_members=False)
    said = refusal(house.declare, "declare_attendance", attendance, DAY)
    assert said == "仅全体党员范围的活动计分（第39篇 三（一）2（2））"


@pytest.mark.clause("39.3.1.2.3")
def test_the_bureaus_training_of_all_members_counts_one(house):
    one = house.people[5]
    house.declare("declare_attendance", house.signed(Kind.BUREAU, DAY, one), DAY)
    assert codes(one) == [("A2.3", Decimal(1))]


@pytest.mark.clause("39.3.1.2.3")
def test_the_bureaus_training_of_selected_staff_counts_nothing(house):
    attendance = house.signed(Kind.BUREAU, DAY, house.people[5], for_all_members=False)
    said = refusal(house.declare, "declare_attendance", attendance, DAY)
    assert said == "须为省局组织的全体党员范围活动（第39篇 三（一）2（3））"


@pytest.mark.clause("39.3.1.4.1")
def test_a_reflection_after_a_study_counts_one_and_a_second_on_it_nothing(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    house.declare("declare_reflection", attendance, DAY, link="https://example.cn/1", proof=None)
    said = refusal(house.declare, "declare_reflection", attendance, DAY, link="https://example.cn/2", proof=None)
    assert said == "每次集体学习后心得计1次（第39篇 三（一）4（1））"
    assert codes(house.people[5]) == [("A4.1", Decimal(1))]


@pytest.mark.clause("39.3.1.4.1")
def test_what_the_committee_publishes_for_an_activist_counts_for_the_activist(house):
    attendance = house.signed(Kind.STUDY, DAY, house.activist)
    entry = house.declare(
        "declare_reflection", attendance, DAY, by=house.secretary, link="https://example.cn/1", proof=None
    )
    assert (entry.person, entry.declared_by) == (house.activist, house.secretary)
    assert codes(house.people[0]) == []


def test_study_speech_and_reflection_are_three(house):
    """Vector 2 of the worked cases: 1 + 1 + 1."""
    one = house.people[5]
    attendance = house.signed(Kind.STUDY, DAY, one)
    Attendance.objects.filter(pk=attendance.pk).update(key_speech="谈谈体会")
    for verb, given in (
        ("declare_attendance", {}),
        ("declare_speech", {}),
        ("declare_reflection", {"link": "", "proof": scan()}),
    ):
        house.declare(verb, attendance, DAY, **given)
    assert sum(points for _, points in codes(one)) == 3


def test_what_is_on_record_is_offered_until_it_is_declared(house):
    one = house.people[5]
    attendance = house.signed(Kind.STUDY, DAY, one)
    before = [(offer.code, offer.at_one_tap) for offer in opportunities(one, house.branch, DAY)]
    house.declare("declare_attendance", attendance, DAY)
    after = [offer.code for offer in opportunities(one, house.branch, DAY)]
    assert (before, after) == ([("A1.2", True), ("A4.1", False)], ["A4.1"])


def test_an_absence_offers_nothing(house):
    house.held(Kind.STUDY, DAY)
    assert opportunities(house.people[5], house.branch, DAY) == []


def test_the_same_is_not_declared_twice(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    house.declare("declare_attendance", attendance, DAY)
    assert refusal(house.declare, "declare_attendance", attendance, DAY) == "本次活动已经申报"


def test_what_was_withdrawn_can_be_declared_again(house):
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    entry = house.declare("declare_attendance", attendance, DAY)
    house.declare("withdraw_entry", entry, DAY, by=entry.declared_by)
    assert house.declare("declare_attendance", attendance, DAY).state == "declared"
