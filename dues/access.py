"""Who reads and who does what with dues; what somebody earns and pays is read by the keeper and himself alone."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value

from members.models import Term
from members.posts import COMMITTEE, EVERYBODY, SUPERIOR, Post, allow
from rulebook.reminders import finds_holders

KEEPERS = (Post.DUES_KEEPER, Post.ORGANIZATION_COMMISSIONER)

allow("dues.read_own", EVERYBODY, Post.DUES_KEEPER, SUPERIOR, clauses=["DF.2a"], label="查看党费标准和公布情况")
allow("dues.read_sheet", COMMITTEE, Post.DUES_KEEPER, clauses=["DF.2c"], label="查看党费收缴进度（不含金额）")
allow("dues.read_accounts", COMMITTEE, Post.DUES_KEEPER, SUPERIOR, clauses=["DF.4.2"], label="查看党费账目")
allow("dues.read_spending", COMMITTEE, Post.DUES_KEEPER, SUPERIOR, clauses=["DF.3.2.1b"], label="查看党费支出")
# A gate asks whether he is the designated one, so that whoever is not reads the clause.
for verb in (
    "enter_rates",
    "assess_base",
    "import_bases",
    "report_bases",
    "open_month",
    "close_month",
    "correct_month",
):
    allow(f"dues.{verb}", COMMITTEE, Post.DUES_KEEPER, clauses=["DF.2b"])
allow("dues.approve_rates", Post.SECRETARY, clauses=["DF.2a"])
for verb in (
    "record_payment",
    "import_payments",
    "reverse_payment",
    "register_book",
    "void_receipt",
    "return_book",
    "repay_surplus",
    "hand_over",
    "receive_allotment",
):
    allow(f"dues.{verb}", COMMITTEE, Post.DUES_KEEPER, clauses=["DF.4.1a"])
for verb in ("put_forward_spending", "record_leader_consent"):
    allow(f"dues.{verb}", COMMITTEE, clauses=["DF.3.2.1b"])
allow("dues.record_arrears_talk", Post.SECRETARY, Post.ORGANIZATION_COMMISSIONER, clauses=["DF.2c"])
# What goes up is sent by those who send papers up.
for verb in ("request_reduction", "report_spending"):
    allow(f"dues.{verb}", Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER, clauses=["DF.3.2.1b"])
for verb in ("pay_spending", "sign_for", "close_spending"):
    allow(f"dues.{verb}", KEEPERS, clauses=["DF.3.2.1a"])
for verb in ("publish_year", "announce_collection"):
    allow(f"dues.{verb}", COMMITTEE, Post.DUES_KEEPER, clauses=["DF.4.2", "DF.4.4"])


@finds_holders
def keepers_by_default(on: date) -> QuerySet[Term, tuple[Any, ...]]:
    """The organization commissioner is told what a dues keeper is, where nobody is designated that day (X1-27)."""
    running = Term.objects.running(on)
    designated = running.filter(post=Post.DUES_KEEPER, organization=OuterRef("organization"))
    terms = running.filter(post=Post.ORGANIZATION_COMMISSIONER, person__user__is_active=True)
    return (
        terms.filter(~Exists(designated))
        .annotate(kept_as=Value(Post.DUES_KEEPER.value), leads=Value(False))
        .values_list("organization_id", "kept_as", "leads", "person__user_id", "person__user__email")
    )
