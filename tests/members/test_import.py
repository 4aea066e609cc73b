"""From an uploaded roster workbook to people on record: what is read and compared, all or nothing."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.encryption import lookup_digest
from members.actions import form_group, import_roster, upload_roster
from members.comparison import Comparison
from members.identity import check_character
from members.intake import intake_of
from members.models import (
    Affiliation,
    Mentorship,
    Person,
    RosterUpload,
    SealedRoster,
    Term,
)
from members.posts import Post
from rulebook import clock
from rulebook.kernel import VERBS, Refused
from rulebook.models import Act
from tests.factories import BranchFactory
from tests.factories.branch import branch, holding
from tests.factories.branch import person as person_of
from tests.members.roster_workbooks import APPLICANT, MEMBER, SAMPLES, crowded, roster_of, workbook_of

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 5)
PEOPLE_TABLES = ("members_person", "members_affiliation", "members_term", "members_mentorship")


def number(serial: int, born: str = "19791001") -> str:
    """An identity number of its own, sound in every digit; an odd serial is a man's."""
    first = f"370000{born}{serial:03}"
    return first + check_character(first)


def both_sheets(members: list[dict[str, Any]], applicants: list[dict[str, Any]]) -> BytesIO:
    sheets = []
    for plain, people in ((MEMBER, members), (APPLICANT, applicants)):
        sheets.append([list(plain), *([{**plain, **one}.get(head) for head in plain] for one in people)])
    return workbook_of(*sheets)


def uploaded(house: BranchFactory, workbook: BytesIO) -> RosterUpload:
    return upload_roster(
        house.branch,
        name="花名册.xlsx",
        content=workbook.getvalue(),
        posts_since=SINCE,
        by=house.secretary,
        at=clock.now(),
    )


def compared(house: BranchFactory, workbook: BytesIO) -> Comparison:
    return intake_of(uploaded(house, workbook), clock.today()).comparison


def imported(house: BranchFactory, workbook: BytesIO) -> Comparison:
    upload = uploaded(house, workbook)
    intake = intake_of(upload, clock.today())
    import_roster(upload, intake=intake, by=house.secretary, at=clock.now())
    return intake.comparison


def messages(problems: list[Any]) -> list[str]:
    return [problem.message for problem in problems]


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=1)


def test_the_sample_roster_becomes_a_branch(house):
    imported(house, BytesIO((SAMPLES / "roster.xlsx").read_bytes()))
    people = Person.objects.of(house.branch, clock.today()).exclude(pk=house.people[0].pk)
    assert people.filter(admitted_on__isnull=False).count() == 20
    assert people.filter(admitted_on__isnull=True).count() == 4


def last_secretary(house: BranchFactory, until: date) -> None:
    """党员001 is secretary no more, but deputy and so still a keeper of the roster."""
    house.people[0].terms.update(until=until)
    holding(house.people[0], house.branch, Post.DEPUTY_SECRETARY)


def test_a_workbook_brings_no_second_secretary_before_the_first_ones_last_day(house):
    last_secretary(house, until=SINCE + timedelta(days=1))
    comparison = compared(house, roster_of({"党内职务": "党支部书记"}))
    assert comparison.posts == []
    assert "记录中现任党支部书记是党员001，未登记于海任职；换人的，请先登记前任免职" in messages(comparison.warnings)


def test_a_workbook_brings_the_secretary_who_follows_on_that_day(house):
    last_secretary(house, until=SINCE)
    posts = compared(house, roster_of({"党内职务": "党支部书记"})).posts
    assert [(entry.row.name, post) for entry, post in posts] == [("于海", Post.SECRETARY)]


def test_a_roster_is_uploaded_for_a_branch_only(house):
    group = form_group(house.branch, name="第一党小组", founded_on=SINCE, by=house.secretary, at=clock.now())
    with pytest.raises(Refused, match="名册导入到党支部"):
        upload_roster(group, name="花名册.xlsx", content=b"x", posts_since=SINCE, by=house.secretary, at=clock.now())


