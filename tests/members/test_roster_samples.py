"""The two rosters that an office gave us: one tidy, one as really kept."""

from datetime import date

import pytest

from members.roster import ApplicantRow, RosterReading, RosterRow, read_workbook
from tests.members.roster_workbooks import SAMPLES


def reading_of(name: str) -> RosterReading:
    with (SAMPLES / name).open("rb") as file:
        return read_workbook(file)


@pytest.fixture(scope="module")
def tidy() -> RosterReading:
    return reading_of("roster.xlsx")


@pytest.fixture(scope="module")
def as_kept() -> RosterReading:
    return reading_of("roster-as-kept.xlsx")


def test_the_tidy_roster_has_nothing_to_complain_of(tidy: RosterReading):
    assert (len(tidy.people), len(tidy.applicants), tidy.errors, tidy.warnings) == (20, 4, [], [])


def test_a_member_is_read_whole(tidy: RosterReading):
    assert tidy.people[4] == RosterRow(
        sheet="党员花名册",
        row=7,
        name="司马青",
        sex="女",
        identity_number="37000019860730110X",
        birth_on=date(1986, 7, 30),
        category="full",
        admitted_on=date(2008, 11, 5),
        full_on=date(2009, 11, 5),
        nationality="汉族",
        education="研究生",
        post_label="学习督导员",
        posts=("study_supervisor",),
        department="综合科",
        phone="19900000005",
        branch_name="中共××学会网络通信支部委员会",
        standing_state="正常",
        mobile=False,
        note="",
    )


def test_probationary_members_have_no_date_of_conversion(tidy: RosterReading):
    probationary = [(person.name, person.full_on) for person in tidy.people if person.category == "probationary"]
    assert probationary == [("周子涵", None), ("吴昊", None)]


def test_the_committee_is_proposed(tidy: RosterReading):
    assert {person.name: person.posts for person in tidy.people if person.posts} == {
        "丁一凡": ("secretary",),
        "王建业": ("organization_commissioner",),
        "李秋月": ("discipline_commissioner",),
        "赵文博": ("publicity_commissioner",),
        "司马青": ("study_supervisor",),
    }


def test_a_candidate_is_read_whole(tidy: RosterReading):
    assert tidy.applicants[0] == ApplicantRow(
        sheet="发展党员",
        row=3,
        name="郑思远",
        sex="男",
        identity_number="370000199705043030",
        birth_on=date(1997, 5, 4),
        applied_on=date(2023, 3, 6),
        activist_on=date(2024, 1, 15),
        candidate_on=date(2025, 9, 12),
        mentors=("王建业", "方立新"),
        education="研究生",
    )


def test_an_applicant_has_only_applied(tidy: RosterReading):
    last = tidy.applicants[-1]
    assert (last.name, last.applied_on, last.activist_on, last.candidate_on, last.mentors) == (
        "秦朗",
        date(2026, 2, 17),
        None,
        None,
        (),
    )


def test_the_kept_roster_has_errors_in_two_rows_only(as_kept: RosterReading):
    places = [(problem.sheet, problem.row, problem.column) for problem in as_kept.errors]
    assert places == [
        ("花名册2026", 12, "G 身份证号码"),
        ("花名册2026", 16, "G 身份证号码"),
        ("花名册2026", 16, "D 性别"),
        ("花名册2026", 16, "F 出生年月日"),
    ]


def test_a_wrong_check_digit_is_named(as_kept: RosterReading):
    assert "校验位不对" in as_kept.errors[0].message


def test_a_number_used_twice_names_both_rows(as_kept: RosterReading):
    message = as_kept.errors[1].message
    assert "第15行“冯志远”" in message
    assert "第16行“刘佳怡”" in message


def test_all_the_others_read_the_same_from_both_rosters(tidy: RosterReading, as_kept: RosterReading):
    def essence(person: RosterRow) -> tuple[object, ...]:
        return (person.name, person.identity_number, person.birth_on, person.admitted_on, person.full_on, person.posts)

    expected = [essence(person) for person in tidy.people if person.name not in ("方立新", "刘佳怡")]
    assert [essence(person) for person in as_kept.people] == expected


def test_the_kept_roster_gives_no_warnings(as_kept: RosterReading):
    assert as_kept.warnings == []
