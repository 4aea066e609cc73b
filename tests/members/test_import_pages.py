"""The pages of an import: preview, confirmation, the large workbook in the background."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from members import tasks
from members.actions import upload_roster
from members.identity import check_character
from members.models import (
    Person,
    PreviewPage,
    RosterProgress,
    RosterUpload,
    SealedRoster,
    Term,
)
from members.reading import DIED
from rulebook import clock
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.members.roster_workbooks import roster_of

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 5)


def number(serial: int, born: str = "19791001") -> str:
    """An identity number of its own, sound in every digit; an odd serial is a man's."""
    first = f"370000{born}{serial:03}"
    return first + check_character(first)


def uploaded(house: BranchFactory, workbook: BytesIO) -> RosterUpload:
    return upload_roster(
        house.branch,
        name="花名册.xlsx",
        content=workbook.getvalue(),
        posts_since=SINCE,
        by=house.secretary,
        at=clock.now(),
    )


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=1)


# The pages


@pytest.fixture
def keeper(client, house):
    client.force_login(house.secretary)
    return client


def posted(keeper, house: BranchFactory, workbook: BytesIO) -> Any:
    file = SimpleUploadedFile("花名册.xlsx", workbook.getvalue())
    address = f"/b/{house.branch.code}/roster/upload/"
    return keeper.post(address, {"workbook": file, "posts_since": "2026-01-05"}, follow=True)


def test_a_small_workbook_is_previewed_at_once_and_imported_by_one_press(keeper, house):
    page = posted(keeper, house, roster_of({}))
    assert "导入名册" in page.content.decode()
    keeper.post(f"/roster_uploads/{RosterUpload.objects.get().pk}/import/")
    assert Person.objects.filter(name="于海").exists()
    assert not SealedRoster.objects.exists()
    assert not PreviewPage.objects.exists()


def test_a_workbook_that_is_none_is_refused_in_the_form(keeper, house):
    page = posted(keeper, house, BytesIO(b"%PDF-1.7"))
    assert page.status_code == 422
    assert not RosterUpload.objects.exists()


def test_a_file_over_which_the_reader_never_ends_is_refused(keeper, house, monkeypatch):
    monkeypatch.setattr("members.reading.SECONDS", 0.01)
    page = posted(keeper, house, roster_of({}))
    assert page.status_code == 422
    assert DIED in page.content.decode()


def test_every_problem_is_shown_page_by_page(keeper, house):
    wrong = [{"公民身份号码": number(serial, "19790230")} for serial in range(150)]
    first = posted(keeper, house, roster_of(*wrong)).content.decode()
    address = RosterUpload.objects.get().get_absolute_url()
    last = keeper.get(f"{address}?part=errors&page=2").content.decode()
    assert "第 1 / 2 页，共 150 行" in first
    assert last.count("不是真实的出生日期") == 50


def test_the_problems_can_be_taken_away_as_a_workbook(keeper, house):
    posted(keeper, house, roster_of({"公民身份号码": "370000197910011150"}))
    answer = keeper.get(f"/roster_uploads/{RosterUpload.objects.get().pk}/problems/")
    sheet = load_workbook(BytesIO(answer.content))["错误"]
    assert [[cell.value for cell in row] for row in sheet][1][:3] == ["花名册", "2", "C 公民身份号码"]


def test_a_workbook_with_errors_is_not_imported(keeper, house):
    posted(keeper, house, roster_of({"公民身份号码": "370000197910011150"}))
    assert keeper.post(f"/roster_uploads/{RosterUpload.objects.get().pk}/import/").status_code == 422


@pytest.fixture
def large(monkeypatch):
    """Every workbook counts as large."""
    monkeypatch.setattr("members.reading.LARGE", 0)


