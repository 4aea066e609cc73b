"""Who calls, records and reads meetings."""

from members.posts import COMMITTEE, EVERYBODY, SUPERIOR, Post, allow

CALLERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY)
RECORDERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("meetings.read", EVERYBODY, SUPERIOR, clauses=["1.4.1a"])
allow("meetings.read_committee", COMMITTEE, clauses=["6.4.2"])

for verb in ("plan_meeting", "reschedule", "cancel_meeting", "send_notice", "report_meeting", "record_consent"):
    allow(f"meetings.{verb}", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["2.2"])
allow("meetings.add_item", COMMITTEE, clauses=["6.2.3a"])
allow("meetings.take_up", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["6.3.4a", "8.2.2b"])
allow("meetings.accept_item", Post.SECRETARY, clauses=["6.2.3a"])
allow("meetings.remove_item", CALLERS, clauses=["6.2.3a"])
allow("meetings.settle_agenda", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["8.1.2a"])
allow("meetings.invite_observer", COMMITTEE, clauses=["6.2.4d"])
allow("meetings.leave_out", CALLERS, clauses=["1.4.1a"])
allow("meetings.ask_leave", EVERYBODY, clauses=["6.2.4c"])
allow("meetings.answer_leave", CALLERS, clauses=["6.2.4c"])
allow("meetings.sign_in", EVERYBODY, clauses=["6.3.5b"])
for verb in (
    "start_sign_in",
    "copy_sign_in_sheet",
    "open_meeting",
    "close_meeting",
    "introduce_item",
    "record_remark",
    "recuse",
    "carry_over",
    "refer_to_general_meeting",
    "note_item",
    "open_vote",
    "count_vote",
    "resolve",
    "archive_meeting",
):
    allow(f"meetings.{verb}", RECORDERS, clauses=["6.3.5a"])
allow("meetings.sign_off", COMMITTEE, clauses=["6.3.5c"])
allow("meetings.reserve_opinion", COMMITTEE, clauses=["6.4.1"])
allow("meetings.distribute_minutes", RECORDERS, clauses=["6.3.5c"])
allow("meetings.release_minutes", Post.SECRETARY, clauses=["6.4.2"])
