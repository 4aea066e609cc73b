"""A political review neither stops for want of a reader, nor keeps a slip of the pen, nor changes its conclusion."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from members.models import Term
from recruitment import actions
from recruitment.forms.reviews import ReaderForm, WithdrawGrantForm
from recruitment.models import PoliticalReview
from rulebook.kernel import Refused
from tests.factories.branch import user_of
from tests.factories.lecture import scan
from tests.factories.recruit import Way, noon, written
from tests.recruitment.refusals import refusals

pytestmark = [pytest.mark.django_db, pytest.mark.clause("13.2.3a")]
CONCLUDED = date(2026, 6, 20)


def concluded(way: Way, on: date, conclusion: str = "passed", **given: Any) -> PoliticalReview:
    review = PoliticalReview.objects.get(recruit=way.recruit)
    at = noon(date(2026, 7, 2))
    return actions.conclude_review(
        review, conclusion=conclusion, concluded_on=on, by=way.house.secretary, at=at, **given
    )


def retired(user: User, on: date) -> None:
    Term.objects.filter(person__user=user, until__isnull=True).update(until=on)


def test_a_review_whose_handlers_are_gone_goes_on_in_other_hands(way):
    """Begun by the secretary; while he is in office nobody takes it over."""
    way.to_candidate()
    day, other = date(2026, 6, 12), user_of(way.house.people[1])
    review = actions.begin_review(way.recruit, by=way.house.secretary, at=noon(day))
    actions.write_review(review, **written(), by=way.house.secretary, at=noon(day))
    again = {"by": other, "at": noon(day)}
    assert refusals(actions.begin_review, way.recruit, **again) == ["政治审查已经开始"]
    retired(way.house.secretary, day)
    assert actions.begin_review(way.recruit, **again) == review
    actions.open_review(review, **again)


def test_the_day_of_a_conclusion_is_mended_until_the_committee_relies_on_it(way):
    way.to_candidate()
    way.review(CONCLUDED)
    assert concluded(way, date(2026, 6, 18)).concluded_on == date(2026, 6, 18)


def test_what_the_committee_has_relied_on_stays(way):
    way.to_examined()
    assert refusals(concluded, way, date(2026, 6, 19)) == ["已于2026-06-20作出结论：合格"]


def test_no_conclusion_turns_into_the_other(way):
    way.to_candidate()
    way.review(CONCLUDED)
    assert refusals(concluded, way, CONCLUDED, "failed") == ["已于2026-06-20作出结论：合格"]


def test_the_report_comes_when_it_is_signed_and_stays(way):
    way.to_examined()
    with_report = concluded(way, CONCLUDED, scan=scan("报告.pdf"))
    assert with_report.report is not None
    assert concluded(way, CONCLUDED).report == with_report.report


def test_whoever_failed_is_stopped_and_not_reviewed_on(way):
    """Every refusal says what can be done: here the committee stops his training."""
    way.to_candidate()
    way.review(CONCLUDED)
    PoliticalReview.objects.update(conclusion="failed")
    with pytest.raises(Refused) as caught:
        way.on("request_pre_review", date(2026, 7, 2))
    cures = {finding.text: finding.cure for finding in caught.value.findings}
    assert cures["政治审查不合格，不能发展入党"] == "请支委会研究停止培养"


def test_a_grant_is_withdrawn_from_who_has_left_the_committee(way):
    way.to_candidate()
    given = {"by": way.house.secretary, "at": noon(date(2026, 6, 12))}
    review, reader = actions.begin_review(way.recruit, **given), user_of(way.house.people[3])
    actions.grant_review(review, reader=reader, **given)
    retired(reader, date(2026, 6, 12))
    forms = [form(subject=review, user=way.house.secretary) for form in (ReaderForm, WithdrawGrantForm)]
    assert [reader in form.fields["reader"].queryset for form in forms] == [False, True]
