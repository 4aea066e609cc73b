"""The verbs on the roster, on posts, on accounts and on the tree of organizations: what of this app writes."""

from members.actions.accounts import (
    close_account,
    force_log_out,
    install_secretary,
    lift_lock_out,
    lock_account,
    open_account,
    register_officer,
    remove_officer,
    renew_activation,
    reopen_account,
    unlock_account,
)
from members.actions.corrections import answer_correction, request_correction, withdraw_correction
from members.actions.groups import assign_to_group, form_group, name_group_leader
from members.actions.organizations import found_organization, found_root, placed
from members.actions.posts import appoint, dismiss, divide_work
from members.actions.records import correct_person, open_sensitive, record_dates, restore_rights, suspend_rights
from members.actions.roster import (
    declare_relative,
    export_roster,
    import_roster,
    upload_roster,
    withdraw_relative,
)

__all__ = [
    "answer_correction",
    "appoint",
    "assign_to_group",
    "close_account",
    "correct_person",
    "declare_relative",
    "dismiss",
    "divide_work",
    "export_roster",
    "force_log_out",
    "form_group",
    "found_organization",
    "found_root",
    "import_roster",
    "install_secretary",
    "lift_lock_out",
    "lock_account",
    "name_group_leader",
    "open_account",
    "open_sensitive",
    "placed",
    "record_dates",
    "register_officer",
    "remove_officer",
    "renew_activation",
    "reopen_account",
    "request_correction",
    "restore_rights",
    "suspend_rights",
    "unlock_account",
    "upload_roster",
    "withdraw_correction",
    "withdraw_relative",
]
