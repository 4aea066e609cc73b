"""The lanes, a person's way with its three readers, a paper, a review."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recruitment.models import Kind, PoliticalReview
from recruitment.urls import RECRUIT_VERBS, REVIEW_VERBS
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.lecture import PDF
from tests.factories.recruit import Way, noon

pytestmark = pytest.mark.django_db


def get(user, url):
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(url)


def text(user, url):
    return get(user, url).content.decode()


@pytest.fixture
def listed(way):
    """A candidate with two mentors, on the evening of his listing."""
    way.to_candidate()
    with time_machine.travel(noon(date(2026, 6, 9)), tick=False):
        yield way


@pytest.mark.clause("13.0t")
def test_the_lanes_show_who_stands_where_and_offer_no_act_on_several(house, listed):
    page = text(house.secretary, reverse("recruitment:recruits", args=[house.branch.code]))
    assert page.index("发展对象的确定和考察") < page.index("周子涵") < page.index("预备党员的接收")
    assert 'type="checkbox"' not in page


def test_his_page_says_what_comes_next_and_what_blocks_it(house, listed):
    page = text(house.secretary, listed.recruit.get_absolute_url())
    assert "现在：确定入党介绍人" in page
    assert "先完成：确定入党介绍人、政治审查、短期集中培训" in page


def test_he_sees_his_own_way_and_nobodys_opinion(listed):
    page = text(user_of(listed.person), listed.recruit.get_absolute_url())
    assert "现在：确定入党介绍人" in page
    assert "听取的意见" not in page.split("材料和记录")[1]


def test_a_mentor_sees_inspections_and_no_opinions(house, listed):
    page = text(user_of(house.people[5]), listed.recruit.get_absolute_url()).split("材料和记录")[1]
    assert ("半年考察" in page, "听取的意见" in page, "登记半年考察" in page) == (True, False, False)


def test_a_keeper_is_led_to_correct_what_can_be_corrected(house, listed):
    page = text(house.secretary, listed.recruit.get_absolute_url())
    talk, fixed = (listed.recruit.records.get(kind=kind) for kind in (Kind.TALK, Kind.ACTIVIST))
    assert reverse("recruitment:withdraw_record", args=[talk.pk]) in page
    assert reverse("recruitment:withdraw_record", args=[fixed.pk]) not in page


def test_another_member_and_another_branch_find_nothing(house, listed):
    url = listed.recruit.get_absolute_url()
    strangers = [user_of(house.people[9]), BranchFactory().secretary]
    assert [get(user, url).status_code for user in strangers] == [404, 404]


def test_a_paper_is_served_to_whom_its_record_is_shown(house, listed):
    record = listed.recruit.records.get(kind=Kind.APPLICATION)
    url = reverse("recruitment:record_paper", args=[record.pk])
    readers = [house.secretary, user_of(listed.person), user_of(house.people[9])]
    answers = [get(user, url) for user in readers]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [b"".join(answer) for answer in answers[:2]] == [PDF, PDF]
    assert get(house.secretary, record.paper.get_absolute_url()).status_code == 404


def test_a_review_is_shown_by_the_act_of_opening_it(house, listed):
    listed.review(date(2026, 6, 9), history="历史清楚得很")
    review = PoliticalReview.objects.get()
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    assert "历史清楚得很" not in client.get(review.get_absolute_url()).content.decode()
    opened = client.post(reverse("recruitment:open_review", args=[review.pk])).content.decode()
    assert "历史清楚得很" in opened
    assert Act.objects.filter(verb="recruitment.open_review", by=house.secretary).count() == 1
    assert get(user_of(house.people[1]), review.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_the_lanes_cost_the_same_however_many_are_on_the_way(house, number, django_assert_max_num_queries):
    for _ in range(number):
        Way(house).to_activist()
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    url = reverse("recruitment:recruits", args=[house.branch.code])
    with django_assert_max_num_queries(24):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("verb", sorted(RECRUIT_VERBS))
def test_every_act_has_its_page(house, listed, verb):
    response = get(house.secretary, reverse(f"recruitment:{verb}", args=[listed.recruit.pk]))
    assert response.status_code == 200


@pytest.mark.parametrize("verb", sorted(REVIEW_VERBS))
def test_every_act_on_a_review_has_its_page(house, listed, verb):
    listed.review(date(2026, 6, 9))
    review = PoliticalReview.objects.get()
    assert get(house.secretary, reverse(f"recruitment:{verb}", args=[review.pk])).status_code == 200


def test_an_application_is_recorded_in_the_browser(house):
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    url = reverse("recruitment:receive_application", args=[house.branch.code])
    given = {
        "name": "吴䶮",
        "sex": "female",
        "birth_on": "1999-01-02",
        "received_on": "2026-03-02",
        "view_of_party": "on",
    }
    answer = client.post(url, given)
    assert (answer.status_code, "须有书面入党申请书" in answer.content.decode()) == (422, True)
    assert 'value="吴䶮"' in answer.content.decode()


def test_what_goes_on_is_offered_after_the_step_counts_as_done(house, listed):
    """A second mentor and the next half-year, which fall due again and again."""
    page = text(house.secretary, listed.recruit.get_absolute_url()).split("联系人和介绍人")[1]
    assert ("指定培养联系人" in page, "登记半年考察" in page) == (True, True)
    assert "登记半年考察" not in text(user_of(listed.person), listed.recruit.get_absolute_url())


@pytest.mark.clause("13.4.4c")
def test_a_cancellation_is_offered_at_any_time_of_the_probation(house, way):
    way.to_probation()
    with time_machine.travel(noon(date(2026, 9, 3)), tick=False):
        page = text(house.secretary, way.recruit.get_absolute_url())
    assert "取消预备党员资格可以随时讨论" in page
    assert reverse("recruitment:record_conversion_examination", args=[way.recruit.pk]) in page
