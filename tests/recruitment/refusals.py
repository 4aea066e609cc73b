"""What a refused act said, and what a passed one was warned of."""

from collections.abc import Callable
from typing import Any

import pytest

from rulebook.kernel import Refused
from rulebook.models import Act


def refusals(act: Callable[..., Any], *given: Any, **inputs: Any) -> list[str]:
    """Every reason, each with its clauses."""
    with pytest.raises(Refused) as caught:
        act(*given, **inputs)
    return [str(finding) for finding in caught.value.findings]


def warnings() -> list[str]:
    """What the last act passed with."""
    return list(Act.objects.order_by("-pk")[0].passed)
