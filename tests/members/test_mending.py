"""What is mended and recorded of a person: corrections, dates, rights; each with its reason."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.encryption import lookup_digest
from members import actions
from members.comparison import keyed
from members.models import Affiliation, Amendment, Kinship, Person, RightsSuspension
from rulebook.kernel import NotEntitled, Refused
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.branch import FOUNDED
from tests.factories.branch import person as person_of

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER, PHONE = "370000197910011151", "370000197910011178", "19900000007"


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=8, committee=5)


@pytest.fixture
def tian(house) -> Person:
    person = Person(
        **keyed({"name": "田苗", "identity_number": NUMBER}),
        sex="male",
        phone=PHONE,
        birth_on=date(1979, 10, 1),
        admitted_on=date(2010, 7, 1),
        full_on=date(2011, 7, 1),
    )
    person.save()
    Affiliation.objects.create(person=person, organization=house.branch, since=FOUNDED)
    user_of(person)
    return Person.objects.get(pk=person.pk)


def at(day: date = date(2026, 3, 2)) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())


def corrected(person: Person, by: Any, **changes: Any) -> Amendment:
    given: dict[str, Any] = {
        "name": person.name,
        "sex": person.sex,
        "nationality": person.nationality,
        "birth_on": person.birth_on,
        "education": person.education,
        "department": person.department,
        "mobile": person.mobile,
        "identity_number": "",
        "phone": "",
        "ground": "已核对身份证",
    }
    return actions.correct_person(person, by=by, at=at(), **{**given, **changes})


def dated(person: Person, by: Any, **changes: Any) -> Amendment:
    names = ("applied_on", "activist_on", "candidate_on", "admitted_on", "approved_on", "full_on")
    given = {name: getattr(person, name) for name in names} | {"ground": "入党志愿书"}
    return actions.record_dates(person, by=by, at=at(), **{**given, **changes})


def pages(client, user: Any, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# Correction


def test_a_correction_is_written_with_its_reason(house, tian):
    made = corrected(tian, house.secretary, department="综合科", education="大学")
    assert (made.items, made.ground) == ("学历、工作岗位", "已核对身份证")
    assert Person.objects.get(pk=tian.pk).department == "综合科"


def test_a_corrected_name_is_found_and_sorted_anew(house, tian):
    corrected(tian, house.secretary, name="于海")
    assert Person.objects.get(pk=tian.pk).search_text == "于海 yuhai yh"


def test_a_corrected_number_is_sealed_found_and_never_in_the_act(house, tian):
    corrected(tian, house.secretary, identity_number=OTHER_NUMBER)
    tian = Person.objects.get(pk=tian.pk)
    assert (tian.identity_number, tian.identity_tail) == (OTHER_NUMBER, "1178")
    assert tian.identity_digest == lookup_digest(OTHER_NUMBER)
    assert OTHER_NUMBER not in str(Act.objects.get(verb="members.correct_person").changes)


def test_a_number_and_a_phone_left_blank_stay(house, tian):
    corrected(tian, house.secretary, department="综合科")
    tian = Person.objects.get(pk=tian.pk)
    assert (tian.identity_number, tian.phone) == (NUMBER, PHONE)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "没有改动"),
        ({"identity_number": "370000197910011150"}, "校验位不对"),
        ({"birth_on": date(1979, 10, 2)}, "与公民身份号码不一致"),
        ({"sex": "female"}, "性别与公民身份号码不一致"),
    ],
)
def test_a_wrong_correction_is_refused(house, tian, changes, reason):
    with pytest.raises(Refused, match=reason):
        corrected(tian, house.secretary, **changes)


def test_a_number_of_another_is_refused_without_saying_whose(house, tian):
    person_of(house.branch, "何平", identity_digest=lookup_digest(OTHER_NUMBER))
    with pytest.raises(Refused, match="已登记在另一人名下") as refused:
        corrected(tian, house.secretary, identity_number=OTHER_NUMBER)
    assert "何平" not in str(refused.value)


@pytest.mark.clause("3.1")
@pytest.mark.parametrize("verb", ["correct_person", "record_dates", "suspend_rights", "restore_rights"])
def test_records_are_mended_by_the_organization_commissioner_not_by_members(client, house, tian, verb):
    address = f"/people/{tian.pk}/{verb}/"
    for place, code in ((1, 200), (2, 403), (7, 403)):
        client.force_login(user_of(house.people[place]))
        assert client.get(address).status_code == code


def test_the_form_of_a_correction_shows_no_sealed_number(client, house, tian):
    html = pages(client, house.secretary, f"/people/{tian.pk}/correct_person/")
    assert NUMBER not in html
    assert PHONE not in html


def test_a_correction_through_its_page(client, house, tian):
    client.force_login(house.secretary)
    given = {"name": "田 苗", "sex": "male", "birth_on": "1979-10-01", "department": "综合科", "ground": "核对"}
    answer = client.post(f"/people/{tian.pk}/correct_person/", given)
    assert answer.status_code == 302
    assert Person.objects.values_list("name", "department").get(pk=tian.pk) == ("田苗", "综合科")


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", "\u200b\u200b", "这个字段是必填项"),
        ("name", "阿" * 61, "60"),
        ("name", "田苗2", "“2”不是姓名的一部分"),
        ("name", "田苗（女）", "“()”不是姓名的一部分"),
        ("phone", "abc", "请填写11位手机号码"),
        ("phone", "1990000000", "请填写11位手机号码"),
    ],
)
def test_what_is_no_name_and_no_phone_is_not_taken(client, house, tian, field, given, said):
    client.force_login(house.secretary)
    known = {"name": "田苗", "sex": "male", "birth_on": "1979-10-01", "ground": "核对"}
    answer = client.post(f"/people/{tian.pk}/correct_person/", {**known, field: given})
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("阿" * 60, "阿" * 60),
        ("孙䶮", "孙䶮"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Ａｎｎａ", "Anna"),
        ("José", "José"),
    ],
)
def test_rare_and_foreign_names_are_kept(client, house, tian, given, kept):
    client.force_login(house.secretary)
    known = {"sex": "male", "birth_on": "1979-10-01", "ground": "核对"}
    assert client.post(f"/people/{tian.pk}/correct_person/", {**known, "name": given}).status_code == 302
    assert Person.objects.get(pk=tian.pk).name == kept


def test_a_phone_is_stored_without_spaces_and_hyphens(client, house, tian):
    client.force_login(house.secretary)
    given = {"name": "田苗", "sex": "male", "birth_on": "1979-10-01", "ground": "核对", "phone": "+86 199-0000-0008"}
    client.post(f"/people/{tian.pk}/correct_person/", given)
    assert Person.objects.get(pk=tian.pk).phone == "19900000008"


def test_a_relationship_declared_from_both_sides_is_one(house, tian):
    other = house.people[7]
    actions.declare_relative(tian, kin=other, relation="夫妻", by=tian.user, at=at())
    actions.declare_relative(other, kin=tian, relation="配偶", by=user_of(other), at=at())
    assert list(Kinship.objects.values_list("person", "kin", "relation")) == [(tian.pk, other.pk, "配偶")]


def test_a_relationship_declared_by_mistake_is_withdrawn_from_either_side(client, house, tian):
    other = house.people[7]
    actions.declare_relative(other, kin=tian, relation="配偶", by=user_of(other), at=at())
    client.force_login(tian.user)
    address = f"/people/{tian.pk}/withdraw_relative/"
    assert address in client.get(f"/people/{tian.pk}/").content.decode()
    assert client.post(address, {"kin": other.pk, "reason": "选错了人"}).status_code == 302
    assert not Kinship.objects.exists()


# Dates


def test_a_record_without_any_date_is_none(house, tian):
    with pytest.raises(Refused, match="至少填写一个日期"):
        dated(tian, house.secretary, admitted_on=None, full_on=None)


@pytest.mark.parametrize(("day", "refused"), [(date(1979, 10, 1), True), (date(1979, 10, 2), False)])
def test_nobody_applies_before_the_day_after_his_birth(house, tian, day, refused):
    if refused:
        with pytest.raises(Refused, match="日期须晚于出生日期"):
            dated(tian, house.secretary, applied_on=day)
    else:
        assert dated(tian, house.secretary, applied_on=day)


@pytest.mark.clause("13.4.4b")
def test_one_of_the_committee_does_not_cease_to_be_a_full_member(house):
    commissioner = house.people[1]
    with pytest.raises(Refused, match="现任组织委员，须是正式党员"):
        dated(commissioner, house.secretary, full_on=None)


def test_the_day_of_approval_is_recorded_with_its_document(house, tian):
    made = dated(tian, house.secretary, approved_on=date(2010, 8, 1))
    assert (made.items, made.ground) == ("上级批准日期", "入党志愿书")
    assert Person.objects.get(pk=tian.pk).approved_on == date(2010, 8, 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"approved_on": date(2010, 6, 30)}, "上级批准日期2010-06-30早于加入党组织日期2010-07-01"),
        ({"approved_on": date(2011, 7, 2)}, "转为正式党员日期2011-07-01早于上级批准日期2011-07-02"),
        ({"approved_on": date(2026, 3, 3), "full_on": None}, "还没有到"),
        ({"admitted_on": None}, "须有加入党组织日期"),
    ],
)
def test_dates_that_cannot_be_are_refused(house, tian, changes, reason):
    with pytest.raises(Refused, match=reason):
        dated(tian, house.secretary, **changes)


@pytest.mark.parametrize("day", [date(2010, 7, 1), date(2011, 7, 1)])
def test_the_approval_may_fall_on_the_day_before_or_after_it(house, tian, day):
    assert dated(tian, house.secretary, approved_on=day)


# Rights


def test_suspended_rights_take_the_vote_from_that_day_to_the_last(house, tian):
    since, until = date(2026, 3, 2), date(2026, 9, 2)
    actions.suspend_rights(tian, since=since, until=until, basis="处分决定〔2026〕1号", by=house.secretary, at=at())
    votes = [
        Person.objects.voters(house.branch, day).filter(pk=tian.pk).exists()
        for day in (since - timedelta(days=1), since, until - timedelta(days=1), until)
    ]
    assert votes == [True, False, False, True]


def test_rights_are_restored_from_the_day_of_the_document(house, tian):
    actions.suspend_rights(tian, since=date(2026, 3, 2), until=None, basis="决定", by=house.secretary, at=at())
    actions.restore_rights(tian, until=date(2026, 4, 1), basis="恢复决定", by=house.secretary, at=at())
    assert RightsSuspension.objects.get().until == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2026, 3, 2), date(2026, 3, 2)), (date(2026, 4, 1), None), (date(2010, 6, 30), None)],
)
def test_a_suspension_that_cannot_be_is_refused(house, tian, since, until):
    RightsSuspension.objects.create(person=tian, since=date(2026, 3, 31), until=date(2026, 5, 1), basis="决定")
    with pytest.raises(Refused):
        actions.suspend_rights(tian, since=since, until=until, basis="决定", by=house.secretary, at=at())


def test_a_suspension_up_to_the_day_another_begins_is_allowed(house, tian):
    RightsSuspension.objects.create(person=tian, since=date(2026, 3, 31), basis="决定")
    given = {"since": date(2026, 3, 1), "until": date(2026, 3, 31), "basis": "决定"}
    assert actions.suspend_rights(tian, **given, by=house.secretary, at=at())


def test_rights_that_are_not_suspended_are_not_restored(house, tian):
    with pytest.raises(Refused, match="没有停止"):
        actions.restore_rights(tian, until=date(2026, 4, 1), basis="决定", by=house.secretary, at=at())


def test_a_superior_mends_nothing(house, tian):
    with pytest.raises(NotEntitled):
        corrected(tian, house.superior_officer, department="综合科")
