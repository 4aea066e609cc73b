"""Who takes part, who registers, and what lapses when the month is closed."""

from datetime import date
from decimal import Decimal

import pytest

from meetings.models import MakeUp, Meeting
from points import actions
from points.models import Entry
from points.reckoning import month_totals
from points.tasks import remind_to_declare
from recruitment.models import Recruit
from rulebook.models import Choice, Reminder
from tests.factories import user_of
from tests.factories.branch import holding, person
from tests.factories.dues import noon
from tests.factories.points import MARCH, paper_of, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
APRIL = date(2026, 4, 1)
CLOSING = date(2026, 4, 4)  # the day after the three days of grace
Kind = Meeting.Kind


def study(house, one, on=DAY):
    return house.declare("declare_attendance", house.signed(Kind.STUDY, on, one), on)


@pytest.mark.clause("39.1")
@pytest.mark.parametrize("who", ["activist", "candidate", "probationary"])
def test_activists_candidates_and_probationary_members_take_part(house, who):
    assert study(house, getattr(house, who)).state == "declared"


@pytest.mark.clause("39.1")
def test_an_applicant_does_not_take_part(house):
    attendance = house.signed(Kind.STUDY, DAY, house.applicant)
    said = refusal(house.declare, "declare_attendance", attendance, DAY, by=house.secretary)
    assert said == "该人员不在积分适用范围（第39篇 一）"


@pytest.mark.clause("39.1")
def test_who_becomes_an_activist_earns_from_that_day(house):
    new = person(house.branch, "新积极分子", admitted_on=None, full_on=None, activist_on=DAY)
    before = house.signed(Kind.STUDY, date(2026, 3, 11), new)
    assert "该人员不在积分适用范围" in refusal(house.declare, "declare_attendance", before, DAY)
    assert house.declare("declare_attendance", house.signed(Kind.STUDY, DAY, new), DAY).points == 1


def test_whose_training_was_stopped_takes_part_no_more(house):
    Recruit.objects.create(
        person=house.activist, organization=house.branch, outcome="stopped", ended_on=DAY, received_on=date(2025, 1, 1)
    )
    attendance = house.signed(Kind.STUDY, DAY, house.activist)
    assert "该人员不在积分适用范围" in refusal(house.declare, "declare_attendance", attendance, DAY)


@pytest.mark.clause("39.4.2.1a")
def test_only_the_discipline_commissioner_books(house):
    entry = study(house, house.people[5])
    said = refusal(house.book, entry, DAY, by=house.secretary)
    assert said == "积分由纪检委员登记（第39篇 四（二）1）"
    assert house.book(entry, DAY).state == "booked"


@pytest.mark.clause("39.4.2.1a")
def test_his_own_claims_wait_for_the_secretary(house):
    entry = study(house, house.people[2])
    assert refusal(house.book, entry, DAY) == "不得登记本人的积分（第39篇 四（二）1）"
    assert house.book(entry, DAY, by=house.secretary).state == "booked"


@pytest.mark.clause("39.4.2.1a")
def test_where_the_commissioner_is_the_secretary_another_of_the_committee_books_his(house):
    house.people[0].terms.update(until=DAY)
    holding(house.people[2], house.branch, "secretary", since=DAY)
    entry = study(house, house.people[2])
    assert "不得登记本人的积分" in refusal(house.book, entry, DAY)
    assert house.book(entry, DAY, by=house.user(1)).state == "booked"


def test_what_was_refused_by_mistake_is_booked_after_all(house):
    entry = house.by_registrar("reject_entry", DAY, study(house, house.people[5]), refusal="看错了")
    house.close(MARCH, CLOSING)
    booked = house.book(entry, CLOSING)
    assert (booked.state, booked.refusal) == ("booked", "")


def test_what_was_declared_again_since_is_not_booked_twice(house):
    entry = house.by_registrar("reject_entry", DAY, study(house, house.people[5]), refusal="看错了")
    house.declare("declare_attendance", entry.attendance, DAY)
    assert "同一事项已经另行申报" in refusal(house.book, entry, DAY)


def test_his_term_over_he_books_no_more(house):
    entry = study(house, house.people[5])
    house.people[2].terms.update(until=DAY)
    holding(house.people[6], house.branch, "discipline_commissioner", since=DAY)
    assert house.book(entry, DAY, by=house.user(6)).state == "booked"


def test_a_refused_claim_says_why_and_tells_who_declared_it(house):
    entry = house.by_registrar("reject_entry", DAY, study(house, house.people[5]), refusal="签到表上看不清")
    told = Reminder.objects.filter(recipient=entry.person.user, cause="points.reject_entry", channel="inbox")
    assert (entry.state, entry.refusal, told.count()) == ("rejected", "签到表上看不清", 1)
    assert month_totals(house.branch, MARCH) == {}


