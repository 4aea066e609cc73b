"""What the rulebook leaves open is chosen by the branch, from a day on, and shown with both readings."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from meetings.actions import planning, voting
from meetings.models import Meeting
from rulebook.actions import choose
from rulebook.choices import chosen
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act
from tests.factories import BranchFactory, agenda_item, general_meeting, present, user_of
from tests.factories.meeting import BEGINS, meeting

pytestmark = pytest.mark.django_db
STRICT = {"name": "strict_quorum", "value": "yes", "reason": "支委会决定从严"}


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, committee=5)


def test_the_default_holds_until_the_branch_chooses(house):
    assert chosen("strict_quorum", house.branch, date(2026, 3, 1)) == "no"
    choose(house.branch, since=date(2026, 3, 1), by=house.secretary, at=BEGINS, **STRICT)
    days = (date(2026, 2, 28), date(2026, 3, 1))
    assert [chosen("strict_quorum", house.branch, day) for day in days] == ["no", "yes"]


@pytest.mark.parametrize(("since", "opens"), [(date(2026, 3, 21), True), (date(2026, 3, 20), False)])
def test_a_meeting_is_judged_by_the_reading_of_its_own_day(house, since, opens):
    choose(house.branch, since=since, by=house.secretary, at=BEGINS, **STRICT)
    item = agenda_item(general_meeting(house))
    present(item.meeting, 5)
    inputs = {"method": "show_of_hands", "by": house.secretary, "at": BEGINS}
    if opens:
        assert voting.open_vote(item, **inputs).present == 5
    else:
        with pytest.raises(Refused, match="至少6人"):
            voting.open_vote(item, **inputs)


def test_a_short_notice_only_warns_and_stays_on_the_act(house):
    planned = meeting(house, Meeting.Kind.COMMITTEE)
    agenda_item(planned, discussed=False)
    planning.send_notice(planned, by=house.secretary, at=BEGINS - timedelta(hours=3))
    act = Act.objects.get(verb="meetings.send_notice")
    assert act.passed == ["支部设定提前1天通知，现在只提前0天（第8篇 一（二）、第6篇 二（三））"]


def test_only_the_secretary_chooses_and_only_what_is_offered(house):
    with pytest.raises(NotEntitled):
        choose(house.branch, since=date(2026, 3, 1), by=user_of(house.people[1]), at=BEGINS, **STRICT)
    with pytest.raises(Refused, match="请从所列各项中选择"):
        choose(
            house.branch, name="notice_days_general", value="99", since=date(2026, 3, 1), reason="", by=house.secretary,
            at=BEGINS,
        )  # fmt: skip


def test_the_page_shows_what_holds_and_leads_to_the_form(house):
    client = Client()
    client.force_login(house.secretary)
    page = client.get(reverse("rulebook:choices", args=[house.branch.code])).content.decode()
    assert "按条文：半数以上含半数" in page
    url = reverse("rulebook:choose", args=[house.branch.code])
    assert client.get(f"{url}?name=strict_quorum").status_code == 200
    done = client.post(url, {**STRICT, "since": "2026-03-01"})
    assert done.status_code == 302
    assert "支委会决定从严" in client.get(done.url).content.decode()
