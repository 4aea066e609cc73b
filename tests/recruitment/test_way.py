"""The whole way: from the application to the personal file, through extension, cancellation and refusal."""

from datetime import date

import pytest

from meetings.models import Matter
from members.models import Standing
from recruitment.journey import journey_of
from recruitment.models import Outcome
from recruitment.steps import STEPS, Key
from rulebook.catalogue import catalogue
from tests.factories import BranchFactory
from tests.factories.recruit import Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def way() -> Way:
    return Way(BranchFactory(members=12, committee=5))


def test_the_table_of_steps_is_that_of_the_rulebook():
    printed = catalogue["13.0p"].raw["steps"]
    assert [step.number for step in STEPS.values()] == [row["n"] for row in printed]
    assert [step.stage for step in STEPS.values()] == [
        ["activist", "development_object", "probationary_admission", "probation_and_regularisation"].index(row["stage"])
        for row in printed
    ]


@pytest.mark.clause("13.0p", "13.4.1", "13.4.4f", "13.4.6")
def test_from_the_application_to_the_personal_file(way):
    way.to_converted()
    papers = ["form", "application", "political_review", "regularisation_application", "training_inspection_papers"]
    way.on("hand_over", date(2027, 8, 25), organ="人事培训处", papers=papers)
    way.recruit.refresh_from_db()
    way.person.refresh_from_db()
    assert way.recruit.outcome == Outcome.COMPLETED
    assert (way.person.admitted_on, way.person.approved_on) == (date(2026, 7, 28), date(2026, 9, 1))
    assert way.person.full_on == date(2027, 7, 28)
    journey = journey_of(way.recruit, date(2027, 8, 25))
    open_steps = [place.step.key for place in journey.places if not place.is_done]
    assert open_steps == []
    assert not way.recruit.deadlines.filter(done_on=None).exists()


@pytest.mark.clause("13.4.4d", "13.4.4e")
def test_through_an_extension_to_full_membership(way):
    """Probation ends 2027-07-28; six months more make it 2028-01-28, from which the standing counts."""
    way.to_heard()
    way.resolve_outcome(Matter.PROBATION_EXTENSION, date(2027, 7, 30), months=6, ground="需要继续考察")
    way.replied(way.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
    way.act("settle_outcome", date(2027, 8, 21))
    way.recruit.refresh_from_db()
    assert (way.recruit.extended_until, way.recruit.is_running) == (date(2028, 1, 28), True)
    journey = journey_of(way.recruit, date(2027, 8, 22))
    assert (journey.current.step.key, journey.done_on(Key.CONVERSION_APPLICATION)) == (
        Key.CONVERSION_APPLICATION,
        None,
    )
    way.on("apply_for_conversion", date(2028, 1, 10), text="再次申请")
    way.hear(date(2028, 1, 15), "record_conversion_opinion", ("members", "masses"))
    way.resolve_outcome(Matter.CONVERSION, date(2028, 1, 29))
    way.replied(way.on("send_outcome", date(2028, 1, 30)), date(2028, 2, 20))
    way.act("settle_outcome", date(2028, 2, 21))
    way.person.refresh_from_db()
    assert way.person.full_on == date(2028, 1, 28)


@pytest.mark.clause("13.4.4e")
def test_a_cancellation_ends_membership_with_the_superiors_approval(way):
    way.to_heard()
    way.resolve_outcome(Matter.PROBATION_CANCELLATION, date(2027, 7, 30), ground="不履行党员义务")
    way.replied(way.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
    way.act("settle_outcome", date(2027, 8, 21))
    way.recruit.refresh_from_db()
    way.person.refresh_from_db()
    assert (way.recruit.outcome, way.person.ended_on) == (Outcome.CANCELLED, date(2027, 8, 20))


@pytest.mark.clause("13.3.4d")
def test_who_is_not_approved_is_a_candidate_as_before(way):
    way.to_sent()
    way.replied(way.dossier, date(2026, 9, 1), decision="refused")
    way.act("record_refusal", date(2026, 9, 5), told_on=date(2026, 9, 5), text="已告知本人")
    way.recruit.refresh_from_db()
    journey = journey_of(way.recruit, date(2026, 9, 6))
    assert way.recruit.standing_on(date(2026, 9, 6)) == Standing.CANDIDATE
    assert journey.current.step.key == Key.EXAMINATION


def test_somebody_on_the_way_is_told_his_first_step(way):
    journey = journey_of(way.recruit, date(2025, 1, 7))
    assert (journey.current.step.key, journey.current.due_on) == (Key.TALK, date(2025, 2, 6))
