"""The pages of members: the roster and its import, a person, party groups."""

from members.views.groups import group, groups
from members.views.people import mine, person
from members.views.roster import export_roster, roster, roster_print
from members.views.uploads import import_roster, roster_problems, roster_template, roster_upload

__all__ = [
    "export_roster",
    "group",
    "groups",
    "import_roster",
    "mine",
    "person",
    "roster",
    "roster_print",
    "roster_problems",
    "roster_template",
    "roster_upload",
]
