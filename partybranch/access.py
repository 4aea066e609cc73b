"""Who reads the annual report and has it made."""

from members.posts import COMMITTEE, SUPERIOR, allow

allow("partybranch.read_report", COMMITTEE, SUPERIOR, clauses=["3.5d"], label="查看年度报告")
allow("partybranch.read_own_report", COMMITTEE, clauses=["6.4.2"], label="查看支部留存的年度报告")
allow("partybranch.make_annual_report", COMMITTEE, SUPERIOR, clauses=["3.5d"])
