"""The whole machine: gates judge, actions ask every gate and then write, duties say what is owed.

A gate is a function of one subject that returns the sentence of what is missing, or None:

    @gate("8.1.4a", "1.4.1f")
    def quorum(item, *, clause, **_): ...

It reads what is stored, `by`, `at`, `on`, and the inputs it names; never a clock. A gate that names an
input without a default is asked only when that input is there: not for the mere button.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Organization, User
from rulebook.catalogue import Clause, catalogue
from rulebook.models import Act, ActHead


@dataclass(frozen=True)
class Finding:
    """What a gate found missing: the sentence, its clauses, and who can cure it."""

    clauses: tuple[Clause, ...]
    text: str
    cure: str = ""
    gate: str = ""
    warns: bool = False

    @property
    def force(self) -> str:
        """must refuses, normally passes with a written reason, may only warns and stays on the act."""
        if self.warns:
            return "may"
        return self.clauses[0].force if self.clauses else "must"

    @property
    def cites(self) -> str:
        return "、".join(dict.fromkeys(clause.cite for clause in self.clauses))

    def __str__(self) -> str:
        return f"{self.text}（{self.cites}）" if self.clauses else self.text

    def refuses(self, excuse: str = "") -> bool:
        """Whether the act cannot pass with this written reason."""
        return self.force == "must" or (self.force == "normally" and not excuse.strip())


class Refused(Exception):
    """The rulebook does not allow the act. Nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("；".join(str(finding) for finding in findings))

    @property
    def excusable(self) -> bool:
        """Whether a written reason would let the act pass (all that is missing is 一般)."""
        return all(finding.force == "normally" for finding in self.findings)


class NotEntitled(PermissionDenied):
    """The act is lawful for another post; `action` names it."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(action)


@dataclass(frozen=True)
class Gate:
    """A registered gate function with its clauses."""

    function: Callable[..., str | None]
    clauses: tuple[Clause, ...]
    cure: str
    matter: str | None
    needs: frozenset[str]
    warns: bool = False

    def ask(self, subject: models.Model, facts: dict[str, Any]) -> Finding | None:
        """None where the act may pass, is of another matter, or a needed input is not there."""
        if not self.needs <= facts.keys():
            return None
        if self.matter is not None and self.matter != facts.get("matter", getattr(subject, "matter", None)):
            return None
        text = self.function(subject, clause=next(iter(self.clauses), None), **facts)
        return Finding(self.clauses, text, self.cure, self.function.__name__, self.warns) if text else None


@dataclass
class Verb:
    """An action's name, function and gates: its own in order, then those of upper apps."""

    name: str
    label: str
    function: Callable[..., Any]
    gates: list[Gate] = field(default_factory=list)
    needs_form: bool = False
    perform: Callable[..., Any] = field(init=False)

    @property
    def all_gates(self) -> list[Gate]:
        """Its own gates in order, then those that upper apps have added."""
        return [*self.gates, *_FOREIGN[self.name]]

    @property
    def url_name(self) -> str:
        """The address of its page, by convention: meetings.open_vote stands at meetings:open_vote."""
        return self.name.replace(".", ":")


VERBS: dict[str, Verb] = {}
AFTER_ACTS: list[Callable[[], None]] = []  # called once when a transaction with acts is committed
_FOREIGN: dict[str, list[Gate]] = defaultdict(list)
BUILT: dict[str, list[Callable[..., Any]]] = defaultdict(list)


def app_of(function: Callable[..., Any]) -> str:
    return function.__module__.split(".")[0]


def built(*ids: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Marks the function that computes, records, publishes or restricts what these clauses ask for."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        for id in ids:
            if function not in BUILT[catalogue[id].id]:
                BUILT[id].append(function)
        return function

    return mark


def gate(
    *ids: str, act: str | None = None, matter: str | None = None, cure: str = "", warns: bool = False
) -> Callable[..., Any]:
    """Registers a gate under its clauses; with `act` it guards an action of a lower app.

    A gate without a clause keeps the order of steps that the facts themselves demand. One that `warns` measures
    by a number the rulebook does not give: it refuses nothing, and what it found stays on the act.
    """

    if ids and catalogue[ids[0]].force == "may" and not warns:
        raise ValueError(f"clause {ids[0]} allows, it refuses nothing: put the gate under the clause that demands")

    def register(function: Callable[..., str | None]) -> Callable[..., str | None]:
        parameters = inspect.signature(function).parameters.values()
        needs = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty} - {"clause"}
        entry = Gate(built(*ids)(function), tuple(catalogue[id] for id in ids), cure, matter, frozenset(needs), warns)
        function.gate = entry  # type: ignore[attr-defined]
        if act is not None:
            _FOREIGN[act].append(entry)
        return function

    return register


def seat_of(subject: models.Model) -> Organization:
    """Whose posts may act on the subject: its own `seat` where it names one, else its organization."""
    return getattr(subject, "seat", None) or subject.organization  # type: ignore[attr-defined, no-any-return]


def findings(name: str, subject: models.Model, /, *, by: User, at: datetime, **inputs: Any) -> list[Finding]:
    """What stands against the act: the same gates for the button, the refusal and the test."""
    facts = {"by": by, "at": at, "on": timezone.localdate(at), **inputs}
    answers = (gate.ask(subject, facts) for gate in VERBS[name].all_gates)
    return [finding for finding in answers if finding is not None]


