"""Papers that came or went: scans as they are, and what a branch submits to its superior with the reply."""

import hashlib
from typing import Self

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models import reach_of


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> Self:
        """Of the branches whose submissions he reads; a confidential one is served by the app that keeps it."""
        reads = reach_of(user).organizations("archives.read_submissions")
        return self.filter(organization__in=reads, confidential=False)


class Paper(models.Model):
    """A scanned or written file, kept under the hash of its content."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="papers")
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to="papers/")
    added_at = models.DateTimeField()
    confidential = models.BooleanField("仅限指定人员", default=False)

    objects = PaperQuerySet.as_manager()
    secrecy = classify(internal="id organization content_type size digest added_at confidential", sensitive="name file")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("archives:paper", args=[self.pk])


def digest_of(upload: UploadedFile) -> str:
    """SHA-256 of an upload, read in pieces; the upload is rewound."""
    hashed = hashlib.sha256()
    for chunk in upload.chunks():
        hashed.update(chunk)
    upload.seek(0)
    return hashed.hexdigest()


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        reach = reach_of(user)
        return self.filter(organization__in=reach.organizations("archives.read_submissions"))

    def waiting(self) -> Self:
        """Sent, and neither answered nor recalled yet."""
        return self.filter(decided_on__isnull=True, recalled_on__isnull=True)

    def waiting_for(self, superior: Organization) -> Self:
        """What the superior has to do next: to send on, or to answer."""
        to_forward = Q(via=superior, forwarded_on__isnull=True)
        to_answer = Q(recipient=superior) & (Q(via__isnull=True) | Q(forwarded_on__isnull=False))
        return self.waiting().filter(to_forward | to_answer)


class Submission(models.Model):
    """What a branch reports to a superior (报备、报审), and the superior's reply once it is there."""

    class Purpose(models.TextChoices):
        APPROVAL = "approval", "报请批准"
        PRE_REVIEW = "pre_review", "报请预审"
        FOR_RECORD = "for_record", "备案"
        REPORT = "report", "报告"

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="submissions", verbose_name="报送单位")
    recipient = models.ForeignKey(Organization, models.PROTECT, related_name="received", verbose_name="报送上级")
    purpose = models.CharField("目的", max_length=12, choices=Purpose)
    matter = models.CharField("事项类别", max_length=30)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    important = models.BooleanField("重要请示、报告", default=False)
    via = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经由")
    forwarded_on = models.DateField("转报日期", null=True, blank=True)
    forwarded_by = models.CharField("转报人", max_length=60, blank=True)
    forward_note = models.TextField("审阅意见", blank=True)
    studied_in = models.BigIntegerField("支委会研究的议题", null=True, blank=True)
    sent_on = models.DateField("报送日期")
    decision = models.CharField("批复", max_length=10, choices=Decision, blank=True)
    decided_on = models.DateField("批复日期", null=True, blank=True)
    decided_by = models.CharField("批复人", max_length=60, blank=True)
    reply_number = models.CharField("批复文号", max_length=60, blank=True)
    reply_note = models.TextField("批复意见", blank=True)
    reply_scan = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批复扫描件"
    )
    replied_online_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="在线批复人"
    )

    recalled_on = models.DateField("撤回日期", null=True, blank=True)
    recall_reason = models.CharField("撤回原因", max_length=200, blank=True)

    objects = SubmissionQuerySet.as_manager()
    secrecy = classify(
        internal="id organization recipient purpose matter title body important via forwarded_on forwarded_by "
        "forward_note studied_in sent_on decision decided_on decided_by reply_number reply_note reply_scan "
        "replied_online_by recalled_on recall_reason"
    )

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="submission_decision_dated",
                condition=Q(decision="", decided_on__isnull=True)
                | Q(decision__in=["approved", "refused"], decided_on__gte=F("sent_on")),
            ),
            models.CheckConstraint(
                name="submission_forwarded_after_sending",
                condition=Q(forwarded_on__isnull=True) | Q(via__isnull=False, forwarded_on__gte=F("sent_on")),
            ),
            models.CheckConstraint(
                name="submission_recalled_unanswered",
                condition=Q(recalled_on__isnull=True, recall_reason="")
                | (Q(recalled_on__isnull=False, decision="") & ~Q(recall_reason="")),
            ),
            models.CheckConstraint(name="submission_goes_up", condition=~Q(organization=F("recipient"))),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("archives:submission", args=[self.pk])

    @property
    def waits_for_forwarding(self) -> bool:
        """Whether the level between has still to look it through and send it on."""
        return self.via_id is not None and self.forwarded_on is None

    @property
    def is_approved(self) -> bool:
        return self.decision == self.Decision.APPROVED

    @property
    def is_waiting(self) -> bool:
        """Neither answered nor recalled yet."""
        return not self.decision and self.recalled_on is None


class IncomingDocumentQuerySet(models.QuerySet["IncomingDocument"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("archives.read_documents"))


class IncomingDocument(models.Model):
    """A document of the centre or of a superior that has come to the branch (来文)."""

    class Source(models.TextChoices):
        CENTRAL = "central", "党中央"
        SUPERIOR = "superior", "上级党组织"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="incoming_documents")
    source = models.CharField("来源", max_length=10, choices=Source)
    issuer = models.CharField("发文单位", max_length=60)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=120)
    received_on = models.DateField("收文日期")
    to_implement = models.BooleanField("需贯彻", default=False)
    scan = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件")

    objects = IncomingDocumentQuerySet.as_manager()
    secrecy = classify(internal="id organization source issuer number title received_on to_implement scan")

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = "来文"
        indexes = [models.Index(name="document_to_implement", fields=["organization", "to_implement"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("archives:document", args=[self.pk])
