"""Who reads and who runs recruitment; a political review is granted person by person besides."""

from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from members.posts import COMMITTEE, EVERYBODY, RECRUIT, SUPERIOR, Post, allow
from recruitment.models import PoliticalReview
from recruitment.models.reviews import READ

RUNNERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("recruitment.read", COMMITTEE, SUPERIOR, clauses=["13.0"], label="查看发展党员")
allow("recruitment.run", RUNNERS, clauses=["13.0p"], label="办理发展党员各步骤")
for verb in (
    "receive_application",
    "record_talk",
    "recommend",
    "fix_activist",
    "file_activist",
    "name_mentor",
    "end_mentorship",
    "record_opinion",
    "agree_listing",
    "record_public_notice",
    "file_listing",
    "list_candidate",
    "name_sponsor",
    "begin_review",
    "record_examination",
    "request_pre_review",
    "hand_out_form",
    "hear_candidate",
    "hear_sponsor",
    "hear_committee",
    "adopt_resolution",
    "enter_resolution",
    "send_dossier",
    "admit",
    "record_refusal",
    "record_conversion_opinion",
    "record_conversion_examination",
    "adopt_outcome",
    "send_outcome",
    "settle_outcome",
    "refuse_outcome",
    "stop_training",
    "note_leaving",
    "move_out",
    "move_in",
    "explain_gap",
    "withdraw_record",
):
    allow(f"recruitment.{verb}", RUNNERS, clauses=["13.0p"])
# A member does these for those whom he accompanies; a gate asks whether he does.
for verb in ("inspect", "mentor_report", "inspect_probation"):
    allow(f"recruitment.{verb}", EVERYBODY, clauses=["13.1.3b"])
allow("recruitment.write_sponsor_opinion", EVERYBODY, clauses=["13.2.2c"])
# Whom it is about does these himself.
allow("recruitment.hand_in_thought_report", EVERYBODY, RECRUIT, clauses=["13.1.3b"])
allow("recruitment.apply_for_conversion", EVERYBODY, RECRUIT, clauses=["13.4.5a"])
for verb in ("record_training", "record_oath", "record_superior_talk"):
    allow(f"recruitment.{verb}", RUNNERS, SUPERIOR, clauses=["13.0p"])
for verb in ("add_scan", "export_papers"):
    allow(f"recruitment.{verb}", RUNNERS, clauses=["13.0p"])
allow("recruitment.hand_over", RUNNERS, Post.ARCHIVIST, clauses=["13.4.6"])
for verb in ("write_review", "conclude_review", "open_review", "grant_review", "withdraw_grant"):
    allow(f"recruitment.{verb}", COMMITTEE, SUPERIOR, clauses=["13.2.3a"])


def give_review(review: PoliticalReview, reader: User) -> None:
    """The account may read the review."""
    assign_perm(READ, reader, review)


def take_review(review: PoliticalReview, reader: User) -> None:
    """The account may not read the review any more."""
    remove_perm(READ, reader, review)
