"""People under way whom the roster workbook brings in: records of what the dates prove, gaps for the rest."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Matter
from members.actions import import_roster, upload_roster
from members.comparison import Comparison
from members.identity import check_character
from members.intake import intake_of
from members.models import Person
from recruitment import actions
from recruitment.journey import journey_of
from recruitment.models import TAKEN_OVER, Deadline, Outcome, Record, Recruit
from recruitment.rules.meetings import examination_has_its_papers
from recruitment.steps import Key
from rulebook.kernel import Refused
from rulebook.models import Act
from tests.factories import BranchFactory
from tests.factories.recruit import decided, noon
from tests.members.roster_workbooks import SAMPLES, applicants_of, roster_of
from tests.recruitment.refusals import refusals

pytestmark = [pytest.mark.django_db, pytest.mark.clause("13.0p")]
TODAY = date(2026, 4, 1)
BEFORE_LISTED = {
    Key.TALK, Key.RECOMMENDATION, Key.ACTIVIST_FILING, Key.MENTORS, Key.INSPECTION, Key.OPINIONS, Key.LISTING
}  # fmt: skip
PROBATIONARY = {"人员类别": "预备党员", "加入党组织日期": "2025-06-27", "转为正式党员日期": ""}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(noon(TODAY), tick=False):
        yield


def handed_in(house: BranchFactory, workbook: BytesIO) -> tuple[Any, Any]:
    upload = upload_roster(
        house.branch, name="名册.xlsx", content=workbook.getvalue(), posts_since=TODAY, by=house.secretary,
        at=noon(TODAY),
    )  # fmt: skip
    return upload, intake_of(upload, TODAY)


def imported(house: BranchFactory, workbook: BytesIO) -> Comparison:
    upload, intake = handed_in(house, workbook)
    import_roster(upload, intake=intake, by=house.secretary, at=noon(TODAY))
    return intake.comparison


def sample(name: str = "roster.xlsx") -> BytesIO:
    return BytesIO((SAMPLES / name).read_bytes())


def recruit_of(name: str) -> Recruit:
    return Recruit.objects.select_related("person", "organization").get(person__name=name)


def open_gaps(recruit: Recruit) -> set[Key]:
    return {step.key for step in journey_of(recruit, TODAY).open_gaps}


def explain(house: BranchFactory, recruit: Recruit, steps: Any, text: str = "纸质材料在档案柜") -> Record:
    return actions.explain_gap(
        recruit, steps=[Key(step).value for step in steps], text=text, by=house.secretary, at=noon(TODAY)
    )


@pytest.fixture
def candidate(house) -> Recruit:
    """A candidate of 2025-09-12, an activist of 2024-01-15, without mentors."""
    imported(house, applicants_of({"培养联系人": ""}))
    return recruit_of("郑思远")


def test_everybody_of_the_sample_who_is_under_way_has_his_way(house):
    """Its second sheet has four people; its first one two probationary members, in rows 21 and 22."""
    imported(house, sample())
    begun = {
        recruit.person.name: [(record.kind, str(record.happened_on)) for record in recruit.records.all()]
        for recruit in Recruit.objects.running().select_related("person")
    }
    assert begun == {
        "郑思远": [("application", "2023-03-06"), ("activist", "2024-01-15"), ("listed", "2025-09-12")],
        "许诺": [("application", "2024-02-26"), ("activist", "2025-03-20")],
        "何一鸣": [("application", "2025-07-01"), ("activist", "2026-03-18")],
        "秦朗": [("application", "2026-02-17")],
        "周子涵": [("resolution", "2025-06-27")],
        "吴昊": [("resolution", "2025-12-19")],
    }
    assert set(Record.objects.values_list("organ", flat=True)) == {TAKEN_OVER}


@pytest.mark.clause("13.1.1c", "13.1.4")
def test_the_clocks_run_from_the_dates(house):
    """A month after the application; the next half-year from the activist's day; a year of probation and seven days."""
    imported(house, sample())
    found = Deadline.objects.values_list("recruit__person__name", "kind", "due_on", "done_on")
    assert {(name, kind, str(due), done) for name, kind, due, done in found} == {
        ("郑思远", "inspection", "2026-07-15", None),
        ("许诺", "inspection", "2026-09-20", None),
        ("何一鸣", "inspection", "2026-09-18", None),
        ("秦朗", "talk", "2026-03-17", None),
        ("周子涵", "conversion_request", "2026-06-27", None),
        ("周子涵", "conversion", "2026-07-04", None),
        ("吴昊", "conversion_request", "2026-12-19", None),
        ("吴昊", "conversion", "2026-12-26", None),
    }


