"""The pages of dues as they are seen: no violation of accessibility, no sideways scrolling."""

import pytest
from django.utils import timezone

from dues.models import Announcement, ArrearsTalk, Payment, Receipt, ReceiptBook, Spending, YearAccount
from dues.yearly import year_figures
from meetings.models import AgendaItem
from members.models import Person, Term
from members.posts import Post
from partybranch.demo.builder import House
from tests.browser.living import living_house
from tests.browser.screens import WIDTHS, problems, problems_shown
from tests.dues.test_sheets import workbook


@pytest.fixture
def house(transactional_db: None) -> House:
    return living_house()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_dues_have_no_violation(house, desk, width):
    keeper = Term.objects.get(organization=house.branch, post=Post.ORGANIZATION_COMMISSIONER, until=None).person
    code, payer, today = house.branch.code, house.person("田苗"), timezone.localdate()
    rows = one_of_each(house, payer)
    page, member = desk(keeper.user, width).page, desk(payer.user, width).page
    folder = f"/b/{code}/dues/"
    names = ("", f"{today:%Y-%m}/", "accounts/", "rates/", "receipts/", "spendings/", "import_bases/", "open_month/")
    forms = ("record_payment/", "record_arrears_talk/", "enter_rates/", "publish_year/", "put_forward_spending/")
    paths = [folder + name for name in (*names, *forms)]
    paths += [f"/{name}/{pk}/" for name, pk in rows.items()]
    paths += [f"/people/{payer.pk}/dues/", f"/payments/{rows['payments']}/repay_surplus/"]
    found = [problem for path in paths for problem in problems(page, path)]
    found += problems(member, f"/people/{payer.pk}/dues/") + problems(member, folder)
    page.goto(f"{folder}import_payments/")
    head = ("姓名", "交费日期", "金额（元）", "银行流水号")
    for row in ((payer.name, f"{today}", 90, "L20260305000000012345"), ("查无此人", "某日", "九十", "")):
        file = {"name": "银行.xlsx", "mimeType": "application/xlsx", "buffer": workbook(head, row).getvalue()}
        page.set_input_files("[name=file]", file)
        page.get_by_role("button", name="上传并核对").click()
        found += problems_shown(page, "the preview of payments")
    assert found == []


def one_of_each(house: House, payer: Person) -> dict[str, int]:
    """What the year of the demo leaves out: a receipt, a use of dues, a year's account, a talk, a surplus."""
    on, branch = timezone.localdate(), house.branch
    decision = AgendaItem.objects.filter(meeting__kind="committee").first()
    spending = Spending.objects.create(
        organization=branch, use="hardship", purpose="春节前慰问生活困难的老党员", amount=50000, decision=decision,
        put_forward_on=on, leader="王副局长", consented_on=on,
    )  # fmt: skip
    book = ReceiptBook.objects.create(
        organization=branch, prefix="甲", first=1, last=50, issuer="机关党委", issued_on=on
    )
    numbers = [Receipt(organization=branch, book=book, number=f"甲{number:05}") for number in range(1, 51)]
    numbers[0].state, numbers[1].state, numbers[1].void_reason = Receipt.State.USED, Receipt.State.VOID, "写错"
    Receipt.objects.bulk_create(numbers)
    payment = Payment.objects.create(
        organization=branch, person=payer, paid_on=on, recorded_on=on, amount=9100, surplus=100, channel="cash",
        receipt=Receipt.objects.get(number="甲00001"),
    )  # fmt: skip
    account = YearAccount.objects.create(
        organization=branch, year=on.year - 1, published_on=on, place="支部公开栏，公示5个工作日",
        figures=year_figures(branch, on.year - 1).as_json(),
    )  # fmt: skip
    told = Announcement.objects.create(organization=branch, since=on, last_day=on, announced_on=on, place="党员大会")
    talk = ArrearsTalk.objects.create(
        organization=branch, person=payer, held_on=on, held_by=house.secretary.person, note="出差在外，答应月底前补交"
    )
    return {
        "spendings": spending.pk,
        "payments": payment.pk,
        "dues_years": account.pk,
        "dues_announcements": told.pk,
        "dues_talks": talk.pk,
    }
