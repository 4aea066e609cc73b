"""Who calls, records and reads meetings."""

from members.posts import COMMITTEE, EVERYBODY, RECRUIT, SUPERIOR, Post, allow

CALLERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY)
RECORDERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("meetings.read", EVERYBODY, SUPERIOR, clauses=["1.4.1a"], label="查看会议")
allow("meetings.read_committee", COMMITTEE, clauses=["6.4.2"], label="查看支委会会议")

for verb in ("plan_meeting", "report_meeting", "record_consent"):
    allow(f"meetings.{verb}", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["2.2"])
# A party group's leader has his post in the group: these rights are his in the meetings of his own group alone.
for verb in ("plan_group_meeting", "reschedule", "change_chair", "cancel_meeting", "send_notice"):
    allow(f"meetings.{verb}", CALLERS, Post.ORGANIZATION_COMMISSIONER, Post.GROUP_LEADER, clauses=["2.2"])
allow("meetings.add_item", COMMITTEE, Post.GROUP_LEADER, clauses=["6.2.3a"])
allow("meetings.take_up", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["6.3.4a", "8.2.2b"])
allow("meetings.accept_item", Post.SECRETARY, clauses=["6.2.3a"])
allow("meetings.remove_item", CALLERS, Post.GROUP_LEADER, clauses=["6.2.3a"])
allow("meetings.settle_agenda", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["8.1.2a"])
allow("meetings.invite_observer", COMMITTEE, clauses=["6.2.4d"])
allow("meetings.leave_out", CALLERS, clauses=["1.4.1a"])
allow("meetings.ask_leave", EVERYBODY, clauses=["6.2.4c"])
allow("meetings.answer_leave", CALLERS, Post.GROUP_LEADER, clauses=["6.2.4c"])
allow("meetings.sign_in", EVERYBODY, RECRUIT, clauses=["6.3.5b"])  # whoever stands on the list, and only for himself
for verb in (
    "start_sign_in",
    "copy_sign_in_sheet",
    "open_meeting",
    "close_meeting",
    "introduce_item",
    "record_remark",
    "note_item",
):
    allow(f"meetings.{verb}", RECORDERS, Post.GROUP_LEADER, clauses=["6.3.5a"])
for verb in (
    "recuse",
    "receive_written_opinion",
    "carry_over",
    "refer_to_general_meeting",
    "open_vote",
    "count_vote",
    "resolve",
    "archive_meeting",
):
    allow(f"meetings.{verb}", RECORDERS, clauses=["6.3.5a"])
allow("meetings.sign_off", EVERYBODY, clauses=["6.3.5c"])  # who was in the chair, whatever post he holds by then
allow("meetings.reserve_opinion", COMMITTEE, clauses=["6.4.1"])
allow("meetings.distribute_minutes", RECORDERS, clauses=["6.3.5c"])
allow("meetings.release_minutes", Post.SECRETARY, clauses=["6.4.2"])

for verb in ("plan_lecture", "change_lecture"):
    allow(f"meetings.{verb}", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["8.3.1"])
allow("meetings.file_outline", EVERYBODY, clauses=["8.3.4b"])  # of his own lecture: see handed_in_by_its_lecturer
allow("meetings.record_bureau_signature", RECORDERS, clauses=["8.3.4b"])
allow("meetings.review_outline", COMMITTEE, clauses=["8.3.4c"])
allow("meetings.count_for_quarter", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["8.3.1"])
allow("meetings.plan_activity", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["2.2"])
allow("meetings.name_key_speaker", RECORDERS, clauses=["6.3.5a"])
allow("meetings.read_make_ups", COMMITTEE, Post.STUDY_SUPERVISOR, clauses=["11.3d"], label="查看补课")
allow("meetings.require_make_up", RECORDERS, Post.STUDY_SUPERVISOR, clauses=["11.3a"])
allow("meetings.hand_in_make_up", EVERYBODY, clauses=["11.3c"])  # his own: see handed_in_by_the_absentee
allow("meetings.review_make_up", Post.STUDY_SUPERVISOR, Post.SECRETARY, clauses=["11.3d"])
for verb in ("draft_plan", "revise_plan"):
    allow(f"meetings.{verb}", COMMITTEE, clauses=["6.1.4", "8.3.3"])
allow("meetings.put_plan_into_effect", CALLERS, clauses=["6.1.4", "8.3.3"])
allow("meetings.study_document", CALLERS, Post.ORGANIZATION_COMMISSIONER, clauses=["6.1.1"])
allow("meetings.record_progress", EVERYBODY, clauses=["1.3.1"])
for verb in ("assign_owner", "finish_resolution"):
    allow(f"meetings.{verb}", RECORDERS, clauses=["1.3.1"])
for verb in ("overrule_resolution", "annul_resolution", "restore_resolution"):
    allow(f"meetings.{verb}", RECORDERS, clauses=["8.2.3a", "8.2.3b"])
allow("meetings.request_ruling", RECORDERS, clauses=["8.2.3b"])
