"""The papers of the four stages: present, missing, explained; who reads them and adds a scan."""

from datetime import date
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse

from members.posts import Post
from recruitment import actions
from recruitment.dossier import Line, State, dossier
from recruitment.journey import Journey, has_groups, with_journey
from recruitment.models import TAKEN_OVER, Kind, Record, Recruit
from rulebook.kernel import Refused
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.branch import holding
from tests.factories.lecture import scan
from tests.factories.recruit import Way, noon

pytestmark = pytest.mark.django_db
PRESENT, MISSING, CONTRADICTORY = State.PRESENT, State.MISSING, State.CONTRADICTORY


def lines(way: Way, on: date) -> dict[str, Line]:
    """By step and title, as read anew."""
    recruit = with_journey(Recruit.objects.filter(pk=way.recruit.pk)).get()
    stages = dossier(Journey(recruit, on, has_groups(recruit.organization, on)))
    return {f"{line.needed.step.number} {line.needed.title}": line for line in chain(*(one.lines for one in stages))}


def told(way: Way, title: str, on: date = date(2026, 8, 1)) -> tuple[State, str]:
    line = lines(way, on)[title]
    return line.state, line.why


def with_scans(way: Way) -> Way:
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    way.recruit.records.filter(paper=None).update(paper=paper)
    return way


def test_a_way_in_order_with_its_scans_has_every_paper_until_the_next_step(way):
    found = lines(with_scans(way.to_resolved()), date(2026, 8, 1)).values()
    assert [line.state for line in found] == [PRESENT] * 19 + [State.AHEAD] * 13
    assert [line.why for line in found if line.why] == []


def test_a_converted_member_lacks_only_the_hand_over(way):
    found = list(lines(with_scans(way.to_converted()), date(2027, 9, 1)).values())
    assert [line.state for line in found] == [PRESENT] * 31 + [State.AHEAD]


def test_the_dossier_of_any_number_of_records_asks_the_database_nothing(way, django_assert_num_queries):
    way.to_converted()
    recruit = with_journey(Recruit.objects.filter(pk=way.recruit.pk)).get()
    journey = Journey(recruit, date(2027, 9, 1))
    with django_assert_num_queries(0):
        dossier(journey)


def test_a_record_without_its_signed_paper_is_missing_it_until_the_scan_comes(way):
    way.to_recommended()
    assert told(way, "2 谈话记录") == (MISSING, "已登记，缺扫描件")
    talk = way.recruit.records.get(kind=Kind.TALK)
    actions.add_scan(talk, scan=scan("谈话.pdf"), by=way.house.secretary, at=noon(date(2025, 2, 1)))
    assert told(way, "2 谈话记录") == (PRESENT, "")
    with pytest.raises(Refused, match="已有扫描件"):
        actions.add_scan(talk, scan=scan("谈话.pdf"), by=way.house.secretary, at=noon(date(2025, 2, 1)))


def test_a_decision_of_the_committee_takes_no_scan_of_its_own(way):
    way.to_activist()
    fixed = way.recruit.records.get(kind=Kind.ACTIVIST)
    with pytest.raises(Refused, match="没有单独签字的材料"):
        actions.add_scan(fixed, scan=scan(), by=way.house.secretary, at=noon(date(2025, 6, 1)))


def test_of_several_records_it_says_how_many_lack_the_scan(way):
    way.to_trained()
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    way.recruit.records.filter(pk=way.recruit.records.filter(kind=Kind.INSPECTION).first().pk).update(paper=paper)
    assert told(way, "7 半年考察记录", date(2026, 6, 1)) == (MISSING, "已登记，2份中有1份缺扫描件")


@pytest.mark.clause("13.0p")
def test_a_paper_that_what_followed_needed_is_missing_and_stays_so_when_explained(way):
    way.to_activist()
    way.recruit.records.filter(kind=Kind.RECOMMENDATION).delete()
    assert told(way, "3 推荐记录") == (MISSING, "没有推荐记录")
    way.recruit.refresh_from_db()
    way.act("explain_gap", date(2025, 6, 1), steps=["recommendation"], text="搬迁时遗失")
    assert told(way, "3 推荐记录") == (State.EXPLAINED, "没有推荐记录；说明：搬迁时遗失")


