"""A branch of twelve with one applicant."""

import pytest

from tests.factories import BranchFactory
from tests.factories.recruit import Way


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=12, committee=5)


@pytest.fixture
def way(house: BranchFactory) -> Way:
    return Way(house)
