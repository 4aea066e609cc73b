"""Workbooks brought in: read, shown, and done only when what was shown is confirmed; in between nothing is stored.

What was read travels sealed in the page itself, bound to the branch and the user: salaries lie nowhere.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cryptography.exceptions import InvalidTag

from accounts.encryption import seal, unseal
from accounts.models import Organization, User
from dues.actions.assessing import BaseLine
from dues.actions.paying import PaymentLine
from members.models import Person


@dataclass(frozen=True)
class Shape:
    """How one kind of line becomes plain values and a line again."""

    to_plain: Callable[[Any], list[Any]]
    from_plain: Callable[[Person, list[Any]], Any]


BASES = Shape(
    lambda line: [
        line.person.pk,
        line.kind,
        None if line.base is None else str(line.base),
        line.fixed,
        str(line.since),
    ],
    lambda person, row: BaseLine(
        person, row[1], None if row[2] is None else Decimal(row[2]), row[3], date.fromisoformat(row[4])
    ),
)
PAYMENTS = Shape(
    lambda line: [line.person.pk, str(line.paid_on), line.amount, line.bank_number],
    lambda person, row: PaymentLine(person, date.fromisoformat(row[1]), row[2], row[3]),
)


def binding(kind: str, organization: Organization, user: User) -> str:
    return f"dues.{kind}:{organization.pk}:{user.pk}"


def sealed(shape: Shape, lines: list[Any], bound_to: str) -> str:
    return seal(json.dumps([shape.to_plain(line) for line in lines]), bound_to)


def opened(shape: Shape, text: str, bound_to: str) -> list[Any]:
    """The lines again; ValueError where the text is not what this page gave this user."""
    try:
        rows = json.loads(unseal(text, bound_to))
    except (InvalidTag, ValueError):
        raise ValueError("预览已经失效，请重新上传文件。") from None
    people = Person.objects.in_bulk([row[0] for row in rows])
    return [shape.from_plain(people[row[0]], row) for row in rows]
