"""The commands for administrators and scripts: what they answer, what they change, how they end."""

import json
import stat
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from members.models import Person, RosterUpload, Term
from members.posts import Post
from rulebook import chain
from rulebook.models import Act, ChainRoot, Explanation
from rulebook.tables import as_table
from tests.factories import BranchFactory, committee_meeting, user_of
from tests.factories.branch import branch, holding, person
from tests.factories.meeting import BEGINS

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR, "tests", "data")
ROSTER = DATA / "roster.xlsx"


def answer(*arguments: str) -> str:
    """What the command has written, also where it ended with 1."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as end:
        return f"ended with {end.code}\n{out.getvalue()}"
    return out.getvalue()


def as_data(*arguments: str):
    return json.loads(answer(*arguments, "--format", "json").removeprefix("ended with 1\n"))


@pytest.fixture
def house() -> BranchFactory:
    """A branch that has held its committee meeting of March 2026."""
    house = BranchFactory(members=6, code="ceshi")
    meeting = committee_meeting(house)
    meeting.state, meeting.closed_at = "closed", BEGINS
    meeting.save()
    return house


def test_duties_lists_each_duty_with_period_due_day_state_and_evidence(house):
    rows = as_data("duties", "--org", "ceshi", "--on", "2026-04-02")
    committee = [row for row in rows if row["clause"] == "8.2.1a"]
    assert list(committee[0]) == ["clause", "subject", "period", "due_on", "state", "evidence"]
    assert [(row["period"], row["due_on"], row["state"]) for row in committee[1:5]] == [
        ("2月", "2026-02-28", "missed"),
        ("3月", "2026-03-31", "done"),
        ("4月", "2026-04-30", "due"),
        ("5月", "2026-05-31", "upcoming"),
    ]
    assert (committee[2]["subject"], committee[2]["evidence"]) == (
        house.branch.name,
        house.branch.meetings.get().get_absolute_url(),
    )


def test_duties_are_told_as_they_stood_on_the_day(house):
    rows = as_data("duties", "--org", "ceshi", "--on", "2026-02-10")
    assert [row["state"] for row in rows if row["clause"] == "8.2.1a"][:3] == ["missed", "due", "upcoming"]


def test_an_explained_lapse_is_told_as_explained(house):
    Explanation.objects.create(
        organization=house.branch, duty="8.2.1a", subject_id=house.branch.pk, since=date(2026, 2, 1), text="春节",
        written_on=date(2026, 3, 2),
    )  # fmt: skip
    rows = as_data("duties", "--org", "ceshi", "--on", "2026-04-02")
    assert [row["state"] for row in rows if row["clause"] == "8.2.1a"][1] == "explained"


def test_an_unknown_organization_is_an_error():
    with pytest.raises(CommandError, match="no organization with the code nobody"):
        call_command("duties", "--org", "nobody", "--on", "2026-04-02")


@pytest.fixture
def empty_branch():
    """A branch with nobody but its secretary, who is none of the people in the sample workbook."""
    made = branch(code="xin")
    user_of(holding(person(made, "测试书记"), made, Post.SECRETARY))
    return made


def test_a_check_says_what_would_change_and_changes_nothing(empty_branch):
    found = as_data("import_roster", str(ROSTER), "--org", "xin", "--check")
    assert list(found) == ["people", "created", "changed", "unchanged", "errors", "warnings"]
    assert (found["people"], found["created"], found["errors"]) == (found["created"], found["people"], [])
    assert (Person.objects.count(), RosterUpload.objects.count(), Act.objects.count()) == (1, 0, 0)


def refuses_the_posts(empty_branch) -> None:
    Term.objects.filter(organization=empty_branch).update(post=Post.ORGANIZATION_COMMISSIONER)


def test_an_import_enters_everybody_by_the_acts_of_the_page(empty_branch):
    refuses_the_posts(empty_branch)
    by = Person.objects.get(name="测试书记").user.username
    found = as_data("import_roster", str(ROSTER), "--org", "xin", "--by", by)
    assert found["errors"] == []
    assert Person.objects.count() == found["created"] + 1
    assert list(Act.objects.order_by("number").values_list("verb", flat=True)) == [
        "members.upload_roster",
        "members.import_roster",
    ]


def test_the_same_workbook_again_changes_nothing(empty_branch):
    refuses_the_posts(empty_branch)
    by = Person.objects.get(name="测试书记").user.username
    first = as_data("import_roster", str(ROSTER), "--org", "xin", "--by", by)
    again = as_data("import_roster", str(ROSTER), "--org", "xin", "--by", by)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, first["created"])


def test_the_secretary_imports_where_nobody_is_named(empty_branch, tmp_path):
    found = answer("import_roster", str(ROSTER), "--org", "xin", "--check")
    assert found.startswith("people  created  changed  unchanged\n")


def test_a_branch_without_a_secretary_needs_a_name(empty_branch):
    refuses_the_posts(empty_branch)
    with pytest.raises(CommandError, match="has no secretary: give --by"):
        call_command("import_roster", str(ROSTER), "--org", "xin")


def test_a_stranger_may_not_import(empty_branch):
    refuses_the_posts(empty_branch)
    stranger = user_of(person(branch(), "外人"))
    with pytest.raises(CommandError, match="may not import"):
        call_command("import_roster", str(ROSTER), "--org", "xin", "--by", stranger.username)
    assert Person.objects.exclude(name__in=["外人", "测试书记"]).count() == 0


def test_a_workbook_that_cannot_be_read_ends_with_1(empty_branch, tmp_path):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(b"no workbook")
    text = answer("import_roster", str(file), "--org", "xin", "--format", "json")
    assert text.startswith("ended with 1\n")
    (error,) = json.loads(text.removeprefix("ended with 1\n"))["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("", 0, "")
    assert Act.objects.count() == 0


def test_a_workbook_with_an_error_ends_with_1_and_enters_nobody(empty_branch):
    """The sample again in another branch: its people belong elsewhere."""
    refuses_the_posts(empty_branch)
    by = Person.objects.get(name="测试书记").user.username
    as_data("import_roster", str(ROSTER), "--org", "xin", "--by", by)
    before = Person.objects.count()
    branch(code="bie")
    text = answer("import_roster", str(ROSTER), "--org", "bie", "--by", by, "--format", "json")
    assert text.startswith("ended with 1\n")
    error = json.loads(text.removeprefix("ended with 1\n"))["errors"][0]
    assert list(error) == ["sheet", "row", "column", "message"]
    assert Person.objects.count() == before


@pytest.fixture
def acted(house) -> BranchFactory:
    for number in range(3):
        Act.objects.write(
            house.branch, verb="meetings.open_meeting", by=house.secretary, at=BEGINS, subject=house.branch,
            before={}, result=None, clauses=[], passed=[], excuse=str(number),
        )  # fmt: skip
    chain.take_root(BEGINS)
    return house


def test_sound_acts_are_counted_with_the_last_root(acted):
    root = ChainRoot.objects.get().digest
    assert answer("verify_acts") == f"纪实3条，链1条，链根1个，最新链根 {root}，问题0处\n"


def test_a_changed_act_ends_with_1_and_is_named(acted):
    Act.objects.filter(number=2).update(excuse="改")
    found = answer("verify_acts", "--format", "json")
    assert found.startswith("ended with 1\n")
    assert json.loads(found.removeprefix("ended with 1\n"))["faults"] == [
        {"organization_id": acted.branch.pk, "number": 2, "text": "内容与校验值不符：记录后被改动"}
    ]


def test_a_kept_root_that_is_gone_is_a_fault(acted):
    text = answer("verify_acts", "--root", "f" * 64)
    assert text.startswith("ended with 1\n")
    assert f"库外保存的链根 {'f' * 64} 不在数据库中" in text


def test_an_export_is_for_its_owner_alone_and_holds_all_acts_heads_and_roots(acted, tmp_path):
    file = tmp_path / "acts.jsonl"
    answer("verify_acts", "--export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kinds = [json.loads(line)["kind"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["act", "act", "act", "head", "root"]


def test_columns_are_as_wide_as_chinese_is():
    assert as_table([{"a": "支部", "b": 1}, {"a": "x", "b": None}], ("a", "b")) == "a     b\n支部  1\nx"
