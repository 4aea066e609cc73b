"""Every action of meetings against every state of its subject: where it passes, and that it writes nothing elsewhere.

Each line of the table names the states in which all else is as the action wants it, so that the state alone decides.
"""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace as World
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from archives.models import IncomingDocument
from meetings.ballots.models import BallotBox
from meetings.models import AgendaItem, Attendance, Matter, Meeting, Resolution, Vote, YearPlan
from members.posts import Post
from rulebook.kernel import VERBS, Refused, app_of
from rulebook.models import Act
from tests.factories import BranchFactory, agenda_item, present
from tests.factories.activity import everybody_signs, handed_in, make_up
from tests.factories.ballot import Poll, permit
from tests.factories.branch import holding
from tests.factories.lecture import group, lecture, scan
from tests.factories.meeting import BEGINS, approval, laid_out, meeting, settling_decision

pytestmark = pytest.mark.django_db

AT = BEGINS + timedelta(hours=3)
ON = BEGINS.date()
KIND, ITEM = Meeting.Kind, AgendaItem.State
STAGES = "planned notified signing open closed signed_off archived cancelled"
ITEMS = (
    "planned:proposed planned:settled notified:settled cancelled:settled open:proposed open:settled open:voting "
    "open:decided open:noted open:carried_over open:referred closed:decided signed_off:decided archived:decided"
)


def at_stage(house: BranchFactory, stage: str, kind: str = KIND.COMMITTEE, item: str = "") -> World:
    """A meeting that has got so far, with one item; one of those expected has not signed in."""
    held = meeting(house, kind, group=group(house, house.people[:8]) if kind == KIND.GROUP else None)
    if kind == KIND.GENERAL:
        held.agenda_decision, held.request = settling_decision(house, held), approval(house, held)
        held.save()
    over = stage in ("closed", "signed_off", "archived")
    begun = over or stage == "open"
    one = agenda_item(held, state=item or (ITEM.NOTED if begun else ITEM.SETTLED), discussed=begun)
    if stage != "planned":
        laid_out(held, opened=False)
    if stage == "notified":
        held.roll_frozen_at = None
    if stage not in ("planned", "notified"):
        present(held, max(0, held.eligible_voters - 1))
    if begun:
        held.opened_at, held.state = BEGINS, Meeting.State.OPEN
    if over:
        held.closed_at, held.state = BEGINS + timedelta(hours=1), Meeting.State.CLOSED
    if stage in ("signed_off", "archived"):
        held.signed_off_at = BEGINS + timedelta(hours=2)
    if stage == "archived":
        held.archived_at, held.state = BEGINS + timedelta(hours=2), Meeting.State.ARCHIVED
    if stage == "cancelled":
        held.cancelled_at, held.state = BEGINS, Meeting.State.CANCELLED
    held.save()
    if one.state in (ITEM.VOTING, ITEM.DECIDED):
        counted = {"in_favour": 4, "passed": True, "counted_at": AT} if one.state == ITEM.DECIDED else {}
        Vote.objects.create(item=one, method="voice", opened_at=BEGINS, eligible=5, present=4, **counted)
    away = held.attendances.filter(signed_at__isnull=True).order_by("-person__pinyin_key").first()
    return World(house=house, meeting=held, item=one, attendance=away, subject=held)


def item_at(house: BranchFactory, state: str, kind: str = KIND.COMMITTEE) -> World:
    stage, _, of_item = state.partition(":")
    world = at_stage(house, stage, kind, of_item)
    world.subject = world.item
    return world


def leave_at(house: BranchFactory, stage: str) -> World:
    """Leave was asked before the meeting; a meeting that is merely planned has no list."""
    world = at_stage(house, stage)
    row = world.attendance or Attendance.objects.create(meeting=world.meeting, person=house.people[0])
    row.leave_asked_at = BEGINS - timedelta(days=1)
    row.save()
    world.subject = row
    return world


def own_row_at(house: BranchFactory, stage: str) -> World:
    """The secretary's own, before he has signed."""
    world = at_stage(house, stage)
    own = {"meeting": world.meeting, "person": house.people[0]}
    world.subject, _ = Attendance.objects.update_or_create(**own, defaults={"signed_at": None, "signed_by": ""})
    return world


