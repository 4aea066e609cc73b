"""Who keeps the dues: the designated person, or the organization commissioner where nobody is designated (X1-27)."""

from django.db.models import QuerySet

from accounts.models import Organization, User
from members.models import Term, reach_of, running
from members.posts import Post
from rulebook import clock
from rulebook.kernel import built


@built("DF.4.1a")
def kept_by(user: User) -> "QuerySet[Organization]":
    """The organizations whose dues the user keeps today; nobody else reads what somebody earns or pays."""
    held = reach_of(user).posts
    designated = {id for id, _, post in held if post == Post.DUES_KEEPER}
    default = {id for id, _, post in held if post == Post.ORGANIZATION_COMMISSIONER}
    designations = Term.objects.filter(running(clock.today()), post=Post.DUES_KEEPER, organization__in=default)
    taken = set(designations.values_list("organization", flat=True))
    return Organization.objects.filter(pk__in=designated | default - taken)


def keeps(user: User, organization: Organization) -> bool:
    return kept_by(user).filter(pk=organization.pk).exists()
