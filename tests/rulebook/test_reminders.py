"""Reminders: at the day each clause names, to the post's holders, once, however often they are reconciled."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from meetings.actions import planning
from meetings.models import Meeting
from members.posts import Post
from rulebook.clock import standing_at
from rulebook.kernel import DUTIES
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, user_of
from tests.factories.meeting import BEGINS, before_notice, meeting
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
GENERAL, COMMITTEE, REPORT, PLAN = "8.1.1a", "8.2.1a", "8.1.5a", "8.3.3"


@pytest.fixture
def house() -> BranchFactory:
    house = BranchFactory(members=4, committee=4)
    for number, person in enumerate(house.people):
        user = user_of(person)
        user.email = f"{number}@example.invalid" if number == 0 else ""
        user.save()
    return house


def run(on: date) -> int:
    with standing_at(datetime.combine(on, datetime.min.time().replace(hour=8), timezone.get_default_timezone())):
        return reconcile(on)


def of(duty: str, on: date) -> list[str]:
    """The stages at which the secretary has been reminded in his inbox of the period or day that is running."""
    rows = Reminder.objects.filter(cause=duty, channel="inbox", recipient__person__terms__post=Post.SECRETARY)
    return [stage for stage, occasion in rows.order_by("pk").values_list("stage", "occasion") if occasion >= f"{on}"]


@pytest.mark.clause("1.4.2b", "8.2.1a", "6.2.1")
@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (date(2026, 3, 19), []),
        (date(2026, 3, 20), ["before"]),
        (date(2026, 3, 30), ["before"]),
        (date(2026, 3, 31), ["at"]),
        (date(2026, 4, 1), ["after"]),
    ],
)
def test_a_month_without_a_committee_meeting_calls_from_its_20th_day(house, day, stages):
    run(day)
    assert of(COMMITTEE, date(2026, 3, 1)) == stages


@pytest.mark.clause("1.4.1b", "8.1.1a")
@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (date(2026, 3, 9), []),
        (date(2026, 3, 10), ["before"]),
        (date(2026, 3, 31), ["at"]),
        (date(2026, 4, 1), ["after"]),
    ],
)
def test_a_quarter_without_a_general_meeting_calls_from_the_10th_of_its_last_month(house, day, stages):
    run(day)
    assert of(GENERAL, date(2026, 1, 1)) == stages


@pytest.mark.clause("8.1.5a")
@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (date(2026, 3, 7), []),
        (date(2026, 3, 8), ["before"]),
        (date(2026, 3, 15), ["at"]),
        (date(2026, 3, 16), ["after"]),
    ],
)
def test_the_report_of_a_general_meeting_calls_in_the_week_before_its_last_day(house, day, stages):
    meeting(house, Meeting.Kind.GENERAL)
    run(day)
    assert of(REPORT, date(2026, 3, 15)) == stages


def test_each_stage_calls_once_however_often_it_is_reconciled(house):
    days = [date(2026, 3, 18) + timedelta(days=number) for number in range(16)]
    for day in [*days, *days]:
        run(day)
    assert of(COMMITTEE, date(2026, 3, 1))[:3] == ["before", "at", "after"]
    assert run(days[-1]) == 0


def test_a_run_left_out_is_made_up_for_by_the_next(house):
    run(date(2026, 3, 10))
    run(date(2026, 3, 28))
    assert of(COMMITTEE, date(2026, 3, 1)) == ["before"]


def test_what_is_done_calls_no_more(house):
    close(committee_meeting(house, begins_at=BEGINS.replace(day=19)))
    run(date(2026, 3, 20))
    assert of(COMMITTEE, date(2026, 3, 1)) == []


def test_a_lapse_of_long_ago_is_left_to_the_ledger(house):
    run(date(2026, 5, 20))
    assert set(Reminder.objects.filter(cause=COMMITTEE).values_list("occasion", flat=True)) == {
        "2026-04-01",
        "2026-05-01",
    }


def test_the_holder_of_the_duty_s_post_and_the_secretary_are_reminded(house):
    run(date(2026, 12, 1))
    told = Reminder.objects.filter(cause=PLAN, channel="inbox").values_list("recipient", flat=True)
    assert DUTIES[PLAN].post == Post.PUBLICITY_COMMISSIONER
    assert set(told) == {user_of(house.people[0]).pk, user_of(house.people[3]).pk}


def test_mail_only_to_those_with_an_address(house):
    run(date(2026, 12, 1))
    mail = Reminder.objects.filter(cause=PLAN, channel="mail")
    assert [(row.recipient_id, row.state) for row in mail] == [(user_of(house.people[0]).pk, "pending")]


def test_who_has_left_the_post_is_not_reminded(house):
    house.people[0].terms.update(until=date(2026, 3, 20))
    run(date(2026, 3, 20))
    assert Reminder.objects.filter(cause=COMMITTEE).count() == 0


def test_nobody_of_another_branch_is_reminded(house):
    BranchFactory(members=4, committee=4)
    run(date(2026, 3, 20))
    for row in Reminder.objects.select_related("recipient__person"):
        assert row.recipient.person.terms.get().organization_id == row.organization_id


def test_a_title_names_the_duty_and_nobody(house):
    run(date(2026, 3, 20))
    assert Reminder.objects.filter(cause=COMMITTEE, stage="before").first().title == "支委会会议：3月将到期"


def test_one_statement_a_duty_whatever_the_number_of_branches(house, django_assert_max_num_queries):
    for _ in range(3):
        BranchFactory(members=4, committee=4)
    run(date(2026, 3, 19))
    with django_assert_max_num_queries(2 * len(DUTIES) + 8):
        run(date(2026, 3, 20))


@pytest.mark.clause("8.1.2b", "6.2.3b")
def test_a_notice_reaches_everybody_expected_who_has_an_account(house):
    planned = before_notice(general_meeting(house, opened=False))
    agenda_item(planned, state="settled")
    planning.send_notice(planned, by=house.secretary, at=BEGINS - timedelta(days=5))
    told = Reminder.objects.filter(cause="meetings.send_notice", channel="inbox")
    assert set(told.values_list("recipient", flat=True)) == {user_of(person).pk for person in house.people}
    assert told.first().title == "会议通知：3月20日党员大会"
    assert "议题1" in told.first().text


def test_the_mail_of_a_notice_keeps_the_agenda_in_the_program(house):
    planned = before_notice(general_meeting(house, opened=False))
    agenda_item(planned, title="讨论接收周子涵为预备党员")
    planning.send_notice(planned, by=house.secretary, at=BEGINS - timedelta(days=5))
    mail = Reminder.objects.get(cause="meetings.send_notice", channel="mail")
    assert "周子涵" not in mail.title + mail.text


def test_a_cancelled_meeting_is_told_to_those_who_were_notified(house):
    planned = general_meeting(house, opened=False)
    planning.cancel_meeting(planned, reason="停电", by=house.secretary, at=BEGINS - timedelta(days=1))
    told = Reminder.objects.filter(cause="meetings.cancel_meeting", channel="inbox")
    assert told.count() == 4