def lecture_at(house: BranchFactory, stage: str, **fields: Any) -> World:
    given = lecture(house, **fields)
    world = at_stage(house, stage, KIND.LECTURE)
    held = given.meeting
    for name in ("state", "opened_at", "closed_at", "signed_off_at", "archived_at", "cancelled_at", "roll_frozen_at"):
        setattr(held, name, getattr(world.meeting, name))
    held.save()
    return World(house=house, meeting=held, subject=given)


def resolution_at(house: BranchFactory, state: str, kind: str = KIND.COMMITTEE) -> World:
    world = item_at(house, "archived:decided", kind)
    owned = {"text": "决议", "owner": house.people[1]}
    if state in Resolution.State.values:
        owned |= {"state": state, "done_on": ON if state == "done" else None}
    else:
        owned |= {"standing": state, "standing_by": item_at(house, "archived:decided", kind).item}
    world.subject = Resolution.objects.create(item=world.item, **owned)
    return world


def plan_at(house: BranchFactory, state: str) -> World:
    effective_on = ON if state == "in_effect" else None
    plan = YearPlan.objects.create(
        organization=house.branch, kind="lectures", begins_on=date(2026, 1, 1), text="计划",
        drafted_on=date(2026, 1, 5), effective_on=effective_on,
    )  # fmt: skip
    return World(house=house, subject=plan)


def box_at(house: BranchFactory, state: str) -> World:
    permit(house)
    world = item_at(house, "open:settled", KIND.GENERAL)
    poll = Poll(house, world.item)
    if state in ("open", "closed"):
        poll.open()
    if state == "closed":
        poll.close()
    if state == "aborted":
        poll.abort()
    world.poll, world.subject = poll, BallotBox.objects.get(pk=poll.box.pk)
    return world


def permission_at(house: BranchFactory, state: str) -> World:
    permission = permit(house)
    permission.withdrawn_on = ON if state == "withdrawn" else None
    permission.save()
    return World(house=house, subject=permission)


def study_at(house: BranchFactory, stage: str) -> World:
    """One of those expected has not signed in; the list is not kept before the notice."""
    world = at_stage(house, stage, KIND.STUDY)
    everybody_signs(world.meeting, [house.people[9]])
    return world


def speech_at(house: BranchFactory, stage: str) -> World:
    """Of one who has signed in, where the list is there."""
    world = study_at(house, stage)
    signed = {"signed_at": BEGINS, "signed_by": Attendance.Means.PAPER}
    world.subject, _ = Attendance.objects.update_or_create(
        meeting=world.meeting, person=house.people[0], defaults=signed
    )
    return world


def make_up_at(house: BranchFactory, state: str) -> World:
    """Of the supervisor, so that the secretary reviews it."""
    holding(house.people[9], house.branch, Post.STUDY_SUPERVISOR)
    if state == "told":
        return World(house=house, subject=make_up(house, house.people[9]))
    done = {"reviewed_on": ON, "reviewed_by": house.people[0]} if state == "reviewed" else {}
    return World(house=house, subject=handed_in(house, house.people[9], ON, **done))


def later_item(world: World, kind: str = KIND.COMMITTEE) -> AgendaItem:
    """Voted through by a later meeting that is over."""
    return item_at(world.house, "archived:decided", kind).item


def carried_over(world: World) -> AgendaItem:
    return item_at(world.house, "archived:carried_over").item


def document(world: World) -> IncomingDocument:
    given = {"source": "superior", "issuer": "机关党委", "title": "通知", "received_on": date(2026, 3, 2)}
    return IncomingDocument.objects.create(organization=world.house.branch, to_implement=True, **given)


def not_reported(world: World) -> dict[str, Any]:
    Meeting.objects.filter(pk=world.meeting.pk).update(request=None)
    return {"sent_on": date(2026, 3, 14)}


def lead(world: World) -> dict[str, Any]:
    return {"chair": world.house.people[0], "recorder": world.house.people[1]}


def nothing(world: World) -> dict[str, Any]:
    return {}


