"""Who may do what with persons and posts, and the back end that answers `user.has_perm(right, organization)`."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from accounts.models import Organization, User
from members.models import reach_of
from members.posts import EVERYBODY, SUPERIOR, SYSTEM, Post, allow


class PostBackend:
    """Rights follow from running posts and membership; nothing is stored, so nothing can be left behind."""

    def authenticate(self, request: object, **credentials: object) -> None:
        return None

    def has_perm(self, user: User, right: str, organization: Model | None = None) -> bool:
        if not isinstance(organization, Organization):
            return False
        if user.is_authenticated and user.is_active and reach_of(user).holds(right, organization):
            return True
        raise PermissionDenied  # rights in an organization come from posts alone: no other back end is asked


KEEPERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("members.read_roster", EVERYBODY, SUPERIOR, clauses=["3.1"])
allow("members.read_sensitive", KEEPERS, clauses=["3.1"])
allow("members.import_roster", KEEPERS, clauses=["3.1"])
allow("members.upload_roster", KEEPERS, clauses=["3.1"])
allow("members.appoint", KEEPERS, SYSTEM, clauses=["3.1"])
allow("members.found_organization", SYSTEM, clauses=[])
allow("members.register_officer", SYSTEM, clauses=[])
allow("members.dismiss", KEEPERS, clauses=["3.1"])
allow("members.open_account", KEEPERS, clauses=["3.1"])
allow("desk.read_ledger", EVERYBODY, SUPERIOR, clauses=["2.3c"])
allow("members.install_secretary", SYSTEM, clauses=[])
allow("members.declare_relative", EVERYBODY, clauses=["6.3.2"])
