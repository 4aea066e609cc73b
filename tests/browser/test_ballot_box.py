"""A secret vote as its people see it: slips on paper, a phone without script, two codes at the close."""

import io
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from accounts.models import User
from meetings.ballots.models import BallotBox
from meetings.models import Vote
from tests.browser.conftest import PASSWORD, Desk
from tests.factories import BranchFactory, user_of
from tests.factories.ballot import item_for_ballot, permit


def able_to_log_in(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def house(transactional_db: None) -> BranchFactory:
    house = BranchFactory(members=10)
    permit(house)
    return house


def slips_of(desk: Desk) -> tuple[list[str], list[str]]:
    """Sends the filled form and reads numbers and codes off the paper, as their holders would."""
    fields = desk.page.locator("#main form").evaluate("form => Object.fromEntries(new FormData(form))")
    answer = desk.page.context.request.post(desk.page.url, form=fields)
    words = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    return re.findall(r"确认号\s*(\d{4})", words), re.findall(r"(?:[A-Z2-7]{4}\s+){7}[A-Z2-7]{4}", words)


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_vote_from_the_slips_to_the_result(
    house: BranchFactory, desk: Any, browser: Browser, browser_context_args: Any
):
    item = item_for_ballot(house, 8)
    secretary = desk(able_to_log_in(house.secretary)).go(item.get_absolute_url()).press("准备电子票箱")
    secretary.fill(scrutineer="党员002", teller="党员003")
    numbers, codes = slips_of(secretary)
    secretary.go(item.get_absolute_url()).press("开始投票")
    secretary.fill(**{f"number_{place}": number for place, number in enumerate(numbers)}).press("开始投票")
    assert secretary.says("已投 0 人，共 8 人")

    voter = able_to_log_in(user_of(house.people[6]))
    phone = {**browser_context_args, "viewport": {"width": 375, "height": 700}, "java_script_enabled": False}
    context = browser.new_context(**phone)
    member = Desk(context.new_page()).log_in(voter).press("请投票").press("反对")
    assert member.says("您选择的是反对")
    member.press("重新选择").press("赞成").press("投入票箱")
    assert member.says("已投票")
    member.page.reload()
    assert member.says("已投票")
    context.close()

    secretary.go(item.get_absolute_url()).press("关箱计票")
    secretary.fill(first=codes[0], second=codes[1], wait_no_longer=False).press("关箱计票")
    assert secretary.says("还有7人没有投票")
    secretary.fill(first=codes[2].lower(), second=codes[0], wait_no_longer=True).press("关箱计票")
    assert secretary.says("未通过")
    assert Vote.objects.get(item=item).in_favour == 1


@pytest.mark.parametrize("width", [1366, 375])
def test_the_pages_of_the_box_are_accessible_and_fit(house: BranchFactory, desk: Any, width: int):
    item = item_for_ballot(house, 8)
    secretary = desk(able_to_log_in(house.secretary), width)
    addresses = [f"/b/{house.branch.code}/ballots/", f"/items/{item.pk}/prepare_box/"]
    secretary.go(addresses[1]).fill(scrutineer="党员002", teller="党员003")
    slips_of(secretary)
    box = BallotBox.objects.get(item=item)
    addresses += [item.get_absolute_url(), f"/boxes/{box.pk}/open_box/"]
    found = {address: pictured(secretary, address) for address in addresses}
    secretary.fill(**{f"number_{place}": number for place, number in enumerate(box.slip_numbers.split())})
    secretary.press("开始投票")
    later = [box.get_absolute_url(), f"/boxes/{box.pk}/close_box/", f"/boxes/{box.pk}/abort_box/"]
    found |= {address: pictured(secretary, address) for address in later}
    secretary.go(box.get_absolute_url()).press("弃权")
    found["confirm"] = violations(secretary.page)
    secretary.press("投入票箱")
    found["voted"] = violations(secretary.page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def pictured(desk: Desk, address: str) -> list[str]:
    """What axe finds on the page, and whether it is wider than the screen."""
    desk.go(address)
    wide = desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return violations(desk.page) + ["scrolls sideways"] * wide
