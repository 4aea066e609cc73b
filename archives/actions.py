"""Sending up, recording the reply, keeping a scan."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Organization, User
from archives import rules
from archives.models import IncomingDocument, Paper, Submission, digest_of
from rulebook.kernel import action


@action(rules.sent_by_today, label="报送上级")
def submit(
    organization: Organization,
    *,
    recipient: Organization,
    purpose: str,
    matter: str,
    title: str,
    sent_on: date,
    by: User,
    at: datetime,
    body: str = "",
    important: bool = False,
    studied_in: int | None = None,
    via: Organization | None = None,
) -> Submission:
    """The submission is on its way to the superior and waits for the reply; `via` looks it through and sends it on.

    `studied_in` is the id of the record that shows the committee has studied an important one (6.1.7).
    """
    return Submission.objects.create(
        organization=organization,
        recipient=recipient,
        purpose=purpose,
        matter=matter,
        title=title,
        body=body,
        sent_on=sent_on,
        important=important,
        studied_in=studied_in,
        via=via,
    )


@action(rules.waits_for_forwarding, rules.forwarded_by_the_level_between, label="审阅转报")
def forward(submission: Submission, *, note: str, by: User, at: datetime) -> Submission:
    """The level between has looked it through online and sent it on; the recipient may answer now."""
    submission.forwarded_on, submission.forwarded_by = timezone.localdate(at), by.name
    submission.forward_note = note
    submission.save()
    return submission


@action(rules.waits_for_forwarding, rules.forwarded_after_sending, label="登记转报")
def record_forwarding(
    submission: Submission, *, forwarded_on: date, forwarded_by: str, by: User, at: datetime, note: str = ""
) -> Submission:
    """That the level between has sent the paper on is on record with its day and name."""
    submission.forwarded_on, submission.forwarded_by = forwarded_on, forwarded_by
    submission.forward_note = note
    submission.save()
    return submission


@action(rules.not_decided_yet, label="撤回报送")
def recall(submission: Submission, *, reason: str, by: User, at: datetime) -> Submission:
    """The branch no longer asks: nobody has to send it on or answer it."""
    submission.recalled_on, submission.recall_reason = timezone.localdate(at), reason
    submission.save()
    return submission


@action(rules.not_decided_yet, rules.forwarded_first, rules.answered_by_the_recipient, label="批复")
def decide(submission: Submission, *, decision: str, note: str, by: User, at: datetime, number: str = "") -> Submission:
    """The superior has decided online; the branch sees it at once."""
    submission.decision, submission.reply_note, submission.reply_number = decision, note, number
    submission.decided_on, submission.decided_by, submission.replied_online_by = timezone.localdate(at), by.name, by
    submission.save()
    return submission


@action(rules.not_decided_yet, rules.forwarded_first, rules.decided_after_sending, label="登记上级批复")
def record_reply(
    submission: Submission,
    *,
    decision: str,
    decided_on: date,
    decided_by: str,
    number: str,
    by: User,
    at: datetime,
    note: str = "",
    scan: UploadedFile | None = None,
) -> Submission:
    """The superior's reply on paper is on record with its number, date and scan."""
    submission.decision, submission.decided_on, submission.decided_by = decision, decided_on, decided_by
    submission.reply_number, submission.reply_note = number, note
    submission.reply_scan = keep_paper(submission.organization, upload=scan, by=by, at=at) if scan else None
    submission.save()
    return submission


@action(label="存入扫描件")
def keep_paper(
    organization: Organization, *, upload: UploadedFile, by: User, at: datetime, confidential: bool = False
) -> Paper:
    """The file is kept under the hash of its content; the same file twice is kept once."""
    digest = digest_of(upload)
    known = Paper.objects.filter(organization=organization, digest=digest, confidential=confidential).first()
    if known is not None:
        return known
    paper = Paper(
        organization=organization,
        name=upload.name or "扫描件",
        content_type=upload.content_type or "application/octet-stream",
        size=upload.size or 0,
        digest=digest,
        added_at=at,
        confidential=confidential,
    )
    paper.file.save(digest, upload, save=False)
    paper.save()
    return paper


@action(rules.received_by_today, label="登记来文")
def register_document(
    organization: Organization,
    *,
    source: str,
    issuer: str,
    number: str,
    title: str,
    received_on: date,
    to_implement: bool,
    by: User,
    at: datetime,
    scan: UploadedFile | None = None,
) -> IncomingDocument:
    """The document is on record; one to be carried out is proposed for the committee's agenda (6.1.1)."""
    return IncomingDocument.objects.create(
        organization=organization,
        source=source,
        issuer=issuer,
        number=number,
        title=title,
        received_on=received_on,
        to_implement=to_implement,
        scan=keep_paper(organization, upload=scan, by=by, at=at) if scan else None,
    )
