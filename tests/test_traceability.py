"""The thread from the clause to the program: no mark, waiver or function points at nothing, and the list is current."""

import json
import re
import sys
from collections.abc import Callable
from inspect import signature
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from rulebook.catalogue import catalogue
from rulebook.conflicts import CONFLICTS
from rulebook.kernel import BUILT, DUTIES, VERBS
from rulebook.traceability import BUILT_STATE, OPEN, WAIVED, Trace, marked_tests, name_of, traces

HERE = Path(__file__).parent
MARKED = sorted(set(marked_tests(HERE)))
CURE = "mark a test with the id, or take the id from the function"
DISPLAYED_BY_THE_RULEBOOK = (
    "7.1", "18.0", "19.0", "20.0", "21.0", "24.0", "24.2.2.4", "24.4.4", "25.0", "25.3.2.5", "26.0", "26.12", "27.0",
    "27.3.2.3", "28.0", "29.0", "30.0", "31.0", "32.0", "32.6", "33.0", "33.5", "34.0", "35.0", "36.0", "37.0", "38.0",
    "39.0",
)  # fmt: skip


def test_every_mark_names_a_clause():
    assert [f"{test}: {id}" for id, test in MARKED if id not in catalogue] == []


def test_marks_are_found_on_functions_classes_modules_and_parameters(tmp_path):
    (tmp_path / "test_marks.py").write_text(
        'import pytest\nIDS = ("1", "2")\npytestmark = [pytest.mark.django_db, pytest.mark.clause("3")]\n'
        '@pytest.mark.clause(*IDS, "4")\ndef test_one(): ...\n'
        '@pytest.mark.clause("5")\nclass TestMore:\n    @pytest.mark.clause("6")\n    def test_two(self): ...\n'
        '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("7"))])\ndef test_three(x): ...\n'
    )
    name = "tests/test_marks.py"
    assert sorted(marked_tests(tmp_path)) == [
        ("1", f"{name}::test_one"),
        ("2", f"{name}::test_one"),
        ("3", name),
        ("4", f"{name}::test_one"),
        ("5", f"{name}::TestMore"),
        ("6", f"{name}::TestMore::test_two"),
        ("7", f"{name}::test_three"),
    ]


def test_every_clause_that_functions_hold_is_tested():
    held = [trace for trace in traces().values() if trace.gates or trace.duties or trace.marked]
    untested = [trace for trace in held if not trace.missing and not trace.tests and not trace.clause.waiver]
    assert [trace.clause.id for trace in untested] == [], CURE


def test_no_clause_is_both_built_and_waived():
    assert [
        id for id, trace in traces().items() if catalogue[id].waiver and trace.functions and not trace.missing
    ] == []


def test_every_waiver_gives_its_reason():
    waived = [clause for clause in catalogue.values() if clause.waiver]
    assert [clause.id for clause in waived if len(clause.waiver.strip()) < 4] == []


def test_every_gate_with_a_clause_guards_an_act_or_a_door():
    """A door, such as the ballot box's, names its gates in a tuple of their module."""
    asked = {gate.function for verb in VERBS.values() for gate in verb.all_gates}
    gates = {function for functions in BUILT.values() for function in functions if hasattr(function, "gate")}
    assert [name_of(gate) for gate in gates - asked if not stands_at_a_door(gate)] == []


def stands_at_a_door(gate: Callable[..., object]) -> bool:
    return any(isinstance(value, tuple) and gate in value for value in vars(sys.modules[gate.__module__]).values())


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_gate_names_inputs_that_its_act_has(name: str):
    """A gate that waits for an input that never comes would never be asked."""
    given = {"by", "at", "on", *list(signature(VERBS[name].function).parameters)[1:]}
    assert {name_of(gate.function): gate.needs - given for gate in VERBS[name].all_gates if gate.needs - given} == {}


def test_every_duty_stands_under_a_clause_of_its_own():
    assert sorted(DUTIES) == sorted({duty.clause.id for duty in DUTIES.values()})


def test_every_conflict_names_clauses_that_exist():
    assert [(conflict.id, id) for conflict in CONFLICTS for id in conflict.clauses if id not in catalogue] == []


