"""Who reads the report, what its figures lead to, and that each making is an act whose file is kept."""

from datetime import date, datetime, timedelta

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from meetings.models import Meeting
from members.models import Affiliation
from partybranch import actions
from partybranch.models import AnnualReport
from partybranch.reports.making import make
from partybranch.tasks import sweep_reports
from rulebook.clock import standing_at
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act
from tests.factories import BranchFactory, branch, committee_meeting, person, present, user_of
from tests.factories.meeting import ZONE
from tests.rulebook.test_ledger import close

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, 0, tzinfo=ZONE)
LAST = date(2025, 12, 31)
OWN, UPWARD = AnnualReport.Edition.OWN, AnnualReport.Edition.UPWARD


@pytest.fixture(autouse=True)
def now():
    with standing_at(NOW):
        yield


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=3)


def made(house: BranchFactory, by: User, edition: str = OWN, format: str = "xlsx", as_of: date = LAST) -> AnnualReport:
    return actions.make_annual_report(house.branch, as_of=as_of, edition=edition, format=format, by=by, at=NOW)


def page(client, house: BranchFactory, by: User, **query: object):
    client.force_login(by)
    return client.get(reverse("partybranch:annual_report", args=[house.branch.code]), query)


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        pytest.param(lambda house: house.secretary, 200, id="secretary"),
        pytest.param(lambda house: user_of(house.people[2]), 200, id="committee"),
        pytest.param(lambda house: house.superior_officer, 200, id="superior"),
        pytest.param(lambda house: user_of(house.people[5]), 404, id="member"),
        pytest.param(lambda house: BranchFactory(members=3).secretary, 404, id="secretary of another branch"),
    ],
)
def test_who_reads_the_report(client, house: BranchFactory, reader, status: int):
    assert page(client, house, reader(house)).status_code == status


def test_a_figure_leads_to_its_rows(client, house: BranchFactory):
    newcomer = person(house.branch, "新同志", admitted_on=date(2025, 6, 1), full_on=None)
    html = page(client, house, house.secretary, year=2025).content.decode()
    url = reverse("partybranch:report_rows", args=[house.branch.code, "members.admitted"])
    assert f'href="{url}?on=2025-12-31">1</a>' in html
    rows = client.get(url, {"on": "2025-12-31"}).content.decode()
    assert f'<a href="{newcomer.get_absolute_url()}">新同志</a>' in rows
    assert "2025-06-01" in rows


def test_an_unknown_figure_is_not_found(client, house: BranchFactory):
    client.force_login(house.secretary)
    url = reverse("partybranch:report_rows", args=[house.branch.code, "members.nothing"])
    assert client.get(url).status_code == 404


def test_a_report_that_does_not_balance_is_not_shown_and_names_the_person(client, house: BranchFactory):
    twice(house)
    html = page(client, house, house.secretary, year=2025).content.decode()
    assert "党员006：年初在册，2025-03-01组织关系转入，期末在册，前后不能平衡" in html
    assert "党员变动平衡表" not in html


def twice(house: BranchFactory) -> None:
    Affiliation.objects.create(
        person=house.people[5], organization=house.branch, since=date(2025, 3, 1), until=date(2026, 5, 1)
    )


@pytest.mark.clause("3.5d")
def test_a_report_that_does_not_balance_is_not_made(house: BranchFactory):
    twice(house)
    with pytest.raises(Refused, match=r"党员变动不能平衡：党员006：.*（第3篇 五）"):
        made(house, house.secretary)
    assert not AnnualReport.objects.exists()


def test_a_day_to_come_cannot_be_reported_on(house: BranchFactory):
    with pytest.raises(Refused, match="统计截止日期2026-02-03还没有到"):
        made(house, house.secretary, as_of=date(2026, 2, 3))
    assert made(house, house.secretary, as_of=date(2026, 2, 2)).year == 2026


@pytest.mark.parametrize("asked", ["2026", "2027", "2199"])
def test_a_year_to_come_is_shown_as_far_as_today(client, house: BranchFactory, asked):
    report = page(client, house, house.secretary, year=asked).context["report"]
    assert (report.of.year, report.of.as_of) == (2026, NOW.date())


def test_a_day_to_come_is_shown_as_far_as_today(client, house: BranchFactory):
    assert page(client, house, house.secretary, on="2026-02-03").context["report"].of.as_of == NOW.date()


def test_a_year_in_which_nothing_happened_is_told_without_figures_out_of_nothing(client, house: BranchFactory):
    answer = page(client, house, house.secretary, year="2021")
    report = answer.context["report"]
    assert (report.of.as_of, report.problems) == (date(2021, 12, 31), [])
    assert "本年度没有变动" in answer.content.decode()


def test_a_year_before_the_branch_shows_nobody(client, house: BranchFactory):
    answer = page(client, house, house.secretary, year="2019")
    assert (answer.status_code, "年初党员0人" in answer.content.decode()) == (200, True)


def test_a_year_before_the_branch_cannot_be_made(house: BranchFactory):
    with pytest.raises(Refused, match="党支部2020-01-01才成立"):
        made(house, house.secretary, as_of=date(2019, 12, 31))


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_a_brand_new_branch_has_a_report_in_every_format(tmp_path, format):
    new = branch()
    call_command("annual_report", org=new.code, year=2025, format=format, out=tmp_path / "report")
    assert (tmp_path / "report").stat().st_size > 1000


