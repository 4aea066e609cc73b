"""Stage 4: oath, inspection, application, opinions, the meeting's three outcomes, hand-over."""

from datetime import date, timedelta

import pytest

from archives.actions import forward
from meetings.actions import planning, voting
from meetings.models import Matter, Meeting
from members.models import Person
from recruitment import actions
from recruitment.journey import journey_of
from rulebook.ledger import DutyState
from tests.factories import agenda_item, committee_meeting, general_meeting, present, user_of
from tests.factories.lecture import group
from tests.factories.meeting import meeting
from tests.factories.recruit import decided, noon
from tests.recruitment.refusals import refusals
from tests.recruitment.test_activists import states

pytestmark = pytest.mark.django_db
END = date(2027, 7, 28)  # a year after the general meeting of 2026-07-28
FIVE = ["form", "application", "political_review", "regularisation_application", "training_inspection_papers"]


def before_the_committee(way, on=date(2027, 7, 25), matter=Matter.CONVERSION):
    held = committee_meeting(way.house, begins_at=noon(on))
    item = agenda_item(held, matter, concerns=way.person)
    present(held, 5)
    return refusals(voting.open_vote, item, method="voice", by=way.house.secretary, at=held.begins_at)


@pytest.mark.clause("13.4.2", "13.4.3", "13.4.5a", "13.4.5b")
def test_what_is_there_before_the_committee_examines(way):
    way.to_probation()
    assert before_the_committee(way) == [
        "缺书面转正申请（第13篇 四（五））",
        "缺党员、群众的意见（第13篇 四（五））",
        "未进行入党宣誓（第13篇 四（二））",
        "缺预备期考察材料（第13篇 四（三））",
    ]


@pytest.mark.clause("13.4.5b")
def test_one_side_alone_is_not_enough(way):
    way.to_applied().hear(date(2027, 7, 20), "record_conversion_opinion", ("members",))
    assert before_the_committee(way) == ["缺群众的意见（第13篇 四（五））"]


@pytest.mark.clause("N13.33")
def test_the_party_group_is_heard_on_the_conversion_too(house, way):
    way.to_heard()
    group(house, house.people[:6])
    assert before_the_committee(way) == ["缺党小组的意见（《发展党员工作细则》（2014年）第三十三条）"]


def put_up(way, on, prepared_in=None, matter=Matter.CONVERSION):
    planned = meeting(way.house, Meeting.Kind.GENERAL, begins_at=noon(on))
    return planning.add_item(
        planned, matter=matter, title="讨论转正", concerns=way.person, prepared_in=prepared_in,
        by=way.house.secretary, at=noon(on - timedelta(days=8)),
    )  # fmt: skip


@pytest.mark.clause("13.4.5c", "6.1.3")
def test_the_committee_examines_before_the_general_meeting(way):
    way.to_heard()
    said = refusals(put_up, way, date(2027, 7, 30))
    assert said == ["须先经支部委员会审查（第13篇 四（五）、第6篇 一（三））"]


@pytest.mark.clause("13.4.4a")
@pytest.mark.parametrize(("on", "refused"), [(date(2027, 7, 27), True), (END, False)])
def test_probation_counts_from_the_general_meeting(way, on, refused):
    """Admitted 2026-07-28, approved 2026-09-01: 2027-07-28 is the first lawful day, 2027-09-01 would be wrong."""
    way.to_heard()
    examined = decided(way.house, Matter.CONVERSION, way.person, date(2027, 7, 15))
    if refused:
        assert refusals(put_up, way, on, examined) == ["预备期未满，最早2027-07-28（第13篇 四（四））"]
    else:
        assert put_up(way, on, examined).concerns == way.person


@pytest.mark.clause("13.4.4a")
def test_a_year_from_29_february_ends_on_28_february(way):
    Person.objects.filter(pk=way.person.pk).update(admitted_on=date(2028, 2, 29))
    assert journey_of(way.recruit, date(2028, 3, 1)).probation_end == date(2029, 2, 28)


@pytest.mark.clause("13.4.5d")
@pytest.mark.parametrize(("here", "refused"), [(6, True), (7, False)])
def test_the_head_count_of_a_conversion_is_that_of_an_admission(way, here, refused):
    way.to_heard()
    held = general_meeting(way.house, begins_at=noon(date(2027, 7, 30)))
    item = agenda_item(held, Matter.CONVERSION, concerns=way.person)
    present(held, here)
    given = {"method": "secret_ballot", "by": way.house.secretary, "at": held.begins_at}
    if refused:
        assert "须超过应到12人的半数（至少7人）" in refusals(voting.open_vote, item, **given)[0]
    else:
        assert voting.open_vote(item, **given).eligible == 12


