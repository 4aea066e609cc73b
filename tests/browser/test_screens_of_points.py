"""The pages of points as they are seen: no violation of accessibility, no sideways scrolling."""

import pytest
from django.utils import timezone

from partybranch.demo.builder import House
from points.models import Entry, PointMonth, Settlement, WorkItem
from tests.browser.living import living_house
from tests.browser.screens import WIDTHS, problems


@pytest.fixture
def house(transactional_db: None) -> House:
    return living_house()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_points_have_no_violation(house, desk, width):
    code, member, today = house.branch.code, house.person("田苗"), timezone.localdate()
    registrar = house.person("李秋月")
    page, own = desk(registrar.user, width).page, desk(member.user, width).page
    month = PointMonth.objects.latest("month")
    folder = f"/b/{code}/points/"
    names = ("", "scheme/", "works/", "import_figures/", "import_marks/", "close_month/", "settle_quarter/")
    paths = [folder + name for name in (*names, "plan_work/", "propose_change/", f"{today:%Y-%m}/")]
    paths += [
        f"{folder}{month.month:%Y-%m}/",
        month.get_absolute_url(),
        WorkItem.objects.latest("pk").get_absolute_url(),
    ]
    paths += [Settlement.objects.latest("quarter").get_absolute_url(), f"/people/{member.pk}/points/"]
    paths += [Entry.objects.waiting().latest("pk").get_absolute_url(), f"/people/{member.pk}/points/record_veto/"]
    forms = ("declare_month", "declare_article", "declare_honour")
    own_paths = ["/mine/points/", folder, *(f"/people/{member.pk}/points/{name}/" for name in forms)]
    found = [problem for path in paths for problem in problems(page, path)]
    found += [problem for path in own_paths for problem in problems(own, path)]
    assert found == []
