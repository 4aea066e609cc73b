"""T-FILE: hostile files through the real forms, read by the real reader: nothing through, nothing half-written.

Negative control: the same form takes a sound workbook and a sound scan.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from archives.scans import ScanField
from members import reading, tasks
from members.models import Person, RosterProgress, RosterUpload
from tests.factories import BranchFactory
from tests.members.roster_workbooks import SAMPLES
from tests.suites.hostile_files import HOSTILE_SCANS, damaged_workbooks, hostile_workbooks

pytestmark = pytest.mark.django_db
HOSTILE = dict(hostile_workbooks())
LEAST = 60  # hostile files in all
DAMAGED = dict(damaged_workbooks(60))


@pytest.fixture
def house(client) -> BranchFactory:
    house = BranchFactory(members=1)
    client.force_login(house.secretary)
    return house


def posted(client: Any, house: BranchFactory, content: bytes) -> Any:
    file = SimpleUploadedFile("花名册.xlsx", content)
    return client.post(f"/b/{house.branch.code}/roster/upload/", {"workbook": file, "posts_since": "2026-01-05"})


def people_entered() -> bool:
    return Person.objects.filter(identity_digest__isnull=False).exists()


def test_there_are_enough_of_them():
    assert len(HOSTILE) + len(HOSTILE_SCANS) >= LEAST


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_does_not_get_in(client, house, name):
    answer = posted(client, house, HOSTILE[name])
    if answer.status_code == 302:  # large by its own account, or a list without people: the reader has the last word
        upload = RosterUpload.objects.get()
        tasks.check_upload(upload.pk)
        refused = client.post(f"/roster_uploads/{upload.pk}/import/")
        assert refused.status_code == 422
    else:
        assert answer.status_code == 422
        assert not RosterUpload.objects.exists()
    assert not people_entered()


@pytest.mark.parametrize("name", HOSTILE)
def test_nor_by_the_way_through_the_background(client, house, name, monkeypatch):
    monkeypatch.setattr(reading, "LARGE", -1)
    answer = posted(client, house, HOSTILE[name])
    if answer.status_code == 422:  # Django itself takes no empty file
        assert HOSTILE[name] == b""
        return
    upload = RosterUpload.objects.get()
    tasks.check_upload(upload.pk)
    assert client.get(upload.get_absolute_url()).status_code == 200
    assert client.post(f"/roster_uploads/{upload.pk}/import/").status_code == 422
    assert not people_entered()


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_workbook_is_read_or_refused_but_never_an_error_of_the_program(client, house, name):
    assert posted(client, house, DAMAGED[name]).status_code in (302, 422)
    assert not people_entered()


def test_a_sound_workbook_gets_in(client, house):
    posted(client, house, (SAMPLES / "roster.xlsx").read_bytes())
    client.post(f"/roster_uploads/{RosterUpload.objects.get().pk}/import/")
    assert RosterProgress.objects.get().step == RosterProgress.Step.IMPORTED
    assert people_entered()


@pytest.mark.parametrize("name", HOSTILE_SCANS)
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_a_scan_is_judged_by_its_content(name, suffix):
    with pytest.raises(ValidationError):
        ScanField().clean(SimpleUploadedFile(f"扫描件{suffix}", HOSTILE_SCANS[name], "application/pdf"))


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_sound_scan_gets_in(head):
    scan = ScanField().clean(SimpleUploadedFile("扫描件", head + bytes(50)))
    assert scan is not None


def test_a_file_over_the_limit_is_refused(client, house, settings):
    settings.UPLOAD_LIMIT = 1000
    assert posted(client, house, (SAMPLES / "roster.xlsx").read_bytes()).status_code == 422


def test_no_upload_is_left_lying_about(client, house, settings, tmp_path: Path):
    posted(client, house, (SAMPLES / "roster.xlsx").read_bytes())
    assert list(tmp_path.rglob("*.xlsx")) == []
