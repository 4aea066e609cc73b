"""The pages of a selection: who reads what, what the forms answer; queries constant in N."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.posts import Post
from points.models import Nomination
from rulebook.clock import standing_at
from rulebook.kernel import Refused
from tests.factories.branch import holding, person, user_of
from tests.factories.commendation import CRITERIA, MEMBER, NOMINATED, PUBLISHED, SINCE, WORKER, AwardHouse
from tests.factories.dues import noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> AwardHouse:
    made = AwardHouse()
    with standing_at(noon(PUBLISHED)):
        yield made


@pytest.fixture
def award(house):
    return house.open_round()


def page(client, user, address) -> tuple[int, str]:
    client.force_login(user)
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def post(client, user, address, **given) -> tuple[int, str]:
    client.force_login(user)
    answer = client.post(address, given)
    return answer.status_code, answer.content.decode()


def address_of_board(house) -> str:
    return f"/b/{house.branch.code}/honours/"


def test_the_superior_reads_the_board_and_no_nomination(client, house, award):
    nomination = house.nominate(award, house.people[5])
    assert page(client, house.superior_officer, address_of_board(house))[0] == 200
    assert page(client, house.superior_officer, nomination.get_absolute_url())[0] == 404
    assert house.people[5].name not in page(client, house.superior_officer, award.get_absolute_url())[1]


def test_a_nomination_is_the_committees_and_his_own_until_the_notice(client, house, award):
    nomination = house.adopted(award, house.people[5])
    plain, own = user_of(house.people[9]), user_of(house.people[5])
    address = nomination.get_absolute_url()
    assert [page(client, user, address)[0] for user in (house.secretary, own, plain)] == [200, 200, 404]
    house.do("give_notice", nomination, SINCE, since=SINCE, until=SINCE)
    assert page(client, plain, address)[0] == 200
    house.do("withdraw_nomination", nomination, PUBLISHED, reason="放弃")
    assert [page(client, user, address)[0] for user in (house.secretary, own, plain)] == [200, 200, 404]


def test_objections_are_read_by_the_committee_without_whom_they_are_about(client, house, award):
    nomination = house.on_notice(award, house.people[2])
    objection = house.do("record_objection", nomination, SINCE, received_on=SINCE, text="有人反映")
    address = nomination.get_absolute_url()
    readers = (house.secretary, user_of(house.people[2]), user_of(house.people[9]))
    assert ["有人反映" in page(client, user, address)[1] for user in readers] == [True, False, False]
    answer = f"/award_objections/{objection.pk}/answer_objection/"
    assert [page(client, user, answer)[0] for user in readers] == [200, 404, 404]


def test_strangers_find_nothing(client, house, award):
    stranger = AwardHouse().secretary
    work = house.do(
        "record_work", house.people[5], PUBLISHED, by=user_of(house.people[5]), kind="theory_article", title="文章",
        written_on=PUBLISHED, link="https://example.org/1", scan=None,
    )  # fmt: skip
    addresses = [
        address_of_board(house), f"/b/{house.branch.code}/commendations/", award.get_absolute_url(),
        work.get_absolute_url(), f"/b/{house.branch.code}/written_works/", f"/written_works/{work.pk}/withdraw_work/",
    ]  # fmt: skip
    assert [page(client, stranger, address)[0] for address in addresses] == [404] * len(addresses)


@pytest.mark.clause("18.1")
def test_the_page_names_the_title_that_is_still_open(client, house):
    address = f"/b/{house.branch.code}/commendations/"
    assert "还没有完成评选：优秀共产党员、优秀党务工作者" in page(client, house.secretary, address)[1]
    house.concluded(MEMBER, date(2026, 6, 10))
    assert "2026年度还没有完成评选：优秀党务工作者" in page(client, house.secretary, address)[1]
    house.concluded(WORKER, date(2026, 6, 10))
    assert "还没有完成评选" not in page(client, house.secretary, address)[1]


@pytest.mark.clause("18.1")
def test_in_december_the_page_of_today_leads_to_the_selection(client, house):
    with standing_at(noon(date(2026, 12, 1))):
        text = page(client, house.commissioner, "/")[1]
    assert "评选优秀党员、优秀党务工作者" in text


@pytest.mark.clause("18.1")
def test_the_form_answers_a_nomination_without_checks_in_the_rules_words(client, house, award):
    given = {"person": house.people[5].pk, "merits": "事迹", "nominated_on": NOMINATED}
    address = f"{award.get_absolute_url()}nominate/"
    status, text = post(client, house.commissioner, address, **given)
    assert (status, "请对照评选条件逐项填写后再提交" in text) == (422, True)
    checks = {f"met_{criterion.pk}": "yes" for criterion in award.criteria.all()}
    assert post(client, house.commissioner, address, **given, **checks)[0] == 302
    assert Nomination.objects.get().checks.filter(met=True).count() == 3


def test_conditions_are_taken_over_from_the_year_before(client, house):
    house.open_round(year=2025)
    address = f"/b/{house.branch.code}/commendations/open_round/"
    given = {"year": 2026, "title": MEMBER, "places": 1, "opened_on": PUBLISHED, "criteria": ""}
    assert post(client, house.commissioner, address, **given)[0] == 302
    taken = house.branch.award_rounds.get(year=2026)
    assert [str(one) for one in taken.criteria.all()] == list(CRITERIA)
    status, text = post(client, house.commissioner, address, **{**given, "title": WORKER})
    assert (status, "还没有写明评选条件" in text) == (422, True)


def test_a_condition_is_no_longer_than_its_column(client, house):
    address = f"/b/{house.branch.code}/commendations/open_round/"
    given = {"year": 2026, "title": MEMBER, "places": 1, "opened_on": PUBLISHED}
    assert post(client, house.commissioner, address, **given, criteria="好" * 201)[0] == 422
    assert post(client, house.commissioner, address, **given, criteria="好" * 200)[0] == 302


def test_every_form_of_a_nomination_opens_and_is_refilled(client, house, award):
    nomination = house.nominate(award, house.people[5])
    for verb in ("amend_nomination", "withdraw_nomination", "study_nomination", "adopt_nomination", "give_notice"):
        assert page(client, house.commissioner, f"{nomination.get_absolute_url()}{verb}/")[0] == 200
    text = page(client, house.commissioner, f"{nomination.get_absolute_url()}amend_nomination/")[1]
    assert ("带头攻关" in text, text.count("checked")) == (True, 3)


def test_the_forms_of_decisions_offer_what_was_passed_on_this_person(client, house, award):
    nomination = house.nominate(award, house.people[5])
    decision = house.committee_item(house.people[5])
    house.committee_item(house.people[6], passed=True)
    text = page(client, house.commissioner, f"{nomination.get_absolute_url()}study_nomination/")[1]
    assert text.count('<option value="') == 2  # the empty one and the one
    assert f'value="{decision.pk}"' in text


def test_a_name_with_a_dot_goes_through_all_pages(client, house, award):
    about = person(house.branch, "买买提·艾力")
    nomination = house.published(award, about)
    for address in (address_of_board(house), award.get_absolute_url(), nomination.get_absolute_url()):
        assert "买买提·艾力" in page(client, user_of(house.people[9]), address)[1]
    assert client.get(f"{award.get_absolute_url()}paper/").content[:5] == b"%PDF-"


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_the_pages_ask_as_often_for_many_as_for_one(client, house):
    award = house.open_round(places=50)
    addresses = [
        address_of_board(house), award.get_absolute_url(), f"/b/{house.branch.code}/commendations/",
        f"/b/{house.branch.code}/written_works/",
    ]  # fmt: skip

    def add(number: int) -> None:
        for one in range(number):
            about = person(house.branch, f"优秀{Nomination.objects.count()}")
            holding(about, house.branch, Post.STUDY_SUPERVISOR)
            nomination = house.confirmed(award, about)
            Nomination.objects.filter(pk=nomination.pk).update(published_on=PUBLISHED)
            house.do(
                "record_work", about, PUBLISHED, by=house.secretary, kind="theory_article", title=f"文章{one}",
                written_on=PUBLISHED, link="https://e.org/1", scan=None,
            )  # fmt: skip

    add(1)
    client.force_login(house.secretary)
    for address in addresses:
        client.get(address)
    before = [queries(client, address) for address in addresses]
    add(4)
    assert [queries(client, address) for address in addresses] == before


def test_nobody_without_a_post_opens_a_form(client, house, award):
    plain = user_of(house.people[9])
    assert page(client, plain, f"{award.get_absolute_url()}nominate/")[0] == 403
    with pytest.raises(Refused):
        house.do("conclude_round", award, PUBLISHED, concluded_on=PUBLISHED, note="")
