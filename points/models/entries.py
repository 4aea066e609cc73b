"""Claims and entries: declared by the participant, booked by the registrar; deductions are booked without a claim."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from meetings.models import Attendance
from members.models import Person, reach_of
from points.exact import as_points, in_parts
from points.items import Field
from points.models.evidence import Honour, MonthlyFigure, TestMark, WorkItem
from points.models.scheme import SchemeChange
from rulebook.periods import first_of_month


class PointEntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those of the branches whose entries one reads."""
        reads = reach_of(user).organizations("points.read_entries")
        return self.filter(Q(organization__in=reads) | Q(person__user=user))

    def booked(self) -> Self:
        return self.filter(state=Entry.State.BOOKED)

    def waiting(self) -> Self:
        return self.filter(state=Entry.State.DECLARED)

    def standing(self) -> Self:
        """Declared or booked: what nobody may declare a second time."""
        return self.filter(state__in=[Entry.State.DECLARED, Entry.State.BOOKED])

    def in_months(self, since: date, until: date) -> Self:
        """Of events from the month of `since` to before the month of `until`."""
        return self.filter(month__gte=since, month__lt=until)

    def totals(self) -> dict[int, int]:
        """The exact sum by person id, in parts; no rounding, no cap, no floor (39.3, X2-09)."""
        return dict(self.order_by().values("person").annotate(total=Sum("parts")).values_list("person", "total"))


class Entry(models.Model):
    """One item of one person: quantity times coefficient, exact, under the scheme of the event's day."""

    class State(models.TextChoices):
        DECLARED = "declared", "待登记"
        BOOKED = "booked", "已登记"
        REJECTED = "rejected", "未予登记"
        WITHDRAWN = "withdrawn", "本人撤回"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="point_entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="point_entries", verbose_name="姓名")
    code = models.CharField("项目", max_length=8)
    field = models.CharField("类别", max_length=24, choices=Field)
    label = models.CharField("项目名称", max_length=60)
    event_on = models.DateField("事项日期")
    month = models.DateField("计入月份", editable=False)
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2, default=Decimal(1))
    coefficient = models.DecimalField("系数或分值", max_digits=6, decimal_places=3)
    parts = models.BigIntegerField("分（十万分之一）", editable=False)
    change = models.ForeignKey(SchemeChange, models.PROTECT, null=True, blank=True, related_name="entries")
    state = models.CharField("状态", max_length=9, choices=State, default=State.DECLARED)
    title = models.CharField("说明", max_length=120, blank=True)
    link = models.CharField("网址", max_length=300, blank=True)
    proof = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明材料")
    attendance = models.ForeignKey(Attendance, models.PROTECT, null=True, blank=True, related_name="point_entries")
    figure = models.ForeignKey(MonthlyFigure, models.PROTECT, null=True, blank=True, related_name="entries")
    mark = models.ForeignKey(TestMark, models.PROTECT, null=True, blank=True, related_name="entries")
    work = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="entries")
    honour = models.ForeignKey(Honour, models.PROTECT, null=True, blank=True, related_name="entries")
    declared_at = models.DateTimeField("申报时间", null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申报人"
    )
    judged_at = models.DateTimeField("登记时间", null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    refusal = models.CharField("不予登记的理由", max_length=200, blank=True)

    objects = PointEntryQuerySet.as_manager()
    secrecy = classify(
        internal="id organization person code field label event_on month quantity coefficient parts change state "
        "title link proof attendance figure mark work honour declared_at declared_by judged_at judged_by refusal"
    )

    class Meta:
        ordering = ["event_on", "code", "pk"]
        verbose_name = "积分"
        constraints = [
            models.CheckConstraint(
                name="entry_judged_whole",
                condition=Q(state__in=["declared", "withdrawn"], judged_at__isnull=True, refusal="")
                | Q(state="booked", judged_at__isnull=False, refusal="")
                | (Q(state="rejected", judged_at__isnull=False) & ~Q(refusal="")),
            ),
            *(
                models.UniqueConstraint(
                    name=f"entry_once_by_{evidence}",
                    fields=["person", "code", evidence],
                    condition=Q(state__in=["declared", "booked"], **{f"{evidence}__isnull": False}),
                )
                for evidence in ("attendance", "figure", "mark", "work", "honour")
            ),
            models.UniqueConstraint(
                name="entry_once_a_month_of_study_platform",
                fields=["person", "month"],
                condition=Q(state__in=["declared", "booked"], code="A1.1"),
            ),
            models.UniqueConstraint(
                name="entry_once_by_address",
                fields=["person", "link"],
                condition=Q(state__in=["declared", "booked"], code="A4.2") & ~Q(link=""),
            ),
        ]
        indexes = [
            models.Index(name="entry_of_month", fields=["organization", "month", "state"]),
            models.Index(name="entry_of_person", fields=["person", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("points:entry", args=[self.pk])

    def save(self, **options: Any) -> None:
        self.month = first_of_month(self.event_on)
        self.parts = in_parts(self.quantity * self.coefficient)
        super().save(**options)

    @property
    def points(self) -> Decimal:
        return as_points(self.parts)

    @property
    def is_deduction(self) -> bool:
        return self.declared_at is None
