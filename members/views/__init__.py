"""The pages of members: the roster and its import, a person, correction requests, party groups."""

from members.views.corrections import correction, corrections, own_corrections
from members.views.groups import group, groups
from members.views.people import open_sensitive, person, story
from members.views.roster import export_roster, roster, roster_print
from members.views.uploads import import_roster, roster_problems, roster_template, roster_upload

__all__ = [
    "correction",
    "corrections",
    "export_roster",
    "group",
    "groups",
    "import_roster",
    "open_sensitive",
    "own_corrections",
    "person",
    "roster",
    "roster_print",
    "roster_problems",
    "roster_template",
    "roster_upload",
    "story",
]
