"""Submissions to the superior, their replies, and the scans."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, sees
from accounts.models import Organization
from archives import documents
from archives.models import IncomingDocument, Paper, Submission
from archives.scans import attachment
from rulebook.printing import pdf_response


@in_organization("archives.read_submissions")
def submissions(request: Request, organization: Organization) -> HttpResponse:
    rows = Submission.objects.filter(organization=organization).select_related("recipient")[:200]
    return render(request, "archives/submissions.html", {"organization": organization, "submissions": rows})


@sees(Submission, "organization", "recipient", "via", "reply_scan", "replied_online_by", "meeting")
def submission(request: Request, submission: Submission) -> HttpResponse:
    return render(request, "archives/submission.html", {"submission": submission})


@sees(Submission, "organization", "recipient")
def request_paper(request: Request, submission: Submission) -> HttpResponse:
    return pdf_response(documents.request_paper(submission), f"{submission.title}.pdf")


@sees(Submission, "organization", "recipient")
def reply_slip(request: Request, submission: Submission) -> HttpResponse:
    return pdf_response(documents.reply_slip(submission), f"{submission.title}批复.pdf")


@in_organization("archives.read_documents")
def incoming(request: Request, organization: Organization) -> HttpResponse:
    rows = IncomingDocument.objects.filter(organization=organization)[:200]
    return render(request, "archives/incoming.html", {"organization": organization, "documents": rows})


@sees(IncomingDocument, "organization", "scan")
def document(request: Request, document: IncomingDocument) -> HttpResponse:
    items = document.items.select_related("meeting").order_by("meeting__held_on")
    return render(request, "archives/document.html", {"document": document, "items": items})


@sees(Paper)
def paper(request: Request, paper: Paper) -> FileResponse:
    """The file as it came, as an attachment that no browser runs."""
    return attachment(paper)