def test_a_large_workbook_is_read_and_imported_in_the_background(
    large, keeper, house, django_capture_on_commit_callbacks
):
    page = posted(keeper, house, roster_of({}))
    upload = RosterUpload.objects.get()
    assert "等候核对" in page.content.decode()
    tasks.check_upload(upload.pk)
    assert "导入名册" in keeper.get(upload.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(f"/roster_uploads/{upload.pk}/import/")
    assert Person.objects.filter(name="于海").exists()
    assert RosterProgress.objects.get().step == RosterProgress.Step.IMPORTED


def test_a_large_file_that_cannot_be_read_says_so_on_its_page(large, keeper, house):
    posted(keeper, house, BytesIO(b"PK\x03\x04 and no more"))
    upload = RosterUpload.objects.get()
    tasks.check_upload(upload.pk)
    assert "这份名册没有导入" in keeper.get(upload.get_absolute_url()).content.decode()


def test_the_page_that_polls_is_led_on_when_the_check_is_done(large, keeper, house):
    posted(keeper, house, roster_of({}))
    upload = RosterUpload.objects.get()
    polled = keeper.get(upload.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in polled.content.decode()
    tasks.check_upload(upload.pk)
    moved = keeper.get(upload.get_absolute_url(), headers={"HX-Request": "true"})
    assert moved["HX-Redirect"] == upload.get_absolute_url()


def test_what_a_dead_worker_left_is_taken_up_again(large, keeper, house):
    posted(keeper, house, roster_of({}))
    silent = clock.now() - timedelta(minutes=6)
    RosterProgress.objects.update(step=RosterProgress.Step.READING, told_at=silent)
    tasks.resume_uploads()
    assert RosterProgress.objects.get().step == RosterProgress.Step.CHECKED


def test_an_import_done_twice_is_done_once(large, keeper, house):
    posted(keeper, house, roster_of({}))
    upload = RosterUpload.objects.get()
    tasks.check_upload(upload.pk)
    confirmed = {"confirmed_by": house.secretary, "confirmed_at": clock.now()}
    RosterProgress.objects.update(step=RosterProgress.Step.CONFIRMED, **confirmed)
    tasks.import_upload(upload.pk)
    RosterProgress.objects.update(step=RosterProgress.Step.WRITING)  # as if killed before the last word
    tasks.import_upload(upload.pk)
    assert RosterProgress.objects.get().step == RosterProgress.Step.IMPORTED
    assert Act.objects.filter(verb="members.import_roster").count() == 1


def test_who_has_lost_his_post_in_between_imports_nothing(large, keeper, house):
    posted(keeper, house, roster_of({}))
    upload = RosterUpload.objects.get()
    tasks.check_upload(upload.pk)
    confirmed = {"confirmed_by": house.secretary, "confirmed_at": clock.now()}
    RosterProgress.objects.update(step=RosterProgress.Step.CONFIRMED, **confirmed)
    Term.objects.update(until=clock.today())
    tasks.import_upload(upload.pk)
    assert RosterProgress.objects.get().step == RosterProgress.Step.FAILED
    assert not Person.objects.filter(name="于海").exists()


@pytest.mark.parametrize(("age", "kept"), [(timedelta(hours=23), 1), (timedelta(hours=25), 0)])
def test_a_workbook_nobody_confirms_is_deleted_after_a_day(keeper, house, age, kept):
    posted(keeper, house, roster_of({}))
    RosterUpload.objects.update(uploaded_at=clock.now() - age)
    tasks.forget_uploads()
    assert SealedRoster.objects.count() == kept
    assert bool(PreviewPage.objects.exists()) == bool(kept)


def test_the_upload_is_sealed_at_rest(keeper, house):
    posted(keeper, house, roster_of({}))
    content = bytes(SealedRoster.objects.get().content) + bytes(PreviewPage.objects.first().content)
    assert b"PK\x03\x04" not in content
    assert "于海".encode() not in content


def test_another_branchs_upload_does_not_exist(client, house):
    upload = uploaded(house, roster_of({}))
    stranger = BranchFactory(members=1)
    client.force_login(stranger.secretary)
    assert client.get(upload.get_absolute_url()).status_code == 404


def test_an_ordinary_member_sees_no_upload(client):
    house = BranchFactory(members=7, committee=5)
    upload = uploaded(house, roster_of({}))
    member = user_of(house.people[6])
    client.force_login(member)
    assert client.get(upload.get_absolute_url()).status_code == 404


def test_the_template_can_be_taken_away(keeper, house):
    answer = keeper.get(f"/b/{house.branch.code}/roster/template/")
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["党员花名册", "发展党员", "填写说明"]