@pytest.mark.clause("13.1.4")
@pytest.mark.parametrize(
    ("activist_on", "due_on"),
    [("2025-10-01", "2026-04-01"), ("2025-09-30", "2026-09-30"), ("2025-10-02", "2026-04-02")],
)
def test_the_half_year_that_ends_today_is_still_due(house, activist_on, due_on):
    imported(house, applicants_of({"培养联系人": "", "确定为入党积极分子日期": activist_on, "列为发展对象日期": ""}))
    assert str(Deadline.objects.get().due_on) == due_on


def test_the_roster_with_errors_brings_nobody(house):
    upload, intake = handed_in(house, sample("roster-as-kept.xlsx"))
    with pytest.raises(Refused):
        import_roster(upload, intake=intake, by=house.secretary, at=noon(TODAY))
    assert not Recruit.objects.exists()


def test_the_same_workbook_again_changes_nothing(house):
    imported(house, sample())
    before = [list(model.objects.order_by("pk").values()) for model in (Recruit, Record, Deadline, Person)]
    imported(house, sample())
    assert before == [list(model.objects.order_by("pk").values()) for model in (Recruit, Record, Deadline, Person)]


def test_full_members_have_no_way(house):
    imported(house, roster_of({}))
    assert not Recruit.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.STOPPED, Outcome.CANCELLED, Outcome.NOT_APPROVED])
def test_whose_way_has_ended_is_left_as_he_is(house, candidate, outcome):
    Recruit.objects.update(outcome=outcome, ended_on=date(2026, 3, 1), ended_reason="停止")
    imported(house, applicants_of({"培养联系人": "", "学历": "博士"}))
    assert (Recruit.objects.count(), Person.objects.get(name="郑思远").education) == (1, "博士")


def test_a_date_that_differs_from_the_record_is_told_and_moves_nothing(house, candidate):
    found = imported(house, applicants_of({"培养联系人": "", "列为发展对象日期": "2025-09-20"}))
    assert [problem.message for problem in found.warnings] == [
        "列为发展对象日期：发展党员记录是2025-09-12，名册是2025-09-20，以记录为准，没有改动；请核对，记录有误的凭依据更正"
    ]
    assert (found.changes, found.unchanged) == ([], 1)
    assert Person.objects.get(name="郑思远").candidate_on == date(2025, 9, 12)
    assert [str(day) for day in candidate.records.values_list("happened_on", flat=True)] == [
        "2023-03-06", "2024-01-15", "2025-09-12",
    ]  # fmt: skip


def test_a_roster_takes_nobody_over_a_step_that_acts_decide(house):
    imported(house, roster_of(PROBATIONARY))
    found = imported(house, roster_of({**PROBATIONARY, "人员类别": "正式党员", "转为正式党员日期": "2026-03-27"}))
    assert "发展党员记录是（空），名册是2026-03-27，以记录为准" in found.warnings[0].message
    assert Person.objects.get(name="于海").full_on is None


def test_his_other_columns_change_as_before(house, candidate):
    found = imported(house, applicants_of({"培养联系人": "", "列为发展对象日期": "2025-09-20", "学历": "博士"}))
    assert [(change.label, *change.shown) for change in found.changes] == [("学历", "研究生", "博士")]
    assert found.unchanged == 0


def numbered(serial: int) -> str:
    first = f"37000019970504{serial * 2 + 1:03}"
    return first + check_character(first)


def many(number: int) -> BytesIO:
    return applicants_of(*({"公民身份号码": numbered(serial), "培养联系人": ""} for serial in range(number)))


def queries_of(house: BranchFactory, workbook: BytesIO) -> int:
    upload, intake = handed_in(house, workbook)
    with CaptureQueriesContext(connection) as queries:
        import_roster(upload, intake=intake, by=house.secretary, at=noon(TODAY))
    return len(queries)


def test_no_query_is_for_one_person():
    """Three hundred people cost no more than the larger sets they are looked up and written in."""
    more = queries_of(BranchFactory(members=1), shifted()) - queries_of(BranchFactory(members=1), many(1))
    assert (Recruit.objects.count(), more < 300 / 10) == (301, True)


