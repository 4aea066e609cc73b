"""The pages of the box: what each person sees, does and is refused."""

import io
import logging
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from meetings.ballots.models import BallotBox, BallotPermission, Choice, SealedBallot
from meetings.ballots.quiet import NoVoteLine
from meetings.models import Vote
from rulebook import clock
from tests.factories import BranchFactory, person, user_of
from tests.factories.ballot import AT, Poll, item_for_ballot, open_poll, permit

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 scan"


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


@pytest.fixture(autouse=True)
def during_the_meeting():
    with clock.standing_at(AT):
        yield


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def voter(house: BranchFactory, number: int) -> Client:
    return browser(user_of(house.people[number]))


def text(response) -> str:
    return re.sub(r"\s+", "", response.content.decode())


def buttons(response) -> list[str]:
    return re.findall(r'name="choice" value="\d">(..)</button>', response.content.decode())


def test_a_vote_from_the_choice_to_the_answer_without_script(house):
    poll = open_poll(house, 8)
    phone, address = voter(house, 3), f"/boxes/{poll.box.pk}/"
    page = phone.get(address)
    assert (page.status_code, buttons(page)) == (200, ["赞成", "反对", "弃权"])
    assert "已投<b>0</b>人，共<b>8</b>人" in text(page)
    page = phone.post(f"{address}confirm/", {"choice": Choice.AGAINST})
    assert (page.status_code, poll.box.sealed_ballots.count()) == (200, 0)
    assert '<pclass="big">反对</p>' in text(page)
    answer = phone.post(f"{address}cast/", {"choice": Choice.AGAINST})
    assert (answer.status_code, answer.url) == (302, address)
    page = phone.get(address)
    assert '<pclass="bigdone">已投票</p>' in text(page)
    assert (buttons(page), poll.box.sealed_ballots.count()) == ([], 1)


def test_a_second_ballot_is_told_and_not_taken(house):
    poll = open_poll(house, 8)
    phone, address = voter(house, 3), f"/boxes/{poll.box.pk}/"
    phone.post(f"{address}cast/", {"choice": Choice.IN_FAVOUR})
    for step in ("cast", "confirm"):
        answer = phone.post(f"{address}{step}/", {"choice": Choice.AGAINST})
        assert answer.status_code == 422
        assert "已投票" in text(answer)
    assert poll.box.sealed_ballots.count() == 1


def test_no_answer_tells_by_its_length_what_was_chosen(house):
    poll = open_poll(house, 8)
    address = f"/boxes/{poll.box.pk}/"
    confirmed, shown = set(), set()
    for number, choice in enumerate(Choice.values, start=5):
        phone = voter(house, number)
        confirmed.add(len(phone.post(f"{address}confirm/", {"choice": choice}).content))
        phone.post(f"{address}cast/", {"choice": choice})
        shown.add(len(phone.get(address).content))
    assert (len(confirmed), len(shown)) == (1, 1)


@pytest.mark.parametrize("data", [{}, {"choice": ""}, {"choice": "4"}, {"choice": "in_favour"}])
def test_what_is_no_choice_is_no_ballot(house, data):
    poll = open_poll(house, 8)
    assert voter(house, 3).post(f"/boxes/{poll.box.pk}/cast/", data).status_code == 422
    assert (SealedBallot.objects.count(), poll.box.roll.filter(voted=True).count()) == (0, 0)


def test_a_ballot_is_never_cast_by_an_address(house):
    poll = open_poll(house, 8)
    statuses = [
        voter(house, 3).get(f"/boxes/{poll.box.pk}/{step}/?choice=1").status_code for step in ("confirm", "cast")
    ]
    assert (statuses, SealedBallot.objects.count()) == ([405, 405], 0)


def test_who_may_not_vote_sees_why_and_no_button(house):
    probationary = person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    poll = open_poll(house, 8)
    page = browser(user_of(probationary)).get(f"/boxes/{poll.box.pk}/")
    assert "预备党员没有表决权、选举权和被选举权" in text(page)
    assert buttons(page) == []
    page = voter(house, 9).get(f"/boxes/{poll.box.pk}/")
    assert "您没有签到，不能投票" in text(page)
    assert buttons(page) == []
    answer = voter(house, 9).post(f"/boxes/{poll.box.pk}/cast/", {"choice": "1"})
    assert (answer.status_code, SealedBallot.objects.count()) == (422, 0)


