"""A Party lecture: who teaches what, and the outline that is reviewed before and kept after."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from meetings.models.meeting import Meeting
from members.models import Person
from rulebook.periods import Period, name_of, span_of


class LectureQuerySet(models.QuerySet["Lecture"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def held(self) -> Self:
        return self.filter(meeting__in=Meeting.objects.held())


class Lecture(models.Model):
    """What a meeting of the kind 党课 has besides its list and its minutes."""

    class LecturerType(models.TextChoices):
        SERVING_LEADING_CADRE = "serving_leading_cadre", "在职党员领导干部"
        ADVANCED_MEMBER = "advanced_member", "先进党员"
        SUPERIOR_LEADING_CADRE = "superior_leading_cadre", "上级党组织的党员领导干部"
        PARTY_SCHOOL_PROFESSOR = "party_school_professor", "党校教授"
        OTHER = "other", "其他"

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="lecture")
    topic = models.CharField("授课题目", max_length=120)
    lecturer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="lectures", verbose_name="授课人（本支部党员）"
    )
    outside_lecturer = models.CharField("授课人（外请）", max_length=60, blank=True)
    lecturer_type = models.CharField("授课人类别", max_length=24, choices=LecturerType)
    division_level = models.BooleanField("处级干部", default=False)
    integrity = models.BooleanField("廉政党课", default=False)
    outline = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党课提纲")
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提纲审核人"
    )
    reviewed_on = models.DateField("提纲审核日期", null=True, blank=True)
    bureau_signer = models.CharField("局党组书记", max_length=60, blank=True)
    bureau_signed_on = models.DateField("局党组书记签字日期", null=True, blank=True)
    bureau_paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="局党组书记签字的提纲"
    )
    concentrated_for = models.DateField("集中开展计入的季度（首日）", null=True, blank=True)
    concentrated_note = models.CharField("集中开展说明", max_length=200, blank=True)

    objects = LectureQuerySet.as_manager()
    secrecy = classify(
        internal="id meeting topic lecturer outside_lecturer lecturer_type division_level integrity outline "
        "reviewed_by reviewed_on bureau_signer bureau_signed_on bureau_paper concentrated_for concentrated_note"
    )

    class Meta:
        verbose_name = "党课"
        constraints = [
            models.CheckConstraint(
                name="lecture_one_lecturer",
                condition=Q(lecturer__isnull=False, outside_lecturer="")
                | (Q(lecturer__isnull=True) & ~Q(outside_lecturer="")),
            ),
            models.CheckConstraint(
                name="lecture_review_dated",
                condition=Q(reviewed_by__isnull=True, reviewed_on__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False, outline__isnull=False),
            ),
            models.CheckConstraint(
                name="lecture_not_reviewed_by_its_lecturer",
                condition=Q(reviewed_by__isnull=True) | Q(lecturer__isnull=True) | ~Q(reviewed_by=models.F("lecturer")),
            ),
            models.CheckConstraint(
                name="lecture_bureau_signature_whole",
                condition=Q(bureau_signer="", bureau_signed_on__isnull=True, bureau_paper__isnull=True)
                | (~Q(bureau_signer="") & Q(bureau_signed_on__isnull=False, bureau_paper__isnull=False)),
            ),
            models.CheckConstraint(
                name="lecture_concentrated_with_note",
                condition=Q(concentrated_for__isnull=True, concentrated_note="")
                | (Q(concentrated_for__isnull=False) & ~Q(concentrated_note="")),
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    @property
    def organization(self) -> Organization:
        return self.meeting.organization

    @property
    def lecturer_name(self) -> str:
        return self.lecturer.name if self.lecturer else self.outside_lecturer

    @property
    def concentrated_quarter(self) -> str:
        return name_of(span_of(self.concentrated_for, Period.QUARTER), Period.QUARTER) if self.concentrated_for else ""

    def forget_review(self) -> None:
        """Nobody has reviewed or signed what has changed."""
        self.reviewed_by = self.reviewed_on = self.bureau_signed_on = self.bureau_paper = None
        self.bureau_signer = ""
