"""Study, theme days, service and the like: who is expected and invited, held without an agenda, key speeches."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from meetings.actions import activities, holding, planning
from meetings.attendance import attendance_of_year
from meetings.documents import Version
from meetings.documents.calling import addressees
from meetings.documents.record import record_of
from meetings.models import ACTIVITIES, Attendance, Matter, Meeting
from meetings.progress import progress
from members.models import Person
from recruitment.models import Recruit
from rulebook.clock import standing_at
from rulebook.models import Reminder
from tests.factories import BranchFactory, person, user_of
from tests.factories.activity import activity, everybody_signs
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
KIND = Meeting.Kind
BEFORE = BEGINS - timedelta(days=3)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8)


def plan(house: BranchFactory, **changed) -> Meeting:
    given = {
        "kind": KIND.STUDY,
        "title": "3月集体学习",
        "begins_at": BEGINS,
        "place": "会议室",
        "chair": house.people[0],
        "recorder": house.people[5],
        "requirements": "学习党章第一章",
        "by": house.secretary,
        "at": BEFORE,
    }
    return activities.plan_activity(house.branch, **{**given, **changed})


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names_on(meeting: Meeting, role: str) -> list[str]:
    return list(meeting.attendances.filter(role=role).order_by("person__name").values_list("person__name", flat=True))


# Planned


@pytest.mark.parametrize("kind", sorted(ACTIVITIES))
def test_each_kind_is_planned_for_all_members(house, kind):
    planned = plan(house, kind=kind)
    assert (planned.kind, planned.for_all_members, planned.report_due_on) == (kind, True, None)


@pytest.mark.parametrize("kind", sorted(ACTIVITIES))
def test_an_activity_is_not_planned_as_a_meeting(house, kind):
    said = refusal(
        planning.plan_meeting, house.branch, kind=kind, title="学习", begins_at=BEGINS, place="会议室",
        chair=house.people[0], recorder=house.people[1], by=house.secretary, at=BEFORE,
    )  # fmt: skip
    assert said == "集体学习、主题党日等活动请从“筹备活动”登记"


@pytest.mark.parametrize("kind", ["general", "committee", "group", "lecture", ""])
def test_a_meeting_is_not_planned_as_an_activity(house, kind):
    assert refusal(plan, house, kind=kind) == "请选择活动种类"


def test_an_activity_says_what_it_is_about(house):
    assert refusal(plan, house, requirements=" ") == "请写明活动内容"


def test_a_stranger_neither_leads_nor_records(house):
    stranger = person(BranchFactory(members=1).branch, "外人")
    assert refusal(plan, house, recorder=stranger) == f"外人不在{house.branch.short_name}"


def test_the_database_keeps_a_meeting_for_all_its_members(house):
    planned = plan(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=planned.pk).update(kind="general", for_all_members=False)


# Who is expected


def test_all_members_are_expected_probationary_ones_too_and_nobody_with_a_vote(house):
    person(house.branch, "预备", admitted_on=date(2026, 1, 5), full_on=None)
    planned = plan(house)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    assert (planned.attendances.count(), planned.eligible_voters) == (9, 0)


def test_at_an_activity_of_a_few_nobody_is_expected_and_those_invited_take_part(house):
    planned = plan(house, for_all_members=False)
    said = refusal(planning.send_notice, planned, by=house.secretary, at=BEFORE)
    assert said == "仅部分人员参加的活动，还没有指定参加人员"
    planning.invite_observer(planned, person=house.people[4], by=house.secretary, at=BEFORE)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    holding.start_sign_in(planned, by=house.secretary, at=BEGINS - timedelta(minutes=10))
    rows = list(planned.attendances.values_list("person", "role"))
    assert rows == [(house.people[4].pk, Attendance.Role.OBSERVER)]


def test_the_form_for_a_few_asks_for_participants(house):
    planned = plan(house, for_all_members=False)
    page = client_of(house.secretary).get(reverse("meetings:invite_observer", args=[planned.pk])).content.decode()
    assert "参加人员" in page
    assert "指定参加人员" in client_of(house.secretary).get(planned.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("kind", "guests"),
    [
        ("study", ["发展", "积极"]),
        ("theme_day", ["发展", "积极"]),
        ("volunteer", ["发展", "积极"]),
        ("life_meeting", []),
    ],
)
def test_activists_and_candidates_take_part_as_observers(house, kind, guests):
    under_way(house)
    planned = plan(house, kind=kind)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    assert names_on(planned, Attendance.Role.OBSERVER) == guests


def under_way(house: BranchFactory) -> None:
    """An applicant, an activist, a candidate, one whose way has ended, and one who belongs to another branch."""
    dates = {"admitted_on": None, "full_on": None, "applied_on": date(2024, 1, 8)}
    chosen = {**dates, "activist_on": date(2024, 9, 2)}
    other = BranchFactory(members=1).branch
    recruit(house.branch, "申请", **dates)
    recruit(house.branch, "积极", **chosen)
    recruit(house.branch, "发展", **chosen, candidate_on=date(2025, 10, 9))
    ended = recruit(house.branch, "停止", **chosen)
    ended.outcome, ended.ended_on = "stopped", date(2026, 2, 2)
    ended.save()
    recruit(other, "别处", **chosen)


def recruit(branch: Organization, name: str, **dates: date | None) -> Recruit:
    return Recruit.objects.create(person=person(branch, name, **dates), organization=branch)


def test_an_activity_of_a_few_has_no_guests_but_those_invited(house):
    under_way(house)
    planned = plan(house, for_all_members=False)
    planning.invite_observer(planned, person=house.people[4], by=house.secretary, at=BEFORE)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    assert names_on(planned, Attendance.Role.OBSERVER) == [house.people[4].name]


def test_whoever_has_become_an_activist_since_the_notice_is_on_the_list_and_gets_it(house):
    planned = plan(house)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    under_way(house)
    planning.send_notice(planned, by=house.secretary, at=BEFORE + timedelta(hours=1))
    assert names_on(planned, Attendance.Role.OBSERVER) == ["发展", "积极"]


def test_an_activist_admitted_before_the_day_is_expected(house):
    under_way(house)
    planned = plan(house)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    admitted = planned.attendances.get(person__name="发展").person
    admitted.admitted_on = BEGINS.date()
    admitted.save()
    holding.start_sign_in(planned, by=house.secretary, at=BEGINS - timedelta(minutes=10))
    assert planned.attendances.get(person=admitted).role == Attendance.Role.EXPECTED


def test_the_list_costs_the_same_for_any_number_of_guests(
    house, django_assert_num_queries, django_assert_max_num_queries
):
    planned = plan(house)
    with django_assert_max_num_queries(8) as few:
        planning.lay_out_roll(planned)
    under_way(house)
    with django_assert_num_queries(len(few)):
        planning.lay_out_roll(planned)


def test_a_guest_is_led_to_the_page_that_is_open_to_him_and_signs_in_there(house):
    under_way(house)
    planned = plan(house)
    guest = user_of(Person.objects.get(name="积极"))
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    holding.start_sign_in(planned, by=house.secretary, at=BEGINS - timedelta(minutes=10))
    own_page = reverse("meetings:own_sign_in", args=[planned.pk])
    assert Reminder.objects.get(recipient=guest, channel="inbox").url == own_page
    client, row = client_of(guest), planned.attendances.get(person__user=guest)
    with standing_at(BEGINS):
        signed = client.post(reverse("meetings:sign_in", args=[row.pk]))
    row.refresh_from_db()
    assert (signed.status_code, signed["Location"], row.signed_by) == (302, own_page, "own_phone")
    assert client.get(own_page).status_code == 200
    assert client.get(planned.get_absolute_url()).status_code == 404


# Held


def test_it_is_held_from_the_plan_to_the_archive_without_an_agenda_and_without_approval(house):
    planned, by = plan(house), {"by": house.secretary}
    planning.send_notice(planned, **by, at=BEFORE)
    holding.start_sign_in(planned, **by, at=BEGINS - timedelta(minutes=10))
    entries = {row.pk: BEGINS for row in planned.attendances.all()}
    holding.copy_sign_in_sheet(planned, entries=entries, **by, at=BEGINS)
    holding.open_meeting(planned, **by, at=BEGINS)
    ended = BEGINS + timedelta(hours=1)
    holding.close_meeting(planned, **by, at=ended)
    holding.sign_off(planned, **by, at=ended)
    holding.archive_meeting(planned, signed_paper=None, **by, at=ended)
    assert planned.state == Meeting.State.ARCHIVED


def test_it_takes_no_items(house):
    said = refusal(planning.add_item, plan(house), matter=Matter.OTHER, title="议题", by=house.secretary, at=BEFORE)
    assert said == "党员集体学习不列议题，内容写在活动安排中"


def test_it_is_not_reported_to_the_superior(house):
    said = refusal(planning.report_meeting, plan(house), sent_on=date(2026, 3, 14), by=house.secretary, at=BEFORE)
    assert said == "党员集体学习不须报上级批准"


def test_its_way_has_neither_agenda_nor_approval(house):
    assert [step.label for step in progress(plan(house), date(2026, 3, 17))] == [
        "通知",
        "签到",
        "开会",
        "散会",
        "审签",
        "归档",
    ]


def test_another_member_may_lead_it(house):
    planned = plan(house)
    by = {"by": house.secretary, "at": BEFORE}
    changed = planning.change_chair(planned, chair=house.people[6], recorder=house.people[7], **by)
    assert changed.chair == house.people[6]
    form = client_of(house.secretary).get(reverse("meetings:change_chair", args=[planned.pk])).content.decode()
    assert house.people[7].name in form
    assert "委托主持的原因" not in form


# Key speeches


def test_the_key_speaker_stands_in_the_record_until_he_is_taken_back(house):
    held = activity(house)
    everybody_signs(held, [])
    row, by = held.attendances.get(person=house.people[3]), {"by": house.secretary, "at": BEGINS}
    activities.name_key_speaker(row, topic="我看民主集中制", **by)
    assert ("重点发言", f"{house.people[3].name}《我看民主集中制》") in record_of(held, Version.MEMBERS).fields
    page = client_of(user_of(house.people[7])).get(held.get_absolute_url()).content.decode()
    assert f"{house.people[3].name}《我看民主集中制》" in page
    activities.name_key_speaker(row, topic="", **by)
    assert [field for field in record_of(held, Version.MEMBERS).fields if field[0] == "重点发言"] == []


def test_who_did_not_sign_in_made_no_key_speech(house):
    held = activity(house)
    row = held.attendances.get(person=house.people[3])
    said = refusal(activities.name_key_speaker, row, topic="题目", by=house.secretary, at=BEGINS)
    assert said == f"{house.people[3].name}没有签到，不能登记重点发言"


def test_the_database_knows_no_key_speech_of_the_absent(house):
    row = activity(house).attendances.get(person=house.people[3])
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(key_speech="题目")


@pytest.mark.parametrize(("kind", "passes"), [("study", True), ("centre_group", True), ("theme_day", False)])
def test_key_speeches_are_made_at_a_study(house, kind, passes):
    held = activity(house, kind)
    everybody_signs(held, [])
    row, inputs = held.attendances.get(person=house.people[3]), {"topic": "题目", "by": house.secretary, "at": BEGINS}
    if passes:
        assert activities.name_key_speaker(row, **inputs).key_speech == "题目"
    else:
        assert refusal(activities.name_key_speaker, row, **inputs) == "只有集体学习登记重点发言"


def test_what_the_chair_has_signed_off_names_no_more_speakers(house):
    held = activity(house)
    everybody_signs(held, [])
    held.state, held.closed_at, held.signed_off_at = Meeting.State.CLOSED, BEGINS, BEGINS
    held.save()
    row = held.attendances.get(person=house.people[3])
    said = refusal(activities.name_key_speaker, row, topic="题目", by=house.secretary, at=BEGINS)
    assert said == "会议记录已经主持人审签，重点发言不能再改"


# Printed and counted


def test_the_record_says_what_it_was_about_and_nothing_of_an_agenda(house):
    held = activity(house, requirements="学习党章第一章")
    everybody_signs(held, [house.people[2]])
    found = dict(field for field in record_of(held, Version.MEMBERS).fields if len(field) == 2)
    assert (found["内容"], found["缺席人员"]) == ("学习党章第一章", house.people[2].name)


def test_the_record_of_a_few_names_who_took_part_and_speaks_of_nobody_absent(house):
    held = activity(house, for_all_members=False)
    Attendance.objects.create(
        meeting=held, person=house.people[4], role="observer", signed_at=BEGINS, signed_by="paper"
    )
    found = [field[0] for field in record_of(held, Version.MEMBERS).fields]
    assert found == ["时间", "地点", "主持人", "参加人员", "内容"]
    assert addressees(held) == house.people[4].name


@pytest.mark.parametrize("paper", ["notice", "sign_in_sheet", "minutes", "minutes_as_word"])
@pytest.mark.parametrize("for_all_members", [True, False])
def test_its_papers_are_printed(house, paper, for_all_members):
    held = activity(house, for_all_members=for_all_members)
    answer = client_of(house.secretary).get(reverse(f"meetings:{paper}", args=[held.pk]))
    assert answer.status_code == 200


def closed(held: Meeting) -> Meeting:
    held.state, held.closed_at = Meeting.State.CLOSED, held.begins_at + timedelta(hours=1)
    held.save()
    return held


def test_his_year_counts_what_he_was_expected_at_and_nothing_he_was_invited_to(house):
    closed(activity(house))
    few = closed(activity(house, "theme_day", for_all_members=False))
    Attendance.objects.create(meeting=few, person=house.people[4], role="observer")
    lines = attendance_of_year(house.people[4], date(2026, 12, 31))["lines"]
    assert [(line["kind"], line["expected"], line["absent"]) for line in lines] == [("党员集体学习", 1, 1)]


def test_the_list_of_meetings_shows_one_kind_of_activity(house):
    activity(house, title="三月学习")
    activity(house, "theme_day", title="三月主题党日")
    address = reverse("meetings:meetings", args=[house.branch.code]) + "?year=2026&kind=theme_day"
    page = client_of(user_of(house.people[7])).get(address).content.decode()
    assert ("三月主题党日" in page, "三月学习" in page) == (True, False)


@pytest.mark.parametrize("signing", [False, True])
def test_who_was_invited_is_led_from_today_to_the_sign_in_and_not_to_a_leave(house, signing):
    planned = plan(house, for_all_members=False)
    planning.invite_observer(planned, person=house.people[4], by=house.secretary, at=BEFORE)
    planning.send_notice(planned, by=house.secretary, at=BEFORE)
    at = BEGINS - timedelta(minutes=10)
    if signing:
        holding.start_sign_in(planned, by=house.secretary, at=at)
    row = planned.attendances.get()
    with standing_at(at):
        page = client_of(user_of(house.people[4])).get("/").content.decode()
    assert reverse("meetings:own_sign_in", args=[planned.pk]) in page
    assert reverse("meetings:ask_leave", args=[row.pk]) not in page
