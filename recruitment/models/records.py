"""What is recorded on the way: one dated fact at one step, in the shape its kind asks for."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper, Submission
from meetings.models import AgendaItem
from members.models import Person
from recruitment.models.recruits import Recruit
from rulebook import clock

TAKEN_OVER = "据名册补录"  # stands in place of the organ: the date is the roster's, nothing more is known
LATE = timedelta(days=31)


class Kind(models.TextChoices):
    """The papers and events of the way, in their order."""

    APPLICATION = "application", "入党申请书"
    TALK = "talk", "谈话记录"
    RECOMMENDATION = "recommendation", "推荐记录"
    ACTIVIST = "activist", "确定入党积极分子"
    ACTIVIST_FILING = "activist_filing", "积极分子备案"
    INSPECTION = "inspection", "半年考察"
    MENTOR_REPORT = "mentor_report", "培养联系人汇报"
    THOUGHT_REPORT = "thought_report", "思想汇报"
    OPINION = "opinion", "列为发展对象前听取的意见"
    LISTING = "listing", "支委会同意列为发展对象"
    PUBLIC_NOTICE = "public_notice", "公示结果"
    LISTING_FILING = "listing_filing", "发展对象备案"
    LISTED = "listed", "列为发展对象"
    SPONSOR = "sponsor", "入党介绍人"
    TRAINING = "training", "短期集中培训"
    EXAMINATION = "examination", "支委会审查"
    PRE_REVIEW = "pre_review", "预审"
    FORM = "form", "发放《入党志愿书》"
    SPONSOR_OPINION = "sponsor_opinion", "介绍人意见"
    HEARD_CANDIDATE = "heard_candidate", "发展对象汇报"
    HEARD_SPONSOR = "heard_sponsor", "介绍人介绍"
    HEARD_COMMITTEE = "heard_committee", "支委会报告审查情况"
    RESOLUTION = "resolution", "接收预备党员决议"
    FORM_ENTRY = "form_entry", "决议写入志愿书"
    DOSSIER = "dossier", "报送审批"
    SUPERIOR_TALK = "superior_talk", "上级派人谈话"
    ADMISSION = "admission", "编入支部"
    OATH = "oath", "入党宣誓"
    PROBATION_INSPECTION = "probation_inspection", "预备期考察"
    CONVERSION_APPLICATION = "conversion_application", "转正申请书"
    CONVERSION_OPINION = "conversion_opinion", "转正前听取的意见"
    CONVERSION_EXAMINATION = "conversion_examination", "转正审查"
    CONVERSION_RESOLUTION = "conversion_resolution", "转正、延长或取消的决议"
    CONVERSION_REPORT = "conversion_report", "转正等报批"
    CONVERSION = "conversion", "上级批准生效"
    HAND_OVER = "hand_over", "材料移交"
    GAP = "gap", "缺项说明"
    MOVE = "move", "转移接续"


class Source(models.TextChoices):
    """Who was heard (13.2.1b, 13.4.5b), or how somebody was recommended (13.1.2a), or inspected (13.4.3)."""

    MENTORS = "mentors", "培养联系人"
    MEMBERS = "members", "党员"
    MASSES = "masses", "群众"
    PARTY_GROUP = "party_group", "党小组"
    MEMBER_RECOMMENDATION = "member_recommendation", "党员推荐"
    MASS_ORGANISATION = "mass_organisation", "群团组织推优"
    OTHER_WAY = "other_stated", "其他方式"
    ORGANISATIONAL_LIFE = "organisational_life", "党的组织生活"
    HEARD_REPORTS = "hear_reports", "听取本人汇报"
    INDIVIDUAL_TALKS = "individual_talks", "个别谈心"
    TRAINED = "training", "集中培训"
    PRACTICE = "practice", "实践锻炼"


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(recruit__in=Recruit.objects.visible_to(user))

    def valid(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def of(self, *kinds: str) -> Self:
        return self.valid().filter(kind__in=kinds)


class Record(models.Model):
    """One dated fact on somebody's way; which columns it fills is said by its kind."""

    recruit = models.ForeignKey(Recruit, models.PROTECT, related_name="records")
    kind = models.CharField("事项", max_length=24, choices=Kind)
    happened_on = models.DateField("日期")
    since = models.DateField("起始日期", null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    organ = models.CharField("单位", max_length=80, blank=True)
    source = models.CharField("来源", max_length=24, choices=Source, blank=True)
    text = models.TextField("内容", blank=True)
    measures = models.TextField("改进措施", blank=True)
    favourable = models.BooleanField("同意", null=True, blank=True)
    days = models.PositiveSmallIntegerField("天数", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("学时", null=True, blank=True)
    months = models.PositiveSmallIntegerField("月数", null=True, blank=True)
    parts = models.JSONField("要素", default=list, blank=True)
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="recruitment_records", verbose_name="议题"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="recruitment_records", verbose_name="报送"
    )
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件")
    withdrawn_on = models.DateField("更正日期", null=True, blank=True)
    withdrawn_reason = models.CharField("更正原因", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()
    secrecy = classify(
        internal="id recruit kind happened_on since recorded_at person organ source days hours months parts item "
        "submission paper withdrawn_on withdrawn_reason",
        sensitive="text measures favourable",
    )

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(name="record_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="record_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]
        indexes = [models.Index(name="record_of_recruit", fields=["recruit", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    def get_absolute_url(self) -> str:
        return self.recruit.get_absolute_url()

    @property
    def organization(self) -> Organization:
        return self.recruit.organization

    @property
    def is_recalled(self) -> bool:
        """Whether what it sent up was taken back unanswered, so that it may be sent anew."""
        return self.submission is not None and self.submission.recalled_on is not None

    @property
    def entered_late_on(self) -> date | None:
        """The day it was put on record, where that was more than a month after it happened."""
        entered_on = timezone.localdate(self.recorded_at)
        return entered_on if entered_on - self.happened_on > LATE else None
