"""The screen as a whole: no violation of accessibility, no sideways scrolling, everything without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser

from archives.models import IncomingDocument
from meetings.models import AgendaItem, MakeUp, Meeting, Resolution
from members.models import CorrectionRequest
from partybranch.demo.builder import House
from partybranch.models import AnnualReport
from tests.browser.conftest import PASSWORD
from tests.browser.living import living_house
from tests.browser.screens import WIDTHS, problems


@pytest.fixture
def house(transactional_db: None) -> House:
    return living_house()


def made_report(house: House) -> AnnualReport:
    return AnnualReport.objects.create(
        organization=house.branch,
        as_of=timezone.localdate(),
        edition="own",
        format="pdf",
        asked_by=house.secretary,
        asked_at=timezone.now(),
        state="done",
        made_at=timezone.now(),
        file="reports/made.pdf",
        digest="9f" * 32,
    )


def pages_of_the_secretary(house: House) -> list[str]:
    general = Meeting.objects.filter(kind="general").latest("held_on")
    committee = Meeting.objects.filter(kind="committee").latest("held_on")
    code = house.branch.code
    return [
        "/",
        f"/b/{code}/ledger/",
        f"/b/{code}/meetings/",
        f"/b/{code}/meetings/plan_meeting/",
        f"/b/{code}/meetings/plan_lecture/",
        f"/b/{code}/meetings/plan_activity/",
        Meeting.objects.filter(kind="study", attendances__make_up__isnull=False).latest("held_on").get_absolute_url(),
        Meeting.objects.filter(for_all_members=False).latest("held_on").get_absolute_url(),
        f"/b/{code}/make_ups/",
        *(make_up.get_absolute_url() for make_up in MakeUp.objects.all()),
        f"/make_ups/{MakeUp.objects.unfinished().get().pk}/hand_in_make_up/",
        Meeting.objects.filter(kind="lecture").latest("held_on").get_absolute_url(),
        Meeting.objects.filter(kind="group").latest("held_on").get_absolute_url(),
        f"/b/{code}/resolutions/",
        Resolution.objects.latest("pk").get_absolute_url(),
        f"/b/{code}/plans/",
        f"/b/{code}/documents/",
        IncomingDocument.objects.get().get_absolute_url(),
        f"/b/{code}/groups/",
        f"/b/{code}-g1/group/",
        f"/b/{code}-g1/assign_to_group/",
        f"/b/{code}/roster/",
        f"/b/{code}/roster/upload/",
        f"/b/{code}/submissions/",
        general.get_absolute_url(),
        general.request.get_absolute_url(),
        AgendaItem.objects.filter(meeting=general).first().get_absolute_url(),
        committee.get_absolute_url(),
        house.person("孙䶮").get_absolute_url(),
        house.person("孙䶮").get_absolute_url() + "story/",
        house.person("孙䶮").get_absolute_url() + "correct_person/",
        f"/b/{code}/roster/print/",
        f"/b/{code}/roster/export/",
        f"/b/{code}/posts/",
        f"/b/{code}/accounts/",
        f"/b/{code}/choices/",
        f"/b/{code}/outbox/",
        f"/b/{code}/annual_report/",
        made_report(house).get_absolute_url(),
        "/inbox/",
        "/rights/",
        "/mine/",
        f"/b/{code}/corrections/",
        CorrectionRequest.objects.latest("pk").get_absolute_url(),
        CorrectionRequest.objects.latest("pk").get_absolute_url() + "answer_correction/",
        "/rulebook/",
        "/rulebook/8.1.4a/",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_secretarys_pages_have_no_violation(house, desk, width):
    page = desk(house.secretary, width).page
    assert [problem for path in pages_of_the_secretary(house) for problem in problems(page, path)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_superiors_and_the_members_pages_have_no_violation(house, desk, width):
    superior, member = desk(house.officer, width).page, desk(house.person("田苗").user, width).page
    code = house.branch.code
    found = problems(superior, "/") + problems(superior, f"/b/{code}/ledger/")
    found += problems(member, "/") + problems(member, "/mine/") + problems(member, f"/b/{code}/meetings/")
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_ones_own_pages_have_no_violation(house, desk, width):
    member, activist = house.person("孙䶮"), house.person("秦朗")
    page = desk(member.user, width).page
    request = CorrectionRequest.objects.latest("pk").get_absolute_url()
    ask = f"/people/{member.pk}/request_correction/?topic=dues"
    paths = ("/mine/", "/mine/looks/", "/corrections/", request, ask)
    found = [problem for path in paths for problem in problems(page, path)]
    assert found + problems(desk(activist.user, width).page, "/mine/") == []


@pytest.mark.parametrize("path", ["/log_in/", "/nowhere/"])
def test_pages_before_log_in_have_no_violation(transactional_db, page, path):
    page.goto(path)
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def test_what_an_act_answers_is_told_to_screen_readers_and_has_no_violation(house, desk):
    window = desk(house.secretary).go(f"/b/{house.branch.code}/form_group/")
    window.fill(name="第九党小组").press("划分党小组")
    assert window.page.get_by_role("status").inner_text() == "划分党小组：已办理"
    assert [violation["id"] for violation in Axe().run(window.page).response["violations"]] == []


def test_large_print_is_kept(house, desk):
    window = desk(house.secretary)
    window.page.get_by_role("button", name="大字").click()
    assert window.go("/rulebook/").page.locator("html.large").count() == 1
    assert problems(window.page, f"/b/{house.branch.code}/ledger/") == []


def test_everything_works_without_script(house, browser: Browser, browser_context_args: dict):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/log_in/")
    page.get_by_label("登录名").fill(house.secretary.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(f"/b/{house.branch.code}/meetings/plan_meeting/")
    page.get_by_label("会议名称").fill("无脚本的会议")
    page.get_by_role("button", name="筹备会议").click()
    assert page.get_by_label("会议名称").input_value() == "无脚本的会议"
    context.close()