def given(**inputs: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: inputs


def general(house: BranchFactory, state: str) -> World:
    return at_stage(house, state, KIND.GENERAL)


def general_item(house: BranchFactory, state: str) -> World:
    return item_at(house, state, KIND.GENERAL)


def teaching(world: World) -> dict[str, Any]:
    one = {"topic": "学习党章", "lecturer": world.house.people[5], "outside_lecturer": ""}
    return {**one, "lecturer_type": "advanced_member"}


BEFORE = "planned notified signing"
OVER = "closed signed_off archived"
RESOLUTIONS = "open in_progress done amended rejected annulled"
BOXES = "prepared open closed aborted"

# verb: the world it is tried in, all states of that world, those in which it passes, its inputs
TABLE: dict[str, tuple[Callable[[BranchFactory, str], World], str, str, Callable[[World], dict[str, Any]]]] = {
    "reschedule": (at_stage, STAGES, BEFORE, given(begins_at=BEGINS + timedelta(days=1), place="会议室")),
    "change_chair": (at_stage, STAGES, BEFORE, lead),
    "cancel_meeting": (at_stage, STAGES, BEFORE, given(reason="停电")),
    "add_item": (at_stage, STAGES, "planned", given(matter=Matter.OTHER, title="议题")),
    "take_up": (at_stage, STAGES, "planned", lambda world: {"pending": carried_over(world)}),
    "study_document": (at_stage, STAGES, "planned", lambda world: {"document": document(world)}),
    "settle_agenda": (
        general, STAGES, BEFORE, lambda world: {"decision": settling_decision(world.house, world.meeting)},
    ),
    "report_meeting": (general, STAGES, BEFORE, not_reported),
    "record_consent": (general, STAGES, BEFORE, given(number="信党〔2026〕9号")),
    "send_notice": (at_stage, STAGES, "planned", nothing),
    "invite_observer": (at_stage, STAGES, "planned notified", lambda world: {"person": world.house.people[9]}),
    "leave_out": (
        general, STAGES, "planned notified",
        lambda world: {"person": world.house.people[9], "reason": "长期卧病", "consent": "信党〔2026〕3号"},
    ),
    "start_sign_in": (at_stage, STAGES, "notified", nothing),
    "open_meeting": (at_stage, STAGES, "signing", nothing),
    "copy_sign_in_sheet": (
        at_stage, STAGES, "signing open closed",
        lambda world: {"entries": {world.attendance.pk: BEGINS} if world.attendance else {}},
    ),
    "close_meeting": (at_stage, STAGES, "open", nothing),
    "sign_off": (at_stage, STAGES, "closed", nothing),
    "archive_meeting": (at_stage, STAGES, "signed_off", given(signed_paper=None)),
    "distribute_minutes": (at_stage, STAGES, "signed_off archived", nothing),
    "release_minutes": (at_stage, STAGES, OVER, lambda world: {"decision": later_item(world)}),
    "ask_leave": (leave_at, STAGES, f"{BEFORE} open closed", given(reason="出差")),
    "answer_leave": (leave_at, STAGES, f"{BEFORE} open closed", given(granted=True)),
    "sign_in": (own_row_at, STAGES, "signing open", nothing),
    "accept_item": (item_at, ITEMS, "planned:proposed", nothing),
    "remove_item": (item_at, ITEMS, "planned:proposed planned:settled", nothing),
    "introduce_item": (item_at, ITEMS, "open:settled", given(introduction="介绍")),
    "record_remark": (item_at, ITEMS, "open:settled", given(speaker=None, text="发言")),
    "recuse": (item_at, ITEMS, "open:settled", lambda world: {"person": world.house.people[1], "reason": "亲属"}),
    "carry_over": (item_at, ITEMS, "open:settled", nothing),
    "refer_to_general_meeting": (item_at, ITEMS, "open:settled", nothing),
    "note_item": (item_at, ITEMS, "open:settled", nothing),
    "open_vote": (item_at, ITEMS, "open:settled", given(method="voice")),
    "count_vote": (item_at, ITEMS, "open:voting", given(in_favour=4, against=0, abstained=0)),
    "resolve": (
        item_at, ITEMS, "open:decided open:noted closed:decided signed_off:decided archived:decided",
        given(text="同意", owner=None, due_on=None),
    ),
    "reserve_opinion": (
        item_at, ITEMS, "open:decided closed:decided signed_off:decided archived:decided",
        given(text="不同意", reports_upward=False),
    ),
    "prepare_box": (
        lambda house, state: (permit(house), general_item(house, state))[1], ITEMS, "open:settled",
        lambda world: {
            "key": bytes(16), "keeping": "slips", "scrutineer": world.house.people[1], "teller": world.house.people[2],
        },
    ),
    "name_key_speaker": (speech_at, STAGES, "open closed", given(topic="题目")),
    "require_make_up": (
        study_at, STAGES, "signed_off archived",
        given(content="自学", mode="after_return", due_on=date(2026, 4, 4)),
    ),
    "hand_in_make_up": (make_up_at, "told handed_in reviewed", "told handed_in", lambda world: {"scan": scan()}),
    "review_make_up": (make_up_at, "told handed_in reviewed", "handed_in", nothing),
    "change_lecture": (lecture_at, STAGES, BEFORE, teaching),
    "file_outline": (lecture_at, STAGES, BEFORE, lambda world: {"outline": scan()}),
    "review_outline": (lecture_at, STAGES, BEFORE, nothing),
    "record_bureau_signature": (
        lambda house, state: lecture_at(house, state, division_level=True), STAGES, BEFORE,
        lambda world: {"signer": "某某", "signed_on": ON, "scan": scan()},
    ),
    "count_for_quarter": (lecture_at, STAGES, OVER, given(quarter=date(2026, 4, 1), note="集中")),
    "assign_owner": (
        resolution_at, RESOLUTIONS, "open in_progress amended",
        lambda world: {"owner": world.house.people[2], "due_on": None},
    ),
    "record_progress": (resolution_at, RESOLUTIONS, "open in_progress amended", given(happened_on=ON, text="开始")),
    "finish_resolution": (resolution_at, RESOLUTIONS, "open in_progress amended", given(done_on=ON, text="完成")),
    "overrule_resolution": (
        resolution_at, RESOLUTIONS, "open in_progress done",
        lambda world: {"outcome": "rejected", "item": later_item(world, KIND.GENERAL)},
    ),
    "annul_resolution": (
        resolution_at, RESOLUTIONS, "open in_progress done", lambda world: {"item": later_item(world)},
    ),
    "restore_resolution": (
        resolution_at, RESOLUTIONS, "amended rejected annulled",
        lambda world: {"item": later_item(world, KIND.GENERAL)},
    ),
    "request_ruling": (
        lambda house, state: resolution_at(house, state, KIND.GENERAL), RESOLUTIONS, "open in_progress done",
        lambda world: {"decision": later_item(world), "reason": "理由", "sent_on": ON},
    ),
    "revise_plan": (plan_at, "draft in_effect", "draft", given(text="新计划")),
    "put_plan_into_effect": (plan_at, "draft in_effect", "draft", given(decision=None)),
    "open_box": (box_at, BOXES, "prepared", lambda world: {"numbers": world.poll.numbers}),
    "close_box": (box_at, BOXES, "open", lambda world: {"codes": world.poll.codes[:2], "wait_no_longer": True}),
    "abort_box": (box_at, BOXES, "prepared open", given(reason="遗失")),
    "clear_traces": (box_at, BOXES, "closed aborted", nothing),
    "withdraw_ballot_permission": (permission_at, "in_force withdrawn", "in_force", given(reason="停用")),
}  # fmt: skip
BEGINNINGS = {  # of an organization, which has no states
    "plan_meeting", "plan_lecture", "plan_activity", "plan_group_meeting", "draft_plan", "permit_ballots",
    "record_ballot_permission",
}  # fmt: skip
ELSEWHERE = {"receive_written_opinion"}  # only for admission and conversion: tests of those matters


def stored(subject: Model) -> tuple[dict[str, Any], int]:
    return Act.picture(type(subject).objects.get(pk=subject.pk)), Act.objects.count()


def passes(verb: str, subject: Model, **inputs: Any) -> bool:
    """Whether the action passes; a refusal says why and leaves subject and chain of acts as they were."""
    before, said = stored(subject), "passed"
    try:
        VERBS[f"meetings.{verb}"].perform(subject, **inputs, at=AT)
    except Refused as refused:
        said = str(refused)
    assert said
    if said == "passed":
        return True
    assert stored(subject) == before
    return False


@pytest.mark.parametrize("verb", TABLE)
def test_the_action_passes_in_these_states_and_in_no_other(verb):
    place, states, allowed, inputs = TABLE[verb]
    found = []
    for state in states.split():
        with transaction.atomic():
            house = BranchFactory(members=10, committee=5)
            world = place(house, state)
            if passes(verb, world.subject, by=world.house.secretary, **inputs(world)):
                found.append(state)
            transaction.set_rollback(True)
    assert found == allowed.split()


def test_every_action_stands_in_the_table():
    own = {name.removeprefix("meetings.") for name, verb in VERBS.items() if app_of(verb.function) == "meetings"}
    assert own == set(TABLE) | BEGINNINGS | ELSEWHERE