def test_a_number_is_sealed_and_found_by_its_digest(house):
    imported(house, roster_of({}))
    yu_hai = Person.objects.get(identity_digest=lookup_digest(MEMBER["公民身份号码"]))
    assert (yu_hai.identity_number, yu_hai.phone, yu_hai.identity_tail) == (
        MEMBER["公民身份号码"],
        MEMBER["手机号码"],
        "1151",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM members_person WHERE id = %s", [yu_hai.pk])
        assert MEMBER["公民身份号码"] not in cursor.fetchone()[0]


def test_a_new_person_belongs_to_the_branch_from_the_day_he_joined_the_party(house):
    imported(house, roster_of({"加入党组织日期": "2021-06-30", "转为正式党员日期": "2022-06-30"}))
    assert Affiliation.objects.get(person__name="于海").since == date(2021, 6, 30)


def test_but_not_from_before_the_branch_was_founded(house):
    imported(house, roster_of({}))
    assert Affiliation.objects.get(person__name="于海").since == house.branch.founded_on


def test_the_same_workbook_again_writes_nothing_about_people(house):
    workbook = BytesIO((SAMPLES / "roster.xlsx").read_bytes())
    with_secretary = holding(house.people[0], house.branch, Post.ARCHIVIST)  # keeps his right whatever the file says
    assert with_secretary
    imported(house, workbook)
    upload = uploaded(house, workbook)
    intake = intake_of(upload, clock.today())
    with CaptureQueriesContext(connection) as queries:
        import_roster(upload, intake=intake, by=house.secretary, at=clock.now())
    writes = [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert [sql for sql in writes if any(table in sql for table in PEOPLE_TABLES)] == []
    assert intake.comparison.unchanged == 24


def test_a_changed_workbook_shows_its_differences_and_only_those(house):
    imported(house, roster_of({}))
    found = compared(house, roster_of({"工作岗位": "综合科"}))
    assert [(change.person.name, change.label, *change.shown) for change in found.changes] == [
        ("于海", "工作岗位", "网络科", "综合科")
    ]


def test_a_changed_phone_is_not_shown_in_the_differences(house):
    imported(house, roster_of({}))
    found = compared(house, roster_of({"手机号码": "19900000008"}))
    assert [change.shown for change in found.changes] == [("（已录入）", "（有变动）")]


def test_a_change_is_written_and_sealed(house):
    imported(house, roster_of({}))
    imported(house, roster_of({"手机号码": "19900000008", "姓名": "于海涛"}))
    yu_hai = Person.objects.get(identity_tail="1151")
    assert (yu_hai.name, yu_hai.phone, yu_hai.search_text.split()[-1]) == ("于海涛", "19900000008", "yht")


def test_a_blank_cell_wipes_nothing(house):
    imported(house, roster_of({}))
    assert compared(house, roster_of({"工作岗位": "", "手机号码": ""})).changes == []


def test_two_persons_of_one_name_are_two(house):
    imported(house, roster_of({}, {"公民身份号码": number(115, "19800202"), "出生日期": "1980-02-02"}))
    assert Person.objects.filter(name="于海").count() == 2


def test_who_is_missing_from_a_changed_workbook_is_listed_and_stays(house):
    second = {"姓名": "何平", "公民身份号码": number(117)}
    imported(house, roster_of({}, second))
    found = imported(house, roster_of({}))
    assert ("何平", "党员") in found.missing
    assert Person.objects.of(house.branch, clock.today()).filter(name="何平").exists()


def test_applicants_are_not_missed_by_a_workbook_without_their_sheet(house):
    imported(house, both_sheets([{}], [{"培养联系人": ""}]))
    assert "郑思远" not in [name for name, _ in compared(house, roster_of({})).missing]


def test_the_path_of_an_applicant_is_kept(house):
    imported(house, both_sheets([{}], [{"培养联系人": "于海"}]))
    zheng = Person.objects.get(name="郑思远")
    assert (zheng.applied_on, zheng.activist_on, zheng.candidate_on, zheng.admitted_on) == (
        date(2023, 3, 6),
        date(2024, 1, 15),
        date(2025, 9, 12),
        None,
    )


def test_dates_that_do_not_follow_those_on_record_are_an_error(house):
    imported(house, both_sheets([{}], [{"培养联系人": ""}]))
    joined = {
        "姓名": "郑思远",
        "公民身份号码": APPLICANT["公民身份号码"],
        "出生日期": APPLICANT["出生日期"],
        "人员类别": "预备党员",
        "加入党组织日期": "2025-09-11",
        "转为正式党员日期": "",
    }
    assert "早于列为发展对象日期" in messages(compared(house, roster_of(joined)).errors)[0]
    assert compared(house, roster_of({**joined, "加入党组织日期": "2025-09-12"})).errors == []


def test_posts_are_proposed_and_registered(house):
    imported(house, roster_of({"党内职务": "组织委员、党费管理员"}))
    held = Term.objects.filter(person__name="于海").values_list("post", "since")
    assert set(held) == {(Post.ORGANIZATION_COMMISSIONER, SINCE), (Post.DUES_KEEPER, SINCE)}


def test_posts_of_superiors_are_never_proposed(house):
    assert compared(house, roster_of({"党内职务": "机关党委委员"})).posts == []


def test_another_secretary_than_the_one_in_office_is_not_registered(house):
    found = compared(house, roster_of({"党内职务": "支部书记"}))
    assert found.posts == []
    assert "请先登记前任免职" in messages(found.warnings)[0]


def test_two_secretaries_in_one_workbook_are_an_error(house):
    Term.objects.all().update(until=SINCE)
    second = {"姓名": "何平", "公民身份号码": number(117), "党内职务": "支部书记"}
    found = compared(BranchFactory(members=1), roster_of({"党内职务": "支部书记"}, second))
    assert any("2名党支部书记" in text for text in messages(found.errors))


@pytest.mark.clause("13.4.4b")
@pytest.mark.parametrize(("full_on", "proposed"), [("2026-01-05", 1), ("2026-01-06", 0)])
def test_a_seat_on_the_committee_only_for_a_full_member(house, full_on, proposed):
    row = {"党内职务": "宣传委员", "加入党组织日期": "2025-01-05", "转为正式党员日期": full_on}
    assert len(compared(house, roster_of(row)).posts) == proposed


def test_a_post_the_workbook_no_longer_names_is_listed_and_kept(house):
    imported(house, roster_of({"党内职务": "宣传委员"}))
    found = imported(house, roster_of({"党内职务": "学习督导员"}))
    assert ("于海", "现任宣传委员，名册未写；已免职的请登记免职日期") in found.missing
    assert Term.objects.filter(person__name="于海", post=Post.PUBLICITY_COMMISSIONER, until=None).exists()


def test_mentors_are_found_by_name_among_the_members(house):
    imported(house, both_sheets([{}, {"姓名": "何平", "公民身份号码": number(117)}], [{"培养联系人": "于海、何平"}]))
    found = Mentorship.objects.filter(person__name="郑思远").values_list("mentor__name", "since")
    assert set(found) == {("于海", date(2024, 1, 15)), ("何平", date(2024, 1, 15))}


def test_a_mentor_whose_name_two_members_bear_is_told_apart_by_his_number(house):
    members = [{}, {"公民身份号码": number(117, "19800202"), "出生日期": "1980-02-02"}]
    ambiguous = compared(house, both_sheets(members, [{"培养联系人": "于海"}]))
    assert messages(ambiguous.errors) == ["培养联系人“于海”有2名同名党员，请写成“于海(证件号码末四位)”"]
    told_apart = compared(house, both_sheets(members, [{"培养联系人": "于海（1151）"}]))
    assert [proposal.digest for proposal in told_apart.mentors] == [lookup_digest(MEMBER["公民身份号码"])]


def test_a_mentor_who_is_no_member_of_the_branch_is_a_warning(house):
    found = compared(house, both_sheets([{}], [{"培养联系人": "何平"}]))
    assert messages(found.warnings) == ["培养联系人“何平”不是本支部的正式党员，未登记；请核对姓名，或以后再登记"]


def test_a_state_of_membership_is_kept_with_a_warning(house):
    found = imported(house, roster_of({"党籍状态": "停止党籍", "是否流动党员": "是"}))
    yu_hai = Person.objects.get(name="于海")
    assert (yu_hai.standing_state, yu_hai.mobile) == ("停止党籍", True)
    assert "表决权不会因此停止" in messages(found.warnings)[0]


def test_an_ordinary_state_is_no_warning(house):
    assert compared(house, roster_of({"党籍状态": "正常"})).warnings == []


def test_somebody_of_another_branch_is_an_error_that_tells_nothing_about_him(house):
    other = branch(short_name="第二支部")
    digest = lookup_digest(MEMBER["公民身份号码"])
    person_of(other, "于某", identity_digest=digest, department="机要科")
    text = messages(compared(house, roster_of({})).errors)[0]
    assert "第二支部" in text
    assert "于某" not in text
    assert "机要科" not in text


def test_somebody_whose_membership_has_ended_is_an_error(house):
    imported(house, roster_of({}))
    Person.objects.filter(name="于海").update(ended_on=date(2026, 2, 1))
    assert "党籍已于2026-02-01终止" in messages(compared(house, roster_of({})).errors)[0]


def test_one_bad_row_and_nothing_is_written(house):
    workbook = roster_of({}, {"姓名": "何平", "公民身份号码": "370000197910011150"})
    upload = uploaded(house, workbook)
    with pytest.raises(Refused):
        import_roster(upload, intake=intake_of(upload, clock.today()), by=house.secretary, at=clock.now())
    assert not Person.objects.filter(name__in=["于海", "何平"]).exists()


ALL_OR_NOTHING = 2000  # rows here; 100,000 in tests/suites/test_import.py


@pytest.mark.parametrize("bad_row", [1, 1000, 1999])
def test_a_bad_row_anywhere_keeps_everybody_out(house, bad_row):
    upload = uploaded(house, BytesIO(crowded(ALL_OR_NOTHING, bad_row)))
    intake = intake_of(upload, clock.today())
    with pytest.raises(Refused):
        import_roster(upload, intake=intake, by=house.secretary, at=clock.now())
    assert [problem.row for problem in intake.reading.errors] == [bad_row + 1]
    assert Person.objects.filter(identity_digest__isnull=False).count() == 0


def test_without_its_gate_the_same_import_would_write_the_good_rows(house, monkeypatch):
    monkeypatch.setattr(VERBS["members.import_roster"], "gates", [])
    imported(house, BytesIO(crowded(ALL_OR_NOTHING, 1000)))
    assert Person.objects.filter(identity_digest__isnull=False).count() == ALL_OR_NOTHING - 1


@pytest.mark.parametrize("step", ["change_people", "enter_posts", "enter_mentors"])
def test_a_failure_half_way_leaves_nothing_behind(house, monkeypatch, step):
    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(f"members.actions.roster.{step}", fail)
    with pytest.raises(RuntimeError):
        imported(house, roster_of({}))
    assert not Person.objects.filter(name="于海").exists()
    assert SealedRoster.objects.exists()


def test_an_import_is_one_act_of_few_bytes(house):
    upload = uploaded(house, roster_of({}))
    import_roster(upload, intake=intake_of(upload, clock.today()), by=house.secretary, at=clock.now())
    acts = Act.objects.filter(subject_type="members.rosterupload", subject_id=upload.pk)
    assert list(acts.values_list("verb", flat=True)) == ["members.import_roster"]
    assert set(acts.get().changes) == {"imported_at"}
