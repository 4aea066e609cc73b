"""The printed text as an act and as pages: uploaded, looked through, in force in versions, behind each clause."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rulebook import actions
from rulebook.conflicts import CONFLICTS_OF
from rulebook.kernel import NotEntitled
from rulebook.models import RulebookPassage, RulebookText
from rulebook.text import read_text
from rulebook.traceability import OPEN, traces
from tests.factories import BranchFactory, printed, user_of
from tests.factories.refusal import refusal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 20, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(house: BranchFactory, text: str = "", by=None) -> RulebookText:
    text = text or printed.whole_text()
    digest = f"{hash(text):064d}"[-64:]
    reading = read_text(text.encode())
    return actions.upload_text(
        house.branch, name="制度汇编.txt", source_digest=digest, reading=reading, by=by or house.secretary, at=AT
    )


def adopt(house: BranchFactory, text: RulebookText, effective_on: date = date(2026, 1, 1)) -> RulebookText:
    return actions.adopt_text(text, effective_on=effective_on, by=house.secretary, at=AT)


def post_file(house: BranchFactory, content: bytes):
    file = SimpleUploadedFile("制度汇编.docx", content)
    return signed_in(house.secretary).post(reverse("rulebook:upload_text", args=[house.branch.code]), {"file": file})


def test_an_upload_leads_to_its_preview(house):
    answer = post_file(house, printed.as_word(printed.whole_text()))
    text = RulebookText.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, text.get_absolute_url())
    assert (text.number, text.problems, text.passages.filter(label="篇名").count()) == (None, [], 42)


def test_an_unreadable_file_comes_back_with_its_cure(house):
    answer = post_file(house, b"%PDF-1.7 broken")
    assert (answer.status_code, RulebookText.objects.count()) == (422, 0)
    assert "PDF 已损坏，无法读取。请重新导出 PDF 后再上传。" in answer.content.decode()


def test_a_second_upload_takes_the_place_of_the_waiting_one(house):
    upload(house, printed.whole_text(without="11"))
    second = upload(house)
    assert list(RulebookText.objects.all()) == [second]
    assert RulebookPassage.objects.exclude(text=second).count() == 0


def test_a_text_with_a_chapter_missing_is_not_adopted(house):
    text = upload(house, printed.whole_text(without="11"))
    assert refusal(adopt, house, text) == "没有找到1篇：第11篇 党员学习补课制度"


def test_the_same_file_is_not_uploaded_twice(house):
    adopt(house, upload(house))
    assert refusal(upload, house) == "这份文件与制度汇编第1版完全相同，不必再上传"


def test_a_version_is_adopted_once(house):
    text = adopt(house, upload(house))
    assert refusal(adopt, house, text) == "制度汇编第1版已于2026-01-01施行"


def test_a_later_version_is_not_in_force_before_the_one_it_follows(house):
    adopt(house, upload(house), date(2026, 1, 1))
    second = upload(house, printed.whole_text() + "\n\n(二) 新的一款。")
    assert refusal(adopt, house, second, date(2025, 12, 31)) == "施行日期不能早于制度汇编第1版的施行日期2026-01-01"


def test_on_each_day_the_latest_version_of_that_day_is_in_force(house):
    first = adopt(house, upload(house), date(2026, 1, 1))
    second = adopt(house, upload(house, printed.whole_text() + "\n\n(二) 新的一款。"), date(2026, 3, 1))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [list(RulebookText.objects.in_force(day)) for day in days] == [[], [first], [first], [second]]


def test_who_holds_no_such_post_may_not_upload(house):
    with pytest.raises(NotEntitled):
        upload(house, by=user_of(house.people[5]))


def test_members_do_not_see_a_waiting_text(house):
    page = upload(house).get_absolute_url()
    assert signed_in(user_of(house.people[5])).get(page).status_code == 404
    assert signed_in(house.secretary).get(page).status_code == 200


def test_another_branch_does_not_see_the_text(house):
    page = adopt(house, upload(house)).get_absolute_url()
    stranger = BranchFactory(members=3).secretary
    assert signed_in(stranger).get(page).status_code == 404


def clause_page(user, id: str) -> str:
    return signed_in(user).get(reverse("rulebook:clause", args=[id])).content.decode()


def test_the_clause_shows_the_paragraph_it_points_at_within_its_article(house):
    adopt(house, upload(house))
    page = clause_page(user_of(house.people[5]), "8.1.4a")
    assert page.count("<mark>") == 1
    assert "<mark>(四) 党支部党员大会议题提交表决前，应当经过充分讨论。" in page
    assert "<p>一、支部党员大会制度</p>" in page
    assert "三、党课制度" not in page


def test_a_conflict_of_a_built_clause_says_what_the_program_does(house):
    assert "<b>本程序的处理：</b>分别照条文计算" in clause_page(house.secretary, "8.1.4a")


def test_a_conflict_of_a_clause_not_yet_built_says_what_is_planned(house):
    waiting = next(id for id in CONFLICTS_OF if traces()[id].status == OPEN)
    page = clause_page(house.secretary, waiting)
    assert "拟定的处理" in page
    assert "本程序的处理" not in page


def test_without_a_text_the_secretary_is_led_to_the_upload_and_a_member_told_who_does_it(house):
    url = reverse("rulebook:upload_text", args=[house.branch.code])
    assert f'href="{url}"' in clause_page(house.secretary, "8.1.4a")
    assert "请支部书记、副书记或组织委员在“制度”页上传" in clause_page(user_of(house.people[5]), "8.1.4a")


def test_a_text_that_is_numbered_anew_says_so(house):
    adopt(house, upload(house))
    assert "中没有找到第8篇 一（一），可能已重新编号" in clause_page(house.secretary, "8.1.1a")


def test_the_search_finds_clauses_and_printed_words(house):
    adopt(house, upload(house))
    page = signed_in(house.secretary).get(reverse("rulebook:chapters"), {"q": "自助缴费"}).content.decode()
    assert reverse("rulebook:clause", args=["DF.2c"]) in page
    assert "每月15日之前，党员使用规定银行APP按缴费额度自助缴费。" in page


def test_the_search_says_what_it_has_not_found(house):
    page = signed_in(house.secretary).get(reverse("rulebook:chapters"), {"q": "<b>无此"}).content.decode()
    assert "没有找到，可换一个短些的词" in page
    assert "“&lt;b&gt;无此”" in page


def test_the_clause_page_says_its_force_numbers_acts_and_readings(house):
    page = clause_page(house.secretary, "8.1.4a")
    assert "达到半数即可，恰为半数也算" in page
    assert "<dt>开始表决</dt><dd>不符合时不予办理</dd>" in page
    assert "不含半数。支部可在设定中一律从严为“超过半数”，不能放宽。" in page


@pytest.mark.parametrize(
    ("id", "numbers"), [("8.1.1a", "每季度至少1次"), ("8.1.4b", "须超过半数，恰为半数不算"), ("8.1.5a", "至少提前5天")]
)
def test_numbers_are_said_in_words(house, id: str, numbers: str):
    assert numbers in clause_page(house.secretary, id)


def test_a_clause_that_does_not_exist_has_no_page(house):
    client = signed_in(house.secretary)
    assert client.get(reverse("rulebook:clause", args=["99.9"])).status_code == 404
    assert client.get(reverse("rulebook:chapter", args=["99"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments", "data"),
    [("chapters", [], {}), ("chapters", [], {"q": "的"}), ("chapter", ["8"], {}), ("clause", ["8.1.4a"], {})],
)
def test_the_pages_keep_to_few_queries(house, name, arguments, data, django_assert_max_num_queries):
    for day in range(3):
        text = printed.whole_text() + f"\n\n(二) 第{day}次修订。"
        adopt(house, upload(house, text), date(2026, 1, 1) + timedelta(day))
    client = signed_in(house.secretary)
    url = reverse(f"rulebook:{name}", args=arguments)
    with django_assert_max_num_queries(12):
        assert client.get(url, data).status_code == 200
