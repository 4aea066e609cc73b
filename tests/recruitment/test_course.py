"""What happens beside the steps leaves neither a way round them nor a way that leads nowhere."""

from datetime import date
from typing import Any

import pytest

from archives.actions import recall
from archives.models import Submission
from meetings.actions.planning import add_item
from meetings.models import Matter
from members.actions import record_dates
from members.models import Mentorship, Person, RightsSuspension
from recruitment.actions import receive_application, withdraw_record
from recruitment.forms import ApplicationForm
from recruitment.journey import journey_of
from recruitment.models import TAKEN_OVER, Deadline, Record
from recruitment.rules.duties import clock_of, placed_in_the_branch
from recruitment.steps import Key
from tests.factories import agenda_item
from tests.factories.recruit import Way, application, decided, noon
from tests.recruitment.refusals import refusals, warnings
from tests.recruitment.test_admission import Assembly, put_up

pytestmark = pytest.mark.django_db
DATES = ("applied_on", "activist_on", "candidate_on", "admitted_on", "approved_on", "full_on")
TODAY = date(2026, 5, 1)


def dated(way: Way, **changes: date) -> dict[str, Any]:
    known = {name: getattr(way.person, name) for name in DATES}
    return {**known, **changes, "ground": "某文件", "by": way.house.secretary, "at": noon(TODAY)}


# The dates of a running way (13.0p)


@pytest.mark.clause("13.0p")
def test_nobody_becomes_a_member_by_writing_a_date(way):
    """The activist of 2025-05-20 would vote from that day on."""
    way.to_activist()
    ahead = date(2026, 4, 1)
    said = refusals(record_dates, way.person, **dated(way, admitted_on=ahead, full_on=ahead))
    assert said == ["周子涵的发展事项正在办理，加入党组织日期、转为正式党员日期由办理的步骤确定（第13篇 一至四）"]


@pytest.mark.clause("13.0p", "13.2.1a")
def test_the_year_of_training_is_not_made_shorter_by_an_earlier_date(way):
    way.to_activist()
    said = refusals(record_dates, way.person, **dated(way, activist_on=date(2025, 4, 10)))
    assert said == ["周子涵的发展事项正在办理，确定为入党积极分子日期由办理的步骤确定（第13篇 一至四）"]


@pytest.mark.clause("13.0p")
def test_a_date_that_a_roster_brought_is_mended(way):
    """Something else has been recorded since; what lies behind him may be filled in, what lies ahead not."""
    way.to_activist()
    way.recruit.records.filter(kind__in=["application", "activist"]).update(organ=TAKEN_OVER)
    Person.objects.filter(pk=way.person.pk).update(applied_on=None)
    mended = dated(way, applied_on=date(2025, 1, 3), activist_on=date(2025, 5, 12))
    record_dates(way.person, **mended)
    said = refusals(record_dates, way.person, **dated(way, candidate_on=date(2026, 4, 1)))
    assert (way.person.applied_on, way.person.activist_on) == (date(2025, 1, 3), date(2025, 5, 12))
    assert said == ["周子涵的发展事项正在办理，列为发展对象日期由办理的步骤确定（第13篇 一至四）"]


@pytest.mark.clause("13.0p")
def test_the_approval_of_a_probationary_member_from_a_roster_is_filled_in(way):
    way.recruit.records.update(organ=TAKEN_OVER)
    Person.objects.filter(pk=way.person.pk).update(admitted_on=date(2025, 12, 1))
    way.on("hand_in_thought_report", date(2026, 2, 1), text="思想汇报")
    record_dates(way.person, **dated(way, approved_on=date(2026, 1, 4)))
    assert way.person.approved_on == date(2026, 1, 4)


@pytest.mark.clause("13.0p")
def test_who_is_on_no_way_has_the_dates_of_his_papers(way):
    member = way.house.people[3]
    given = {name: getattr(member, name) for name in DATES} | {"applied_on": date(2001, 2, 1)}
    record_dates(member, **given, ground="入党志愿书", by=way.house.secretary, at=noon(TODAY))
    assert Person.objects.get(pk=member.pk).applied_on == date(2001, 2, 1)


# What was sent up and recalled


