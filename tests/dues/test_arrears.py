"""Who is behind: the ladder from the reminder to the talk on record and the alert, which changes nothing of a state."""

from datetime import date

import pytest
from django.urls import reverse

from dues import actions
from dues.arrears import arrears
from dues.models import ArrearsTalk, MonthDue
from members.posts import Post
from rulebook.clock import standing_at
from rulebook.kernel import NotEntitled, Refused
from tests.factories.branch import holding, user_of
from tests.factories.dues import noon

pytestmark = pytest.mark.django_db
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


def opened(house, *months: int):
    """The months are open, and everybody but the fourth has paid them."""
    for number in months:
        house.open(date(2026, number, 1))
    MonthDue.objects.exclude(person=house.people[3]).delete()
    return house


def row_of(house, on: date):
    [row] = arrears(house.branch, on)
    assert row.person == house.people[3]
    return row


def talk(house, held_on: date, on: date | None = None, **other):
    given = {"person": house.people[3], "held_on": held_on, "note": "出差在外，答应月底前补交", **other}
    by = given.pop("by", house.secretary)
    return actions.record_arrears_talk(house.branch, by=by, at=noon(on or held_on), **given)


def refusal(*args, **inputs) -> str:
    with pytest.raises(Refused) as refused:
        talk(*args, **inputs)
    return str(refused.value)


@pytest.mark.parametrize(
    ("on", "months", "step"), [(date(2026, 2, 15), 1, "提醒本人"), (date(2026, 2, 16), 2, "谈话教育，记入纪实")]
)
def test_the_second_month_asks_for_a_talk(house, on, months, step):
    row = row_of(opened(house, 1, 2), on)
    assert (row.months, row.since, row.step) == (months, JANUARY, step)


@pytest.mark.parametrize(
    ("months", "on", "alerts"),
    [
        ((1, 2, 3, 4, 5, 6), date(2026, 6, 30), False),
        ((1, 2, 3, 4, 5, 6), date(2026, 7, 1), True),
        ((1, 2, 3, 4, 5), date(2026, 7, 1), False),
        ((1, 2, 4, 5, 6, 7), date(2026, 8, 1), False),
        ((1, 3, 4, 5, 6, 7, 8), date(2026, 9, 1), True),
    ],
)
def test_six_whole_months_without_a_gap_alert(house, months, on, alerts):
    row = row_of(opened(house, *months), on)
    assert (row.alerts, "连续6个月未交" in row.step) == (alerts, alerts)


@pytest.mark.parametrize(("on", "alerts"), [(date(2026, 10, 9), False), (date(2026, 10, 10), True)])
def test_the_six_months_begin_anew_with_a_payment(house, on, alerts):
    opened(house, 1, 2, 3, 4, 5, 6, 7)
    house.pay(house.people[3], 9000, date(2026, 4, 10))
    assert row_of(house, on).alerts is alerts


def test_a_payment_that_was_reversed_does_not_count(house):
    opened(house, 1, 2, 3, 4, 5, 6)
    paid = house.pay(house.people[3], 9000, date(2026, 4, 10))
    actions.reverse_payment(paid, reason="登记错人", by=house.keeper, at=noon(date(2026, 4, 11)))
    assert row_of(house, date(2026, 7, 1)).alerts is True


def test_an_alert_changes_nothing_of_his_state(house):
    opened(house, 1, 2, 3, 4, 5, 6)
    before = type(house.people[3]).objects.filter(pk=house.people[3].pk).values().get()
    arrears(house.branch, date(2026, 7, 1))
    assert type(house.people[3]).objects.filter(pk=house.people[3].pk).values().get() == before


def test_a_talk_stands_on_the_ladder(house):
    opened(house, 1, 2)
    held = talk(house, date(2026, 3, 2))
    assert (held.held_by, row_of(house, date(2026, 3, 3)).talks) == (house.people[0], [held])


def test_a_talk_about_months_that_were_paid_since_is_no_step_of_these(house):
    opened(house, 1, 2)
    talk(house, date(2026, 2, 20))
    house.pay(house.people[3], 18000, date(2026, 2, 25))
    opened(house, 3)
    assert row_of(house, date(2026, 3, 16)).talks == []


@pytest.mark.parametrize(
    ("held_on", "refused"),
    [(date(2026, 1, 15), True), (date(2026, 1, 16), False), (date(2026, 1, 20), False), (date(2026, 1, 21), True)],
)
def test_nobody_is_talked_to_who_owes_nothing_that_day(house, held_on, refused):
    opened(house, 1)
    house.pay(house.people[3], 9000, date(2026, 1, 20))
    if refused:
        said = f"{house.people[3]}在{held_on}没有逾期未交的党费"
        assert refusal(house, held_on, on=date(2026, 2, 1)) == said
    else:
        assert talk(house, held_on, on=date(2026, 2, 1)).held_on == held_on


def test_a_talk_is_not_recorded_before_it_is_held(house):
    opened(house, 1)
    assert refusal(house, date(2026, 1, 21), on=date(2026, 1, 20)) == "谈话日期不能晚于今天"


def test_nobody_talks_to_himself(house):
    holding(house.people[3], house.branch, Post.ORGANIZATION_COMMISSIONER)
    opened(house, 1)
    assert refusal(house, date(2026, 1, 20), by=user_of(house.people[3])) == "不能与本人谈话"


def test_the_keeper_and_other_commissioners_record_no_talk(house):
    opened(house, 1)
    for user in (house.keeper, user_of(house.people[2])):
        with pytest.raises(NotEntitled):
            talk(house, date(2026, 1, 20), by=user)
    assert talk(house, date(2026, 1, 20), by=user_of(house.people[1])).held_by == house.people[1]


def test_what_was_said_is_read_by_those_it_concerns(client, house):
    opened(house, 1)
    address = talk(house, date(2026, 1, 20)).get_absolute_url()
    readers = {house.secretary: 200, user_of(house.people[1]): 200, house.keeper: 200, user_of(house.people[3]): 200}
    others = {user_of(house.people[2]): 404, user_of(house.people[9]): 404, house.superior_officer: 404}
    with standing_at(noon(date(2026, 1, 21))):
        for user, status in (readers | others).items():
            client.force_login(user)
            assert client.get(address).status_code == status
    assert ArrearsTalk.objects.visible_to(user_of(house.people[2])).count() == 0


def test_the_list_shows_the_step_and_the_day_of_the_talk(client, house):
    opened(house, 1, 2, 3, 4, 5, 6)
    talk(house, date(2026, 3, 2))
    client.force_login(house.secretary)
    address = reverse("dues:dues", args=[house.branch.code])
    with standing_at(noon(date(2026, 7, 1))):
        text = client.get(address).content.decode()
    assert ("连续6个月未交" in text, "/rulebook/14.5a/" in text, "2026-03-02" in text) == (True, True, True)
    assert "答应月底前补交" not in text


@pytest.mark.parametrize(("on", "told"), [(date(2026, 6, 30), 0), (date(2026, 7, 1), 1)])
def test_the_secretary_finds_the_alert_on_his_page_of_today(client, house, on, told):
    opened(house, 1, 2, 3, 4, 5, 6)
    found = {}
    for name, user in (("secretary", house.secretary), ("discipline", user_of(house.people[2]))):
        client.force_login(user)
        with standing_at(noon(on)):
            found[name] = client.get(reverse("desk:today")).context["dues"]
    assert [task.title for task in found["secretary"]] == ["连续未交党费：党员004"] * told
    assert [clause.id for task in found["secretary"] for clause in task.clauses] == ["14.5a"] * told
    assert found["discipline"] == []
