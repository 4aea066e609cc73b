"""Chapter 11: who missed a study is told to make it up, hands in signed papers in time, and the supervisor reviews."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from meetings.actions import makeups
from meetings.attendance import attendance_of_year
from meetings.models import MakeUp, Meeting
from members.posts import Post
from rulebook.clock import standing_at
from rulebook.kernel import DUTIES, NotEntitled
from rulebook.ledger import DutyState, assess, store
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories import BranchFactory, user_of
from tests.factories.activity import activity, handed_in, make_up, missed_study, supervisor_of
from tests.factories.branch import holding
from tests.factories.lecture import PDF, scan
from tests.factories.meeting import BEGINS, ZONE
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
NEXT_DAY = BEGINS + timedelta(days=1)
DUE = date(2026, 4, 4)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=9)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def require(house: BranchFactory, study: Meeting, **changed) -> Meeting:
    given = {"content": "自学并写心得", "due_on": DUE, "mode": "after_return", "by": house.secretary, "at": NEXT_DAY}
    return makeups.require_make_up(study, **{**given, **changed})


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# The notice


@pytest.mark.clause("11.3a")
def test_a_notice_without_a_day_is_refused(house):
    study = missed_study(house, [house.people[5]])
    assert refusal(require, house, study, due_on=None) == "补课通知须写明期限（第11篇 三）"


@pytest.mark.clause("11.3a")
def test_a_notice_that_does_not_say_what_to_do_is_refused(house):
    study = missed_study(house, [house.people[5]])
    assert refusal(require, house, study, content=" ") == "补课通知须写明要求（第11篇 三）"


@pytest.mark.clause("11.3b")
def test_a_notice_without_a_mode_is_refused(house):
    study = missed_study(house, [house.people[5]])
    assert refusal(require, house, study, mode="") == "请选择补课方式（第11篇 三）"


@pytest.mark.clause("11.3a")
@pytest.mark.parametrize(("due_on", "passes"), [(date(2026, 3, 20), False), (date(2026, 3, 21), True)])
def test_the_day_is_not_before_the_notice(house, due_on, passes):
    study = missed_study(house, [house.people[5]])
    if passes:
        require(house, study, due_on=due_on)
        assert MakeUp.objects.get().due_on == due_on
    else:
        assert refusal(require, house, study, due_on=due_on) == "补课期限2026-03-20不能早于通知日期2026-03-21"


@pytest.mark.clause("11.3a")
def test_the_absentees_are_told_what_and_by_when_and_nobody_else(house):
    for one in house.people:
        user_of(one)
    require(house, missed_study(house, house.people[5:7]))
    told = Reminder.objects.filter(cause="meetings.require_make_up", channel="inbox").order_by("recipient")
    assert [row.recipient.person for row in told] == house.people[5:7]
    assert "请在2026-04-04前（含当日）补课" in told[0].text
    assert "补课要求：自学并写心得" in told[0].text


def test_leave_or_not_whoever_was_expected_and_did_not_come_makes_it_up(house):
    study = missed_study(house, house.people[5:7])
    study.attendances.filter(person=house.people[5]).update(
        leave_asked_at=BEGINS - timedelta(days=1), leave_reason="出差", leave_granted=True
    )
    require(house, study)
    assert {row.attendance.person for row in MakeUp.objects.all()} == set(house.people[5:7])


def test_nobody_is_told_twice(house):
    study = missed_study(house, house.people[5:7])
    require(house, study)
    assert refusal(require, house, study) == "没有尚待通知补课的缺席人员"


def test_guests_and_those_not_counted_make_nothing_up(house):
    study = missed_study(house, [house.people[5]])
    study.attendances.filter(person=house.people[5]).update(excluded_with="信党〔2026〕3号")
    assert refusal(require, house, study) == "没有尚待通知补课的缺席人员"


def test_before_the_chair_signs_off_it_is_not_certain_who_was_absent(house):
    study = missed_study(house, [house.people[5]])
    Meeting.objects.filter(pk=study.pk).update(signed_off_at=None)
    assert refusal(require, house, study) == "请先由主持人审签会议记录：审签后缺席名单才确定"


@pytest.mark.parametrize(("kind", "passes"), [("study", True), ("centre_group", True), ("theme_day", False)])
def test_studies_are_made_up_and_theme_days_are_not(house, kind, passes):
    held = missed_study(house, [house.people[5]], kind)
    if passes:
        require(house, held)
        assert MakeUp.objects.count() == 1
    else:
        assert refusal(require, house, held) == "主题党日不须补课，须补课的是集体学习"


# The hand-in


@pytest.mark.clause("11.3c")
def test_nothing_is_handed_in_without_the_signed_scan(house):
    row = make_up(house, house.people[5])
    own = {"by": user_of(house.people[5]), "at": noon(DUE)}
    assert refusal(makeups.hand_in_make_up, row, scan=None, **own) == "须提交签字扫描件（第11篇 三）"
    assert makeups.hand_in_make_up(row, scan=scan("心得.pdf"), **own).handed_in_on == DUE


@pytest.mark.clause("11.3c")
def test_the_page_says_so_where_the_scan_is_left_out(house):
    row = make_up(house, house.people[5])
    with standing_at(noon(DUE)):
        answer = client_of(user_of(house.people[5])).post(reverse("meetings:hand_in_make_up", args=[row.pk]))
    assert (answer.status_code, "须提交签字扫描件" in answer.content.decode()) == (422, True)


def test_a_committee_member_hands_in_for_somebody_and_a_plain_member_does_not(house):
    row = make_up(house, house.people[5])
    inputs = {"scan": scan(), "at": noon(DUE)}
    said = refusal(makeups.hand_in_make_up, row, by=user_of(house.people[7]), **inputs)
    assert said == "不是您本人的补课"
    assert makeups.hand_in_make_up(row, by=user_of(house.people[4]), **inputs).handed_in_on == DUE


def test_only_who_hands_in_for_another_says_when_the_paper_came(house):
    row, address = make_up(house, house.people[5]), "meetings:hand_in_make_up"
    with standing_at(noon(DUE)):
        own = client_of(user_of(house.people[5])).get(reverse(address, args=[row.pk])).content.decode()
        others = client_of(house.secretary).get(reverse(address, args=[row.pk])).content.decode()
    assert ("实际时间" in own, "实际时间" in others) == (False, True)


@pytest.mark.clause("11.4a")
@pytest.mark.parametrize(("days", "state", "missed"), [(0, "待审核", 0), (1, "逾期提交，待审核", 1)])
def test_a_late_hand_in_is_taken_and_shows_as_late(house, days, state, missed):
    row = make_up(house, house.people[5])
    on = DUE + timedelta(days=days)
    makeups.hand_in_make_up(row, scan=scan(), by=user_of(house.people[5]), at=noon(on))
    found = MakeUp.objects.get()
    assert found.state_on(on) == state
    assert MakeUp.objects.missed(DUE + timedelta(days=2)).count() == missed


def test_what_is_handed_in_again_counts_from_its_own_day(house):
    row, by = make_up(house, house.people[5]), user_of(house.people[5])
    makeups.hand_in_make_up(row, scan=scan(), by=by, at=noon(date(2026, 3, 30)))
    makeups.hand_in_make_up(row, scan=scan(content=b"%PDF-1.4 more"), by=by, at=noon(date(2026, 4, 1)))
    assert MakeUp.objects.get().handed_in_on == date(2026, 4, 1)


def test_what_is_reviewed_is_not_handed_in_again(house):
    row = handed_in(house, house.people[5], reviewed_on=DUE, reviewed_by=house.people[8])
    said = refusal(makeups.hand_in_make_up, row, scan=scan(), by=house.secretary, at=noon(DUE))
    assert said == "已于2026-04-04审核"


# The review


@pytest.mark.clause("11.3d")
def test_it_is_done_when_the_study_supervisor_has_reviewed_it(house):
    row, supervisor = handed_in(house, house.people[5]), supervisor_of(house, house.people[8])
    said = refusal(makeups.review_make_up, row, by=house.secretary, at=noon(DUE))
    assert said == "须经学习督导员审核签字（第11篇 三）"
    assert list(MakeUp.objects.done()) == []
    reviewed = makeups.review_make_up(row, by=supervisor, at=noon(DUE))
    assert (reviewed.reviewed_by, reviewed.reviewed_on) == (house.people[8], DUE)
    assert list(MakeUp.objects.done()) == [row]


@pytest.mark.clause("11.3d")
def test_the_supervisor_does_not_review_his_own_and_the_secretary_does(house):
    supervisor = supervisor_of(house, house.people[8])
    row = handed_in(house, house.people[8])
    said = refusal(makeups.review_make_up, row, by=supervisor, at=noon(DUE))
    assert said == "不能审核本人的补课（第11篇 三）"
    assert makeups.review_make_up(row, by=house.secretary, at=noon(DUE)).reviewed_by == house.people[0]


@pytest.mark.clause("11.3d")
def test_a_secretary_who_supervises_himself_does_not_review_his_own(house):
    holding(house.people[0], house.branch, Post.STUDY_SUPERVISOR)
    row = handed_in(house, house.people[0])
    said = refusal(makeups.review_make_up, row, by=house.secretary, at=noon(DUE))
    assert said == "不能审核本人的补课（第11篇 三）"


@pytest.mark.clause("11.3d")
def test_another_committee_member_does_not_review(house):
    with pytest.raises(NotEntitled):
        makeups.review_make_up(handed_in(house, house.people[5]), by=user_of(house.people[2]), at=noon(DUE))


def test_nothing_is_reviewed_before_it_is_handed_in(house):
    row, supervisor = make_up(house, house.people[5]), supervisor_of(house, house.people[8])
    assert refusal(makeups.review_make_up, row, by=supervisor, at=noon(DUE)) == "还没有提交补课材料"


def test_the_supervisor_is_told_of_the_hand_in_and_the_absentee_of_the_review(house):
    row, supervisor, own = (
        make_up(house, house.people[5]),
        supervisor_of(house, house.people[8]),
        user_of(house.people[5]),
    )
    makeups.hand_in_make_up(row, scan=scan(), by=own, at=noon(DUE))
    makeups.review_make_up(row, by=supervisor, at=noon(DUE))
    told = Reminder.objects.filter(channel="inbox", subject_id=row.pk).order_by("pk")
    assert [(one.cause, one.recipient) for one in told] == [
        ("meetings.hand_in_make_up", supervisor),
        ("meetings.review_make_up", own),
    ]


# By its day


@pytest.mark.clause("11.4a")
@pytest.mark.parametrize(
    ("on", "handed_in_on", "state"),
    [
        (DUE, None, DutyState.DUE),
        (DUE + timedelta(days=1), None, DutyState.MISSED),
        (DUE + timedelta(days=1), DUE, DutyState.DONE),
        (DUE + timedelta(days=9), DUE + timedelta(days=1), DutyState.MISSED),
    ],
)
def test_the_last_day_counts(house, on, handed_in_on, state):
    one = house.people[5]
    _ = handed_in(house, one, handed_in_on) if handed_in_on else make_up(house, one)
    branch = Organization.objects.filter(pk=house.branch.pk)
    assert [row.state for row in assess(branch, on, on.year, [DUTIES["11.4a"]])] == [state]


@pytest.mark.clause("11.4a")
@pytest.mark.parametrize(("on", "shown", "missed"), [(DUE, "待补课", 0), (DUE + timedelta(days=1), "逾期未补", 1)])
def test_what_was_not_handed_in_is_missed_from_the_next_day(house, on, shown, missed):
    row = make_up(house, house.people[5])
    assert (row.state_on(on), MakeUp.objects.missed(on).count()) == (shown, missed)


@pytest.mark.clause("11.4a")
def test_what_was_handed_in_in_time_is_not_missed_however_late_its_review(house):
    handed_in(house, house.people[5], DUE)
    assert list(MakeUp.objects.missed(DUE + timedelta(days=60))) == []


@pytest.mark.clause("11.4a")
@pytest.mark.parametrize(("days", "told"), [(-8, 0), (-7, 1), (0, 1), (1, 1)])
def test_the_absentee_is_reminded_and_nobody_else(house, days, told):
    for one in house.people:
        user_of(one)
    row, on = make_up(house, house.people[5]), DUE + timedelta(days=days)
    with standing_at(noon(on)):
        store(Organization.objects.filter(pk=house.branch.pk), on, 2026, duties=[DUTIES["11.4a"]])
        reconcile(on)
    found = Reminder.objects.filter(cause="11.4a", channel="inbox")
    expected = [(user_of(house.people[5]).pk, row.get_absolute_url())] * told
    assert [(one.recipient_id, one.url) for one in found] == expected


# Who sees what


def test_the_list_is_the_committees_and_the_supervisors(house):
    make_up(house, house.people[5])
    supervisor = supervisor_of(house, house.people[8])
    address = reverse("meetings:make_ups", args=[house.branch.code])
    users = [house.secretary, user_of(house.people[4]), supervisor, user_of(house.people[5]), user_of(house.people[7])]
    assert [client_of(user).get(address).status_code for user in users] == [200, 200, 200, 404, 404]


@pytest.mark.parametrize(("state", "shown"), [("", [5, 6, 7]), ("open", [5, 6]), ("late", [6]), ("done", [7])])
def test_the_list_shows_the_open_the_late_and_the_done(house, state, shown):
    make_up(house, house.people[5], due_on=date(2026, 4, 20))
    make_up(house, house.people[6])
    handed_in(house, house.people[7], reviewed_on=DUE, reviewed_by=house.people[8])
    address = reverse("meetings:make_ups", args=[house.branch.code])
    with standing_at(noon(date(2026, 4, 10))):
        page = client_of(house.secretary).get(f"{address}?state={state}").content.decode()
    assert [number for number in (5, 6, 7) if house.people[number].name in page] == shown


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_any_number(house, django_assert_max_num_queries, number):
    for _ in range(number):
        make_up(house, house.people[5])
    client = client_of(house.secretary)
    with django_assert_max_num_queries(10):
        client.get(reverse("meetings:make_ups", args=[house.branch.code]))


def test_the_scan_is_served_to_who_sees_the_make_up_and_to_nobody_else(house):
    row = make_up(house, house.people[5])
    own = user_of(house.people[5])
    makeups.hand_in_make_up(row, scan=scan("心得.pdf"), by=own, at=noon(DUE))
    supervisor, plain = supervisor_of(house, house.people[8]), user_of(house.people[7])
    stranger, officer = BranchFactory(members=3).secretary, house.superior_officer
    address = reverse("meetings:make_up_notes", args=[row.pk])
    users = [own, house.secretary, supervisor, plain, stranger, officer]
    answers = [client_of(user).get(address) for user in users]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 404, 404]
    assert [b"".join(answer) for answer in answers[:3]] == [PDF] * 3
    paper = MakeUp.objects.get().notes
    assert client_of(house.secretary).get(paper.get_absolute_url()).status_code == 404


def test_the_studys_page_shows_each_his_own_and_the_committee_all(house):
    study = missed_study(house, house.people[5:7])
    require(house, study)
    rows = {row.attendance.person: row.get_absolute_url() for row in MakeUp.objects.all()}
    own = client_of(user_of(house.people[5])).get(study.get_absolute_url()).content.decode()
    all_of_them = client_of(house.secretary).get(study.get_absolute_url()).content.decode()
    shown = [[rows[person] in page for person in house.people[5:7]] for page in (own, all_of_them)]
    assert shown == [[True, False], [True, True]]


def test_a_person_has_his_own_until_they_are_handed_in(house):
    row = make_up(house, house.people[5])
    make_up(house, house.people[6])

    def waiting() -> list[MakeUp]:
        return [one.make_up for one in attendance_of_year(house.people[5], DUE)["to_make_up"]]

    assert waiting() == [row]
    MakeUp.objects.filter(pk=row.pk).update(handed_in_on=DUE, notes=handed_in(house, house.people[7]).notes)
    assert waiting() == []


def test_who_reads_the_ledger_finds_whose_make_up_it_is(house):
    make_up(house, house.people[5])
    address = reverse("desk:duty", args=[house.branch.code, "11.4a"])
    with standing_at(noon(DUE)):
        pages = [
            client_of(user).get(address + "?year=2026").content.decode()
            for user in (house.secretary, user_of(house.people[7]))
        ]
    assert [f"{house.people[5]}补课" in page for page in pages] == [True, False]


def test_a_study_that_nobody_missed_asks_for_nothing(house):
    study = activity(house)
    assert not study.attendances.present().exists()
    page = client_of(house.secretary).get(study.get_absolute_url()).content.decode()
    assert "通知补课" not in page


@pytest.mark.parametrize(("day", "passes"), [(19, False), (20, True)])
def test_nothing_is_handed_in_before_the_notice(house, day, passes):
    row, inputs = (
        make_up(house, house.people[5]),
        {"scan": scan(), "by": house.secretary, "at": noon(date(2026, 3, day))},
    )
    if passes:
        assert makeups.hand_in_make_up(row, **inputs).handed_in_on == date(2026, 3, 20)
    else:
        assert refusal(makeups.hand_in_make_up, row, **inputs) == "不能早于补课通知（2026-03-20）"


@pytest.mark.parametrize(("day", "passes"), [(31, False), (1, True)])
def test_nothing_is_reviewed_before_it_came(house, day, passes):
    row, supervisor = handed_in(house, house.people[5], date(2026, 4, 1)), supervisor_of(house, house.people[8])
    at = noon(date(2026, 4 if passes else 3, day))
    if passes:
        assert makeups.review_make_up(row, by=supervisor, at=at).reviewed_on == date(2026, 4, 1)
    else:
        assert refusal(makeups.review_make_up, row, by=supervisor, at=at) == "审核不能早于提交（2026-04-01）"
