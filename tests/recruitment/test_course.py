"""What happens beside the steps leaves neither a way round them nor a way that leads nowhere."""

from datetime import date
from typing import Any

import pytest

from archives.actions import recall
from members.actions import record_dates
from members.models import Person
from recruitment.journey import journey_of
from recruitment.models import TAKEN_OVER, Deadline
from recruitment.rules.duties import clock_of
from recruitment.steps import Key
from tests.factories.recruit import Way, noon
from tests.recruitment.refusals import refusals

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
