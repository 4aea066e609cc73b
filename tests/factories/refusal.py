"""What a refused act says."""

from collections.abc import Callable
from typing import Any

import pytest

from rulebook.kernel import Refused


def refusal(act: Callable[..., object], *args: Any, **inputs: Any) -> str:
    """The whole text of the refusal; the test fails where the act is allowed."""
    with pytest.raises(Refused) as refused:
        act(*args, **inputs)
    return str(refused.value)
