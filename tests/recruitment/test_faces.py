"""What a recruit and a mentor see on their own pages, and what reminds them."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from members.models import Mentorship, Person
from recruitment.models import Deadline, Recruit
from rulebook.clock import standing_at
from rulebook.models import Reminder
from rulebook.reminders import reconcile
from tests.factories import BranchFactory, user_of
from tests.factories.branch import person
from tests.factories.recruit import Way, noon

pytestmark = pytest.mark.django_db


def page(user: User, name: str) -> str:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(reverse(name)).content.decode()


def context(user: User) -> dict:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(reverse("desk:today")).context


def lines(tasks: list) -> list[tuple[str, ...]]:
    return [(task.tone, task.above, task.below, task.action) for task in tasks]


# The page of today


@pytest.mark.clause("13.1.4")
@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 9, 30), ("soon", "2026年", "11月", "查看")),
        (date(2026, 10, 1), ("due", "还剩", "45 天", "登记半年考察")),
        (date(2026, 11, 15), ("due", "还剩", "今天", "登记半年考察")),
        (date(2026, 11, 16), ("late", "逾期", "1 天", "登记半年考察")),
    ],
)
def test_a_mentor_has_his_people_with_the_day_of_the_inspection(house, way, day, line):
    way.to_trained()
    with time_machine.travel(noon(day), tick=False):
        mentees = context(user_of(house.people[5]))["mentees"]
    assert lines(mentees) == [line]
    assert mentees[0].title == "周子涵：入党积极分子"
    assert mentees[0].text == "半年考察最迟2026-11-15。现在：听取意见（党支部），接着：支委会讨论同意"


def test_whose_mentorship_has_ended_sees_him_no_more(house, way):
    way.to_trained()
    Mentorship.objects.update(until=date(2026, 6, 1))
    with time_machine.travel(noon(date(2026, 6, 1)), tick=False):
        assert context(user_of(house.people[5]))["mentees"] == []


def test_a_member_who_accompanies_nobody_sees_neither_part(house, way):
    way.to_trained()
    seen = context(user_of(house.people[9]))
    assert (seen["way"], seen["mentees"]) == ([], [])


def test_an_applicant_sees_where_he_stands_and_what_comes_next(house, way):
    with time_machine.travel(noon(date(2025, 1, 20)), tick=False):
        way_shown = context(user_of(way.person))["way"]
    assert lines(way_shown) == [("due", "还剩", "17 天", "查看")]
    assert way_shown[0].title == "我的入党进程：入党申请人"
    assert way_shown[0].text == "现在：派人谈话（党支部），接着：推荐和推优"
    assert way_shown[0].url == way.recruit.get_absolute_url()


@pytest.mark.clause("13.4.5a")
@pytest.mark.parametrize(("day", "action"), [(date(2027, 6, 12), "查看"), (date(2027, 6, 13), "提出转正申请")])
def test_before_the_end_of_probation_he_is_led_to_his_application(house, way, day, action):
    way.to_probation()
    with time_machine.travel(noon(day), tick=False):
        assert [task.action for task in context(user_of(way.person))["way"]] == [action]


def test_with_gaps_he_is_told_that_the_branch_looks_into_them(house, way):
    Person.objects.filter(pk=way.recruit.person_id).update(activist_on=date(2025, 5, 20))
    assert context(user_of(way.person))["way"][0].text == "以前的步骤缺记录，支部正在核对"


def test_somebody_on_the_way_has_the_desk_of_his_branch(house, way):
    assert context(user_of(way.person))["organization"] == house.branch


# The member's own page


def test_the_own_page_shows_both_faces(house, way):
    way.to_trained()
    with time_machine.travel(noon(date(2026, 6, 1)), tick=False):
        his, mentors = page(user_of(way.person), "desk:mine"), page(user_of(house.people[5]), "desk:mine")
    assert "现在：听取意见（党支部）；接着：支委会讨论同意" in " ".join(his.split())
    assert "半年考察最迟 2026-11-15" in mentors
    assert way.recruit.get_absolute_url() in mentors
    assert "联系的培养对象" not in his


def activists(house: BranchFactory, number: int) -> None:
    """So many more, accompanied by the sixth member."""
    for _ in range(number):
        activist = person(house.branch, admitted_on=None, full_on=None, activist_on=date(2025, 5, 20))
        Recruit.objects.create(person=activist, organization=house.branch, received_on=date(2025, 1, 6))
        Mentorship.objects.create(person=activist, mentor=house.people[5], since=date(2025, 5, 20))


@pytest.mark.parametrize("name", ["desk:today", "desk:mine"])
def test_ten_people_cost_the_queries_of_one(house, name):
    user, counts = user_of(house.people[5]), []
    page(user, name)
    for number in (1, 9):
        activists(house, number)
        with CaptureQueriesContext(connection) as queries:
            page(user, name)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Reminders


def run(on: date) -> int:
    with standing_at(noon(on)):
        return reconcile(on)


def reminded(user: User, cause: str) -> list[tuple[str, str]]:
    rows = Reminder.objects.inbox_of(user).filter(cause=cause).order_by("pk")
    return list(rows.values_list("stage", "url"))


@pytest.mark.clause("13.1.4", "1.4.2b")
@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (date(2026, 11, 7), []),
        (date(2026, 11, 8), ["before"]),
        (date(2026, 11, 15), ["at"]),
        (date(2026, 11, 16), ["after"]),
    ],
)
def test_the_mentors_are_reminded_of_the_inspection(house, way, day, stages):
    way.to_trained()
    mentors = [user_of(one) for one in house.people[5:7]]
    run(day)
    expected = [(stage, way.recruit.get_absolute_url()) for stage in stages]
    assert [reminded(user, "13.1.4") for user in mentors] == [expected, expected]
    assert reminded(user_of(house.people[9]), "13.1.4") == []


def test_a_mentor_of_old_is_not(house, way):
    way.to_trained()
    user = user_of(house.people[5])
    Mentorship.objects.filter(mentor=house.people[5]).update(until=date(2026, 11, 8))
    run(date(2026, 11, 8))
    assert reminded(user, "13.1.4") == []


@pytest.mark.clause("13.4.5a")
@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (date(2027, 6, 27), []),
        (date(2027, 6, 28), ["before"]),
        (date(2027, 7, 28), ["at"]),
        (date(2027, 7, 29), []),
    ],
)
def test_he_is_reminded_of_his_application_in_the_last_month_of_probation(house, way, day, stages):
    way.to_probation()
    user = user_of(way.person)
    run(day)
    assert [stage for stage, _ in reminded(user, "13.4.5a")] == stages


def test_who_has_applied_is_reminded_no_more(house, way):
    way.to_applied()
    user = user_of(way.person)
    run(date(2027, 7, 20))
    assert reminded(user, "13.4.5a") == []
    assert Deadline.objects.get(kind="conversion_request").done_on == date(2027, 7, 10)


def test_their_mails_name_nobody_and_lead_to_the_page(house, way):
    way.to_trained()
    user = user_of(house.people[5])
    User.objects.filter(pk=user.pk).update(email="mentor@example.invalid")
    run(date(2026, 11, 8))
    mail = Reminder.objects.get(channel="mail", recipient=user, cause="13.1.4")
    assert (mail.title, mail.url) == ("半年考察积极分子：11月15日前将到期", way.recruit.get_absolute_url())
    assert "周子涵" not in mail.title + mail.text


def test_reconciled_twice_nothing_is_added(house, way):
    way.to_trained()
    user_of(house.people[5])
    run(date(2026, 11, 8))
    assert run(date(2026, 11, 8)) == 0


# The page of the way


def shown(user: User, way: Way) -> str:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(way.recruit.get_absolute_url()).content.decode()


def test_only_what_is_ones_own_is_offered(house, way):
    """Next is the committee's listing: nothing of that for himself or his mentor."""
    way.to_agreed()
    with time_machine.travel(noon(date(2026, 5, 26)), tick=False):
        pages = [shown(user, way) for user in (house.secretary, user_of(house.people[5]), user_of(way.person))]
    assert ["可以办理" in text for text in pages] == [True, False, False]


@pytest.mark.clause("13.4.5a")
def test_on_probation_he_is_offered_his_application(house, way):
    way.to_probation()
    with time_machine.travel(noon(date(2027, 7, 1)), tick=False):
        text = shown(user_of(way.person), way)
    assert reverse("recruitment:apply_for_conversion", args=[way.recruit.pk]) in text
    assert "登记预备期考察" not in text