@pytest.mark.clause("13.1.2c")
def test_what_was_recalled_is_sent_anew(way):
    way.to_activist()
    first = way.on("file_activist", date(2025, 5, 22))
    recall(first.submission, reason="日期写错", by=way.house.secretary, at=noon(date(2025, 5, 23)))
    second = way.on("file_activist", date(2025, 5, 24))
    way.replied(second, date(2025, 5, 26))
    way.recruit.refresh_from_db()
    assert journey_of(way.recruit, date(2025, 5, 27)).done[Key.ACTIVIST_FILING] == date(2025, 5, 26)


@pytest.mark.clause("13.3.4c", "13.3.4d")
def test_no_approval_is_due_of_a_dossier_that_was_recalled(way):
    """Sent on 2026-07-30 and due by 2026-10-30; recalled, and sent again on 2026-08-05."""
    way.to_sent()
    recall(way.dossier.submission, reason="漏附材料", by=way.house.secretary, at=noon(date(2026, 8, 3)))
    approvals = clock_of(Deadline.Kind.APPROVAL)
    way.recruit.refresh_from_db()
    journey = journey_of(way.recruit, date(2026, 8, 4))
    assert (journey.done[Key.DOSSIER], list(approvals(date(2026, 8, 4)).rows)) == (None, [])
    way.on("send_dossier", date(2026, 8, 5))
    assert [row[2:4] for row in approvals(date(2026, 8, 6)).rows] == [(date(2026, 11, 5), None)]


# Corrections and the clocks they set back


def clocks_of(way: Way, kind: str) -> list[tuple[date, date | None]]:
    return list(way.recruit.deadlines.filter(kind=kind).values_list("due_on", "done_on"))


def withdrawn(way: Way, record: Record, day: date) -> None:
    withdraw_record(record, reason="登记有误", by=way.house.secretary, at=noon(day))


@pytest.mark.clause("13.1.1c")
def test_without_the_talk_its_month_runs_again(way):
    """Received on 2025-01-06."""
    talk = way.on("record_talk", date(2025, 1, 20), talker=way.house.people[1], text="基本情况")
    withdrawn(way, talk, date(2025, 1, 21))
    assert clocks_of(way, "talk") == [(date(2025, 2, 6), None)]


@pytest.mark.clause("13.1.1c")
def test_another_talk_keeps_the_month_done(way):
    first, _ = (
        way.on("record_talk", day, talker=way.house.people[1], text="基本情况")
        for day in (date(2025, 1, 20), date(2025, 1, 27))
    )
    withdrawn(way, first, date(2025, 1, 28))
    assert clocks_of(way, "talk") == [(date(2025, 2, 6), date(2025, 1, 27))]


@pytest.mark.clause("13.1.4")
def test_without_the_inspection_its_half_year_goes_on(way):
    """Fixed on 2025-05-20; inspected on 2025-11-18 by mistake, in truth on 2025-11-10."""
    way.to_activist()
    wrong = way.on("inspect", date(2025, 11, 18), finding="表现良好", problems="", measures="")
    withdrawn(way, wrong, date(2025, 11, 19))
    assert clocks_of(way, "inspection") == [(date(2025, 11, 20), None)]
    inputs = {"finding": "表现良好", "problems": "", "measures": ""}
    way.act("inspect", date(2025, 11, 19), happened_on=date(2025, 11, 10), **inputs)
    assert clocks_of(way, "inspection") == [(date(2025, 11, 20), date(2025, 11, 10)), (date(2026, 5, 10), None)]


@pytest.mark.clause("13.1.4")
def test_an_inspection_entered_late_counts_once_the_wrong_one_is_gone(way):
    way.to_activist()
    inputs = {"finding": "表现良好", "problems": "", "measures": ""}
    wrong = way.on("inspect", date(2026, 5, 15), **inputs)
    way.act("inspect", date(2026, 5, 16), happened_on=date(2025, 11, 18), **inputs)
    withdrawn(way, wrong, date(2026, 5, 17))
    assert clocks_of(way, "inspection") == [(date(2025, 11, 20), date(2025, 11, 18)), (date(2026, 5, 18), None)]


@pytest.mark.clause("13.1.4")
def test_one_inspection_entered_twice_is_not_two(way):
    way.to_activist()
    inputs = {"finding": "表现良好", "problems": "", "measures": ""}
    way.on("inspect", date(2025, 11, 18), **inputs)
    assert refusals(way.on, "inspect", date(2025, 11, 18), **inputs) == ["已登记2025-11-18的考察（第13篇 一（四））"]


