"""18.4: articles and reflections are kept in the member's file and never asked for."""

from datetime import date

import pytest

from points import actions
from points.models import Work
from rulebook.clock import standing_at
from rulebook.kernel import DUTIES
from tests.factories.branch import user_of
from tests.factories.commendation import PUBLISHED, AwardHouse
from tests.factories.dues import noon
from tests.factories.lecture import scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> AwardHouse:
    made = AwardHouse()
    with standing_at(noon(PUBLISHED)):
        yield made


def page(client, user, address) -> tuple[int, str]:
    client.force_login(user)
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def post(client, user, address, **given) -> tuple[int, str]:
    client.force_login(user)
    answer = client.post(address, given)
    return answer.status_code, answer.content.decode()


@pytest.mark.clause("18.4")
def test_a_reflection_stands_in_the_members_file_and_nothing_asks_for_one(client, house):
    own = user_of(house.people[5])
    address = f"/people/{house.people[5].pk}/written_works/record_work/"
    given = {"kind": "study_reflection", "title": "学习体会一则", "written_on": "2026-06-01", "scan": scan("体会.pdf")}
    assert post(client, own, address, **given)[0] == 302
    for reader in (own, house.secretary):
        assert "学习体会一则" in page(client, reader, house.people[5].get_absolute_url())[1]
        assert "学习体会一则" in page(client, reader, f"/people/{house.people[5].pk}/written_works/")[1]
    assert "学习体会一则" in page(client, own, "/mine/")[1]
    assert "学习体会一则" in page(client, house.secretary, f"/b/{house.branch.code}/written_works/")[1]
    assert [duty.title for duty in DUTIES.values() if "18.4" in {clause.id for clause in duty.clauses}] == []


@pytest.mark.clause("18.4")
def test_the_text_is_read_by_himself_and_the_committee(client, house):
    own = user_of(house.people[5])
    work = house.do(
        "record_work", house.people[5], PUBLISHED, by=own, kind="theory_article", title="文章", written_on=PUBLISHED,
        link="", scan=scan("文章.pdf"),
    )  # fmt: skip
    for user, status in ((own, 200), (house.secretary, 200), (user_of(house.people[9]), 404)):
        client.force_login(user)
        answer = client.get(f"/written_works/{work.pk}/paper/")
        assert answer.status_code == status
        if status == 200:
            assert (answer["Content-Type"], b"".join(answer.streaming_content)[:5]) == (
                "application/octet-stream", b"%PDF-",
            )  # fmt: skip
    assert page(client, user_of(house.people[9]), work.get_absolute_url())[0] == 404


@pytest.mark.clause("18.4")
def test_a_work_has_a_text_or_an_address_and_no_coming_day(house):
    about, own = house.people[5], user_of(house.people[5])
    given = {"kind": "theory_article", "title": "文章", "by": own, "at": noon(PUBLISHED)}
    bare = {**given, "written_on": PUBLISHED, "link": " ", "scan": None}
    assert refusal(actions.record_work, about, **bare) == "请上传文稿或填写网址"
    coming = {**given, "written_on": date(2026, 6, 23), "link": "https://example.org/1", "scan": None}
    assert refusal(actions.record_work, about, **coming) == "写作或发表日期不能晚于今天"
    assert actions.record_work(about, **{**coming, "written_on": PUBLISHED}).person == about


@pytest.mark.clause("18.4")
def test_nobody_enters_or_withdraws_the_work_of_another_but_the_committee(house):
    about = house.people[5]
    given = {
        "kind": "theory_article",
        "title": "文章",
        "written_on": PUBLISHED,
        "link": "https://e.org/1",
        "scan": None,
    }
    other = {"by": user_of(house.people[9]), "at": noon(PUBLISHED)}
    assert refusal(actions.record_work, about, **given, **other) == "由本人登记"
    work = house.do("record_work", about, PUBLISHED, by=house.secretary, **given)
    assert refusal(actions.withdraw_work, work, **other) == "由本人登记"
    house.do("withdraw_work", work, PUBLISHED, by=user_of(about))
    assert refusal(actions.withdraw_work, work, by=house.secretary, at=noon(PUBLISHED)) == "已于2026-06-22撤回"
    assert Work.objects.filter(withdrawn_on__isnull=True).count() == 0
