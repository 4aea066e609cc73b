"""What a clause gives to one post and to no other is a right that the post alone holds."""

import pytest

from members.posts import Post
from tests.factories import BranchFactory, user_of
from tests.factories.branch import holding, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> BranchFactory:
    return BranchFactory(members=6, committee=0)


def may(house: BranchFactory, post: str | None, right: str) -> bool:
    somebody = person(house.branch)
    if post is not None:
        holding(somebody, house.branch, post)
    try:
        return user_of(somebody).has_perm(right, house.branch)
    finally:
        somebody.terms.all().delete()


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(("post", "answer"), [(Post.SECRETARY, True), (Post.COMMITTEE_MEMBER, False), (None, False)])
def test_a_committee_member_does_not_call_meetings(house, post, answer):
    assert may(house, post, "meetings.send_notice") is answer


@pytest.mark.clause("3.1")
@pytest.mark.parametrize("right", ["members.import_roster", "members.appoint", "members.read_sensitive"])
@pytest.mark.parametrize(("post", "answer"), [(Post.ORGANIZATION_COMMISSIONER, True), (None, False)])
def test_the_organization_commissioner_keeps_the_roster_and_a_plain_member_does_not(house, post, answer, right):
    assert may(house, post, right) is answer
