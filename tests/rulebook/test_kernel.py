"""The machine: every gate is asked, every reason shown, nothing written when refused, every act in the chain."""

from datetime import datetime, timedelta

import pytest

from meetings.actions import planning, voting
from meetings.models import AgendaItem
from meetings.rules import voting as voting_rules
from rulebook.catalogue import catalogue
from rulebook.kernel import BUILT, VERBS, NotEntitled, Refused, findings
from rulebook.models import GENESIS, Act
from tests.factories import BranchFactory, agenda_item, general_meeting, present, user_of
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=10)


def open_vote(item: AgendaItem, house: BranchFactory, at: datetime = BEGINS, **inputs: object) -> object:
    return voting.open_vote(item, method="show_of_hands", by=house.secretary, at=at, **inputs)


def test_all_gates_are_asked_and_all_reasons_shown(house):
    item = agenda_item(general_meeting(house), discussed=False)
    present(item.meeting, 4)
    with pytest.raises(Refused) as refused:
        open_vote(item, house)
    assert [finding.clauses[0].id for finding in refused.value.findings] == ["8.1.4c", "8.1.4a"]


def test_a_refusal_says_its_sentence_and_its_clauses(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 4)
    with pytest.raises(Refused) as refused:
        open_vote(item, house)
    assert str(refused.value) == (
        "到会有表决权党员4人，不足应到10人的半数（至少5人），不能表决（第8篇 一（四）、第1篇 四（一））"
    )


def test_nothing_is_written_when_refused(house):
    item = agenda_item(general_meeting(house), discussed=False)
    with pytest.raises(Refused):
        open_vote(item, house)
    item.refresh_from_db()
    assert (item.state, Act.objects.count()) == (AgendaItem.State.SETTLED, 0)


def test_the_button_and_the_refusal_are_judged_by_the_same_gates(house):
    item = agenda_item(general_meeting(house))
    before = findings("meetings.open_vote", item, by=house.secretary, at=BEGINS)
    with pytest.raises(Refused) as refused:
        open_vote(item, house)
    assert [str(finding) for finding in before] == [str(finding) for finding in refused.value.findings]


def test_a_gate_that_needs_an_input_is_not_asked_for_the_mere_button(house):
    meeting = general_meeting(house, opened=False, request=None)
    against = findings("meetings.reschedule", meeting, by=house.secretary, at=BEGINS)
    assert against == []


def test_an_act_of_another_post_is_not_entitled(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 10)
    with pytest.raises(NotEntitled):
        voting.open_vote(item, method="show_of_hands", by=user_of(house.people[9]), at=BEGINS)


def test_the_subject_is_read_again_inside_the_lock(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 10)
    stale = AgendaItem.objects.get(pk=item.pk)
    open_vote(item, house)
    with pytest.raises(Refused, match="表决已经开始"):
        open_vote(stale, house)


def test_normally_passes_with_a_written_reason_that_stays_on_record(house):
    meeting = general_meeting(house, opened=False)
    later = meeting.begins_at + timedelta(days=7)
    with pytest.raises(Refused) as refused:
        planning.reschedule(meeting, begins_at=later, place="会议室", by=house.secretary, at=BEGINS)
    assert refused.value.excusable
    planning.reschedule(
        meeting, begins_at=later, place="会议室", by=house.secretary, at=BEGINS, excuse="主要负责人参加上级会议"
    )
    act = Act.objects.get(verb="meetings.reschedule")
    assert (act.excuse, act.passed) == (
        "主要负责人参加上级会议",
        ["党员大会无特殊情况一般不推迟（第8篇 一（一））"],
    )


def test_a_reason_does_not_excuse_what_must_be(house):
    item = agenda_item(general_meeting(house), discussed=False)
    present(item.meeting, 10)
    with pytest.raises(Refused):
        open_vote(item, house, excuse="时间紧")


def test_an_upper_app_guards_a_lower_act(house):
    """6.1.7 is a clause of meetings; the act it guards, sending up, belongs to archives."""
    guards = {gate.function.__name__ for gate in _foreign("archives.submit")}
    assert guards == {"important_report_studied_by_committee"}


def _foreign(name: str) -> list:
    verb = VERBS[name]
    return [gate for gate in verb.all_gates if gate not in verb.gates]


def test_acts_of_an_organization_are_one_chain(house):
    item = agenda_item(general_meeting(house), discussed=False)
    for text in ("一", "二", "三"):
        voting.record_remark(item, speaker=None, text=text, by=house.secretary, at=BEGINS)
    acts = list(Act.objects.order_by("number"))
    assert [act.number for act in acts] == [1, 2, 3]
    assert [act.previous for act in acts] == [GENESIS, acts[0].digest, acts[1].digest]
    assert [act.computed_digest() for act in acts] == [act.digest for act in acts]


def test_an_act_says_who_when_under_which_clauses_and_what_changed(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 10)
    open_vote(item, house)
    act = Act.objects.get()
    assert (act.by, act.at, act.subject_type, act.subject_id) == (
        house.secretary,
        BEGINS,
        "meetings.agendaitem",
        item.pk,
    )
    assert act.changes == {"state": ["settled", "voting"]}
    assert "8.1.4a" in act.clauses


def test_an_act_recorded_on_a_later_day_is_a_late_entry(house):
    item = agenda_item(general_meeting(house), discussed=False)
    voting.record_remark(item, speaker=None, text="补记", by=house.secretary, at=BEGINS)
    assert Act.objects.get().is_late


def test_a_post_ended_takes_its_rights_the_same_second(house):
    item = agenda_item(general_meeting(house))
    present(item.meeting, 10)
    secretary = house.secretary
    assert secretary.has_perm("meetings.open_vote", house.branch)
    house.people[0].terms.update(until="2026-01-01")
    with pytest.raises(NotEntitled):
        voting.open_vote(item, method="show_of_hands", by=secretary, at=BEGINS)


def test_every_gate_stands_under_a_known_clause():
    assert set(BUILT) <= set(catalogue)
    assert voting_rules.general_quorum in BUILT["8.1.4a"]
