"""What the house itself keeps: annual reports, asked for on a page and made by a worker."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models import reach_of

QUIET = timedelta(minutes=5)  # a job unheard of for so long was lost in the queue, or with its worker
TRIES = 3


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: User) -> Self:
        """The committee's own; of branches below only the edition made for superiors."""
        reach = reach_of(user)
        upward = Q(edition=AnnualReport.Edition.UPWARD, organization__in=reach.organizations("partybranch.read_report"))
        return self.filter(upward | Q(organization__in=reach.organizations("partybranch.read_own_report")))

    def to_be_sent(self, at: datetime) -> Self:
        """Waiting for longer than a queue takes, or left by a worker that died."""
        lost = Q(state=AnnualReport.State.WAITING, asked_at__lt=at - QUIET)
        return self.filter(lost | self._quiet(at), tries__lt=TRIES)

    def hopeless(self, at: datetime) -> Self:
        """Begun as often as is reasonable and never ended."""
        return self.filter(self._quiet(at), tries__gte=TRIES)

    def claim(self, pk: int, at: datetime) -> bool:
        """Whether the caller is the one who makes it now: of two workers with the same task only one is."""
        free = self.filter(self._quiet(at) | Q(state=AnnualReport.State.WAITING), pk=pk)
        return bool(free.update(state=AnnualReport.State.RUNNING, seen_at=at, tries=F("tries") + 1))

    @staticmethod
    def _quiet(at: datetime) -> Q:
        return Q(state=AnnualReport.State.RUNNING, seen_at__lt=at - QUIET)


class AnnualReport(models.Model):
    """One making of a branch's annual report: what was asked for, how far it is, and the file that came of it."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        EXCEL = "xlsx", "Excel"

    class Edition(models.TextChoices):
        OWN = "own", "支部留存"
        UPWARD = "upward", "报送上级"

    class State(models.TextChoices):
        WAITING = "waiting", "排队等候"
        RUNNING = "running", "正在生成"
        DONE = "done", "已生成"
        FAILED = "failed", "未能生成"

    class Step(models.TextChoices):
        COLLECTING = "collecting", "汇总全年记录"
        PRINTING = "printing", "排版"
        STORING = "storing", "保存"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="annual_reports")
    as_of = models.DateField("统计截止日期")
    edition = models.CharField("版本", max_length=6, choices=Edition)
    format = models.CharField("格式", max_length=4, choices=Format)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    asked_at = models.DateTimeField("提出时间")
    state = models.CharField("进度", max_length=7, choices=State, default=State.WAITING)
    step = models.CharField("当前步骤", max_length=10, choices=Step, blank=True)
    seen_at = models.DateTimeField("最近进展时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    problem = models.TextField("未能生成的原因", blank=True)
    made_at = models.DateTimeField("生成时间", null=True, blank=True)
    file = models.FileField("文件", upload_to="reports/", blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
    digest = models.CharField("文件校验值", max_length=64, blank=True)

    objects = AnnualReportQuerySet.as_manager()
    secrecy = classify(
        internal="id uid organization as_of edition format asked_by asked_at state step seen_at tries problem "
        "made_at size digest",
        sensitive="file",
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "年度报告"
        constraints = [
            models.CheckConstraint(
                name="annual_report_made_has_its_file",
                condition=Q(state="done", made_at__isnull=False) & ~Q(file="") | ~Q(state="done") & Q(file=""),
            )
        ]
        indexes = [
            models.Index(name="annual_report_of_branch", fields=["organization", "as_of"]),
            models.Index(name="annual_report_by_state", fields=["state", "seen_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度报告（{self.get_edition_display()}，{self.get_format_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("partybranch:made_report", args=[self.pk])

    @property
    def year(self) -> int:
        return self.as_of.year

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def steps_done(self) -> int:
        """How many of the three steps are behind it."""
        if self.state == self.State.DONE:
            return len(self.Step)
        return self.Step.values.index(self.step) if self.step else 0

    @property
    def file_name(self) -> str:
        """The name under which it is saved by the reader."""
        return f"{self.organization.short_name}{self.year}年度报告（{self.get_edition_display()}）.{self.format}"
