"""Resolutions after the meeting: followed up to their end (1.3.1), amended, rejected, ruled upon (8.2.3)."""

from datetime import date, timedelta

import pytest

from accounts.models import Organization
from archives.models import Submission
from meetings.actions import holding, resolutions, voting
from meetings.models import AgendaItem, Matter, Meeting, Resolution, Vote
from rulebook.kernel import DUTIES, Refused, findings
from rulebook.ledger import assess
from rulebook.models import Act
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, person, present
from tests.factories.branch import user_of
from tests.factories.meeting import BEGINS
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
LATER = BEGINS + timedelta(days=30)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8)


def decided(house: BranchFactory, make, begins_at=BEGINS, *, passed: bool = True, **fields) -> AgendaItem:
    """An item voted on at a meeting of this kind that is over."""
    meeting = make(house, begins_at=begins_at)
    item = agenda_item(meeting, state=AgendaItem.State.DECIDED, **fields)
    Vote.objects.create(
        item=item, method="voice", opened_at=begins_at, eligible=5, present=5, in_favour=5, passed=passed,
        counted_at=begins_at,
    )  # fmt: skip
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, begins_at + timedelta(hours=1)
    meeting.save()
    return item


def resolved(house: BranchFactory, make=committee_meeting, **fields) -> Resolution:
    return Resolution.objects.create(item=decided(house, make), text="按季度走访困难党员", **fields)


# The ledger of resolutions


@pytest.mark.clause("1.3.1")
def test_a_resolution_without_an_owner_warns_and_does_not_stop_the_closing(house):
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    voting.open_vote(item, method="voice", by=house.secretary, at=BEGINS)
    voting.count_vote(item, in_favour=5, against=0, abstained=0, by=house.secretary, at=BEGINS)
    voting.resolve(item, text="走访", owner=None, due_on=None, by=house.secretary, at=BEGINS)
    ends = BEGINS + timedelta(hours=1)
    warned = findings("meetings.close_meeting", item.meeting, by=house.secretary, at=ends)
    assert [(str(finding), finding.refuses()) for finding in warned] == [
        ("决议未指定落实责任人（第1篇 三（一））", False)
    ]
    assert holding.close_meeting(item.meeting, by=house.secretary, at=ends).state == Meeting.State.CLOSED
    assert Act.objects.get(verb="meetings.close_meeting").passed == ["决议未指定落实责任人（第1篇 三（一））"]


@pytest.mark.clause("1.3.1")
def test_the_secretary_sees_what_has_no_owner_and_a_member_does_not(house, client):
    resolved(house, general_meeting)
    address = f"/b/{house.branch.code}/resolutions/"
    client.force_login(house.secretary)
    assert "决议未指定落实责任人（第1篇 三（一））" in client.get(address).content.decode()
    client.force_login(user_of(person(house.branch, "普通党员")))
    page = client.get(address).content.decode()
    assert ("按季度走访困难党员" in page, "决议未指定落实责任人" in page) == (True, False)


@pytest.mark.clause("1.3.1")
def test_a_resolution_stands_in_the_ledger_until_it_is_done(house):
    at, owner = BEGINS + timedelta(days=1), house.people[2]
    resolution = resolved(house)
    resolutions.assign_owner(resolution, owner=owner, due_on=date(2026, 4, 30), by=house.secretary, at=at)
    assert list(Resolution.objects.unfinished()) == [resolution]
    resolutions.record_progress(resolution, happened_on=date(2026, 3, 21), text="走访两户", by=user_of(owner), at=at)
    resolution.refresh_from_db()
    assert (resolution.state, list(Resolution.objects.unfinished())) == ("in_progress", [resolution])
    resolutions.finish_resolution(resolution, done_on=date(2026, 3, 21), text="走访完毕", by=house.secretary, at=at)
    assert list(Resolution.objects.unfinished()) == []
    assert list(resolution.progress.values_list("text", "recorded_by")) == [
        ("走访两户", "党员003"),
        ("走访完毕", "党员001"),
    ]