def test_every_conflict_has_an_answer_in_whole_sentences():
    assert [conflict.id for conflict in CONFLICTS if not conflict.answer.endswith("。")] == []


def test_no_internal_word_stands_in_what_is_shown_of_a_conflict():
    shown = {conflict.id: conflict.zh + conflict.question + conflict.answer for conflict in CONFLICTS}
    assert [id for id, text in shown.items() if re.search(r"[a-z_]{4,}|X[12]-", text)] == []


def trace(software: set[str], waiver: str = "", **held: list[str]) -> Trace:
    clause = catalogue["8.1.4a"].__class__(
        **{
            **{
                name: getattr(catalogue["8.1.4a"], name) for name in ("id", "cite", "zh", "en", "kind", "app", "accept")
            },
            "raw": {},
            "software": frozenset(software),
            "waiver": waiver,
        }
    )
    return Trace(clause, **held)


@pytest.mark.parametrize(
    ("software", "held", "status", "reason"),
    [
        ({"enforce"}, {}, OPEN, "尚无把关，尚无测试"),
        ({"enforce"}, {"gates": ["g"]}, OPEN, "尚无测试"),
        ({"enforce"}, {"gates": ["g"], "tests": ["t"]}, BUILT_STATE, ""),
        ({"enforce", "display"}, {"gates": ["g"], "tests": ["t"]}, BUILT_STATE, ""),
        ({"enforce", "record"}, {"gates": ["g"], "tests": ["t"]}, OPEN, "尚无记录"),
        ({"enforce", "record"}, {"gates": ["g"], "marked": ["m"], "tests": ["t"]}, BUILT_STATE, ""),
        ({"display"}, {"tests": ["t"]}, OPEN, "尚无展示"),
        ({"display"}, {"pages": ["p"], "tests": ["t"]}, BUILT_STATE, ""),
        ({"record"}, {"pages": ["p"], "tests": ["t"]}, OPEN, "尚无记录"),
    ],
)
def test_a_clause_is_built_when_every_kind_of_software_is_held_and_tested(software, held, status, reason):
    one = trace(software, **held)
    assert (one.status, one.reason) == (status, reason)


def test_a_waived_clause_says_why():
    one = trace({"enforce"}, waiver="实体要求，不由程序办理")
    assert (one.status, one.reason) == (WAIVED, "实体要求，不由程序办理")


@pytest.mark.clause(*DISPLAYED_BY_THE_RULEBOOK)
@pytest.mark.django_db
def test_the_rulebooks_pages_show_what_is_only_to_be_shown():
    client = Client()
    client.force_login(User.objects.create_user("dangyuan", name="党员"))
    pages: dict[str, str] = {}
    for id in DISPLAYED_BY_THE_RULEBOOK:
        number = catalogue[id].chapter
        if number not in pages:
            pages[number] = client.get(reverse("rulebook:chapter", args=[number])).content.decode()
        assert catalogue[id].zh in pages[number], id


def answer(*arguments: str) -> str:
    out = StringIO()
    call_command("clauses", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_in_docs_is_current():
    """Regenerate it with: manage.py clauses --format markdown > docs/clauses.md"""
    assert Path(settings.BASE_DIR, "docs", "clauses.md").read_text(encoding="utf-8") == answer("--format", "markdown")


def test_the_command_lists_every_clause_with_all_that_scripts_need():
    rows = json.loads(answer("--format", "json"))
    assert len(rows) == len(catalogue)
    assert list(rows[0]) == ["id", "software", "app", "status", "reason", "functions", "tests", "page"]
    quorum = next(row for row in rows if row["id"] == "8.1.4a")
    assert (quorum["software"], quorum["app"], quorum["status"]) == (["enforce"], "meetings", "built")
    assert all(name.startswith("meetings.rules.voting.") for name in quorum["functions"])
    assert quorum["page"] == "/rulebook/8.1.4a/"


def test_the_table_counts_the_states():
    assert answer("--chapter", "8").splitlines()[-1].startswith(f"{len(catalogue.chapter('8'))} clauses: ")
