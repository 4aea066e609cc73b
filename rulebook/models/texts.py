"""The branch's own printed 制度汇编, in versions."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.access import organizations_of
from accounts.models import Organization, User
from accounts.secrecy import classify
from rulebook.canonical import CanonicalJSONField


class RulebookTextQuerySet(models.QuerySet["RulebookText"]):
    def visible_to(self, user: User) -> Self:
        """Adopted versions of the organizations whose 制度 the user may read, waiting ones where he may adopt them."""
        read = Q(number__isnull=False, organization__in=organizations_of(user, "rulebook.read_text"))
        return self.filter(read | Q(organization__in=organizations_of(user, "rulebook.adopt_text")))

    def adopted(self) -> Self:
        return self.filter(number__isnull=False)

    def waiting(self) -> Self:
        return self.filter(number__isnull=True)

    def in_force(self, on: date) -> Self:
        """The latest adopted version of each organization that day."""
        later = RulebookText.objects.filter(
            organization=OuterRef("organization"), effective_on__lte=on, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later), number__isnull=False, effective_on__lte=on)


class RulebookText(models.Model):
    """One version of an organization's own printed 制度汇编; without a number it waits to be looked through."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="rulebook_texts")
    number = models.PositiveIntegerField("版次", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    adopted_at = models.DateTimeField("启用时间", null=True, blank=True)
    name = models.CharField("文件名", max_length=150)
    source_digest = models.CharField("文件校验值", max_length=64)
    problems = CanonicalJSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")

    objects = RulebookTextQuerySet.as_manager()
    secrecy = classify(
        internal="id organization number effective_on adopted_at name source_digest problems uploaded_by uploaded_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rulebook_text_version_once", fields=["organization", "number"]),
            models.UniqueConstraint(
                name="rulebook_text_one_waiting", fields=["organization"], condition=Q(number__isnull=True)
            ),
            models.CheckConstraint(
                name="rulebook_text_adopted_whole",
                condition=Q(number__isnull=True, effective_on__isnull=True, adopted_at__isnull=True)
                | Q(number__isnull=False, effective_on__isnull=False, adopted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"制度汇编第{self.number}版" if self.number else f"待核对的制度汇编（{self.name}）"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:text", args=[self.pk])


class RulebookPassage(models.Model):
    """One paragraph of a version: its chapter, the article it stands in, and its place there (0 is the heading)."""

    text = models.ForeignKey(RulebookText, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    chapter = models.CharField(max_length=3)
    label = models.CharField(max_length=40, blank=True)
    paragraph = models.PositiveIntegerField()
    body = models.TextField()

    secrecy = classify(internal="id text position chapter label paragraph body")

    class Meta:
        ordering = ["text", "position"]
        constraints = [models.UniqueConstraint(name="rulebook_passage_in_order", fields=["text", "position"])]
        indexes = [models.Index(name="rulebook_passage_of_chapter", fields=["text", "chapter"])]

    def __str__(self) -> str:
        return f"{self.chapter} {self.label}"
