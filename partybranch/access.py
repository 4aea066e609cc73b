"""Who reads the annual report and has it made."""

from members.posts import COMMITTEE, SUPERIOR, allow

allow("partybranch.read_report", COMMITTEE, SUPERIOR, clauses=["3.5d"])
allow("partybranch.read_own_report", COMMITTEE, clauses=["6.4.2"])
allow("partybranch.make_annual_report", COMMITTEE, SUPERIOR, clauses=["3.5d"])
