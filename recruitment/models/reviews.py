"""The political review: highly sensitive, sealed at rest, read only by whom it was granted."""

import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from guardian.models import UserObjectPermissionBase

from accounts.encryption import EncryptedTextField
from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from recruitment.models.recruits import Recruit

PARTS = {
    "attitude": "对党的理论和路线、方针、政策的态度",
    "history": "政治历史和在重大政治斗争中的表现",
    "conduct": "遵纪守法和遵守社会公德情况",
    "relations": "直系亲属和与本人关系密切的主要社会关系的政治情况",
}
MEANS = {
    "talked": "同本人谈话",
    "consulted_files": "查阅有关档案材料",
    "asked_people": "找有关单位和人员了解",
    "wrote_letters": "函调",
    "went_there": "外调",
}
READ = "view_politicalreview"


class PoliticalReviewQuerySet(models.QuerySet["PoliticalReview"]):
    def visible_to(self, user: User) -> Self:
        """Those granted to the user, one by one; never his own."""
        granted = ReviewGrant.objects.filter(user=user, permission__codename=READ)
        return self.filter(pk__in=granted.values("content_object")).exclude(recruit__person__user=user)


class PoliticalReview(models.Model):
    """The review of one candidate: what was found in its four parts, by which means, and its conclusion."""

    class Conclusion(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recruit = models.OneToOneField(Recruit, models.PROTECT, related_name="review")
    attitude = EncryptedTextField(PARTS["attitude"], blank=True)
    history = EncryptedTextField(PARTS["history"], blank=True)
    conduct = EncryptedTextField(PARTS["conduct"], blank=True)
    relations = EncryptedTextField(PARTS["relations"], blank=True)
    talked = models.BooleanField(MEANS["talked"], default=False)
    consulted_files = models.BooleanField(MEANS["consulted_files"], default=False)
    asked_people = models.BooleanField(MEANS["asked_people"], default=False)
    wrote_letters = models.BooleanField(MEANS["wrote_letters"], default=False)
    went_there = models.BooleanField(MEANS["went_there"], default=False)
    clear_reason = models.CharField("情况清楚、未函调外调的说明", max_length=200, blank=True)
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion, blank=True)
    concluded_on = models.DateField("结论日期", null=True, blank=True)
    report = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="综合审查报告扫描件"
    )

    objects = PoliticalReviewQuerySet.as_manager()
    secrecy = classify(
        internal="id uid recruit conclusion concluded_on",
        highly="attitude history conduct relations talked consulted_files asked_people wrote_letters went_there "
        "clear_reason report",
    )

    class Meta:
        verbose_name = "政治审查"
        constraints = [
            models.CheckConstraint(
                name="review_conclusion_dated",
                condition=models.Q(conclusion="", concluded_on__isnull=True)
                | models.Q(conclusion__in=["passed", "failed"], concluded_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"政治审查 {self.recruit_id}"

    def get_absolute_url(self) -> str:
        return reverse("recruitment:review", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.recruit.organization


class ReviewGrant(UserObjectPermissionBase):
    """That one account may open one review; given and withdrawn by acts."""

    content_object = models.ForeignKey(PoliticalReview, models.CASCADE)

    secrecy = classify(internal="id permission user content_object")
