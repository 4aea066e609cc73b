"""What submissions print: the paper that goes up, and the superior's reply."""

from archives.models import Submission
from members.models import Term
from members.posts import Post
from rulebook.printing import to_pdf


def request_paper(submission: Submission) -> bytes:
    """The request or report in the layout of a paper that goes up: head, signatory, text, a place for the seal."""
    organization = submission.organization
    context = {
        "heading": submission.title,
        "organ": f"{organization.name}文件",
        "number": f"　　　〔{submission.sent_on.year}〕　　号",
        "signatory": signatory(submission) or "　　　　",
        "to": submission.recipient.name,
        "submission": submission,
        "signed_by": organization.name,
        "signed_on": submission.sent_on,
        "seal": True,
    }
    return to_pdf("print/archives/request.html", context)


def signatory(submission: Submission) -> str:
    """The secretary of the day it was sent; '' where nobody held the post."""
    terms = Term.objects.running(submission.sent_on).filter(organization=submission.organization)
    term = terms.filter(post=Post.SECRETARY).select_related("person").first()
    return term.person.name if term else ""


def reply_slip(submission: Submission) -> bytes:
    """The superior's reply as recorded, or the slip on which he writes it; the seal is the superior's."""
    context = {
        "heading": f"关于《{submission.title}》的批复",
        "to": submission.organization.name,
        "submission": submission,
        "choices": Submission.Decision.choices,
        "signed_by": submission.recipient.name,
        "signed_on": submission.decided_on,
        "seal": True,
    }
    return to_pdf("print/archives/reply.html", context)