@pytest.mark.clause("13.1.3a")
def test_nobody_stays_a_mentor_until_a_day_that_is_to_come(way):
    """Named on 2025-05-22; the year 2062 for 2026 could not be taken back."""
    way.to_activist()
    mentor = way.house.people[5]
    way.on("name_mentor", date(2025, 5, 22), mentor=mentor)
    given = {"mentor": mentor, "until": date(2025, 6, 3)}
    assert refusals(way.act, "end_mentorship", date(2025, 6, 1), **given) == ["日期不能晚于明天"]
    assert way.act("end_mentorship", date(2025, 6, 2), **given).until == date(2025, 6, 3)


@pytest.mark.clause("13.1.3a")
def test_a_mentor_under_sanction_is_warned_of(way):
    way.to_activist()
    mentor = way.house.people[5]
    RightsSuspension.objects.create(person=mentor, since=date(2025, 5, 1), until=date(2026, 5, 1), basis="处分决定")
    way.on("name_mentor", date(2025, 5, 22), mentor=mentor)
    assert warnings() == ["党员006受留党察看处分未恢复权利（第13篇 一（三））"]


@pytest.mark.clause("13.4.2")
def test_without_the_oath_it_is_due_again(way):
    """Approved on 2026-09-01."""
    way.to_probation()
    oath = way.on("record_oath", date(2026, 9, 20), organ="机关党委", text="会议室")
    withdrawn(way, oath, date(2026, 9, 21))
    assert clocks_of(way, "oath") == [(date(2026, 10, 1), None)]


@pytest.mark.clause("N13.24")
def test_a_talk_of_the_superior_with_a_wrong_day_is_corrected(way):
    """Approved on 2026-09-01; the talk was on 2026-08-20."""
    way.to_sent()
    way.replied(way.dossier, date(2026, 9, 1))
    talk = way.on("record_superior_talk", date(2026, 9, 20), organ="机关党委", text="同意接收")
    withdrawn(way, talk, date(2026, 9, 21))
    assert Record.objects.of("superior_talk").count() == 0


# A second way, a second round


@pytest.mark.clause("13.1.3a", "13.0p")
def test_what_belonged_to_a_cancelled_way_does_not_serve_the_next(way):
    """His two mentors of 2025 and the meeting cleared in 2026 are behind him."""
    way.to_probation()
    way.resolve_outcome(Matter.PROBATION_CANCELLATION, date(2026, 12, 1), ground="不具备党员条件")
    way.replied(way.on("send_outcome", date(2026, 12, 2)), date(2026, 12, 10))
    way.act("settle_outcome", date(2026, 12, 11))
    again = application(date(2027, 6, 1), person=way.person)
    recruit = receive_application(way.house.branch, **again, by=way.house.secretary, at=noon(date(2027, 6, 1)))
    journey = journey_of(recruit, date(2027, 6, 2))
    assert set(Mentorship.objects.filter(person=recruit.person).values_list("until", flat=True)) == {date(2026, 12, 10)}
    assert {key for key, done_on in journey.done.items() if done_on} == {Key.APPLICATION}


@pytest.mark.clause("13.1.1a")
def test_who_was_cancelled_is_chosen_when_he_applies_again(way):
    Person.objects.filter(pk=way.person.pk).update(admitted_on=date(2026, 7, 28), ended_on=date(2026, 12, 10))
    way.recruit.person.recruitments.update(outcome="cancelled", ended_on=date(2026, 12, 10))
    form = ApplicationForm(subject=way.house.branch, user=way.house.secretary)
    assert list(form.fields["person"].queryset) == [way.person]


@pytest.mark.clause("13.1.1a")
def test_nobody_is_typed_in_beside_himself(way):
    """周子涵 was born on 1998-03-02; another of the name has another day of birth."""
    again, at = {"by": way.house.secretary, "at": noon(date(2025, 2, 3))}, date(2025, 2, 3)
    himself = application(at, birth_on=date(1998, 3, 2))
    assert refusals(receive_application, way.house.branch, **himself, **again) == ["名册里已有周子涵"]
    other = receive_application(way.house.branch, **application(at, birth_on=date(1999, 3, 2)), **again)
    assert other.person != way.person


@pytest.mark.parametrize(
    ("typed", "kept"), [("阿不都·买买提", "阿不都·买买提"), ("孙 䶮", "孙䶮"), ("阿不都•买买提", "阿不都·买买提")]
)
def test_a_name_is_kept_in_its_one_form(house, typed, kept):
    form = ApplicationForm({"name": typed}, subject=house.branch, user=house.secretary)
    form.is_valid()
    assert form.cleaned_data["name"] == kept