def shifted() -> BytesIO:
    return applicants_of(*({"公民身份号码": numbered(serial), "培养联系人": ""} for serial in range(1, 301)))


# Gaps


def test_steps_before_the_dated_standing_are_gaps(candidate):
    assert open_gaps(candidate) == BEFORE_LISTED
    journey = journey_of(candidate, TODAY)
    assert [place.step.key for place in journey.places if place.is_done] == [Key.APPLICATION, Key.ACTIVIST, Key.LISTED]
    assert journey.current is None


def test_of_a_probationary_member_all_but_the_resolution_is_to_be_told(house):
    imported(house, roster_of(PROBATIONARY))
    recruit = recruit_of("于海")
    assert recruit.received_on is None
    passed = [Key(step) for step in list(Key)[: list(Key).index(Key.ADMISSION) + 1]]
    assert open_gaps(recruit) == set(passed) - {Key.RESOLUTION}


def test_an_approval_entered_with_its_document_is_no_gap(house):
    imported(house, roster_of(PROBATIONARY))
    Person.objects.filter(name="于海").update(approved_on=date(2025, 8, 1))
    assert Key.APPROVAL not in open_gaps(recruit_of("于海"))


def test_nothing_after_a_gap_goes_on_and_the_gaps_are_named(house, candidate):
    said = refusals(
        actions.record_training, candidate, happened_on=TODAY, organ="机关党委", days=3, hours=None,
        by=house.secretary, at=noon(TODAY),
    )  # fmt: skip
    assert said == [
        "以前的步骤没有记录：派人谈话、推荐和推优、积极分子上级备案、指定培养联系人、培养教育考察、听取意见、支委会讨论同意，"
        "请先补录或说明缺项（第13篇 一至四）"
    ]


def train(house: BranchFactory, recruit: Recruit) -> Record:
    return actions.record_training(
        recruit, happened_on=TODAY, organ="机关党委", days=3, hours=None, by=house.secretary, at=noon(TODAY)
    )


def test_one_gap_short_of_all_is_not_enough(house, candidate):
    explain(house, candidate, BEFORE_LISTED - {Key.OPINIONS})
    with pytest.raises(Refused, match="没有记录：听取意见，请先补录"):
        train(house, candidate)


def test_explained_he_goes_on_and_they_stay_gaps(house, candidate):
    explain(house, candidate, BEFORE_LISTED)
    assert train(house, candidate).pk
    candidate.refresh_from_db()
    journey = journey_of(candidate, TODAY)
    shown = {place.step.key: place for place in journey.places if place.is_gap}
    assert set(shown) == BEFORE_LISTED
    assert not any(place.is_done for place in shown.values())
    assert {place.explanation.text for place in shown.values()} == {"纸质材料在档案柜"}
    assert journey.current.step.key == Key.SPONSORS


def test_what_is_entered_late_with_its_true_day_closes_the_gap(house, candidate):
    by = {"by": house.secretary, "at": noon(TODAY)}
    talk = actions.record_talk(candidate, talker=house.people[1], happened_on=date(2023, 3, 20), text="基本情况", **by)
    actions.recommend(candidate, source="member_recommendation", happened_on=date(2023, 12, 1), text="推荐", **by)
    for mentor in house.people[5:7]:
        actions.name_mentor(candidate, mentor=mentor, happened_on=date(2024, 1, 15), **by)
    assert open_gaps(candidate) == BEFORE_LISTED - {Key.TALK, Key.RECOMMENDATION, Key.MENTORS}
    assert talk.entered_late_on == TODAY


def test_a_recommendation_from_after_he_was_fixed_is_refused(house, candidate):
    explain(house, candidate, [Key.TALK])
    given = {"source": "member_recommendation", "text": "推荐", "by": house.secretary, "at": noon(TODAY)}
    said = refusals(actions.recommend, candidate, happened_on=date(2024, 1, 16), **given)
    assert said == ["已于2024-01-15确定为入党积极分子"]
    assert actions.recommend(candidate, happened_on=date(2024, 1, 15), **given).pk


