"""A branch that keeps its dues here."""

import pytest

from tests.factories.dues import DuesHouse


@pytest.fixture
def house() -> DuesHouse:
    return DuesHouse().ready()
