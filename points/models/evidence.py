"""What points rest on besides sign-in sheets: monthly figures, tests, plan items and tasks, honours."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper
from members.models import Person, reach_of


class OfPersonQuerySet(models.QuerySet[models.Model]):
    """Rows about a person: for himself and for those who read the branch's points."""

    def visible_to(self, user: User) -> Self:
        reads = reach_of(user).organizations("points.read_entries")
        return self.filter(Q(organization__in=reads) | Q(person__user=user))


class MonthlyFigure(models.Model):
    """How many points of 学习强国 somebody gained in a month, as the platform's list says."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="monthly_figures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="monthly_figures")
    month = models.DateField("月份")
    gained = models.PositiveIntegerField("本月积分")
    imported_on = models.DateField("导入日期")

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id organization person month gained imported_on")

    class Meta:
        verbose_name = "学习强国月积分"
        ordering = ["-month", "pk"]
        constraints = [models.UniqueConstraint(name="monthly_figure_once", fields=["person", "month"])]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月学习强国积分"

    def get_absolute_url(self) -> str:
        return reverse("points:of_person", args=[self.person_id])


class StudyTest(models.Model):
    """A study test (学习测试) of the branch."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="study_tests")
    title = models.CharField("测试名称", max_length=80)
    held_on = models.DateField("测试日期")

    secrecy = classify(internal="id organization title held_on")

    class Meta:
        verbose_name = "学习测试"
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(name="study_test_once", fields=["organization", "title", "held_on"])]

    def __str__(self) -> str:
        return self.title


class TestMark(models.Model):
    """Somebody's mark in a test, exact to two decimals (X2-09)."""

    __test__ = False  # no test case: pytest looks for names that begin with Test

    test = models.ForeignKey(StudyTest, models.PROTECT, related_name="marks")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="test_marks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="test_marks")
    mark = models.DecimalField("成绩", max_digits=6, decimal_places=2)

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id test organization person mark")

    class Meta:
        verbose_name = "测试成绩"
        ordering = ["-test__held_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="test_mark_once", fields=["test", "person"]),
            models.CheckConstraint(name="test_mark_not_negative", condition=Q(mark__gte=Decimal(0))),
        ]

    def __str__(self) -> str:
        return f"{self.test}成绩"

    def get_absolute_url(self) -> str:
        return reverse("points:of_person", args=[self.person_id])


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=reach_of(user).organizations("points.read"))

    def monthly(self) -> Self:
        return self.filter(kind=WorkItem.Kind.MONTHLY)

    def recognised(self) -> Self:
        return self.filter(recognised_on__isnull=False)


class WorkItem(models.Model):
    """An item of the month's Party-work plan, or a task the general branch has set ad hoc; done when recognised."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "月度党建工作计划"
        SPECIAL = "special", "党总支临时专项"

    class Recogniser(models.TextChoices):
        GENERAL_BRANCH = "general_branch", "党总支"
        LEADER_IN_CHARGE = "leader_in_charge", "分管领导"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="work_items")
    kind = models.CharField("种类", max_length=8, choices=Kind)
    month = models.DateField("月份")
    title = models.CharField("工作内容", max_length=120)
    owners = models.ManyToManyField(Person, related_name="work_items", verbose_name="责任人")
    set_on = models.DateField("列入日期")
    reported_on = models.DateField("责任人报告完成日期", null=True, blank=True)
    recognised_on = models.DateField("认定日期", null=True, blank=True)
    recognised_by = models.CharField("认定方", max_length=16, choices=Recogniser, blank=True)
    recogniser = models.CharField("认定人", max_length=60, blank=True)
    number = models.CharField("认定文号或说明", max_length=80, blank=True)

    objects = WorkItemQuerySet.as_manager()
    secrecy = classify(
        internal="id organization kind month title owners set_on reported_on recognised_on recognised_by recogniser "
        "number"
    )

    class Meta:
        verbose_name = "党建工作项目"
        ordering = ["-month", "pk"]
        constraints = [
            models.CheckConstraint(
                name="work_item_recognised_whole",
                condition=Q(recognised_on__isnull=True, recognised_by="")
                | (Q(recognised_on__isnull=False) & ~Q(recognised_by="")),
            ),
            models.CheckConstraint(
                name="work_item_special_recognised_by_general_branch",
                condition=Q(kind="monthly") | Q(recognised_by__in=["", "general_branch"]),
            ),
        ]
        indexes = [models.Index(name="work_item_of_month", fields=["organization", "kind", "month"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("points:work_item", args=[self.pk])

    @property
    def is_special(self) -> bool:
        return self.kind == self.Kind.SPECIAL


class Honour(models.Model):
    """An honour, praise or commendation somebody was given, with its document."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCIAL = "provincial_ministerial", "省部级"
        BUREAU = "provincial_bureau", "省局级"
        CENTRE = "centre", "中心级"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="honours")
    person = models.ForeignKey(Person, models.PROTECT, related_name="honours")
    level = models.CharField("级别", max_length=24, choices=Level)
    title = models.CharField("荣誉名称", max_length=80)
    issuer = models.CharField("授予单位", max_length=80)
    awarded_on = models.DateField("证书或文件日期")
    regular = models.BooleanField("固定的定期评优", default=False)
    certificate = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name="证书或文件")

    objects = OfPersonQuerySet.as_manager()
    secrecy = classify(internal="id organization person level title issuer awarded_on regular certificate")

    class Meta:
        verbose_name = "荣誉"
        ordering = ["-awarded_on", "-pk"]
        constraints = [models.UniqueConstraint(name="honour_once", fields=["person", "title", "issuer", "awarded_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("points:of_person", args=[self.person_id])