def acts_committed() -> None:
    for wake in AFTER_ACTS:
        wake()


def wake_when_committed() -> None:
    """Has AFTER_ACTS called at the commit: once, however many acts the transaction holds."""
    if all(waiting is not acts_committed for _, waiting, *_ in connection.run_on_commit):
        transaction.on_commit(acts_committed, robust=True)


def action(*gates: Callable[..., Any], label: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a verb of the rulebook out of a function `verb(subject, *, by, at, …)`; `label` is its Chinese name.

    The verb locks the organization's chain of acts, reads the subject again, asks ALL gates, runs, and
    writes the Act, in one transaction. Raises NotEntitled where `by` holds no post that may do it, and
    Refused with every finding. What is only 一般 (normally) passes when `excuse` gives a written reason.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        name = f"{app_of(function)}.{function.__name__}"
        signature = inspect.signature(function)
        inputs = set(list(signature.parameters)[1:]) - {"by", "at"}
        own = [gate.gate for gate in gates]  # type: ignore[attr-defined]
        verb = VERBS[name] = Verb(name, label, function, own, needs_form=bool(inputs))

        @wraps(function)
        def perform(subject: models.Model, /, *, by: User, at: datetime, excuse: str = "", **given: Any) -> Any:
            bound = signature.bind(subject, by=by, at=at, **given)
            bound.apply_defaults()
            asked = {key: value for key, value in list(bound.arguments.items())[1:] if key not in ("by", "at")}
            with transaction.atomic():
                ActHead.objects.lock(subject.organization)  # type: ignore[attr-defined]
                subject.refresh_from_db()
                by.forget_rights()
                if not by.has_perm(name, seat_of(subject)):
                    raise NotEntitled(name)
                against = findings(name, subject, by=by, at=at, **asked)
                refusing = [finding for finding in against if finding.refuses(excuse)]
                if refusing:
                    raise Refused(refusing)
                before = Act.picture(subject)
                result = function(subject, by=by, at=at, **given)
                Act.objects.write(
                    subject.organization,  # type: ignore[attr-defined]
                    verb=name,
                    by=by,
                    at=at,
                    subject=subject,
                    before=before,
                    result=result,
                    clauses=sorted({clause.id for gate in verb.all_gates for clause in gate.clauses}),
                    passed=[str(finding) for finding in against],
                    excuse=excuse.strip(),
                )
                wake_when_committed()
            return result

        verb.perform = perform
        return perform

    return register


@dataclass(frozen=True)
class Owed:
    """What a cadence duty asks: who owes it (`by`), and the rows that satisfy it (`evidence`).

    `by` yields (subject id, organization id, since, until): the days in which the subject owes the duty.
    `evidence` yields (subject id, day, row id); `page` is the URL name of such a row's page.
    `within` is the lookup of the owing organization: its own id, or the `organization` of a row, unless named.
    """

    by: models.QuerySet[Any, Any]
    evidence: models.QuerySet[Any, Any]
    page: str
    within: str = ""


@dataclass(frozen=True)
class Due:
    """What a deadline duty asks: rows of (subject id, organization id, due on, done on or None, row id).

    `within` is the lookup of a row's organization.
    """

    rows: models.QuerySet[Any, Any]
    page: str
    within: str = "organization"


@dataclass(frozen=True)
class Told:
    """Who is reminded besides the post: rows as those of the holders of posts, the subject's id in the first column.

    `page` is the URL name of the subject's page, to which they are led.
    """

    by: Callable[[date], models.QuerySet[Any, Any]]
    page: str


@dataclass(frozen=True, eq=False)  # each is itself: there is one of it
class Duty:
    """A registered duty: its clauses, its short name on the ledger, and the function that says what is owed."""

    clauses: tuple[Clause, ...]
    title: str
    post: str
    subject: type[models.Model]
    function: Callable[[date], Owed | Due]
    act: str
    prefill: dict[str, str]
    lead: Clause | None
    told: Told | None
    early: int | None

    @property
    def clause(self) -> Clause:
        return self.clauses[0]

    @cached_property
    def is_deadline(self) -> bool:
        """Owed by single days, not in every period: a cadence may run from each subject's own day (13.1.4)."""
        return isinstance(self.function(date.min), Due)


DUTIES: dict[str, Duty] = {}


def duty(
    *ids: str,
    title: str,
    post: str,
    subject: type[models.Model] = Organization,
    act: str = "",
    prefill: dict[str, str] | None = None,
    lead: str = "",
    told: Told | None = None,
    early: int | None = None,
) -> Callable[..., Any]:
    """Registers a duty under its first clause, with the others that print the same demand.

    `post` is who has to see to it, '' where it is each subject's own business; `subject` is whose id stands in the
    first column. `act` is the verb it begins with, on the subject, its form filled with `prefill`; `lead` the clause
    that puts days between it and the event. `told` are reminded besides the post; `early` days before its due day a
    deadline begins to call.
    """

    def register(function: Callable[[date], Owed | Due]) -> Callable[[date], Owed | Due]:
        entry = Duty(
            tuple(catalogue[id] for id in ids),
            title,
            post,
            subject,
            built(*ids)(function),
            act,
            prefill or {},
            catalogue[lead] if lead else None,
            told,
            early,
        )
        DUTIES[entry.clause.id] = entry
        return function

    return register
