"""Who reads points and who does what with them."""

from members.posts import COMMITTEE, EVERYBODY, RECRUIT, SUPERIOR, Post, allow

SENDERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)
PARTICIPANTS = (EVERYBODY, RECRUIT)

allow("points.read", EVERYBODY, RECRUIT, SUPERIOR, clauses=["39.4.3"], label="查看积分办法和公布情况")
allow("points.read_entries", COMMITTEE, clauses=["39.4.2.1a"], label="查看积分明细")
for verb in (
    "declare_attendance",
    "declare_speech",
    "declare_reflection",
    "declare_figure",
    "declare_month",
    "declare_mark",
    "declare_task",
    "declare_article",
    "declare_honour",
    "declare_item",
    "withdraw_entry",
    "add_proof",
):
    allow(f"points.{verb}", *PARTICIPANTS, clauses=["39.4.2.1b"])
# A gate asks whether he is the registrar, so that whoever is not reads the clause.
for verb in (
    "book_entry",
    "reject_entry",
    "unbook_entry",
    "import_figures",
    "import_marks",
    "close_month",
    "reopen_month",
    "publish_month",
    "correct_publication",
    "settle_quarter",
):
    allow(f"points.{verb}", COMMITTEE, clauses=["39.4.2.1a"])
allow("points.record_veto", COMMITTEE, clauses=["39.3.3"])
allow("points.record_disqualification", *SENDERS, Post.DISCIPLINE_COMMISSIONER, clauses=["31.4b"])
for verb in ("propose_change", "plan_work", "assign_task"):
    allow(f"points.{verb}", COMMITTEE, clauses=["39.5.2", "39.3.1.3.1"])
for verb in ("report_change", "activate_change"):
    allow(f"points.{verb}", *SENDERS, clauses=["39.5.2"])
allow("points.report_done", *PARTICIPANTS, clauses=["39.4.1.2"])
allow("points.recognise_work", COMMITTEE, SUPERIOR, clauses=["39.4.1.2"])
for verb in ("propose_pioneers", "publish_pioneers"):
    allow(f"points.{verb}", *SENDERS, clauses=["39.4.4b"])
for verb in ("nominate", "amend_nomination", "withdraw_nomination"):
    allow(f"points.{verb}", COMMITTEE, clauses=["18.1"])
for verb in ("open_round", "amend_round", "study_nomination", "adopt_nomination", "conclude_round"):
    allow(f"points.{verb}", *SENDERS, clauses=["18.1"])
for verb in ("give_notice", "confirm_award", "publish_awards", "file_commendation"):
    allow(f"points.{verb}", *SENDERS, clauses=["22.1"])
for verb in ("record_objection", "answer_objection"):
    allow(f"points.{verb}", COMMITTEE, clauses=["22.1"])
for verb in ("record_work", "withdraw_work"):
    allow(f"points.{verb}", *PARTICIPANTS, clauses=["18.4"])
