"""The verbs on the roster, on posts, on accounts and on the tree of organizations: what of this app writes."""

from members.actions.accounts import install_secretary, register_officer
from members.actions.organizations import found_organization, found_root, placed
from members.actions.posts import appoint, dismiss
from members.actions.roster import declare_relative, import_roster, upload_roster

__all__ = [
    "appoint",
    "declare_relative",
    "dismiss",
    "found_organization",
    "found_root",
    "import_roster",
    "install_secretary",
    "placed",
    "register_officer",
    "upload_roster",
]
