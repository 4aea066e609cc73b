"""A roster workbook between its upload and its import."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from members.models.terms import reach_of


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("members.import_roster"))


class RosterUpload(models.Model):
    """A roster workbook between its preview and its import; the sealed content goes when it is imported."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roster_uploads")
    name = models.CharField("文件名", max_length=150)
    content = models.BinaryField(null=True)
    posts_since = models.DateField("本届任职起始日期")
    uploaded_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("导入时间", null=True)

    objects = RosterUploadQuerySet.as_manager()
    secrecy = classify(internal="id uid organization name posts_since uploaded_at imported_at", highly="content")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:roster_upload", args=[self.pk])

    @property
    def binding(self) -> str:
        return f"roster_upload.{self.uid}"