@pytest.mark.clause("1.3.1")
def test_what_needs_no_carrying_out_is_not_in_the_ledger(house):
    resolution = resolved(house, carry_out=False)
    assert list(Resolution.objects.to_carry_out()) == []
    said = refusal(
        resolutions.assign_owner, resolution, owner=house.people[2], due_on=None, by=house.secretary, at=LATER
    )
    assert said == "这项决议不需要落实（第1篇 三（一））"


@pytest.mark.clause("1.3.1")
def test_nothing_is_finished_without_an_owner(house):
    said = refusal(
        resolutions.finish_resolution, resolved(house), done_on=LATER.date(), text="完", by=house.secretary, at=LATER
    )
    assert said == "决议未指定落实责任人（第1篇 三（一））"


@pytest.mark.clause("1.3.1")
def test_another_member_records_no_progress(house):
    resolution = resolved(house, owner=house.people[2])
    said = refusal(
        resolutions.record_progress, resolution, happened_on=LATER.date(), text="x", by=user_of(house.people[6]),
        at=LATER,
    )  # fmt: skip
    assert said == "这项决议由他人负责落实（第1篇 三（一））"


@pytest.mark.clause("1.3.1")
@pytest.mark.parametrize(
    ("happened_on", "words"),
    [
        (date(2026, 3, 19), "日期早于作出决议的2026-03-20（第1篇 三（一））"),
        (date(2026, 4, 20), "日期不能晚于今天（第1篇 三（一））"),
    ],
)
def test_progress_lies_between_the_resolution_and_today(house, happened_on, words):
    resolution = resolved(house, owner=house.people[2])
    inputs = {"happened_on": happened_on, "text": "x", "by": house.secretary, "at": LATER}
    assert refusal(resolutions.record_progress, resolution, **inputs) == words


@pytest.mark.clause("1.3.1")
@pytest.mark.parametrize(
    ("done_on", "on", "state"),
    [
        (None, date(2026, 4, 30), "due"),
        (None, date(2026, 5, 1), "missed"),
        (date(2026, 4, 30), date(2026, 5, 1), "done"),
        (date(2026, 5, 1), date(2026, 5, 1), "missed"),
    ],
)
def test_a_resolution_is_due_on_its_day(house, done_on, on, state):
    resolved(
        house, owner=house.people[2], due_on=date(2026, 4, 30), done_on=done_on, state="done" if done_on else "open"
    )
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, 2026, [DUTIES["1.3.1"]])
    assert [status.state.value for status in found] == [state]


@pytest.mark.clause("1.3.1")
@pytest.mark.parametrize(("state", "shown"), [("", 3), ("open", 2), ("done", 1), ("overdue", 1)])
def test_the_ledger_is_filtered_by_state(house, client, state, shown):
    resolved(house, owner=house.people[2], due_on=date(2026, 4, 30))
    resolved(house, owner=house.people[2], due_on=date(2999, 4, 30))
    resolved(house, owner=house.people[3], state="done", done_on=date(2026, 4, 1))
    client.force_login(house.secretary)
    page = client.get(f"/b/{house.branch.code}/resolutions/?state={state}")
    assert len(page.context["resolutions"]) == shown


@pytest.mark.clause("1.3.1")
def test_the_ledger_is_filtered_by_owner(house, client):
    mine = resolved(house, owner=house.people[2])
    resolved(house, owner=house.people[3])
    client.force_login(house.secretary)
    page = client.get(f"/b/{house.branch.code}/resolutions/?owner={house.people[2].pk}")
    assert page.context["resolutions"] == [mine]


def test_the_ledger_of_resolutions_asks_as_often_for_one_as_for_many(house, client, django_assert_max_num_queries):
    for number in (1, 60):
        for _ in range(number):
            resolved(house, owner=house.people[2])
        client.force_login(house.secretary)
        with django_assert_max_num_queries(12):
            assert client.get(f"/b/{house.branch.code}/resolutions/").status_code == 200


