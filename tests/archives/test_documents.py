"""What submissions print: the paper that goes up, and the superior's reply."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from archives import documents
from archives.models import Submission
from tests.factories import BranchFactory, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, name="中共测试支部委员会")


@pytest.fixture
def submission(house: BranchFactory) -> Submission:
    return Submission.objects.create(
        organization=house.branch,
        recipient=house.branch.superior,
        purpose=Submission.Purpose.APPROVAL,
        matter="general_meeting",
        title="关于召开党员大会的请示",
        body="我支部拟召开党员大会。\n当否，请批示。",
        sent_on=date(2026, 3, 15),
    )


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def status(user: User, name: str, submission: Submission) -> int:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"archives:{name}", args=[submission.pk])).status_code


def test_the_request_goes_up_with_its_signatory_and_a_place_for_the_seal(house, submission):
    text = text_of(documents.request_paper(submission))
    assert "中共测试支部委员会文件〔2026〕号签发人：党员001关于召开党员大会的请示" in text
    assert f"{house.branch.superior.name}：我支部拟召开党员大会。当否，请批示。" in text
    assert "中共测试支部委员会（盖章）2026年3月15日" in text


def test_an_open_reply_is_a_slip_to_fill_in(house, submission):
    text = text_of(documents.reply_slip(submission))
    assert "批复结果同意不同意批复意见批复文号批复人" in text
    assert f"{house.branch.superior.name}（盖章）年月日" in text


def test_a_reply_on_record_is_printed_as_recorded(house, submission):
    submission.decision, submission.decided_on = Submission.Decision.REFUSED, date(2026, 3, 17)
    submission.decided_by, submission.reply_number, submission.reply_note = "何清", "信党〔2026〕3号", "请补充议题。"
    text = text_of(documents.reply_slip(submission))
    assert "批复结果不同意批复意见请补充议题。批复文号信党〔2026〕3号批复人何清" in text
    assert f"{house.branch.superior.name}（盖章）2026年3月17日" in text


@pytest.mark.parametrize("name", ["request_paper", "reply_slip"])
def test_committee_and_superior_read_the_papers_and_nobody_else(house, submission, name):
    stranger = BranchFactory(members=2).secretary
    readers = (house.secretary, house.superior_officer, user_of(house.people[5]), stranger)
    assert [status(user, name, submission) for user in readers] == [200, 200, 404, 404]
