"""The pages of recruitment as they are seen: no violation of accessibility, no sideways scrolling."""

import pytest

from partybranch.demo.builder import House
from recruitment.models import Recruit
from tests.browser.living import living_house
from tests.browser.screens import WIDTHS, problems


@pytest.fixture
def house(transactional_db: None) -> House:
    return living_house()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_recruitment_have_no_violation(house, desk, width):
    page, code = desk(house.secretary, width).page, house.branch.code
    paths = [f"/b/{code}/recruits/", f"/b/{code}/recruits/receive_application/", f"/b/{code}/recruits/move_in/"]
    paths += [recruit.get_absolute_url() for recruit in Recruit.objects.filter(organization=house.branch)]
    one = Recruit.objects.get(person__name="秦朗").get_absolute_url()
    paths += [f"{one}{verb}/" for verb in ("record_opinion", "explain_gap", "export_papers", "record_training")]
    found = [problem for path in paths for problem in problems(page, path)]
    person = house.person("秦朗")
    assert found + problems(desk(person.user, width).page, one) == []
