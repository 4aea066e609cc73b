"""The ballot box: who permits, prepares and opens it, and who may vote."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from meetings.actions import holding, voting
from meetings.ballots import actions, door
from meetings.ballots.models import BallotBox, BallotPermission, Choice, OpenedBallot, RollEntry, SealedBallot
from meetings.models import Attendance, Recusal, Vote
from rulebook.kernel import NotEntitled
from rulebook.models import Act
from tests.factories import BranchFactory, agenda_item, committee_meeting, person, present, user_of
from tests.factories.ballot import AT, Poll, item_for_ballot, open_poll, permit
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAINED = Choice.values


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


def vote(poll: Poll, person, choice: str = FOR) -> None:
    door.cast(poll.box, by=user_of(person), choice=choice, at=AT)


def refused_vote(poll: Poll, person) -> str:
    return refusal(vote, poll, person)


def holds(box: BallotBox) -> tuple[int, int, int]:
    """Sealed ballots, flags set on the roll, opened ballots."""
    return (
        SealedBallot.objects.filter(box=box).count(),
        RollEntry.objects.filter(box=box, voted=True).count(),
        OpenedBallot.objects.filter(box=box).count(),
    )


# Permission


def test_without_the_superiors_permission_there_is_no_box(house):
    item = item_for_ballot(house, 8)
    said = refusal(Poll, house, item)
    assert said == "上级党组织还没有批准本支部使用电子票箱"


def test_the_superior_permits_online_and_the_branch_cannot(house):
    inputs = {"number": "信党〔2026〕1号", "at": AT}
    with pytest.raises(NotEntitled):
        actions.permit_ballots(house.branch, by=house.secretary, **inputs)
    permission = actions.permit_ballots(house.branch, by=house.superior_officer, **inputs)
    assert (permission.permitted_on, permission.permitted_by) == (AT.date(), "上级")
    assert Poll(house, item_for_ballot(house, 8)).box.is_prepared


def test_a_permission_on_paper_is_recorded_with_number_date_and_scan(house):
    scan = SimpleUploadedFile("批复.pdf", b"%PDF-1.4 scan", content_type="application/pdf")
    inputs = {"number": "信党〔2026〕1号", "permitted_by": "机关党委", "scan": scan, "by": house.secretary, "at": AT}
    said = refusal(actions.record_ballot_permission, house.branch, permitted_on=AT.date() + timedelta(days=1), **inputs)
    assert said == "批准日期不能晚于今天"
    permission = actions.record_ballot_permission(house.branch, permitted_on=AT.date(), **inputs)
    assert (permission.number, permission.scan.name) == ("信党〔2026〕1号", "批复.pdf")


def test_the_database_keeps_no_permission_without_its_proof(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        BallotPermission.objects.create(
            organization=house.branch, number="1号", permitted_on=AT.date(), permitted_by="上级"
        )


def test_the_permission_counts_from_its_day_to_the_day_before_its_withdrawal(house):
    permission = permit(house)
    first = permission.permitted_on
    actions.withdraw_ballot_permission(permission, reason="停用", by=house.superior_officer, at=AT)
    days = [first - timedelta(days=1), first, AT.date() - timedelta(days=1), AT.date()]
    assert [BallotPermission.objects.in_force(house.branch, day).exists() for day in days] == [
        False, True, True, False,
    ]  # fmt: skip
    said = refusal(actions.withdraw_ballot_permission, permission, reason="停用", by=house.superior_officer, at=AT)
    assert said == "已于2026-03-20收回"


def test_a_withdrawal_stops_a_box_that_is_ready_but_not_one_that_is_open(house):
    permission = permit(house)
    ready = Poll(house, item_for_ballot(house, 8))
    actions.withdraw_ballot_permission(permission, reason="停用", by=house.superior_officer, at=AT)
    assert refusal(ready.open) == "上级党组织还没有批准本支部使用电子票箱"
    actions.permit_ballots(house.branch, number="2号", by=house.superior_officer, at=AT)
    ready.open()
    actions.withdraw_ballot_permission(
        BallotPermission.objects.get(number="2号"), reason="停用", by=house.superior_officer, at=AT
    )
    assert ready.close().returned == 0


def test_another_branchs_permission_is_of_no_use(house):
    permit(BranchFactory(members=5))
    assert refusal(Poll, house, item_for_ballot(house, 8)) == "上级党组织还没有批准本支部使用电子票箱"


# Preparing


def test_only_recorders_prepare_open_and_close(house):
    poll = open_poll(house, 8)
    member = user_of(house.people[7])
    with pytest.raises(NotEntitled):
        actions.close_box(poll.box, codes=poll.codes[:2], wait_no_longer=True, by=member, at=AT)
    with pytest.raises(NotEntitled):
        actions.abort_box(poll.box, reason="x", by=house.superior_officer, at=AT)


@pytest.mark.parametrize(
    ("scrutineer", "teller", "words"),
    [
        (1, 1, "监票人、计票人须为两人"),
        (9, 2, "党员010没有到会、没有表决权，或已回避本项议题"),
        (1, 3, "本项议题涉及党员004本人"),
        (0, 2, "党员001是主持人，已经保管一张密钥条"),
        (1, 4, "党员005没有到会、没有表决权，或已回避本项议题"),
    ],
)
def test_the_key_is_held_by_present_voters_whom_the_item_does_not_touch(house, scrutineer, teller, words):
    permit(house)
    item = item_for_ballot(house, 8, concerns=house.people[3])
    Recusal.objects.create(item=item, person=house.people[4], reason="亲属")
    inputs = {"scrutineer": house.people[scrutineer], "teller": house.people[teller]}
    assert refusal(Poll, house, item, **inputs) == words


def test_the_committee_has_no_box(house):
    permit(house)
    item = agenda_item(committee_meeting(house))
    present(item.meeting, 5)
    assert refusal(Poll, house, item).startswith("电子票箱只用于党员大会")


def test_the_slips_are_proved_to_be_there_before_anybody_votes(house):
    permit(house)
    poll = Poll(house, item_for_ballot(house, 8))
    wrong = [*poll.numbers[:2], f"{(int(poll.numbers[2]) + 1) % 10_000:04}"]
    said = refusal(actions.open_box, poll.box, numbers=wrong, by=house.secretary, at=AT)
    assert said == "密钥条确认号不对"
    assert not Vote.objects.filter(item=poll.item).exists()


def test_lost_slips_are_made_anew_and_the_old_ones_open_nothing(house):
    permit(house)
    item = item_for_ballot(house, 8)
    lost = Poll(house, item)
    poll = Poll(house, item).open()
    assert (poll.box.pk, BallotBox.objects.filter(item=item).count()) == (lost.box.pk, 1)
    assert refusal(poll.close, lost.codes[:2]) == "第1个密钥码不对：有字抄错，或不是本票箱的密钥条"
    assert poll.close().returned == 0


def test_the_key_is_nowhere_in_the_database(house):
    poll = open_poll(house, 8)
    acts = [str(act.__dict__) for act in Act.objects.all()]
    box = str(BallotBox.objects.filter(pk=poll.box.pk).values().get())
    for secret in (poll.key.hex(), *poll.codes, *(code.replace(" ", "") for code in poll.codes), *poll.numbers):
        assert not [act for act in acts if secret in act and secret not in poll.numbers]
        assert secret in poll.numbers or secret not in box


# Opening


def test_opening_fixes_the_base_and_the_roll_of_those_present(house):
    permit(house)
    person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    item = item_for_ballot(house, 8)
    Recusal.objects.create(item=item, person=house.people[7], reason="亲属")
    poll = Poll(house, item).open()
    opened = Vote.objects.get(item=item)
    assert (opened.method, opened.eligible, opened.present) == ("secret_ballot", 10, 7)
    on_the_roll = set(poll.box.roll.values_list("person__name", "voted"))
    assert on_the_roll == {(one.name, False) for one in house.people[:7]}


def test_the_gates_of_the_vote_stand_before_the_box_too(house):
    permit(house)
    item = item_for_ballot(house, 4, discussed=False)
    poll = Poll(house, item)
    said = refusal(poll.open)
    assert "表决前须经充分讨论" in said
    assert "到会有表决权党员4人，不足应到10人的半数（至少5人）" in said
    assert BallotBox.objects.get(pk=poll.box.pk).is_prepared


def test_several_items_are_voted_one_after_the_other(house):
    first = open_poll(house, 8)
    second = agenda_item(first.item.meeting)
    other = Poll(house, second)
    assert "应逐项表决" in refusal(other.open)
    first.close()
    assert other.open().box.is_open


def test_a_paper_vote_that_has_begun_gets_no_box(house):
    permit(house)
    item = item_for_ballot(house, 8)
    voting.open_vote(item, method="secret_ballot", by=house.secretary, at=AT)
    assert refusal(Poll, house, item) == "表决已经以其他方式开始"


def test_an_open_box_is_not_prepared_again_nor_counted_on_paper_nor_left_behind(house):
    poll = open_poll(house, 8)
    assert refusal(Poll, house, poll.item) == "票箱正在投票"
    numbers = {"in_favour": 8, "against": 0, "abstained": 0, "issued": 8, "returned": 8}
    said = refusal(
        voting.count_vote, poll.item, scrutineer=house.people[1], teller=house.people[2], by=house.secretary, at=AT,
        **numbers,
    )  # fmt: skip
    assert said == "电子票箱正在投票"
    said = refusal(holding.close_meeting, poll.item.meeting, by=house.secretary, at=AT)
    assert "尚未办结的议题：议题1" in said


# Casting


def test_a_ballot_sets_the_flag_and_lies_sealed_in_the_box(house):
    poll = open_poll(house, 8)
    vote(poll, house.people[3], AGAINST)
    assert holds(poll.box) == (1, 1, 0)
    assert poll.box.roll.get(voted=True).person == house.people[3]
    content = bytes(poll.box.sealed_ballots.get().content)
    assert len(content) == 64


def test_casting_leaves_no_act_and_no_time(house):
    poll = open_poll(house, 8)
    acts = Act.objects.count()
    vote(poll, house.people[3])
    assert Act.objects.count() == acts
    kinds = {
        field.get_internal_type() for model in (RollEntry, SealedBallot, OpenedBallot) for field in model._meta.fields
    }
    assert kinds == {"UUIDField", "ForeignKey", "BooleanField", "BinaryField", "CharField"}


def test_nobody_votes_twice(house):
    poll = open_poll(house, 8)
    vote(poll, house.people[3])
    assert refused_vote(poll, house.people[3]) == "已投票"
    assert holds(poll.box) == (1, 1, 0)


@pytest.mark.clause("13.4.4b")
def test_a_probationary_member_has_no_vote(house):
    probationary = person(house.branch, "预备", full_on=None, admitted_on=date(2025, 6, 27))
    poll = open_poll(house, 8)
    Attendance.objects.filter(person=probationary).update(signed_at=AT, signed_by="own_phone")
    assert refused_vote(poll, probationary) == "预备党员没有表决权、选举权和被选举权（第13篇 四（四））"
    assert holds(poll.box) == (0, 0, 0)


@pytest.mark.clause("6.2.4d")
def test_an_observer_has_no_vote(house):
    activist = person(house.branch, "列席", full_on=None, admitted_on=None, activist_on=date(2025, 1, 1))
    poll = open_poll(house, 8)
    Attendance.objects.create(meeting=poll.item.meeting, person=activist, role="observer")
    assert refused_vote(poll, activist) == "列席人员无表决权（第6篇 二（四））"


@pytest.mark.clause("6.3.5b")
def test_who_has_not_signed_in_has_no_ballot(house):
    poll = open_poll(house, 8)
    assert refused_vote(poll, house.people[9]) == "您没有签到，不能投票（第6篇 三（五））"
    present(poll.item.meeting, 2)
    assert refused_vote(poll, house.people[9]) == "表决开始时您还没有签到，到会人数已经固定（第6篇 三（五））"


@pytest.mark.clause("6.3.2")
def test_who_withdraws_from_the_item_has_no_ballot(house):
    permit(house)
    item = item_for_ballot(house, 8)
    Recusal.objects.create(item=item, person=house.people[7], reason="亲属")
    poll = Poll(house, item).open()
    assert refused_vote(poll, house.people[7]) == "您已回避本项议题，不参加表决（第6篇 三（二））"


def test_a_member_whose_right_is_suspended_has_no_ballot(house):
    house.people[9].rights_suspensions.create(since=date(2026, 1, 1), basis="留党察看")
    poll = open_poll(house, 8)
    assert refused_vote(poll, house.people[9]) == "您的表决权已停止行使"


def test_a_stranger_is_on_no_list(house):
    poll = open_poll(house, 8)
    assert refused_vote(poll, BranchFactory(members=1).people[0]) == "您不在本次会议的应到名单上"


def test_the_box_takes_ballots_only_while_it_is_open(house):
    permit(house)
    poll = Poll(house, item_for_ballot(house, 8))
    assert refused_vote(poll, house.people[3]) == "投票还没有开始"
    poll.open().close()
    assert refused_vote(poll, house.people[3]) == "投票已经结束"
    again = open_poll(house, 8)
    again.abort()
    assert refused_vote(again, house.people[3]) == "票箱已经作废，请听主持人说明如何重新表决"
    assert holds(again.box) == (0, 0, 0)


def test_a_ballot_on_its_way_at_the_close_finds_no_row(house):
    """The close writes the roll anew, so that even a voter's old row id claims nothing any more."""
    poll = open_poll(house, 8)
    old = poll.box.roll.get(person=house.people[3]).pk
    poll.close()
    assert not RollEntry.objects.filter(pk=old).exists()
    assert not door.claim(poll.box, user_of(house.people[3]))