def test_for_another_branch_the_box_is_not_there(house):
    poll = open_poll(house, 8)
    stranger = browser(BranchFactory(members=5).secretary)
    steps = ["", "confirm/", "cast/", "open_box/", "close_box/", "abort_box/", "clear_traces/"]
    answers = [stranger.get(f"/boxes/{poll.box.pk}/{step}").status_code for step in steps]
    answers += [stranger.post(f"/boxes/{poll.box.pk}/{step}", {"choice": "1"}).status_code for step in steps]
    answers += [stranger.get(f"/items/{poll.item.pk}/prepare_box/").status_code]
    answers += [stranger.get(f"/b/{house.branch.code}/ballots/").status_code]
    assert answers == [404] * 16


def test_a_disabled_account_casts_nothing(house):
    poll = open_poll(house, 8)
    phone = voter(house, 3)
    User.objects.filter(person=house.people[3]).update(is_active=False)
    answer = phone.post(f"/boxes/{poll.box.pk}/cast/", {"choice": "1"})
    assert (answer.status_code, "/log_in/" in answer.url, SealedBallot.objects.count()) == (302, True, 0)


def test_a_form_without_its_token_casts_nothing(house):
    poll = open_poll(house, 8)
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(user_of(house.people[3]))
    assert phone.post(f"/boxes/{poll.box.pk}/cast/", {"choice": "1"}).status_code == 403
    assert SealedBallot.objects.count() == 0


def test_a_closed_and_an_aborted_box_say_so(house):
    poll = open_poll(house, 8)
    poll.abort()
    assert "票箱已经作废" in text(voter(house, 3).get(f"/boxes/{poll.box.pk}/"))
    again = Poll(house, poll.item).open()
    again.close()
    page = voter(house, 3).get(f"/boxes/{again.box.pk}/")
    assert "投票已经结束" in text(page)


def slips(pdf: bytes) -> tuple[list[str], list[str]]:
    """The confirmation numbers and the codes, as somebody reads them off the paper."""
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.findall(r"确认号\s*(\d{4})", words), re.findall(r"(?:[A-Z2-7]{4}\s+){7}[A-Z2-7]{4}", words)


def test_from_the_slips_to_the_result(house):
    permit(house)
    item = item_for_ballot(house, 8)
    desk = browser(house.secretary)
    people = {"scrutineer": house.people[1].pk, "teller": house.people[2].pk}
    answer = desk.post(f"/items/{item.pk}/prepare_box/", {**people, "keeping": "slips"})
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    numbers, codes = slips(answer.content)
    assert (len(numbers), len(codes)) == (3, 3)
    box = BallotBox.objects.get(item=item)
    fields = {f"number_{place}": number for place, number in enumerate(numbers)}
    assert desk.post(f"/boxes/{box.pk}/open_box/", fields).status_code == 302
    voter(house, 3).post(f"/boxes/{box.pk}/cast/", {"choice": Choice.IN_FAVOUR})
    page = desk.post(f"/boxes/{box.pk}/close_box/", {"first": codes[0], "second": codes[0], "wait_no_longer": "on"})
    assert (page.status_code, "同一张密钥条" in text(page)) == (422, True)
    page = desk.post(f"/boxes/{box.pk}/close_box/", {"first": codes[0], "second": codes[1]})
    assert (page.status_code, "还有7人没有投票" in text(page)) == (422, True)
    answer = desk.post(f"/boxes/{box.pk}/close_box/", {"first": codes[2], "second": codes[1], "wait_no_longer": "on"})
    assert (answer.status_code, answer.url) == (302, item.get_absolute_url())
    assert Vote.objects.get(item=item).in_favour == 1
    page = text(desk.get(item.get_absolute_url()))
    assert "已关箱计票" in page
    assert "全票一致：由结果即可推知各人的票" in page


