"""The clocks that run: what has to be done by which day, reckoned when the act that started it was done."""

from django.db import models

from accounts.secrecy import classify
from archives.models import Submission
from recruitment.models.recruits import Recruit


class Deadline(models.Model):
    """Something due on a day, and the day it was done; where a reply is waited for, the day of the reply.

    A rolling one is followed by the next.
    """

    class Kind(models.TextChoices):
        TALK = "talk", "派人谈话"
        INSPECTION = "inspection", "半年考察"
        FORM_ENTRY = "form_entry", "决议写入志愿书"
        DOSSIER = "dossier", "报送审批"
        APPROVAL = "approval", "上级审批"
        OATH = "oath", "入党宣誓"
        CONVERSION_REQUEST = "conversion_request", "提出转正申请"
        CONVERSION = "conversion", "讨论转正"
        CONVERSION_APPROVAL = "conversion_approval", "上级审批转正"
        HAND_OVER = "hand_over", "材料移交"

    recruit = models.ForeignKey(Recruit, models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=Kind)
    due_on = models.DateField("期限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="等候的批复"
    )

    secrecy = classify(internal="id recruit kind due_on done_on submission")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_one_running", fields=["recruit", "kind"], condition=models.Q(done_on__isnull=True)
            )
        ]
        indexes = [models.Index(name="deadline_by_kind", fields=["kind", "due_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
