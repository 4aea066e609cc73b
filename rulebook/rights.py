"""The table of rights: who may do one thing, and the clause that says so. Upper apps know what a holder is."""

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.catalogue import Clause, catalogue

HOLDER_LABELS: dict[str, str] = {}  # filled by the app that knows posts, in the order in which they are shown


@dataclass(frozen=True)
class Right:
    """Who may do one thing, in his own organization or, as a superior, in those below."""

    name: str
    holders: frozenset[str]
    clauses: tuple[Clause, ...]
    label: str = ""

    @property
    def holder_labels(self) -> list[str]:
        return [label for holder, label in HOLDER_LABELS.items() if holder in self.holders]


RIGHTS: dict[str, Right] = {}


def allow(right: str, *holders: str | Iterable[str], clauses: Iterable[str], label: str = "") -> None:
    """Enters a right into the table. Each app's access.py does so for its own actions and pages.

    An action has its Chinese name already; the right to a page says its own with `label`.
    """
    if right in RIGHTS:
        raise ValueError(f"{right} is allowed twice")
    flat = frozenset(name for holder in holders for name in ([holder] if isinstance(holder, str) else holder))
    RIGHTS[right] = Right(right, flat, tuple(catalogue[id] for id in clauses), label)
