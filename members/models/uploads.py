"""A roster workbook between its upload and its import: sealed, checked, shown, and forgotten afterwards."""

import json
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.urls import reverse

from accounts.encryption import seal_bytes, unseal_bytes
from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models.terms import reach_of


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("members.import_roster"))

    def pending(self, organization: Organization) -> Self:
        """Uploads of the branch whose workbook is still there, the last one first."""
        return self.filter(organization=organization, workbook__isnull=False).order_by("-uploaded_at")


class RosterUpload(models.Model):
    """That a workbook was handed in, and when its people were entered. The workbook itself lies beside, sealed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roster_uploads")
    name = models.CharField("文件名", max_length=150)
    posts_since = models.DateField("本届任职起始日期")
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True)

    objects = RosterUploadQuerySet.as_manager()
    secrecy = classify(internal="id uid organization name posts_since uploaded_at imported_at")

    class Meta:
        indexes = [models.Index(name="roster_upload_of_branch", fields=["organization", "uploaded_at"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:roster_upload", args=[self.pk])

    @property
    def binding(self) -> str:
        return f"roster_upload.{self.uid}"

    def open_workbook(self) -> bytes:
        """The workbook as it came. Raises SealedRoster.DoesNotExist once it is gone."""
        return unseal_bytes(bytes(SealedRoster.objects.get(upload=self).content), self.binding)


class SealedRoster(models.Model):
    """The workbook of an upload; deleted when it has been imported, or after a day."""

    upload = models.OneToOneField(RosterUpload, models.CASCADE, primary_key=True, related_name="workbook")
    content = models.BinaryField()

    secrecy = classify(internal="upload", highly="content")


class RosterProgress(models.Model):
    """How far the checking or the import of an upload has come, and what the checking found."""

    class Step(models.TextChoices):
        WAITING = "waiting", "等候核对"
        READING = "reading", "正在读取工作簿"
        COMPARING = "comparing", "正在与现有记录对照"
        CHECKED = "checked", "已核对"
        CONFIRMED = "confirmed", "已确认，等候导入"
        PREPARING = "preparing", "正在整理记录"
        WRITING = "writing", "正在写入"
        IMPORTED = "imported", "已导入"
        FAILED = "failed", "未能完成"

    CHECKING = (Step.WAITING, Step.READING, Step.COMPARING)
    IMPORTING = (Step.CONFIRMED, Step.PREPARING, Step.WRITING)

    upload = models.OneToOneField(RosterUpload, models.CASCADE, primary_key=True, related_name="progress")
    in_background = models.BooleanField("由后台处理")
    step = models.CharField("进度", max_length=10, choices=Step, default=Step.WAITING)
    done = models.PositiveIntegerField("已完成", default=0)
    of = models.PositiveIntegerField("共", default=0)
    fault = models.CharField("未能完成的原因", max_length=400, blank=True)
    told_at = models.DateTimeField("最近进展时间")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    unchanged = models.PositiveIntegerField("无变动人数", default=0)
    changed = models.PositiveIntegerField("有变动人数", default=0)

    secrecy = classify(
        internal="upload in_background step done of fault told_at confirmed_by confirmed_at unchanged changed"
    )

    class Meta:
        indexes = [models.Index(name="roster_progress_by_step", fields=["step", "told_at"])]

    @property
    def is_running(self) -> bool:
        return self.step in (*self.CHECKING, *self.IMPORTING)

    @property
    def is_importing(self) -> bool:
        return self.step in self.IMPORTING


class PreviewPageManager(models.Manager["PreviewPage"]):
    def lines_of(self, upload: RosterUpload, part: str, number: int) -> list[list[str]]:
        """One page of a part of the preview; empty where there is none."""
        page = self.filter(upload=upload, part=part, number=number).first()
        return page.lines(upload) if page else []

    def counts(self, upload: RosterUpload) -> dict[str, int]:
        """How many lines each part has."""
        counted = self.filter(upload=upload).values_list("part").annotate(Sum("length"))
        return dict.fromkeys(PreviewPage.Part.values, 0) | dict(counted)


class PreviewPage(models.Model):
    """A hundred lines of what an upload would do, sealed: a large preview is read page by page."""

    class Part(models.TextChoices):
        ERRORS = "errors", "错误"
        WARNINGS = "warnings", "提示"
        CHANGES = "changes", "变动"
        CREATED = "created", "新增"
        POSTS = "posts", "登记任职"
        MENTORS = "mentors", "培养联系人"
        MISSING = "missing", "名册里没有"

    LENGTH = 100

    upload = models.ForeignKey(RosterUpload, models.CASCADE, related_name="preview_pages")
    part = models.CharField(max_length=10, choices=Part)
    number = models.PositiveIntegerField()
    length = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    objects = PreviewPageManager()
    secrecy = classify(internal="id upload part number length", highly="content")

    class Meta:
        constraints = [models.UniqueConstraint(name="preview_page_once", fields=["upload", "part", "number"])]

    @classmethod
    def sealed(cls, upload: RosterUpload, part: str, number: int, lines: list[list[Any]]) -> "PreviewPage":
        page = cls(upload=upload, part=part, number=number, length=len(lines))
        page.content = seal_bytes(json.dumps(lines, ensure_ascii=False).encode(), page.binding(upload))
        return page

    def lines(self, upload: RosterUpload) -> list[list[str]]:
        lines: list[list[str]] = json.loads(unseal_bytes(bytes(self.content), self.binding(upload)))
        return lines

    def binding(self, upload: RosterUpload) -> str:
        return f"preview_page.{upload.uid}.{self.part}.{self.number}"