@pytest.mark.clause("39.4.2.2a")
def test_an_entry_counts_in_the_month_of_its_event_whenever_it_is_booked(house):
    one = house.people[5]
    house.book(study(house, one, date(2026, 3, 31)), date(2026, 4, 10))
    house.book(study(house, one, APRIL), date(2026, 4, 10))
    assert month_totals(house.branch, MARCH) == {one.pk: 100_000}
    assert month_totals(house.branch, APRIL) == {one.pk: 100_000}


@pytest.mark.clause("39.4.2.1b")
def test_an_attended_study_nobody_declares_is_not_booked_by_itself(house):
    house.signed(Kind.STUDY, DAY, house.people[5])
    house.close(MARCH, CLOSING)
    assert Entry.objects.count() == 0


@pytest.mark.clause("39.4.2.1b", "39.4.2.2c")
@pytest.mark.parametrize(
    ("today", "told"), [(date(2026, 3, 27), 0), (date(2026, 3, 28), 1), (date(2026, 4, 3), 1), (CLOSING, 0)]
)
def test_he_is_reminded_with_the_closing_day(house, today, told):
    one = user_of(house.signed(Kind.STUDY, DAY, house.people[5]).person)
    remind_to_declare(at=noon(today).isoformat())
    texts = list(Reminder.objects.filter(recipient=one, channel="inbox").values_list("text", flat=True))
    assert len(texts) == told
    assert all("4月3日前" in text for text in texts)


def test_he_is_reminded_once_and_not_of_what_he_has_declared(house):
    study(house, house.people[5])
    other = user_of(house.signed(Kind.STUDY, DAY, house.people[6]).person)
    for _ in range(2):
        remind_to_declare(at=noon(date(2026, 3, 30)).isoformat())
    rows = Reminder.objects.filter(cause="39.4.2.1b", channel="inbox").values_list("recipient", flat=True)
    assert list(rows) == [other.pk]


@pytest.mark.clause("39.4.2.2c")
def test_what_was_not_declared_in_its_month_lapses(house):
    late, in_grace = (house.signed(Kind.STUDY, DAY, house.people[number]) for number in (5, 6))
    assert house.declare("declare_attendance", in_grace, date(2026, 4, 3)).month == MARCH
    house.close(MARCH, CLOSING)
    said = refusal(house.declare, "declare_attendance", late, date(2026, 4, 10))
    assert said == "未在当月申报，不再登记到下月（第39篇 四（二）2）"


@pytest.mark.clause("39.4.2.2c")
def test_a_claim_made_in_march_and_booked_in_april_counts_for_march(house):
    entry = study(house, house.people[5])
    house.close(MARCH, CLOSING)
    house.book(entry, date(2026, 4, 20))
    assert month_totals(house.branch, MARCH) == {house.people[5].pk: 100_000}


@pytest.mark.clause("39.4.2.2c")
def test_a_proof_handed_in_after_the_close_does_not_harm_a_claim_in_time(house):
    entry = study(house, house.people[5])
    house.close(MARCH, CLOSING)
    with_proof = actions.add_proof(entry, proof=scan(), by=entry.declared_by, at=noon(date(2026, 4, 8)))
    assert with_proof.proof.name == "证明.pdf"


@pytest.mark.clause("39.4.2.2c")
@pytest.mark.parametrize(
    ("grace", "last"), [("3", date(2026, 4, 3)), ("0", date(2026, 3, 31)), ("10", date(2026, 4, 10))]
)
def test_the_month_is_closed_after_its_days_of_grace(house, grace, last):
    Choice.objects.create(
        organization=house.branch, name="points_closing_grace_days", value=grace, since=MARCH, reason="支委会决定"
    )
    assert f"可申报到{last.month}月{last.day}日" in refusal(house.close, MARCH, last)
    assert house.close(MARCH, date.fromordinal(last.toordinal() + 1)).is_closed


@pytest.mark.clause("39.4.2.2c")
def test_a_failure_of_the_system_reopens_the_month_by_the_secretary(house):
    month = house.close(MARCH, CLOSING)
    said = refusal(actions.reopen_month, month, reason="停机", by=house.registrar, at=noon(CLOSING))
    assert said == "由书记重新开放（第39篇 四（二）2）"
    actions.reopen_month(month, reason="3月31日停机", by=house.secretary, at=noon(CLOSING))
    attendance = house.signed(Kind.STUDY, DAY, house.people[5])
    assert house.declare("declare_attendance", attendance, CLOSING).month == MARCH


