"""From each clause to what holds it in the program: gates of acts, duties, rights, marked functions, pages, tests.

A clause is **built** when every kind of software it asks for is held by something, and at least one test is marked
with its id. What may hold which kind:

- enforce: a gate, a right, or a function marked @built
- restrict: a right, a gate, or a function marked @built
- remind, compute: a duty, or a function marked @built
- record, publish: a function marked @built
- display: a page that cites it (`{% cite "8.0" %}`), or a view marked @built; demanded only of clauses that ask for
  nothing else, for every clause has its own page among the chapters anyway

A clause with a `waiver` in its file is **waived**, with the waiver as the reason. Every other clause is **open**, and
the reason says what is missing.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from rulebook.catalogue import Clause, catalogue
from rulebook.kernel import BUILT, DUTIES, VERBS, Duty, Verb
from rulebook.rights import RIGHTS, Right

BUILT_STATE, WAIVED, OPEN = "built", "waived", "open"
STATUS_LABELS = {BUILT_STATE: "已建", WAIVED: "不建", OPEN: "待建"}
SOFTWARE_LABELS = {
    "enforce": "把关",
    "restrict": "权限",
    "remind": "提醒",
    "compute": "计算",
    "record": "记录",
    "publish": "公开",
    "display": "展示",
}
EVERY_KIND = frozenset(SOFTWARE_LABELS)
CITED = re.compile(r"""{%\s*cite\s+["']([^"']+)["']""")


@dataclass
class Trace:
    """What holds one clause."""

    clause: Clause
    refusing: list[Verb] = field(default_factory=list)
    warning: list[Verb] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)

    @property
    def functions(self) -> list[str]:
        """Dotted names of what holds the clause; rights as right:name, pages by their template."""
        duties = [name_of(duty.function) for duty in self.duties]
        rights = [f"right:{right.name}" for right in self.rights]
        return sorted({*self.gates, *duties, *self.marked}) + rights + self.pages

    @property
    def held(self) -> frozenset[str]:
        """The kinds of software that something holds."""
        kinds: set[str] = set()
        if self.marked:
            return EVERY_KIND
        if self.gates or self.rights:
            kinds |= {"enforce", "restrict"}
        if self.duties:
            kinds |= {"remind", "compute"}
        if self.pages:
            kinds.add("display")
        return frozenset(kinds)

    @property
    def missing(self) -> frozenset[str]:
        demanded = self.clause.software - {"display"} or self.clause.software
        return demanded - self.held

    @property
    def status(self) -> str:
        if self.clause.waiver:
            return WAIVED
        return OPEN if self.missing or not self.tests else BUILT_STATE

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    @property
    def reason(self) -> str:
        """Why the clause is not built; empty where it is."""
        if self.clause.waiver:
            return self.clause.waiver
        wants = [f"尚无{label}" for kind, label in SOFTWARE_LABELS.items() if kind in self.missing]
        return "，".join(wants + ([] if self.tests else ["尚无测试"]))

    @property
    def page(self) -> str:
        return reverse("rulebook:clause", args=[self.clause.id])


def name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@cache
def traces() -> Mapping[str, Trace]:
    """Every clause's trace, in the order of the rulebook; read once, for code does not change while it runs."""
    import_module(settings.ROOT_URLCONF)  # marks on views and papers count once their modules are loaded
    found = {clause.id: Trace(clause) for clause in catalogue.values()}
    duties = {duty.function for duty in DUTIES.values()}
    for verb in VERBS.values():
        for gate in verb.all_gates:
            for clause in gate.clauses:
                append(found[clause.id].warning if gate.warns else found[clause.id].refusing, verb)
    for duty in DUTIES.values():
        for clause in duty.clauses:
            found[clause.id].duties.append(duty)
    for right in RIGHTS.values():
        for clause in right.clauses:
            found[clause.id].rights.append(right)
    for id, functions in BUILT.items():
        for function in functions:
            if hasattr(function, "gate"):
                append(found[id].gates, name_of(function))
            elif function not in duties:
                append(found[id].marked, name_of(function))
    for id, template in citations(Path(settings.BASE_DIR, "templates")):
        append(found[id].pages, template)
    for id, test in marked_tests(Path(settings.BASE_DIR, "tests")):
        if id in found:
            append(found[id].tests, test)
    return found


def append(names: list[Any], name: Any) -> None:
    if name not in names:
        names.append(name)


def citations(folder: Path) -> Iterator[tuple[str, str]]:
    """(clause id, template) wherever a template cites a clause."""
    for file in sorted(folder.rglob("*.html")):
        for id in CITED.findall(file.read_text(encoding="utf-8")):
            if id in catalogue:
                yield id, f"templates/{file.relative_to(folder).as_posix()}"


def marked_tests(folder: Path) -> Iterator[tuple[str, str]]:
    """(clause id, test) for every pytest.mark.clause in the folder's files, read without running them."""
    for file in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(file.read_bytes())
        name = f"tests/{file.relative_to(folder).as_posix()}"
        for place, ids in marks_in(tree.body, constants_of(tree)):
            for id in ids:
                yield id, "::".join([name, *place])


def constants_of(tree: ast.Module) -> dict[str, tuple[str, ...]]:
    """The module's tuples and lists of strings by name, which a mark may unpack."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple | ast.List):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = strings_in(statement.value.elts, found)
    return found


def strings_in(nodes: Iterable[ast.expr], constants: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    strings: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
        elif isinstance(node, ast.Starred) and isinstance(node.value, ast.Name):
            strings += constants.get(node.value.id, ())
    return tuple(strings)


def marks_in(
    body: Iterable[ast.stmt], constants: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """The place of each mark (class, function; none for a whole module) and its clause ids."""
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in statement.decorator_list:
                yield from (([statement.name], ids) for ids in marks_of(decorator, constants))
            if isinstance(statement, ast.ClassDef):
                yield from (([statement.name, *place], ids) for place, ids in marks_in(statement.body, constants))
        elif isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == "pytestmark":
            yield from (([], ids) for ids in marks_of(statement.value, constants))


def marks_of(node: ast.expr, constants: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause":
            yield strings_in(call.args, constants)
