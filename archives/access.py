"""Who reads submissions and papers, sends them up, and answers them."""

from members.posts import COMMITTEE, EVERYBODY, RECRUIT, SUPERIOR, Post, allow

KEEPERS = (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.ORGANIZATION_COMMISSIONER)

allow("archives.read_submissions", COMMITTEE, SUPERIOR, clauses=["1.3.7"], label="查看请示与批复")
allow("archives.submit", KEEPERS, clauses=["1.3.7"])
allow("archives.recall", KEEPERS, clauses=["1.3.7"])
allow("archives.decide", SUPERIOR, clauses=["8.1.5b"])
allow("archives.forward", SUPERIOR, clauses=["13.3.1b"])
allow("archives.record_forwarding", KEEPERS, clauses=["13.3.1b"])
allow("archives.record_reply", KEEPERS, clauses=["8.1.5b"])
allow("archives.read_documents", COMMITTEE, Post.ARCHIVIST, clauses=["6.1.1"], label="查看来文")
allow("archives.register_document", KEEPERS, Post.ARCHIVIST, clauses=["6.1.1", "1.3.1"])
# Only ever done within an act that hands something in.
allow("archives.keep_paper", EVERYBODY, Post.ARCHIVIST, RECRUIT, clauses=["17.1"])