def test_a_paper_of_a_later_step_is_not_missing_yet(way):
    way.to_recommended()
    assert told(way, "4 支委会会议记录") == (State.AHEAD, "")


def test_a_part_of_a_step_is_no_paper_of_it(way):
    way.to_activist()
    way.on("inspect", date(2025, 11, 18), finding="好", problems="", measures="")
    assert told(way, "7 半年考察记录", date(2025, 12, 1)) == (State.AHEAD, "已登记1份，本步还没有办完")


def test_a_date_taken_from_the_roster_is_no_minutes(way):
    way.to_activist()
    way.recruit.records.filter(kind=Kind.ACTIVIST).update(item=None, organ=TAKEN_OVER)
    assert told(way, "4 支委会会议记录") == (MISSING, "只有日期，没有支委会会议记录")


def test_a_reply_on_paper_needs_its_scan_and_one_given_online_none(way):
    way.to_trained()
    assert told(way, "5 备案回复") == (PRESENT, "")
    record = way.recruit.records.get(kind=Kind.ACTIVIST_FILING)
    record.submission.replied_online_by = None
    record.submission.save()
    assert told(way, "5 备案回复") == (MISSING, "批复已登记，缺扫描件")


def get(user, url):
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client.get(url).content.decode()


def test_the_page_shows_the_dossier_to_who_reads_the_whole_way_only(house, way):
    way.to_candidate()
    url = way.recruit.get_absolute_url()
    readers = (house.secretary, user_of(house.people[2]), user_of(house.people[5]), user_of(way.person))
    pages = [get(user, url) for user in readers]
    assert ["材料目录" in page for page in pages] == [True, True, False, False]
    export = reverse("recruitment:export_papers", args=[way.recruit.pk])
    assert [export in page for page in pages] == [True, False, False, False]
    assert ["补扫描件</a>" in page for page in pages] == [True, False, False, False]
    opinions = reverse("recruitment:printed_paper", args=[way.recruit.pk, "opinions"])
    inspections = reverse("recruitment:printed_paper", args=[way.recruit.pk, "inspections"])
    assert [(opinions in page, inspections in page) for page in pages] == [
        (True, True), (True, True), (False, True), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_costs_the_same_however_many_records(house, way, more, django_assert_max_num_queries):
    way.to_candidate()
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    Record.objects.bulk_create(
        Record(recruit=way.recruit, kind=Kind.INSPECTION, happened_on=date(2026, 6, 1), text="好", paper=paper)
        for _ in range(more)
    )
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    with django_assert_max_num_queries(24):
        client.get(way.recruit.get_absolute_url())


def test_adding_a_scan_is_on_record(house, way):
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    client = Client()
    client.force_login(house.secretary, "accounts.backends.PasswordBackend")
    client.post(reverse("recruitment:add_scan", args=[talk.pk]), {"scan": scan("谈话.pdf", b"%PDF-1.4 talk")})
    assert Act.objects.filter(verb="recruitment.add_scan", by=house.secretary).count() == 1
    talk.refresh_from_db()
    assert talk.paper.name == "谈话.pdf"


def test_nobody_adds_a_scan_to_his_own_records(house):
    way = Way(house)
    himself = user_of(holding(way.person, house.branch, Post.DEPUTY_SECRETARY))
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    with pytest.raises(Refused, match="不能更正本人的记录"):
        actions.add_scan(talk, scan=scan(), by=himself, at=noon(date(2025, 2, 1)))


def test_another_branch_finds_no_record_to_add_to(way):
    way.to_recommended()
    talk = way.recruit.records.get(kind=Kind.TALK)
    client = Client()
    client.force_login(BranchFactory().secretary, "accounts.backends.PasswordBackend")
    assert client.get(reverse("recruitment:add_scan", args=[talk.pk])).status_code == 404
