"""Pages of meetings as each kind of reader gets them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from meetings.actions import voting
from meetings.models import Meeting
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, present, user_of
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, committee=5)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_refusal_answers_422_with_its_reasons_and_the_form_filled(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 4)
    response = client_of(house.secretary).post(
        reverse("meetings:open_vote", args=[item.pk]), {"method": "secret_ballot"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "到会有表决权党员4人，不足应到10人的半数（至少5人），不能表决" in page
    assert 'value="secret_ballot" id="id_method_2" checked' in " ".join(page.split()).replace(" required", "")


def test_a_button_shows_why_it_cannot_be_pressed(house):
    item = agenda_item(general_meeting(house), discussed=False)
    page = client_of(house.secretary).get(item.get_absolute_url()).content.decode()
    assert "现在还不能开始表决" in page
    assert "表决前须经充分讨论，请先记录发言要点" in page


def test_who_may_not_do_it_sees_no_button_and_gets_403(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 10)
    client = client_of(user_of(house.people[9]))
    assert "开始表决" not in client.get(item.get_absolute_url()).content.decode()
    response = client.post(reverse("meetings:open_vote", args=[item.pk]), {"method": "show_of_hands"})
    assert response.status_code == 403
    assert "党支部书记" in response.content.decode()


def test_another_branchs_meeting_does_not_exist(house):
    item = agenda_item(general_meeting(house))
    stranger = client_of(BranchFactory(members=5).secretary)
    statuses = [stranger.get(url).status_code for url in (item.get_absolute_url(), item.meeting.get_absolute_url())]
    assert statuses == [404, 404]


@pytest.mark.clause("6.4.2")
def test_an_ordinary_member_finds_no_committee_meeting_and_is_told_why(house):
    held = committee_meeting(house)
    client = client_of(user_of(house.people[9]))
    assert client.get(held.get_absolute_url()).status_code == 404
    page = client.get(reverse("meetings:meetings", args=[house.branch.code]) + "?year=2026").content.decode()
    assert "支委会会议内容保密，决定公开的除外" in page
    assert held.title not in page


@pytest.mark.clause("6.4.2")
def test_a_released_meeting_names_no_speaker(house):
    item = agenda_item(committee_meeting(house))
    voting.record_remark(item, speaker=house.people[3], text="我有顾虑", by=house.secretary, at=BEGINS)
    meeting = item.meeting
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, BEGINS + timedelta(hours=1)
    meeting.released_at = BEGINS + timedelta(days=1)
    meeting.save()
    page = client_of(user_of(house.people[9])).get(item.get_absolute_url()).content.decode()
    assert "我有顾虑" in page
    assert house.people[3].name not in page
    assert house.people[3].name in client_of(house.secretary).get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_of_meetings_costs_the_same_for_any_number(house, django_assert_max_num_queries, number):
    for day in range(number):
        committee_meeting(house, begins_at=BEGINS + timedelta(days=day))
    client = client_of(house.secretary)
    with django_assert_max_num_queries(12):
        client.get(reverse("meetings:meetings", args=[house.branch.code]) + "?year=2026")
