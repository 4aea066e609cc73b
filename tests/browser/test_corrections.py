"""A correction request by clicking: asked on a phone, answered at the desk, read on the phone."""

import pytest
from django.utils import timezone

from accounts.actions import change_password
from members.models import CorrectionRequest
from tests.browser.conftest import PASSWORD
from tests.factories import BranchFactory, user_of
from tests.factories.correction import correction_of

ABOUT, TEXT, ANSWER = "2026年3月党费", "3月12日已交75元，显示没有交。", "银行流水已核对，已登记交清。"


@pytest.fixture
def house(transactional_db: None) -> BranchFactory:
    """The secretary, the organization commissioner and a plain member have their passwords."""
    house = BranchFactory(members=4, committee=2)
    for one in house.people:
        change_password(user_of(one), PASSWORD, timezone.now())
    return house


def test_a_member_asks_on_the_phone_the_keeper_answers_and_the_member_reads_it(house, desk):
    phone, keeper = desk(user_of(house.people[3]), 375), desk(user_of(house.people[1]))
    phone.go("/mine/").press("申请更正")
    phone.fill(topic="党费", about=ABOUT, text=TEXT).press("申请更正")
    assert phone.says("待答复")
    request = CorrectionRequest.objects.latest("pk")
    assert (request.topic, request.about, request.text) == ("dues", ABOUT, TEXT)
    assert "75" not in phone.page.url

    keeper.go("/")
    assert keeper.says("等您答复")
    keeper.go(f"/b/{house.branch.code}/corrections/").press(f"党费：{ABOUT}")
    assert keeper.says(TEXT)
    keeper.press("答复更正申请").fill(outcome="corrected", answer=ANSWER).press("答复更正申请")
    assert keeper.says("已更正")

    phone.go("/inbox/")
    assert phone.says("更正申请已答复")
    assert not phone.says(ANSWER)
    phone.go("/mine/").press(f"党费：{ABOUT}")
    assert phone.says(ANSWER)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_is_not_yet_answered_is_withdrawn_on_the_phone(house, desk):
    member = house.people[3]
    request, phone = correction_of(member, timezone.now()), desk(user_of(member), 375)
    phone.go(request.get_absolute_url()).press("撤回更正申请")
    assert phone.says("已撤回")