@pytest.mark.clause("39.3.1.1.5", "11.6")
@pytest.mark.parametrize(
    ("handed_in_on", "parts"), [(date(2026, 3, 20), 0), (date(2026, 3, 21), -100_000), (None, -100_000)]
)
def test_a_make_up_that_is_not_handed_in_by_its_day_costs_one(house, handed_in_on, parts):
    one = house.people[5]
    make_up = house.missed_make_up(one, DAY, date(2026, 3, 20))
    if handed_in_on:
        MakeUp.objects.filter(pk=make_up.pk).update(handed_in_on=handed_in_on, notes=paper_of(house.branch, noon(DAY)))
    house.close(MARCH, CLOSING)
    assert month_totals(house.branch, MARCH).get(one.pk, 0) == parts


@pytest.mark.clause("39.3.1.1.5")
def test_absence_alone_costs_nothing(house):
    house.held(Kind.STUDY, DAY)
    house.close(MARCH, CLOSING)
    assert Entry.objects.count() == 0


@pytest.mark.clause("39.3.1.1.5")
def test_a_missed_make_up_counts_in_the_month_of_its_day(house):
    house.missed_make_up(house.people[5], date(2026, 3, 30), date(2026, 4, 10))
    house.close(MARCH, CLOSING)
    assert month_totals(house.branch, MARCH) == {}
    house.close(APRIL, date(2026, 5, 4))
    assert month_totals(house.branch, APRIL) == {house.people[5].pk: -100_000}


@pytest.mark.clause("39.3.1.3.1", "39.4.1.2")
def test_two_items_of_the_plan_nobody_recognised_cost_their_owner_two_and_others_nothing(house):
    one = house.people[5]
    works = [house.plan(MARCH, [one]), house.plan(MARCH, [one], "整理会议室")]
    done = house.plan(MARCH, [house.people[6]], "出简报")
    actions.recognise_work(
        done, recognised_by="leader_in_charge", recogniser="分管领导", number="批示", recognised_on=DAY,
        by=house.secretary, at=noon(DAY),
    )  # fmt: skip
    actions.report_done(works[0], by=user_of(works[0].owners.get()), at=noon(DAY))
    house.close(MARCH, CLOSING)
    assert month_totals(house.branch, MARCH) == {one.pk: -200_000}


@pytest.mark.clause("39.4.1.2")
def test_the_owner_is_told_that_the_recognition_is_missing(house):
    work = house.plan(MARCH, [house.people[5]])
    owner = user_of(work.owners.get())
    house.close(MARCH, CLOSING)
    told = Reminder.objects.get(recipient=owner, cause="points.close_month", channel="inbox")
    assert "未见党总支或分管领导的认可" in told.text


def test_the_closers_own_deduction_waits_for_the_secretary(house):
    house.plan(MARCH, [house.people[2]])
    house.close(MARCH, CLOSING)
    entry = Entry.objects.get()
    assert (entry.state, entry.points) == ("declared", Decimal(-1))
    assert house.book(entry, CLOSING, by=house.secretary).state == "booked"


def test_a_deduction_is_neither_withdrawn_nor_refused(house):
    house.plan(MARCH, [house.people[2]])
    house.close(MARCH, CLOSING)
    entry = Entry.objects.get()
    own = "扣分项由程序按规定列出，不能撤回或不予登记"
    assert own in refusal(actions.withdraw_entry, entry, by=house.registrar, at=noon(CLOSING))
    assert own in refusal(actions.reject_entry, entry, refusal="不", by=house.secretary, at=noon(CLOSING))


def test_a_month_reopened_and_closed_again_deducts_once(house):
    house.plan(MARCH, [house.people[5]])
    month = house.close(MARCH, CLOSING)
    actions.reopen_month(month, reason="停机", by=house.secretary, at=noon(CLOSING))
    house.close(MARCH, CLOSING)
    assert Entry.objects.count() == 1


def test_the_month_of_the_fourth_worked_case(house):
    """10.50 + 1 + 1 + 1 + 1 + 9.2 − 1 − 1 = 21.70."""
    one = house.people[5]
    attendance = house.signed(Kind.STUDY, DAY, one)
    attendance.key_speech = "重点发言"
    attendance.save()
    entries = [
        house.declare("declare_figure", house.figure(one, MARCH, 1050), date(2026, 3, 31)),
        house.declare("declare_attendance", attendance, DAY),
        house.declare("declare_speech", attendance, DAY),
        house.declare("declare_attendance", house.signed(Kind.THEME_DAY, date(2026, 3, 5), one), DAY),
        house.declare("declare_reflection", attendance, DAY, link="https://example.cn/x", proof=None),
        house.declare("declare_mark", house.mark(one, date(2026, 3, 10), "92"), DAY),
    ]
    for entry in entries:
        house.book(entry, date(2026, 4, 1))
    house.plan(MARCH, [one])
    house.missed_make_up(one, date(2026, 3, 2), date(2026, 3, 20))
    house.close(MARCH, CLOSING)
    assert month_totals(house.branch, MARCH) == {one.pk: 2_170_000}
