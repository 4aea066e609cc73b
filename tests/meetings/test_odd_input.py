"""What people and scripts really send: odd signs, moments out of order, numbers that are none, pages gone stale."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from meetings.models import Meeting
from tests.factories import BranchFactory, agenda_item, committee_meeting, present
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10, committee=5)


@pytest.fixture
def secretary(house) -> Client:
    client = Client()
    client.force_login(house.secretary)
    return client


def plan(house, **fields: object) -> dict[str, object]:
    given = {
        "kind": "committee",
        "title": "支委会会议",
        "begins_at": "2026-03-20T14:30",
        "place": "会议室",
        "chair": house.people[0].pk,
        "recorder": house.people[1].pk,
    }
    return {**given, **fields}


@pytest.mark.parametrize("begins_at", ["0001-01-01T00:00", "0001-01-04T10:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("kind", ["committee", "general"])
def test_a_year_nobody_means_is_sent_back(house, secretary, kind, begins_at):
    url = reverse("meetings:plan_meeting", args=[house.branch.code])
    answer = secretary.post(url, plan(house, kind=kind, begins_at=begins_at))
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)


def test_a_title_stays_on_one_line(house, secretary):
    url = reverse("meetings:plan_meeting", args=[house.branch.code])
    secretary.post(url, plan(house, title="支委会\r\n会议"))
    assert [held.title for held in Meeting.objects.all()] in ([], ["支委会 会议"])


@pytest.mark.parametrize("sign", ["\x0b", "\x01", "\ufffe", "\u202e", "😀", "䶮", "·"])
def test_any_sign_in_a_remark_comes_out_of_the_printer(house, secretary, sign):
    item = agenda_item(committee_meeting(house))
    secretary.post(reverse("meetings:record_remark", args=[item.pk]), {"text": f"发言{sign}要点"})
    pages = [
        secretary.get(reverse(f"meetings:{name}", args=[item.meeting.pk])) for name in ("minutes", "minutes_as_word")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert Document(BytesIO(pages[1].content)).paragraphs


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("close_meeting", "open"),
        ("sign_off", "closed"),
        ("archive_meeting", "closed"),
        ("distribute_minutes", "closed"),
    ],
)
def test_no_step_is_dated_before_the_one_it_follows(house, secretary, verb, state):
    item = agenda_item(committee_meeting(house), state="noted")
    held = item.meeting
    present(held, 5)
    if state == "closed":
        held.state, held.closed_at = state, BEGINS + timedelta(hours=1)
        held.signed_off_at = BEGINS + timedelta(hours=2) if verb in ("archive_meeting", "distribute_minutes") else None
        held.save()
    answer = secretary.post(reverse(f"meetings:{verb}", args=[held.pk]), {"at": "2026-03-20T13:00"})
    assert (answer.status_code, Meeting.objects.get(pk=held.pk).state) == (422, state)
