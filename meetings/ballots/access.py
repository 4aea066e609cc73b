"""Who permits the ballot box, and who prepares, opens and closes it. Casting is the voter's own: see door.py."""

from meetings.access import CALLERS, RECORDERS
from members.posts import SUPERIOR, allow

allow("meetings.permit_ballots", SUPERIOR, clauses=["1.3.7"])
allow("meetings.record_ballot_permission", CALLERS, clauses=["1.3.7"])
allow("meetings.withdraw_ballot_permission", SUPERIOR, CALLERS, clauses=["1.3.7"])
for verb in ("prepare_box", "open_box", "close_box", "abort_box", "clear_traces"):
    allow(f"meetings.{verb}", RECORDERS, clauses=["6.3.5a"])
