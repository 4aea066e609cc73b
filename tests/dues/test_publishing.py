"""What is made known of dues, and what is owed of it by a day."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.models import Organization
from dues import actions
from dues.documents import year_paper
from dues.yearly import year_figures
from meetings.models import AgendaItem
from rulebook.kernel import DUTIES, Refused
from rulebook.ledger import DutyState, assess
from tests.factories import BranchFactory
from tests.factories.dues import noon

pytestmark = pytest.mark.django_db


def state(house, id: str, on: date) -> list[str]:
    found = assess(Organization.objects.filter(pk=house.branch.pk), on, on.year, duties=[DUTIES[id]])
    return [row.state for row in found]


def published(house, on=date(2027, 3, 20), **other):
    given = {"year": 2026, "published_on": on, "place": "公开栏", "to_members": False, **other}
    return actions.publish_year(house.branch, by=house.secretary, at=noon(on), **given)


@pytest.fixture
def year(house):
    """One member pays January, the branch gets 100 yuan back."""
    house.open(date(2026, 1, 1))
    house.pay(house.people[3], 9000, date(2026, 1, 10))
    house.by_keeper(
        "hand_over", date(2026, 1, 20), month=date(2026, 1, 1), amount=9000, handed_on=date(2026, 1, 20),
        receipt_number="上1",
    )  # fmt: skip
    house.by_keeper("receive_allotment", date(2026, 4, 1), amount=10000, received_on=date(2026, 4, 1), document="下拨")
    return house


@pytest.mark.clause("DF.4.2")
def test_the_figures_of_the_year(year):
    figures = year_figures(year.branch, 2026)
    assert (figures.due, figures.paid, figures.collected, figures.handed_up) == (90000, 9000, 9000, 9000)
    assert (figures.brought_forward, figures.allotted, figures.spent, figures.left) == (0, 10000, 0, 10000)
    assert year_figures(year.branch, 2027).brought_forward == 10000


@pytest.mark.clause("DF.4.2")
@pytest.mark.parametrize(
    ("on", "published_on", "expected"),
    [
        (date(2027, 3, 31), None, DutyState.DUE),
        (date(2027, 4, 1), None, DutyState.MISSED),
        (date(2027, 4, 1), date(2027, 3, 31), DutyState.DONE),
        (date(2027, 4, 5), date(2027, 4, 1), DutyState.MISSED),
    ],
)
def test_the_account_is_public_by_the_end_of_march(year, on, published_on, expected):
    if published_on:
        published(year, published_on)
    assert state(year, "DF.4.2", on) == [expected]


@pytest.mark.clause("DF.4.2")
def test_the_year_is_over_before_its_account(year):
    with pytest.raises(Refused) as refused:
        published(year, date(2026, 12, 31))
    assert str(refused.value) == "2026年还没有结束；年度公示在次年进行"
    published(year, date(2027, 1, 1))
    with pytest.raises(Refused) as refused:
        published(year)
    assert str(refused.value) == "2026年度已于2027-01-01公示"


@pytest.mark.clause("DF.4.3")
def test_the_general_meeting_hears_a_report_each_year(year):
    assert state(year, "DF.4.3", date(2026, 12, 31)) == [DutyState.DUE]
    year.reported("dues_report", date(2026, 12, 30))
    assert state(year, "DF.4.3", date(2026, 12, 31)) == [DutyState.DONE]
    assert state(year, "DF.4.3", date(2027, 12, 31)) == [DutyState.DUE]


@pytest.mark.clause("DF.4.3")
def test_a_report_that_was_put_off_was_not_heard(year):
    item = year.reported("dues_report", date(2026, 12, 30))
    AgendaItem.objects.filter(pk=item.pk).update(state=AgendaItem.State.CARRIED_OVER)
    assert state(year, "DF.4.3", date(2026, 12, 31)) == [DutyState.DUE]


@pytest.mark.clause("DF.4.3")
def test_the_report_stands_on_the_page_with_what_members_said(client, year):
    heard = year.reported("dues_report", date(2026, 12, 30))
    client.force_login(year.secretary)
    page = client.get(f"/b/{year.branch.code}/dues/").content.decode()
    assert (heard.get_absolute_url() in page, "1 条发言" in page) == (True, True)


@pytest.mark.clause("DF.4.4")
def test_members_are_told_of_the_collection_each_year(year):
    assert state(year, "DF.4.4", date(2026, 12, 31)) == [DutyState.DUE]
    actions.announce_collection(
        year.branch, since=date(2026, 1, 1), last_day=date(2026, 6, 30), announced_on=date(2026, 7, 2), place="大会",
        by=year.secretary, at=noon(date(2026, 7, 2)),
    )  # fmt: skip
    assert state(year, "DF.4.4", date(2026, 12, 31)) == [DutyState.DONE]


@pytest.mark.clause("DF.4.4")
def test_the_public_account_does_not_replace_it(year):
    published(year)
    assert state(year, "DF.4.4", date(2027, 12, 31)) == [DutyState.DUE]


@pytest.mark.clause("DF.4.4")
def test_the_public_account_replaces_it_where_it_is_addressed_to_members(year):
    published(year, to_members=True)
    assert state(year, "DF.4.4", date(2027, 12, 31)) == [DutyState.DONE]


def test_the_paper_says_what_was_public(year):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(year_paper(published(year)))).pages)
    flat = text.replace("\n", "")
    assert "全年应交党费900.00元，实收90.00元" in flat
    assert "年末结余100.00元" in flat


def test_a_branch_that_keeps_no_dues_here_owes_no_account():
    assert state(BranchFactory(members=3), "DF.4.2", date(2027, 4, 1)) == []