def test_a_superior_gets_the_edition_for_superiors_only(house: BranchFactory):
    with pytest.raises(Refused, match="上级党组织只能生成报送上级的版本"):
        made(house, house.superior_officer, OWN)
    assert made(house, house.superior_officer, UPWARD).edition == UPWARD


def test_a_member_cannot_have_it_made(house: BranchFactory):
    with pytest.raises(NotEntitled):
        made(house, user_of(house.people[5]), UPWARD)


def test_each_making_is_an_act_with_its_result(house: BranchFactory):
    report = made(house, house.secretary)
    act = Act.objects.get(verb="partybranch.make_annual_report")
    assert (act.organization, act.by, act.result_id) == (house.branch, house.secretary, report.pk)
    assert "3.5d" in act.clauses


def test_the_form_of_the_page_has_the_file_made_and_kept(client, house, django_capture_on_commit_callbacks):
    client.force_login(house.secretary)
    url = reverse("partybranch:make_annual_report", args=[house.branch.code])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, {"as_of": "2025-12-31", "edition": "own", "format": "xlsx"})
    report = AnnualReport.objects.get()
    assert answer.url == report.get_absolute_url()
    assert report.state == AnnualReport.State.DONE
    answer = client.get(reverse("partybranch:report_file", args=[report.pk]))
    content = b"".join(answer.streaming_content)
    assert (len(content), content[:2]) == (report.size, b"PK")
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_page_of_a_making_says_how_far_it_is_and_answers_htmx_with_that_part(client, house: BranchFactory):
    report = made(house, house.secretary)
    client.force_login(house.secretary)
    whole = client.get(report.get_absolute_url()).content.decode()
    part = client.get(report.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "排队等候" in whole
    assert "<html" in whole
    assert "排队等候" in part
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    make(report.pk)
    part = client.get(report.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert reverse("partybranch:report_file", args=[report.pk]) in part


@pytest.mark.parametrize("name", ["made_report", "report_file"])
def test_files_are_for_those_who_may_read_that_edition(client, house: BranchFactory, name: str):
    own, upward = made(house, house.secretary), made(house, house.secretary, UPWARD)
    for report in (own, upward):
        make(report.pk)
    readers = {
        house.secretary: [200, 200],
        house.superior_officer: [404, 200],
        user_of(house.people[5]): [404, 404],
        BranchFactory(members=3).secretary: [404, 404],
    }
    for reader, expected in readers.items():
        client.force_login(reader)
        answers = [client.get(reverse(f"partybranch:{name}", args=[report.pk])) for report in (own, upward)]
        assert [answer.status_code for answer in answers] == expected, reader
        assert all(b"".join(answer) for answer in answers)  # which closes the file


def test_the_same_task_twice_makes_one_file(house: BranchFactory):
    report = made(house, house.secretary)
    make(report.pk)
    first = AnnualReport.objects.get()
    make(report.pk)
    again = AnnualReport.objects.get()
    assert (again.tries, again.made_at, again.file.name) == (1, first.made_at, first.file.name)


def test_a_worker_that_died_is_followed_by_another_after_five_minutes(house: BranchFactory, settings):
    report = made(house, house.secretary)
    assert AnnualReport.objects.claim(report.pk, NOW)
    assert not AnnualReport.objects.claim(report.pk, NOW + timedelta(minutes=5))
    with standing_at(NOW + timedelta(minutes=5, seconds=1)):
        sweep_reports()
    report.refresh_from_db()
    assert (report.state, report.tries) == (AnnualReport.State.DONE, 2)


def test_what_the_queue_lost_is_sent_again(house: BranchFactory):
    report = made(house, house.secretary)
    sweep_reports()
    report.refresh_from_db()
    assert report.state == AnnualReport.State.WAITING
    with standing_at(NOW + timedelta(minutes=6)):
        sweep_reports()
    report.refresh_from_db()
    assert report.state == AnnualReport.State.DONE


def test_after_three_tries_it_is_given_up_and_says_so(house: BranchFactory):
    report = made(house, house.secretary)
    AnnualReport.objects.update(state=AnnualReport.State.RUNNING, tries=3, seen_at=NOW)
    with standing_at(NOW + timedelta(minutes=6)):
        sweep_reports()
    report.refresh_from_db()
    assert report.state == AnnualReport.State.FAILED
    assert "系统管理员" in report.problem


def test_what_has_come_out_of_balance_since_it_was_asked_for_fails_by_name(house: BranchFactory):
    report = made(house, house.secretary)
    twice(house)
    make(report.pk)
    report.refresh_from_db()
    assert report.state == AnnualReport.State.FAILED
    assert "党员006" in report.problem


def test_the_sweep_is_on_the_timetable():
    names = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert sweep_reports.name in names


def test_the_page_asks_the_same_number_of_queries_for_a_fuller_year(client, house: BranchFactory):
    url = reverse("partybranch:annual_report", args=[house.branch.code])
    client.force_login(house.secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, {"year": 2025}).status_code == 200
        return len(captured)

    def fill(month: int) -> None:
        meeting: Meeting = committee_meeting(house, begins_at=datetime(2025, month, 10, 15, tzinfo=ZONE))
        present(meeting, 2)
        close(meeting)
        person(house.branch, admitted_on=date(2025, month, 1), full_on=None)
        made(house, house.secretary)

    fill(1)
    queries()  # the first page of a session writes it
    few = queries()
    assert few <= 21
    for month in range(2, 12):
        fill(month)
    assert queries() == few