@pytest.mark.clause("1.3.1")
def test_the_ledger_shows_fifty_and_leads_to_the_earlier_ones(house, client):
    made = [resolved(house, owner=house.people[2]) for _ in range(51)]
    client.force_login(house.secretary)
    first = client.get(f"/b/{house.branch.code}/resolutions/").context
    assert (first["resolutions"], first["next_before"]) == (made[:0:-1], made[1].pk)
    assert client.get(f"/b/{house.branch.code}/resolutions/?before={made[1].pk}").context["resolutions"] == made[:1]


def test_the_owner_reads_his_resolution_of_the_committee_and_another_member_does_not(house, client):
    address = resolved(house, owner=house.people[6]).get_absolute_url()
    client.force_login(user_of(house.people[6]))
    assert client.get(address).status_code == 200
    client.force_login(user_of(house.people[7]))
    assert client.get(address).status_code == 404


# Amended, rejected, annulled


@pytest.mark.clause("8.2.3a")
def test_what_the_general_meeting_rejected_the_committee_does_not_set_valid_again(house, client):
    resolution = resolved(house)
    rejecting = decided(house, general_meeting, LATER, title="复议走访安排")
    resolutions.overrule_resolution(
        resolution, outcome="rejected", item=rejecting, by=house.secretary, at=LATER + timedelta(days=1)
    )
    again = decided(house, committee_meeting, LATER + timedelta(days=10), title="恢复走访安排")
    at = LATER + timedelta(days=11)
    said = refusal(resolutions.restore_resolution, resolution, item=again, by=house.secretary, at=at)
    assert said == "已被党员大会否定（第8篇 二（三））"
    client.force_login(house.secretary)
    committees, generals = (
        client.get(item.get_absolute_url()).content.decode() for item in (resolution.item, rejecting)
    )
    assert ("已被党员大会否定" in committees, rejecting.get_absolute_url() in committees) == (True, True)
    assert ("已被党员大会否定" in generals, resolution.get_absolute_url() in generals) == (True, True)


@pytest.mark.clause("8.2.3a")
def test_what_the_general_meeting_amended_stays_in_the_ledger(house):
    resolution = resolved(house)
    amending = decided(house, general_meeting, LATER)
    resolutions.overrule_resolution(resolution, outcome="amended", item=amending, by=house.secretary, at=LATER)
    assert list(Resolution.objects.unfinished()) == [resolution]
    again = decided(house, committee_meeting, LATER + timedelta(days=10))
    said = refusal(
        resolutions.restore_resolution, resolution, item=again, by=house.secretary, at=LATER + timedelta(days=11)
    )
    assert said == "已被党员大会修改（第8篇 二（三））"


@pytest.mark.clause("8.2.3a")
def test_a_later_general_meeting_restores_what_it_rejected(house):
    resolution = resolved(house)
    rejecting = decided(house, general_meeting, LATER)
    resolutions.overrule_resolution(resolution, outcome="rejected", item=rejecting, by=house.secretary, at=LATER)
    at = LATER + timedelta(days=90)
    restored = resolutions.restore_resolution(
        resolution, item=decided(house, general_meeting, at), by=house.secretary, at=at
    )
    assert restored.standing == Resolution.Standing.VALID


@pytest.mark.clause("8.2.3a")
def test_what_the_general_meeting_annulled_the_committee_does_not_restore_either(house):
    resolution = resolved(house)
    resolutions.annul_resolution(
        resolution, item=decided(house, general_meeting, LATER), by=house.secretary, at=LATER + timedelta(days=1)
    )
    again = decided(house, committee_meeting, LATER + timedelta(days=2))
    said = refusal(
        resolutions.restore_resolution, resolution, item=again, by=house.secretary, at=LATER + timedelta(days=3)
    )
    assert said == "已被党员大会否定（第8篇 二（三））"


