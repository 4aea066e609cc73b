"""Who may do what with persons and posts, and the back end that answers `user.has_perm(right, organization)`."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, QuerySet, Value, When

from accounts.models import Organization, User
from members.models import Term, reach_of
from members.posts import COMMITTEE, EVERYBODY, RECRUIT, SECURITY, SUPERIOR, SYSTEM, Post, allow
from rulebook.reminders import finds_holders


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

    def organizations_of(self, user: User, right: str) -> QuerySet[Organization]:
        return reach_of(user).organizations(right)


KEEPERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("members.read_roster", EVERYBODY, SUPERIOR, clauses=["3.1"], label="查看名册")
allow("members.read_sensitive", KEEPERS, clauses=["3.1"], label="查看敏感个人信息")
allow("members.import_roster", KEEPERS, clauses=["3.1"])
allow("members.upload_roster", KEEPERS, clauses=["3.1"])
allow("members.export_roster", KEEPERS, SUPERIOR, clauses=["3.1"])
allow("members.appoint", KEEPERS, clauses=["3.1"])
allow("members.dismiss", KEEPERS, clauses=["3.1"])
allow("members.divide_work", KEEPERS, clauses=["2.4"])
allow("members.read_posts", EVERYBODY, SUPERIOR, clauses=["1.4.2a"], label="查看职务和分工")
allow("members.open_account", KEEPERS, clauses=["3.1"])
for verb in ("renew_activation", "close_account", "reopen_account"):
    allow(f"members.{verb}", KEEPERS, SYSTEM, clauses=["3.1"])
for verb in ("lock_account", "unlock_account", "lift_lock_out", "force_log_out"):
    allow(f"members.{verb}", SECURITY, clauses=[])
allow("members.found_organization", SYSTEM, clauses=[])
for verb in ("register_officer", "remove_officer"):
    allow(f"members.{verb}", SYSTEM, clauses=[])
allow("desk.read_ledger", EVERYBODY, SUPERIOR, clauses=["2.3c"], label="查看全年台账")
allow("rulebook.export_ledger", COMMITTEE, SUPERIOR, clauses=["2.3c"])
allow("desk.read_overview", SUPERIOR, clauses=["2.3c"], label="查看所辖支部总览")
allow("desk.read_outbox", Post.SECRETARY, Post.DEPUTY_SECRETARY, clauses=["2.3c"], label="查看提醒发送情况")
allow("rulebook.explain_lapse", COMMITTEE, Post.STUDY_SUPERVISOR, Post.ARCHIVIST, Post.DUES_KEEPER, clauses=["2.3c"])
allow("rulebook.send_again", Post.SECRETARY, Post.DEPUTY_SECRETARY, clauses=["2.3c"])
allow("members.install_secretary", SYSTEM, clauses=[])
for verb in ("correct_person", "record_dates", "suspend_rights", "restore_rights"):
    allow(f"members.{verb}", KEEPERS, clauses=["3.1"])
allow("members.open_sensitive", EVERYBODY, clauses=["3.1"])
for verb in ("declare_relative", "withdraw_relative"):
    allow(f"members.{verb}", EVERYBODY, clauses=["6.3.2"])
for verb in ("request_correction", "withdraw_correction"):
    allow(f"members.{verb}", EVERYBODY, RECRUIT, clauses=[])  # gates ask whether it is his own
# Which of them answers what follows from the topic: ANSWERED_BY.
allow("members.answer_correction", COMMITTEE, Post.DUES_KEEPER, clauses=[])
allow("members.read_corrections", COMMITTEE, Post.DUES_KEEPER, clauses=[], label="查看由自己答复的更正申请")
allow("rulebook.read_choices", COMMITTEE, clauses=[], label="查看支部的选定")
allow("rulebook.choose", Post.SECRETARY, clauses=[])
allow("rulebook.read_text", EVERYBODY, SUPERIOR, clauses=[], label="查看制度汇编")
allow("rulebook.upload_text", KEEPERS, clauses=[])
allow("rulebook.adopt_text", KEEPERS, clauses=[])
for verb in ("form_group", "assign_to_group", "name_group_leader"):
    allow(f"members.{verb}", KEEPERS, clauses=["3.1"])


@finds_holders
def holders(on: date) -> QuerySet[Term, tuple[Any, ...]]:
    """Who is reminded of a post's duties that day: its holders with an account; the secretary of everything."""
    leads = Case(When(post=Post.SECRETARY, then=Value(True)), default=Value(False))
    terms = Term.objects.running(on).filter(person__user__is_active=True).annotate(leads=leads)
    return terms.values_list("organization_id", "post", "leads", "person__user_id", "person__user__email")