@pytest.mark.clause("13.1.4")
@pytest.mark.parametrize(
    ("inspected_on", "due_on"),
    [("2024-07-10", "2026-07-15"), ("2026-01-15", "2026-07-15"), ("2026-01-16", "2026-07-16")],
)
def test_an_inspection_of_an_earlier_half_year_leaves_the_clock(house, candidate, inspected_on, due_on):
    explain(house, candidate, [Key.TALK, Key.RECOMMENDATION])
    actions.inspect(
        candidate, happened_on=date.fromisoformat(inspected_on), finding="良好", problems="", measures="",
        by=house.secretary, at=noon(TODAY),
    )  # fmt: skip
    assert [str(row.due_on) for row in Deadline.objects.filter(done_on=None)] == [due_on]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([Key.SPONSORS], ["确定入党介绍人不是缺项：已有记录，或者还没有办到"]),
        ([Key.ACTIVIST, Key.TALK], ["确定入党积极分子不是缺项：已有记录，或者还没有办到"]),
        ([], ["请选择要说明的步骤"]),
    ],
)
def test_only_a_gap_is_explained(house, candidate, steps, said):
    given = {"text": "缺", "by": house.secretary, "at": noon(TODAY)}
    assert refusals(actions.explain_gap, candidate, steps=[step.value for step in steps], **given) == said


def test_an_explanation_has_words(house, candidate):
    with pytest.raises(Refused, match="请写明缺项的原因"):
        explain(house, candidate, [Key.TALK], text="  ")


def test_a_withdrawn_explanation_opens_the_gap_again(house, candidate):
    record = explain(house, candidate, [Key.TALK])
    actions.withdraw_record(record, reason="材料找到了", by=house.secretary, at=noon(TODAY))
    candidate.refresh_from_db()
    assert open_gaps(candidate) == BEFORE_LISTED


@pytest.mark.clause("13.3.1a")
def test_an_explained_inspection_is_no_paper_for_the_examination(house, candidate):
    explain(house, candidate, BEFORE_LISTED)
    item = decided(house, Matter.ADMISSION, candidate.person, TODAY)
    assert "培养教育考察材料" in examination_has_its_papers(item, on=TODAY)


def test_somebody_who_moved_in_brings_his_first_steps_explained(house):
    recruit = actions.move_in(
        house.branch, person=None, name="沈·转入", sex="male", birth_on=date(1995, 1, 1), department="",
        moved_on=date(2026, 3, 10), from_organ="某支部", received_on=date(2025, 1, 6), activist_on=date(2025, 5, 20),
        papers="申请书、考察表", paper=None, by=house.secretary, at=noon(TODAY),
    )  # fmt: skip
    journey = journey_of(recruit, TODAY)
    assert ({step.key for step in journey.gaps}, journey.open_gaps) == ({Key.TALK, Key.RECOMMENDATION}, [])


# Pages


def page(house: BranchFactory, url: str) -> str:
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    return client.get(url).content.decode()


def test_his_page_lists_the_gaps_and_leads_on(house, candidate):
    text = page(house, candidate.get_absolute_url())
    assert text.count("缺：待说明") == 7
    assert reverse("recruitment:explain_gap", args=[candidate.pk]) in text
    assert reverse("recruitment:record_talk", args=[candidate.pk]) in text
    assert (text.count("2026-04-01补录"), text.count(TAKEN_OVER)) == (3, 3)
    explain(house, candidate, BEFORE_LISTED)
    text = page(house, candidate.get_absolute_url())
    assert (text.count("缺：待说明"), text.count("缺：已说明")) == (0, 7)


def test_the_lanes_show_who_has_gaps_at_the_stage_he_has_reached(house, candidate):
    text = page(house, reverse("recruitment:recruits", args=[house.branch.code]))
    assert text.index("发展对象的确定和考察") < text.index("缺 7 步的记录：待说明") < text.index("预备党员的接收")


def test_the_form_offers_the_gaps_only(house, candidate):
    text = page(house, reverse("recruitment:explain_gap", args=[candidate.pk]))
    assert (text.count('type="checkbox"'), "确定入党介绍人" in text) == (7, False)


def test_the_import_is_one_act(house):
    before = Act.objects.count()
    imported(house, applicants_of({"培养联系人": ""}))
    assert list(Act.objects.order_by("pk").values_list("verb", flat=True)[before:]) == [
        "members.upload_roster", "members.import_roster",
    ]  # fmt: skip