@pytest.mark.clause("13.4.4c")
def test_there_are_three_outcomes_each_with_its_ground(way):
    way.to_heard()
    day = date(2027, 7, 30)
    examined = decided(way.house, Matter.CONVERSION, way.person, day - timedelta(days=3))
    way.act("record_conversion_examination", day, decision=examined)
    inputs = {"months": None, "signed_by": None}
    other = decided(way.house, Matter.ADMISSION, way.person, day, Meeting.Kind.GENERAL)
    said = refusals(way.act, "adopt_outcome", day, decision=other, ground="依据", **inputs)
    assert said == ["只能作出转正、延长或取消三种决定（第13篇 四（四））"]
    item = decided(way.house, Matter.CONVERSION, way.person, day, Meeting.Kind.GENERAL)
    said = refusals(way.act, "adopt_outcome", day, decision=item, ground=" ", **inputs)
    assert said == ["须写明认真履行党员义务、具备党员条件的情况（第13篇 四（四））"]


@pytest.mark.clause("13.4.4d")
@pytest.mark.parametrize(("months", "refused"), [(3, True), (5, True), (6, False), (12, False), (13, True)])
def test_an_extension_is_of_six_to_twelve_months(way, months, refused):
    way.to_heard()
    given = (Matter.PROBATION_EXTENSION, date(2027, 7, 30), months, "需要继续考察")
    if refused:
        said = refusals(way.resolve_outcome, *given)
        assert said == ["延长预备期不少于半年、不超过一年且只能一次（第13篇 四（四））"]
    else:
        assert way.resolve_outcome(*given).months == months


@pytest.mark.clause("13.4.4d")
def test_an_extension_comes_once(way):
    way.to_heard()
    way.recruit.extended_until = date(2028, 1, 28)
    way.recruit.save()
    said = refusals(way.resolve_outcome, Matter.PROBATION_EXTENSION, date(2028, 1, 30), 6, "需要继续考察")
    assert said == ["延长预备期不少于半年、不超过一年且只能一次（第13篇 四（四））"]


@pytest.mark.clause("13.4.4e", "13.4.5e")
def test_nothing_takes_effect_without_the_department_committee(way):
    way.to_heard()
    way.resolve_outcome(Matter.CONVERSION, date(2027, 7, 30))
    record = way.on("send_outcome", date(2027, 8, 1))
    both = "（第13篇 四（四）、第13篇 四（五））"
    assert refusals(way.act, "settle_outcome", date(2027, 8, 2)) == [f"须经上级党组织批准{both}"]
    forward(record.submission, note="同意", by=way.house.superior_officer, at=noon(date(2027, 8, 3)))
    assert refusals(way.act, "settle_outcome", date(2027, 8, 4)) == [f"须机关党委审批{both}"]
    way.person.refresh_from_db()
    assert way.person.full_on is None


@pytest.mark.clause("13.4.4f")
def test_standing_counts_from_the_end_of_probation_however_late_it_is_decided(way):
    way.to_converted()
    way.person.refresh_from_db()
    assert (way.person.full_on, way.person.party_standing(date(2028, 7, 28))) == (END, (1, 0))


@pytest.mark.clause("13.4.6")
@pytest.mark.parametrize("missing", FIVE)
def test_five_papers_are_handed_over(way, missing):
    way.to_converted()
    papers = [paper for paper in FIVE if paper != missing]
    said = refusals(way.on, "hand_over", date(2027, 8, 25), organ="人事培训处", papers=papers)
    assert said[0].startswith("移交清单缺：")


@pytest.mark.clause("13.4.6", "13.4.2", "N13.29", "13.4.4c", "13.4.5e")
@pytest.mark.parametrize(
    ("clause", "stage", "last"),
    [
        ("13.4.2", "to_probation", date(2026, 10, 1)),
        ("13.4.4c", "to_probation", date(2027, 8, 4)),
        ("13.4.6", "to_converted", date(2027, 8, 27)),
    ],
)
def test_what_is_due_on_probation(way, clause, stage, last):
    """The oath a month after the approval; the meeting a week after the year, the hand-over after the reply."""
    getattr(way, stage)()
    found = [states(way.house, clause, day)[-1] for day in (last, last + timedelta(days=1))]
    assert found == [DutyState.DUE, DutyState.MISSED]


@pytest.mark.clause("13.4.5a")
def test_he_applies_himself(way):
    way.to_probation()
    own = user_of(way.person)
    day = date(2027, 7, 10)
    record = actions.apply_for_conversion(way.recruit, happened_on=day, text="申请", by=own, at=noon(day))
    assert record.person == way.person
