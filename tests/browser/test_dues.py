"""A year of dues of the sample branch by clicking: from the rates to the public account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from openpyxl import Workbook
from pypdf import PdfReader

from accounts.actions import change_password
from accounts.models import User
from dues.models import MonthDue, Spending, YearAccount
from members.models import Person
from members.posts import Post
from tests.browser.conftest import PASSWORD
from tests.factories.branch import FOUNDED, holding, person, user_of
from tests.factories.dues import DuesHouse, noon
from tests.factories.lecture import PDF

BASES = Path(__file__).parent.parent / "data" / "dues-bases-2026.xlsx"
NAMES = [
    "丁一凡", "王建业", "李秋月", "赵文博", "司马青", "马德胜", "于海", "卜玉珍", "方立新", "龙晓鹏", "田苗", "冯志远",
    "刘佳怡", "刘家义", "孙䶮", "阿依古丽·买买提", "陈嘉禾", "魏长征", "周子涵", "吴昊",
]  # fmt: skip


@pytest.fixture
def house(transactional_db: None) -> DuesHouse:
    """The people of the sample, the eighth the keeper; nothing of dues yet."""
    house = DuesHouse(members=len(NAMES))
    for one, name in zip(house.people, NAMES, strict=True):
        Person.objects.filter(pk=one.pk).update(name=name, pinyin_key=name)
    house.people = list(Person.objects.filter(pk__in=[one.pk for one in house.people]).order_by("pk"))
    top = house.branch.superior.superior
    house.top = user_of(holding(person(top, "机关党委书记"), top, Post.SUPERIOR_SECRETARY, FOUNDED))
    house.keeper = user_of(house.people[7])
    return house


@contextmanager
def noon_of(house: DuesHouse, day: date) -> Iterator[None]:
    """It is noon of that day, and everybody's password is fresh."""
    with time_machine.travel(noon(day)):
        for user in (house.keeper, house.secretary, house.top, house.superior_officer, user_of(house.people[3])):
            change_password(User.objects.get(pk=user.pk), PASSWORD, noon(day))
        yield


def bank_list() -> bytes:
    """What everybody owes of the year, paid month by month, as the bank's app exports it."""
    book = Workbook()
    book.active.append(("姓名", "交易时间", "交易金额", "流水号"))
    for row in MonthDue.objects.owing().select_related("person").order_by("pk"):
        book.active.append((row.person.name, f"{row.month:%Y-%m}-10 08:30:00", row.amount / 100, f"L{row.pk}"))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def upload(desk, content: bytes) -> None:
    file = {"name": "银行.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    desk.page.set_input_files("#main [name=file]", file)
    desk.press("上传并核对").press("确认导入")


def test_a_year_of_dues_to_the_public_account(house, desk):
    code = house.branch.code
    with noon_of(house, date(2026, 1, 5)):
        keeper, secretary = desk(house.keeper), desk(house.secretary)
        keeper.go(f"/b/{code}/dues/")
        assert keeper.says("未配置党费标准")
        keeper.press("党费标准").press("录入党费标准")
        keeper.fill(since="2026-01", basis="交费通知").press("录入党费标准")
        secretary.go(f"/b/{code}/dues/rates/").press("核准党费标准")
        keeper.go(f"/b/{code}/dues/").press("导入党费核定")
        keeper.page.set_input_files("#main [name=file]", BASES)
        keeper.press("上传并核对")
        assert keeper.says("共20条")
        keeper.press("确认导入").press("登记已报上级").press("登记核定情况已报上级")

    with noon_of(house, date(2026, 12, 12)):
        keeper = desk(house.keeper)
        for number in range(1, 13):
            keeper.go(f"/b/{code}/dues/").press("开具本月应交党费").fill(month=f"2026-{number:02}")
            keeper.press("开具本月应交党费")
        assert keeper.says("丁一凡147.91")
        keeper.go(f"/b/{code}/dues/import_payments/")
        upload(keeper, bank_list())
    assert MonthDue.objects.owing().count() == 0

    with noon_of(house, date(2026, 12, 20)):
        keeper, secretary, member = desk(house.keeper), desk(house.secretary), desk(user_of(house.people[3]), 375)
        member.go(f"/people/{house.people[3].pk}/dues/")
        assert member.says("5,000.01×1.5%=75.00元，四舍五入")
        secretary.go(f"/b/{code}/dues/2026-12/")
        assert not secretary.says("147.91")
        keeper.go(f"/b/{code}/dues/accounts/").press("登记下拨党费")
        keeper.fill(amount="800", document="下拨通知").press("登记下拨党费")
        house.decided("dues_use", date(2026, 12, 18))
        secretary.go(f"/b/{code}/dues/spendings/").press("提出党费支出")
        secretary.fill(use="hardship", purpose="慰问困难党员", amount="500")
        secretary.page.locator("[name=decision]").select_option(index=1)
        secretary.press("提出党费支出").press("登记分管领导同意").fill(leader="王副局长").press("登记分管领导同意")
        secretary.press("报机关党委书记批准").press("报机关党委书记批准")
        spending = Spending.objects.get()
        asked = spending.submission.get_absolute_url()
        desk(house.superior_officer).go(asked).press("审阅转报").fill(note="同意上报。").press("审阅转报")
        desk(house.top).go(asked).press("批复").fill(decision="approved", note="同意。").press("批复")
        keeper.go(spending.get_absolute_url()).press("登记支付").press("登记支付")
        assert keeper.says("由领款人本人签名")
        assert keeper.says("须实名签收（已签收0.00元）")
        keeper.press("登记领款签收").fill(name="孙䶮", amount="500")
        keeper.page.set_input_files("#main [name=signature]", PDF_FILE)
        keeper.press("登记领款签收").press("办结")
        assert keeper.says("2026-12-20")

    with noon_of(house, date(2027, 3, 10)):
        keeper = desk(house.keeper)
        keeper.go(f"/b/{code}/dues/").press("登记年度公示").fill(place="公开栏", to_members=True)
        keeper.press("登记年度公示")
        account = YearAccount.objects.get()
        assert (account.figures["due"], account.figures["left"]) == (account.figures["collected"], 30000)
        printed = keeper.page.context.request.get(f"/dues_years/{account.pk}/paper/").body()
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
        assert "年末结余300.00元" in text.replace("\n", "")


PDF_FILE = {"name": "签收单.pdf", "mimeType": "application/pdf", "buffer": PDF}