@pytest.mark.clause("13.1.3a")
def test_a_mentor_named_after_the_committee_stopped_him_accompanies_nobody(way):
    """Stopped on 2025-06-01, which was entered on 2025-06-05; the mentor was named on 2025-06-03."""
    way.to_activist()
    way.on("name_mentor", date(2025, 6, 3), mentor=way.house.people[5])
    item = decided(way.house, Matter.OTHER, way.person, date(2025, 6, 1))
    way.act("stop_training", date(2025, 6, 5), decision=item, reason="不再具备条件")
    assert Mentorship.objects.get(person=way.recruit.person).until == date(2025, 6, 4)


@pytest.mark.clause("13.4.5a")
def test_after_an_extension_the_application_is_made_anew(way):
    """Extended with the approval of 2027-08-20: an application of the day before is that of the first round."""
    way.to_heard()
    way.resolve_outcome(Matter.PROBATION_EXTENSION, date(2027, 7, 30), months=6, ground="需要继续考察")
    way.replied(way.on("send_outcome", date(2027, 8, 1)), date(2027, 8, 20))
    way.act("settle_outcome", date(2027, 8, 21))
    given = {"text": "申请转正"}
    said = refusals(way.act, "apply_for_conversion", date(2027, 8, 22), happened_on=date(2027, 8, 19), **given)
    assert said == ["是2027-08-20以前的申请，须重新提出（第13篇 四（五））"]
    assert way.act("apply_for_conversion", date(2027, 8, 22), happened_on=date(2027, 8, 20), **given)


@pytest.mark.clause("13.2.2c")
def test_the_form_is_not_handed_out_after_the_resolution(way):
    way.to_resolved()
    assert refusals(way.on, "hand_out_form", date(2026, 8, 1)) == ["大会已于2026-07-28通过"]


@pytest.mark.clause("13.3.4a")
def test_the_resolution_is_not_entered_into_a_form_that_was_sent(way):
    way.to_sent()
    assert refusals(way.on, "enter_resolution", date(2026, 8, 1)) == ["已于2026-07-30报送"]


# Twice on one agenda


@pytest.mark.clause("13.0p")
def test_a_meeting_takes_nobody_up_twice(way):
    way.to_examined()
    way.replied(way.on("request_pre_review", date(2026, 7, 2)), date(2026, 7, 10))
    item = put_up(way, prepared_in=way.recruit.records.get(kind="examination").item)
    again = {"matter": Matter.ADMISSION, "title": "再次讨论", "concerns": way.person, "prepared_in": item.prepared_in}
    said = refusals(add_item, item.meeting, **again, by=way.house.secretary, at=noon(date(2026, 7, 21)))
    assert said == ["周子涵已在本次会议的议程上（第13篇 一至四）"]


@pytest.mark.clause("13.3.3.1")
def test_an_agenda_that_names_him_twice_stops_no_page(way):
    """It was made before this was refused: what is heard belongs to the first of the two."""
    way.to_formed()
    held = Assembly(way)
    agenda_item(held.meeting, Matter.ADMISSION, concerns=way.person)
    held.hear()
    assert {record.item for record in way.recruit.records.of("heard_candidate", "heard_sponsor")} == {held.item}


# The place in the branch (13.4.1)


@pytest.mark.clause("13.4.1")
def test_who_has_moved_is_not_placed_here(way):
    way.to_sent()
    way.on("move_out", date(2026, 8, 10), organ="某支部", text="材料")
    way.replied(way.dossier, date(2026, 9, 1))
    assert list(placed_in_the_branch(date(2026, 9, 20)).rows) == []


@pytest.mark.clause("13.4.1")
def test_the_refusal_of_an_earlier_round_places_nobody(way):
    """Refused on 2026-09-01 and told the next day; approved in the second round on 2026-10-10."""
    way.to_sent()
    way.replied(way.dossier, date(2026, 9, 1), decision="refused")
    way.act("record_refusal", date(2026, 9, 2), told_on=date(2026, 9, 2), text="已告知")
    Submission.objects.filter(pk=way.dossier.submission_id).update(decision="approved", decided_on=date(2026, 10, 10))
    assert [row[2:4] for row in placed_in_the_branch(date(2026, 10, 11)).rows] == [(date(2026, 10, 17), None)]
