"""The board of honours (18.2, 22.1), its papers, the workbook and the annual report."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from archives.models import Submission
from partybranch.reports.assembly import assemble
from points import actions
from points.documents import commendations as documents
from points.honours import board, mentions_of
from points.models import Entry, Honour, Nomination, Place, Settlement, Work
from rulebook.clock import standing_at
from rulebook.reporting import ReportYear
from tests.factories.branch import person, user_of
from tests.factories.commendation import CONFIRMED, PUBLISHED, AwardHouse
from tests.factories.dues import noon
from tests.factories.lecture import paper, scan
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> AwardHouse:
    made = AwardHouse()
    with standing_at(noon(PUBLISHED)):
        yield made


@pytest.fixture
def award(house):
    return house.open_round()


def page(client, user, address) -> tuple[int, str]:
    client.force_login(user)
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


def settled(house, *, decision: str = "approved", published_on: date | None = date(2026, 4, 20)) -> Settlement:
    """The first quarter with the sixth member as its pioneer."""
    submission = Submission.objects.create(
        organization=house.branch, recipient=house.branch.superior, purpose=Submission.Purpose.APPROVAL,
        matter="points.pioneers", title="请示", sent_on=date(2026, 4, 10), decision=decision,
        decided_on=date(2026, 4, 15), decided_by="党总支",
    )  # fmt: skip
    settlement = Settlement.objects.create(
        organization=house.branch, quarter=date(2026, 1, 1), settled_on=date(2026, 4, 8), submission=submission,
        published_on=published_on,
    )  # fmt: skip
    Place.objects.create(
        settlement=settlement, person=house.people[5], standing="full", parts=4_000_000, rank=1, proposed=True
    )
    return settlement


def honour(house, state: str, title: str = "先进个人") -> Honour:
    made = Honour.objects.create(
        organization=house.branch, person=house.people[6], level="national", title=title, issuer="上级",
        awarded_on=date(2026, 2, 3), certificate=paper(house),
    )  # fmt: skip
    user = house.secretary
    judged = {} if state == "declared" else {"judged_at": noon(PUBLISHED), "judged_by": user}
    Entry.objects.create(
        organization=house.branch, person=made.person, code="C1", field="honour", label="荣誉", title=title,
        event_on=made.awarded_on, coefficient=4, honour=made, state=state, declared_at=noon(PUBLISHED),
        declared_by=user, **judged,
    )  # fmt: skip
    return made


def address_of_board(house) -> str:
    return f"/b/{house.branch.code}/honours/"


@pytest.mark.clause("18.2", "22.1")
def test_the_board_shows_an_approved_pioneer_with_quarter_and_day(client, house):
    settled(house)
    status, text = page(client, user_of(house.people[9]), address_of_board(house))
    assert status == 200
    assert all(word in text for word in ("2026年第一季度", house.people[5].name, "2026-04-15", "2026-04-20"))


@pytest.mark.clause("18.2")
def test_who_was_not_approved_is_no_pioneer(client, house):
    settled(house, decision="refused")
    assert house.people[5].name not in page(client, house.secretary, address_of_board(house))[1]


@pytest.mark.clause("18.2", "22.1")
def test_an_unpublished_pioneer_is_shown_to_the_committee_alone_and_marked(client, house):
    settled(house, published_on=None)
    text = page(client, house.secretary, address_of_board(house))[1]
    assert (house.people[5].name in text, "尚未公布" in text) == (True, True)
    assert house.people[5].name not in page(client, user_of(house.people[9]), address_of_board(house))[1]


@pytest.mark.clause("18.2")
def test_a_pioneer_is_not_entered_by_hand(house):
    said = refusal(
        actions.declare_honour, house.people[5], level="provincial_bureau", title="网信先锋标兵", issuer="党总支",
        event_on=date(2026, 4, 1), regular=False, proof=scan(), by=user_of(house.people[5]), at=noon(PUBLISHED),
    )  # fmt: skip
    assert said == "标兵须由季度积分结算产生并经党总支审批（第18篇 二）"


@pytest.mark.clause("22.1")
def test_an_award_is_marked_unpublished_on_page_and_board_until_it_is_out(client, house, award):
    nomination = house.confirmed(award, house.people[5])
    plain = user_of(house.people[9])
    for address in (address_of_board(house), award.get_absolute_url(), nomination.get_absolute_url()):
        assert "尚未公布" in page(client, house.secretary, address)[1]
    assert house.people[5].name not in page(client, plain, address_of_board(house))[1]
    assert page(client, plain, f"{award.get_absolute_url()}paper/")[0] == 404
    house.do("publish_awards", award, PUBLISHED, published_on=PUBLISHED)
    text = page(client, plain, address_of_board(house))[1]
    assert (house.people[5].name in text, "2026-06-22" in text, "尚未公布" in text) == (True, True, False)
    assert page(client, plain, f"{award.get_absolute_url()}")[1].count("已公布") == 1


@pytest.mark.clause("22.1")
def test_the_notice_is_there_as_soon_as_an_award_is_confirmed(client, house, award):
    house.on_notice(award, house.people[5])
    client.force_login(house.secretary)
    address = f"{award.get_absolute_url()}paper/"
    assert client.get(address).status_code == 404
    assert client.get(f"{award.get_absolute_url()}candidates/").content[:5] == b"%PDF-"
    house.do("confirm_award", Nomination.objects.get(), CONFIRMED, confirmed_on=CONFIRMED)
    assert client.get(address).content[:5] == b"%PDF-"


@pytest.mark.clause("22.1")
def test_the_notice_has_a_place_for_the_seal_and_no_day_before_it_is_out(house, award, monkeypatch):
    nomination = house.confirmed(award, person(house.branch, "买买提·艾力"))
    printed = []
    monkeypatch.setattr(documents, "to_pdf", lambda template, context: printed.append((template, context)) or b"")
    documents.commendation_paper(award, [nomination])
    house.do("publish_awards", award, PUBLISHED, published_on=PUBLISHED)
    nomination.refresh_from_db()
    documents.commendation_paper(award, [nomination])
    assert [(context["signed_on"], context["seal"]) for _, context in printed] == [(None, True), (PUBLISHED, True)]


def person_named(house, name: str):
    return person(house.branch, name)


def test_a_sealed_notice_is_filed_once_something_is_published(house, award):
    house.confirmed(award, house.people[5])
    given = {"scan": scan(), "by": house.commissioner, "at": noon(PUBLISHED)}
    assert refusal(actions.file_commendation, award, **given) == "还没有公布表彰"
    house.do("publish_awards", award, PUBLISHED, published_on=PUBLISHED)
    assert actions.file_commendation(award, **given).notice.organization == house.branch


@pytest.mark.clause("39.3.2")
@pytest.mark.parametrize(("state", "shown"), [("declared", False), ("booked", True)])
def test_an_honour_stands_on_the_board_once_it_is_booked(client, house, state, shown):
    honour(house, state)
    text = page(client, user_of(house.people[9]), address_of_board(house))[1]
    assert ("先进个人" in text, "国家级" in text) == (shown, shown)


@pytest.mark.parametrize("year", ["", "0", "x", "99999999999999999999", "1899", "2200", "2025"])
def test_any_year_may_be_asked_for(client, house, year):
    assert page(client, house.secretary, f"{address_of_board(house)}?year={year}")[0] == 200
    assert client.get(f"{address_of_board(house)}sheet/?year={year}").content[:2] == b"PK"


def test_the_workbook_holds_the_years_names(house, award):
    house.published(award, house.people[5])
    settled(house)
    honour(house, "booked", "=先进")
    content = documents.honours_sheet(board(house.branch, 2026, shows_unpublished=True))
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = {name: sheets.get_sheet_by_name(name).to_python()[1:] for name in sheets.sheet_names}
    name = house.people[5].name
    assert rows == {
        "表彰": [["2026", "优秀共产党员", name, "2026-06-20", "2026-06-22"]],
        "先锋标兵": [["2026年第一季度", name, "2026-04-15", "2026-04-20"]],
        "荣誉": [["2026-02-03", "国家级", house.people[6].name, "'=先进", "上级"]],
    }


def test_the_annual_report_counts_what_was_made_public_in_the_year(house, award):
    house.published(award, house.people[5])
    settled(house)
    honour(house, "booked")
    for as_of, counts in ((date(2026, 6, 21), (0, 1, 1)), (PUBLISHED, (1, 1, 1))):
        found = assemble(ReportYear(house.branch, 2026, as_of, as_of))
        assert tuple(found.count(f"points.{key}").number for key in ("awards", "pioneers", "honours")) == counts


def test_an_award_of_another_branch_never_stands_on_the_board(house):
    other = AwardHouse()
    other.published(other.open_round(), other.people[5])
    assert board(house.branch, 2026, shows_unpublished=True).is_empty


def test_a_persons_record_names_titles_quarters_and_works_with_one_query(house, award, django_assert_num_queries):
    house.published(award, house.people[5])
    settled(house)
    Work.objects.create(
        organization=house.branch, person=house.people[5], kind="theory_article", title="文章", recorded_on=PUBLISHED,
        written_on=date(2026, 6, 1), link="https://example.org/1",
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = [(one.text, str(one.day)) for one in mentions_of(house.people[5])]
    assert found == [
        ("2026年度优秀共产党员", "2026-06-22"),
        ("2026年第一季度网信先锋标兵", "2026-04-15"),
        ("《文章》", "2026-06-01"),
    ]
    assert mentions_of(house.people[6]) == []