@pytest.mark.clause("8.2.3a")
@pytest.mark.parametrize("slip", ["committee", "not_passed", "earlier"])
def test_only_a_later_vote_of_the_general_meeting_overrules(house, slip):
    resolution = resolved(house)
    make = committee_meeting if slip == "committee" else general_meeting
    when = BEGINS - timedelta(days=1) if slip == "earlier" else LATER
    item = decided(house, make, when, passed=slip != "not_passed")
    said = refusal(
        resolutions.overrule_resolution, resolution, outcome="rejected", item=item, by=house.secretary, at=LATER
    )
    assert said == "只有党员大会表决通过的决定才能修改或否定支委会决议（第8篇 二（三））"


@pytest.mark.clause("8.2.3b")
def test_the_committee_does_not_cancel_a_resolution_of_the_general_meeting(house):
    resolution = resolved(house, general_meeting)
    with pytest.raises(Refused) as refused:
        resolutions.annul_resolution(
            resolution, item=decided(house, committee_meeting, LATER), by=house.secretary, at=LATER
        )
    first = refused.value.findings[0]
    assert (str(first), first.cure) == (
        "支委会不能撤销党员大会决议（第8篇 二（三））",
        "可以提请上级党组织裁决，或重新召开党员大会讨论决定",
    )
    resolution.refresh_from_db()
    assert resolution.is_valid


@pytest.mark.clause("8.2.3b")
def test_the_page_of_a_general_meetings_resolution_offers_the_two_ways(house, client):
    client.force_login(house.secretary)
    page = client.get(resolved(house, general_meeting).get_absolute_url()).content.decode()
    assert ("不能撤销，可以提请上级党组织裁决，或重新召开党员大会讨论决定" in page, "request_ruling" in page) == (
        True,
        True,
    )
    assert f"/b/{house.branch.code}/meetings/plan_meeting/" in page


@pytest.mark.clause("8.2.3b")
def test_the_committee_asks_the_superior_to_rule_and_the_resolution_holds_meanwhile(house):
    resolution = resolved(house, general_meeting)
    asked = resolutions.request_ruling(
        resolution, decision=decided(house, committee_meeting, LATER), reason="与上级决议不一致",
        sent_on=LATER.date(), by=house.secretary, at=LATER,
    )  # fmt: skip
    resolution.refresh_from_db()
    assert (resolution.ruling, resolution.standing, asked.recipient) == (asked, "valid", house.branch.superior)
    assert list(Submission.objects.filter(matter="ruling")) == [asked]


@pytest.mark.clause("8.2.3b")
def test_a_ruling_is_asked_for_by_a_vote_of_the_committee(house):
    said = refusal(
        resolutions.request_ruling, resolved(house, general_meeting), reason="x", sent_on=LATER.date(),
        decision=decided(house, committee_meeting, LATER, passed=False), by=house.secretary, at=LATER,
    )  # fmt: skip
    assert said == "提请上级裁决须经支委会表决通过（第8篇 二（三））"


@pytest.mark.clause("8.2.3b")
def test_the_general_meeting_convened_again_sets_its_own_resolution_aside(house):
    resolution = resolved(house, general_meeting)
    annulled = resolutions.annul_resolution(
        resolution, item=decided(house, general_meeting, LATER), by=house.secretary, at=LATER
    )
    assert annulled.standing == Resolution.Standing.ANNULLED


# Major questions of the Society


@pytest.mark.clause("1.3.9")
def test_a_major_question_of_the_society_is_not_closed_without_a_discussion(house):
    item = agenda_item(committee_meeting(house), Matter.SOCIETY_MAJOR, discussed=False)
    present(item.meeting, 5)
    said = refusal(voting.note_item, item, by=house.secretary, at=BEGINS)
    assert "重大问题须经支部讨论（第1篇 三（九））" in said
    voting.record_remark(item, speaker=house.people[0], text="讨论要点", by=house.secretary, at=BEGINS)
    assert voting.note_item(item, by=house.secretary, at=BEGINS).state == AgendaItem.State.NOTED
