"""The first hour of a new secretary: from the office's own roster to the printed minutes and the ledger."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from meetings.models import Meeting
from members.models import Person
from partybranch.demo.builder import ROSTER, open_account
from tests.browser.conftest import PASSWORD

DATA = Path(__file__).parent.parent / "data"


def import_roster(desk, workbook: Path) -> None:
    desk.go("/b/demo/roster/").press("导入名册")
    desk.page.set_input_files("#main [name=workbook]", workbook)
    desk.fill(posts_since="2025-12-01").press("上传名册")


def plan(desk, kind: str, title: str, **more) -> None:
    begins = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    desk.go("/b/demo/meetings/").press("筹备会议")
    desk.fill(kind=kind, title=title, begins_at=begins, place="三楼会议室", chair="丁一凡", recorder="王建业", **more)
    desk.press("筹备会议")


def add_item(desk, matter: str, title: str) -> None:
    desk.press("增加议题").fill(matter=matter, title=title).press("增加议题")


def sign_in_everybody(desk, meeting: Meeting, but: tuple[str, ...] = ()) -> None:
    now = timezone.localtime().strftime("%H:%M")
    desk.press("录入纸质签到簿")
    for row in meeting.attendances.exclude(person__name__in=but):
        desk.page.locator(f"[name=signed_{row.pk}]").fill(now)
    desk.press("录入纸质签到簿")


def discuss(desk, title: str) -> None:
    desk.press(title)
    desk.press("记录议题介绍").fill(introduction="书记介绍了情况。").press("记录议题介绍")
    desk.press("记录发言").fill(text="大家一致赞成。").press("记录发言")


def prepare_box(desk, scrutineer: str, teller: str) -> tuple[bytes, str]:
    """The key file as it was downloaded, and the confirmation number in it."""
    desk.press("准备电子票箱").fill(scrutineer=scrutineer, teller=teller, keeping="file")
    desk.page.locator("#main form").evaluate("form => form.removeAttribute('target')")  # a download has no window
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="生成密钥条").click()
    content = Path(download.value.path()).read_bytes()
    number = re.search(r"确认号：(\d{4})", content.decode())
    assert number is not None
    desk.press("回到议题")
    return content, number.group(1)


def test_a_new_secretary_reaches_the_minutes_and_the_ledger(empty_house, desk):
    secretary = desk(empty_house.secretary)

    # The office's own workbook has two mistakes: nothing of it is imported.
    import_roster(secretary, DATA / "roster-as-kept.xlsx")
    assert secretary.says("现在一行也没有导入")
    assert secretary.says("刘佳怡")
    assert Person.objects.of(empty_house.branch, timezone.localdate()).count() == 1

    import_roster(secretary, ROSTER)
    assert secretary.says("23 新增")
    secretary.press("导入名册")
    assert Person.objects.members(empty_house.branch, timezone.localdate()).count() == 20
    for name, username in (("田苗", "tianmiao"), ("孙䶮", "sunyan")):
        open_account(empty_house, name, username, PASSWORD)

    # The committee settles the agenda.
    plan(secretary, "支委会会议", "研究大会议题的支委会会议", ad_hoc=True)
    add_item(secretary, "其他重要事项", "研究确定党员大会议题")
    committee = Meeting.objects.get(kind="committee")
    secretary.press("发出通知").press("开始签到")
    sign_in_everybody(secretary, committee)
    secretary.press("宣布开会")
    discuss(secretary, "研究确定党员大会议题")
    secretary.press("开始表决").press("开始表决")
    secretary.press("登记计票").fill(in_favour="4", against="0", abstained="0").press("登记计票")
    assert secretary.says("赞成4票，须超过应到4人的半数（至少3票），通过")
    secretary.go(committee.get_absolute_url()).press("宣布散会")

    # The general meeting: refused until its agenda is settled and the superior has approved.
    plan(secretary, "党员大会", "第四季度党员大会", requirements="请准时参加。")
    general = Meeting.objects.get(kind="general")
    add_item(secretary, "听取和审查支委会工作报告", "审查支委会工作报告")
    add_item(secretary, "其他重要事项", "推荐先进党小组")
    assert secretary.says("大会议题须经支委会确定")
    secretary.press("登记支委会确定议题")
    secretary.page.locator("[name=decision]").select_option(index=1)
    secretary.press("登记支委会确定议题")

    secretary.press("报上级党组织批准").fill(sent_on=str(timezone.localdate())).press("报上级党组织批准")
    assert secretary.says("须提前5天报上级党组织")
    sent_on = timezone.localdate() - timedelta(days=6)
    secretary.fill(sent_on=str(sent_on)).press("报上级党组织批准")
    secretary.press("发出通知")
    assert secretary.says("未获上级党组织批准，不能召开")

    officer = desk(empty_house.officer)
    general.refresh_from_db()
    assert officer.says("关于召开第四季度党员大会的请示")
    officer.go(general.request.get_absolute_url()).press("批复")
    officer.fill(decision="approved", note="同意。").press("批复")

    secretary.go(general.get_absolute_url()).press("开始签到").press("宣布开会")
    sign_in_everybody(secretary, general, but=("卜玉珍", "冯志远"))
    discuss(secretary, "审查支委会工作报告")
    secretary.press("开始表决").fill(method="show_of_hands").press("开始表决")
    secretary.press("登记计票").fill(in_favour="9", against="7", abstained="0").press("登记计票")
    assert secretary.says("赞成9票，须超过应到18人的半数（至少10票），未通过")

    # One item by secret ballot: the superior permits the box, members vote on their phones.
    officer.go("/b/demo/ballots/").press("批准使用电子票箱").fill(number="信党〔2026〕1号").press("批准使用电子票箱")
    secretary.go(general.get_absolute_url())
    discuss(secretary, "推荐先进党小组")
    code, number = prepare_box(secretary, scrutineer="李秋月", teller="赵文博")
    secretary.press("开始投票").fill(number_0=number).press("开始投票")
    for username, choice in (("tianmiao", "赞成"), ("sunyan", "反对")):
        phone = desk(User.objects.get(username=username), width=375)
        phone.go(general.get_absolute_url()).press("推荐先进党小组").press("去投票").press(choice).press("投入票箱")
        assert phone.says("已投票")
    secretary.go(general.get_absolute_url()).press("推荐先进党小组")
    secretary.press("关箱计票").fill(wait_no_longer=True)
    secretary.page.set_input_files("#main [name=file]", {"name": "key.txt", "mimeType": "text/plain", "buffer": code})
    secretary.press("关箱计票")
    assert secretary.says("赞成1票，须超过应到18人的半数（至少10票），未通过")

    secretary.go(general.get_absolute_url()).press("宣布散会").press("主持人审签")

    with secretary.page.expect_download() as download:
        secretary.page.evaluate(
            "path => { const link = document.createElement('a'); link.href = path; link.download = ''; link.click(); }",
            f"/meetings/{general.pk}/minutes/",
        )
    assert Path(download.value.path()).read_bytes()[:5] == b"%PDF-"

    secretary.go("/b/demo/ledger/")
    today = timezone.localdate()
    secretary.page.get_by_role("link", name=f"{today.month}月{today.day}日").first.click()
    assert secretary.page.url.endswith(general.get_absolute_url())

    secretary.go("/b/demo/annual_report/")
    assert secretary.says("党员大会")
    assert desk(User.objects.get(username="tianmiao")).page.goto("/b/demo/annual_report/").status == 404


def test_another_branchs_meeting_answers_404(empty_house, desk):
    assert desk(empty_house.secretary).page.goto("/meetings/999999/").status == 404
