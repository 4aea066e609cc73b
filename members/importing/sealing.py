"""What was read travels sealed in the page itself, bound to the branch and the user: it lies nowhere."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag

from accounts.encryption import seal, unseal
from accounts.models import Organization, User
from members.models import Person


@dataclass(frozen=True)
class Shape:
    """How one kind of line becomes plain values, the person's key first, and a line again."""

    to_plain: Callable[[Any], list[Any]]
    from_plain: Callable[[Person, list[Any]], Any]


def binding(verb: str, organization: Organization, user: User) -> str:
    return f"{verb}:{organization.pk}:{user.pk}"


def sealed(shape: Shape, lines: list[Any], given: dict[str, str], bound_to: str) -> str:
    """The lines, and what was typed in beside the file."""
    return seal(json.dumps({"given": given, "rows": [shape.to_plain(line) for line in lines]}), bound_to)


def opened(shape: Shape, text: str, bound_to: str) -> tuple[list[Any], dict[str, str]]:
    """The lines and what was typed in; ValueError where the text is not what this page gave this user."""
    try:
        content = json.loads(unseal(text, bound_to))
    except (InvalidTag, ValueError):
        raise ValueError("预览已经失效，请重新上传文件。") from None
    rows = content["rows"]
    people = Person.objects.in_bulk([row[0] for row in rows])
    return [shape.from_plain(people[row[0]], row) for row in rows], content["given"]
