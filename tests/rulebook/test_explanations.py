"""A lapse gets its written reason: it stays a lapse, and an earlier wording stays beside the later."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from rulebook.actions import explain_lapse
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act, Explanation
from tests.factories import BranchFactory, user_of
from tests.rulebook.test_ledger import COMMITTEE, GENERAL, states

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 2, 9, 0, tzinfo=timezone.get_default_timezone())
FIRST_QUARTER = date(2026, 1, 1)


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=5, committee=3)


def explain(house: BranchFactory, text: str = "疫情防控，暂停集中活动", **changed: object) -> Explanation:
    given = {"duty": GENERAL, "subject_id": house.branch.pk, "since": FIRST_QUARTER, "by": house.secretary, "at": AT}
    return explain_lapse(house.branch, text=text, **{**given, **changed})


@pytest.mark.clause("8.1.1a")
def test_an_explained_lapse_is_still_shown_as_one(house):
    explain(house)
    assert states(house, GENERAL, date(2026, 4, 2))[0] == "explained"


def test_before_it_was_written_the_lapse_was_unexplained(house):
    explain(house)
    assert states(house, GENERAL, date(2026, 4, 1))[0] == "missed"


def test_only_a_lapse_can_be_explained(house):
    with pytest.raises(Refused, match="第二季度的党员大会现为“将到期”，不是缺漏"):
        explain(house, since=date(2026, 4, 1))


def test_a_duty_that_the_branch_does_not_owe_cannot_be_explained(house):
    with pytest.raises(Refused, match="本支部没有这一项应办事项"):
        explain(house, subject_id=BranchFactory(members=1, committee=1).branch.pk)


def test_a_better_wording_stands_beside_the_earlier_one(house):
    first = explain(house)
    second = explain(house, text="原因补充：会议室维修")
    assert list(Explanation.objects.order_by("pk").values_list("text", "amends")) == [
        ("疫情防控，暂停集中活动", None),
        ("原因补充：会议室维修", first.pk),
    ]
    assert second.amends == first
    assert states(house, GENERAL, date(2026, 4, 2)).count("explained") == 1
    assert Act.objects.filter(verb="rulebook.explain_lapse").count() == 2


def test_the_responsible_post_or_the_secretary_explains(house):
    with pytest.raises(Refused, match="党员大会由党支部书记负责"):
        explain(house, by=user_of(house.people[1]))


def test_a_plain_member_is_not_entitled(house):
    with pytest.raises(NotEntitled):
        explain(house, by=user_of(house.people[4]))


def test_the_page_is_opened_from_the_ledger_with_the_lapse_filled_in(house, client):
    client.force_login(house.secretary)
    address = reverse("rulebook:explain_lapse", args=[house.branch.code])
    lapse = {"duty": COMMITTEE, "subject_id": str(house.branch.pk), "since": "2026-01-01"}
    page = client.get(address, lapse).content.decode()
    assert "2026年1月支委会会议缺漏" in page
    posted = client.post(address, {**lapse, "text": "书记外出学习"})
    assert posted.url == f"{reverse('desk:ledger', args=[house.branch.code])}?year=2026"
    assert Explanation.objects.get().text == "书记外出学习"
