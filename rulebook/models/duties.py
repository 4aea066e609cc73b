"""Explanations of lapses, and the stored results of assessing every duty."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from accounts.secrecy import classify


class ExplanationQuerySet(models.QuerySet["Explanation"]):
    def of_lapse(self, organization: Organization, duty: str, subject_id: int, since: date) -> Self:
        """All wordings of one lapse's explanation, the first one first."""
        return self.filter(organization=organization, duty=duty, subject_id=subject_id, since=since).order_by("pk")


class Explanation(models.Model):
    """Why a duty was missed in a period. The lapse stays visible; it is explained, never ticked.

    A row is never changed: a better wording is a row that amends the one before.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="explanations")
    duty = models.CharField("条文", max_length=20)
    subject_id = models.BigIntegerField()
    since = models.DateField("时段起")
    text = models.TextField("原因说明")
    written_on = models.DateField("说明日期")
    amends = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="amended_by")

    objects = ExplanationQuerySet.as_manager()
    secrecy = classify(internal="id organization duty subject_id since text written_on amends")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="explanation_once",
                fields=["organization", "duty", "subject_id", "since"],
                condition=Q(amends__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.since}"


class DutyStatus(models.Model):
    """The nightly result of assessing every duty, for overviews over many branches."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="duty_statuses")
    duty = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10)
    done_on = models.DateField(null=True)
    evidence_id = models.BigIntegerField(null=True)
    times = models.PositiveIntegerField(default=0)

    secrecy = classify(internal="id organization duty subject_id since until state done_on evidence_id times")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duty_status_once", fields=["organization", "duty", "subject_id", "since"])
        ]
        indexes = [
            models.Index(name="duty_status_of_branch", fields=["organization", "since"]),
            models.Index(name="duty_status_by_period", fields=["duty", "since", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.subject_id} {self.since} {self.state}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def stale(self, on: date) -> Self:
        """Not assessed on that day yet, or not since the organization's last act."""
        return self.filter(Q(on__isnull=True) | Q(on__lt=on) | Q(organization__acthead__number__gt=models.F("number")))


class Assessment(models.Model):
    """Up to which day and which act an organization's stored statuses are assessed, and how many stand in each state.

    The counts are of the year of `on`; an overview of ten thousand branches reads this row and no other.
    """

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True)
    on = models.DateField(null=True)
    number = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)

    objects = AssessmentQuerySet.as_manager()
    secrecy = classify(internal="organization on number done due missed explained")

    class Meta:
        indexes = [models.Index(name="assessment_most_behind_first", fields=["-missed", "organization"])]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.on}"


class LedgerExport(models.Model):
    """That a ledger left the program as a workbook: which one, as of which day, and how many rows."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="ledger_exports")
    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("以哪一天为准")
    rows = models.PositiveIntegerField("行数")
    exported_at = models.DateTimeField("导出时间")

    secrecy = classify(internal="id organization year on rows exported_at")

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}"
