"""The page of one verb: where its way back leads."""

import pytest
from django.urls import reverse

from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/b/{code}/meetings/?kind=general", "/b/{code}/meetings/"),
        ("http://elsewhere/b/{code}/meetings/", "/"),
        ("http://testserver//elsewhere/", "/"),
        ("http://testserver/b/{code}/meetings/plan_meeting/", "/"),
        ("", "/"),
    ],
)
def test_an_act_of_the_branch_leads_back_to_the_page_it_was_opened_from(client, came_from, back):
    house = BranchFactory(members=3, committee=1)
    client.force_login(house.secretary)
    code = house.branch.code
    page = client.get(reverse("meetings:plan_meeting", args=[code]), HTTP_REFERER=came_from.format(code=code))
    assert page.context["back"] == back.format(code=code)
