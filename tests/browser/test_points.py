"""A quarter of points by clicking: from the claims on the phone to the approved pioneers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from accounts.actions import change_password
from accounts.models import User
from points.models import Entry, Settlement
from tests.browser.conftest import PASSWORD
from tests.factories import user_of
from tests.factories.dues import noon
from tests.factories.points import SCAN, PointsHouse
from tests.points.test_sheets import workbook

SCREENSHOT = {"name": "截图.pdf", "mimeType": "application/pdf", "buffer": SCAN}
MARCH = date(2026, 3, 1)


@pytest.fixture
def house(transactional_db: None) -> PointsHouse:
    return PointsHouse()


@contextmanager
def noon_of(house: PointsHouse, day: date) -> Iterator[None]:
    """It is noon of that day, and everybody's password is fresh."""
    with time_machine.travel(noon(day)):
        for user in (house.registrar, house.secretary, house.superior_officer, user_of(house.people[5])):
            change_password(User.objects.get(pk=user.pk), PASSWORD, noon(day))
        yield


def test_a_quarter_of_points_to_the_approved_pioneers(house, desk):
    code, one = house.branch.code, house.people[5]
    member_account = user_of(one)
    house.held("study", date(2026, 3, 12), signed=house.people[4:8], title="三月集体学习")
    with noon_of(house, date(2026, 3, 31)):
        registrar, member = desk(house.registrar), desk(member_account, 375)
        registrar.go(f"/b/{code}/points/").press("导入学习强国月积分")
        rows = workbook(("姓名", "本月积分", "累计积分"), (one.name, 1234, 21234), (house.people[6].name, 900, 9000))
        file = {"name": "强国.xlsx", "mimeType": "application/octet-stream", "buffer": rows.getvalue()}
        registrar.fill(month="2026-03")
        registrar.page.set_input_files("#main [name=file]", file)
        registrar.press("上传并核对")
        assert registrar.says("共2条")
        registrar.press("确认导入")
        member.go("/mine/points/")
        assert member.says("三月集体学习")
        member.press("申报全部已有依据的项目")
        assert member.says("已申报2项，等候登记")
        member.press("个人文章").fill(title="网络安全随想", own_byline=True, link="不是网址").press("申报个人文章")
        assert member.says("请填写以 http:// 或 https:// 开头的网址")
        member.fill(link="https://www.example.cn/a/1").press("申报个人文章")
        member.press("荣誉").fill(level="centre", title="年度优秀党员", issuer="中心", regular=True)
        member.page.set_input_files("#main [name=proof]", SCREENSHOT)
        member.press("申报荣誉")
        assert member.says("省局和信息计算中心固定评优荣誉不计分")
        assert member.page.input_value("#main [name=title]") == "年度优秀党员"

    with noon_of(house, date(2026, 4, 4)):
        registrar, secretary = desk(house.registrar), desk(house.secretary)
        registrar.go(f"/b/{code}/points/2026-03/")
        assert registrar.says("待登记（3项）")
        secretary.go(f"/b/{code}/points/2026-03/")
        assert not secretary.says("全部登记")
        registrar.press("全部登记")
        assert registrar.says("14.34")
        for month in ("2026-01", "2026-02", "2026-03"):
            registrar.go(f"/b/{code}/points/close_month/").fill(month=month).press("月末关账")
        registrar.press("公布当月积分")
        desk(member_account, 375).go(f"/b/{code}/points/").press("2026年3月积分")
        member = desk(member_account, 375).go("/mine/points/")
        assert member.says("3月：14.34分")
        registrar.go(f"/b/{code}/points/settle_quarter/").fill(quarter="2026年第一季度").press("季度结算")
        assert registrar.says("正式党员14.34")

    settlement = Settlement.objects.get()
    with noon_of(house, date(2026, 4, 10)):
        house.decided(date(2026, 4, 9))
        secretary = desk(house.secretary).go(settlement.get_absolute_url())
        secretary.press("拟定标兵并报党总支")
        secretary.page.locator("[name=decision]").select_option(index=1)
        secretary.press("拟定标兵并报党总支")
        assert secretary.says("等候批复")
        assert secretary.says("须经党总支审批后公布")
        settlement.refresh_from_db()
        officer = desk(house.superior_officer).go(settlement.submission.get_absolute_url())
        officer.press("批复").fill(decision="approved", note="同意。").press("批复")
        secretary.go(settlement.get_absolute_url()).press("公布标兵").press("公布标兵")
        member = desk(member_account, 375).go(settlement.get_absolute_url())
        assert member.says(one.name)
        printed = member.page.context.request.get(f"/settlements/{settlement.pk}/pioneers/").body()
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
        assert one.name in text
    assert Entry.objects.filter(state="booked").count() == 3
