"""What leaves the program as an Excel list: recorded, masked unless asked for with a reason, never a live formula."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from members.models import Affiliation, Person, RosterExport
from members.posts import Post
from rulebook.models import Act
from rulebook.printing.excel import Sheet, inert, workbook_of
from tests.factories import BranchFactory, user_of
from tests.factories.branch import FOUNDED, holding

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "370000197910011151", "19900000007"


@pytest.fixture
def house() -> BranchFactory:
    house = BranchFactory(members=7, committee=4)
    tian = Person(
        name="田苗",
        sex="female",
        identity_number=NUMBER,
        identity_tail="1151",
        phone=PHONE,
        birth_on=date(1979, 10, 1),
        admitted_on=date(2010, 7, 1),
        full_on=date(2011, 7, 1),
        search_text="田苗 tianmiao tm",
    )
    tian.save()
    Affiliation.objects.create(person=tian, organization=house.branch, since=FOUNDED)
    return house


@pytest.fixture
def keeper(client, house):
    client.force_login(house.secretary)
    return client


def exported(client, house: BranchFactory, question: str = "", **given: str) -> Any:
    return client.post(f"/b/{house.branch.code}/roster/export/?{question}", given)


def rows_of(answer: Any) -> list[dict[str, Any]]:
    head, *rows = load_workbook(BytesIO(answer.content))["党员名册"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_list_holds_everybody_with_masked_numbers(keeper, house):
    rows = rows_of(exported(keeper, house))
    tian = next(row for row in rows if row["姓名"] == "田苗")
    assert len(rows) == 8
    assert (tian["公民身份号码"], tian["类别"], tian["加入党组织"]) == ("**************1151", "正式党员", "2010-07-01")
    assert "手机号码" not in tian
    assert "出生日期" not in tian


def test_an_export_is_an_act_with_its_filter_and_number_of_rows(keeper, house):
    exported(keeper, house, "sex=female&q=tm")
    act = Act.objects.get(verb="members.export_roster")
    export = RosterExport.objects.get(pk=act.result_id)
    assert (act.by, export.rows, export.filter, export.sensitive) == (
        house.secretary,
        1,
        "姓名含“tm”、女",
        False,
    )


def test_full_numbers_for_who_says_why(keeper, house):
    answer = exported(keeper, house, "q=田苗", sensitive="on", reason="向上级报送党员信息采集表")
    (tian,) = rows_of(answer)
    assert (tian["公民身份号码"], tian["手机号码"], tian["出生日期"]) == (NUMBER, PHONE, "1979-10-01")
    assert RosterExport.objects.get().reason == "向上级报送党员信息采集表"


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_full_numbers_without_a_reason(keeper, house, reason):
    answer = exported(keeper, house, sensitive="on", reason=reason)
    assert answer.status_code == 422
    assert "导出完整号码须写明理由" in answer.content.decode()
    assert not RosterExport.objects.exists()


def test_the_database_too_keeps_no_sensitive_export_without_a_reason(house):
    export = RosterExport(organization=house.branch, rows=1, sensitive=True, exported_at="2026-01-01T00:00Z")
    with pytest.raises(IntegrityError):
        export.save()


def test_a_superior_gets_the_list_but_no_full_numbers(client, house):
    client.force_login(house.superior_officer)
    (tian,) = rows_of(exported(client, house, "q=田苗", sensitive="on", reason="检查"))
    assert tian["公民身份号码"] == "**************1151"


@pytest.mark.parametrize("place", [2, 6])
def test_neither_other_commissioners_nor_members_export(client, house, place):
    client.force_login(user_of(house.people[place]))
    assert exported(client, house).status_code == 404


def test_the_organization_commissioner_exports(client, house):
    client.force_login(user_of(house.people[1]))
    assert exported(client, house).status_code == 200


def test_posts_stand_in_the_list(keeper, house):
    holding(Person.objects.get(name="田苗"), house.branch, Post.ARCHIVIST)
    (tian,) = rows_of(exported(keeper, house, "q=田苗"))
    assert tian["党内职务"] == "档案管理员"


def test_the_price_of_an_export_does_not_grow(keeper, house):
    exported(keeper, house)
    with CaptureQueriesContext(connection) as few:
        exported(keeper, house)
    people = Person.objects.bulk_create(Person(name=f"{n}", sex="male", admitted_on=FOUNDED) for n in range(500))
    Affiliation.objects.bulk_create(Affiliation(person=p, organization=house.branch, since=FOUNDED) for p in people)
    with CaptureQueriesContext(connection) as many:
        exported(keeper, house)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", " =1", "\u3000=1",
     "\ufeff=1", "\u200b=1"],
)  # fmt: skip
def test_no_text_is_ever_a_live_formula(text):
    sheet = load_workbook(BytesIO(workbook_of([Sheet("表", [("列", 9)], [[text]])])))["表"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


@pytest.mark.parametrize("text", ["田苗", "1151", "370000197910011151", "2010-07-01", "a=b", "", "·", "https://x.cn"])
def test_ordinary_text_stays_as_it_is(text):
    assert inert(text) == text


def test_a_number_of_eighteen_digits_stays_text():
    sheet = load_workbook(BytesIO(workbook_of([Sheet("表", [("列", 9)], [[NUMBER]])])))["表"]
    assert sheet["A2"].value == NUMBER


def test_a_hostile_name_reaches_the_list_as_harmless_text(keeper, house):
    Person.objects.filter(name="田苗").update(name='=HYPERLINK("http://x","田苗")')
    assert "'=HYPERLINK" in rows_of(exported(keeper, house, "q=tianmiao"))[0]["姓名"]
