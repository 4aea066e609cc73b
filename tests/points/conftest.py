"""A branch that keeps points here."""

import pytest

from tests.factories.points import PointsHouse


@pytest.fixture
def house() -> PointsHouse:
    return PointsHouse()
