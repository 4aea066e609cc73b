"""The empty workbook can be filled in and read back."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from members.roster import read_workbook, template
from members.roster.columns import ALL_COLUMNS
from tests.members.roster_workbooks import APPLICANT, MEMBER, saved


@pytest.fixture
def empty() -> Workbook:
    return load_workbook(io.BytesIO(template()))


def test_it_has_two_lists_and_an_explanation(empty: Workbook):
    assert empty.sheetnames == ["党员花名册", "发展党员", "填写说明"]


def test_the_empty_template_is_read_without_complaint():
    reading = read_workbook(io.BytesIO(template()))
    assert (reading.people, reading.applicants, reading.errors, reading.warnings) == ([], [], [], [])


def test_a_filled_template_is_read(empty: Workbook):
    for sheet, row in (("党员花名册", MEMBER), ("发展党员", APPLICANT)):
        for cell in empty[sheet][1]:
            empty[sheet].cell(2, cell.column, row.get(str(cell.value).rstrip("*")))
    reading = read_workbook(saved(empty))
    assert ([person.name for person in reading.people], reading.errors) == (["于海"], [])
    assert [person.name for person in reading.applicants] == ["郑思远"]


def test_every_column_we_read_has_its_place_and_explanation(empty: Workbook):
    official = {headings[0] for headings in ALL_COLUMNS.values()}
    heads = {str(cell.value).rstrip("*") for sheet in ("党员花名册", "发展党员") for cell in empty[sheet][1]}
    explained = {row[1] for row in empty["填写说明"].iter_rows(min_row=2, values_only=True)}
    assert heads == explained == official


@pytest.mark.parametrize("row", [2, 500, 2001])
def test_identity_numbers_are_text(empty: Workbook, row: int):
    assert empty["党员花名册"].cell(row, 3).number_format == "@"


def test_what_has_a_fixed_choice_offers_it(empty: Workbook):
    choices = {str(choice.sqref): choice.formula1 for choice in empty["党员花名册"].data_validations.dataValidation}
    assert choices["G2:G2001"] == '"正式党员,预备党员"'
    assert choices["B2:B2001"] == '"男,女"'