def test_a_key_file_is_downloaded_once_and_closes_the_box(house):
    permit(house)
    item = item_for_ballot(house, 8)
    desk = browser(house.secretary)
    people = {"scrutineer": house.people[1].pk, "teller": house.people[2].pk}
    answer = desk.post(f"/items/{item.pk}/prepare_box/", {**people, "keeping": "file"})
    assert answer["Content-Disposition"].startswith("attachment")
    box = BallotBox.objects.get(item=item)
    assert desk.post(f"/boxes/{box.pk}/open_box/", {"number_0": box.slip_numbers}).status_code == 302
    assert "持有文件的人一人就能开箱" in text(voter(house, 3).get(f"/boxes/{box.pk}/"))
    wrong = SimpleUploadedFile("x.txt", "没有".encode())
    page = desk.post(f"/boxes/{box.pk}/close_box/", {"file": wrong, "wait_no_longer": "on"})
    assert (page.status_code, "文件里没有密钥码" in text(page)) == (422, True)
    right = SimpleUploadedFile("key.txt", answer.content)
    assert desk.post(f"/boxes/{box.pk}/close_box/", {"file": right, "wait_no_longer": "on"}).status_code == 302


def test_without_permission_the_item_says_what_is_missing(house):
    item = item_for_ballot(house, 8)
    page = text(browser(house.secretary).get(item.get_absolute_url()))
    assert "上级党组织还没有批准本支部使用电子票箱" in page
    answer = browser(house.secretary).post(f"/items/{item.pk}/prepare_box/", {"keeping": "slips"})
    assert (answer.status_code, BallotBox.objects.count()) == (422, 0)


def test_the_superior_permits_and_withdraws_on_the_branchs_page(house):
    address = f"/b/{house.branch.code}/ballots/"
    superior = browser(house.superior_officer)
    assert "批准使用电子票箱" in text(superior.get(address))
    assert "批准使用电子票箱" not in text(browser(house.secretary).get(address))
    assert browser(house.secretary).post(f"{address}permit_ballots/", {"number": "1号"}).status_code in (403, 404)
    assert superior.post(f"{address}permit_ballots/", {"number": "1号"}).status_code == 302
    permission = BallotPermission.objects.get()
    assert "已批准使用" in text(voter(house, 5).get(address))
    withdraw = f"/ballot_permissions/{permission.pk}/withdraw_ballot_permission/"
    assert voter(house, 5).post(withdraw, {"reason": "x"}).status_code == 403
    assert superior.post(withdraw, {"reason": "停用"}).status_code == 302
    assert "未批准，不能使用" in text(voter(house, 5).get(address))


def test_the_branch_records_a_permission_on_paper(house):
    address = f"/b/{house.branch.code}/ballots/record_ballot_permission/"
    fields = {"number": "1号", "permitted_on": AT.date() - timedelta(days=1), "permitted_by": "机关党委"}
    desk = browser(house.secretary)
    assert desk.post(address, fields).status_code == 422
    assert desk.post(address, {**fields, "scan": SimpleUploadedFile("批复.pdf", SCAN)}).status_code == 302
    assert "扫描件" in text(desk.get(f"/b/{house.branch.code}/ballots/"))


@pytest.mark.parametrize("page", ["/", "meeting"])
def test_a_voter_is_asked_to_vote_until_he_has(house, page):
    poll = open_poll(house, 8)
    address = poll.item.meeting.get_absolute_url() if page == "meeting" else page
    phone = voter(house, 6)
    assert "请投票" in text(phone.get(address))
    assert "请投票" not in text(voter(house, 9).get(address))
    phone.post(f"/boxes/{poll.box.pk}/cast/", {"choice": "1"})
    assert "请投票" not in text(phone.get(address))


def test_a_small_group_is_warned():
    house = BranchFactory(members=4, committee=3)
    poll = open_poll(house, 4)
    assert "参加投票的只有4人" in text(voter(house, 3).get(f"/boxes/{poll.box.pk}/"))


def test_the_log_holds_no_line_of_a_box(caplog, house):
    poll = open_poll(house, 8)
    phone = voter(house, 3)
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            phone.post(f"/boxes/{poll.box.pk}/cast/", {"choice": "1"})
    kept = [record.getMessage() for record in caplog.records if NoVoteLine().filter(record)]
    assert [line for line in kept if "boxes" in line] == []
    assert all("no_vote_line" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


def test_an_error_at_the_box_is_still_logged():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: /boxes/1/", (), None)
    assert NoVoteLine().filter(record)
