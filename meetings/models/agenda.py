"""The items of a meeting and what was said about them."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import IncomingDocument
from meetings.models.meeting import Meeting
from members.models import Person
from rulebook.catalogue import catalogue


class Matter(models.TextChoices):
    """What an item is about: the eight kinds of 6.1, and the powers reserved to the general meeting (1.4.1c)."""

    IMPLEMENT_SUPERIOR = "implement_superior", "贯彻上级决议指示"
    BRANCH_BUILDING = "membership_and_branch_building", "党员队伍和支部建设重大问题"
    ANNUAL_PLAN = "annual_plan", "年度工作计划"
    REQUESTS_REPORTS = "requests_reports_to_superior", "向上级的重要请示、报告"
    COMMITTEE_REPORT = "review_committee_report", "听取和审查支委会工作报告"
    ELECTION = "branch_election", "支部委员会选举"
    NOMINATE_DELEGATES = "nominate_delegate_candidates", "推荐党代表大会代表候选人"
    ELECT_DELEGATES = "elect_delegates", "选举党代表大会代表"
    ACTIVIST = "fix_activist", "确定入党积极分子"
    CANDIDATE = "list_candidate", "列为发展对象"
    ADMISSION = "admit_probationary", "接收预备党员"
    CONVERSION = "regularise_probationary", "预备党员转正"
    PROBATION_EXTENSION = "extend_probation", "延长预备期"
    PROBATION_CANCELLATION = "cancel_probation", "取消预备党员资格"
    COMMENDATION = "commend_member", "评优评先、表彰党员"
    DISPOSAL = "organisational_disposal", "党员组织处置"
    SANCTION = "discipline_member", "党员违纪处理"
    SOCIETY_MAJOR = "society_major_issue", "学会重大问题"
    DUES_USE = "dues_use", "党费使用"
    DUES_REDUCTION = "dues_reduction", "党费减免"
    DUES_REPORT = "dues_report", "党费情况报告"
    OTHER = "other_important", "其他重要事项"


TOPICS = {
    Matter.IMPLEMENT_SUPERIOR: "implement_superior",
    Matter.BRANCH_BUILDING: "membership_and_branch_building",
    Matter.ELECTION: "membership_and_branch_building",
    Matter.NOMINATE_DELEGATES: "membership_and_branch_building",
    Matter.ELECT_DELEGATES: "membership_and_branch_building",
    Matter.ACTIVIST: "admission_regularisation",
    Matter.CANDIDATE: "admission_regularisation",
    Matter.ADMISSION: "admission_regularisation",
    Matter.CONVERSION: "admission_regularisation",
    Matter.PROBATION_EXTENSION: "admission_regularisation",
    Matter.PROBATION_CANCELLATION: "admission_regularisation",
    Matter.ANNUAL_PLAN: "annual_plan",
    Matter.COMMENDATION: "awards_selection",
    Matter.DISPOSAL: "discipline_case",
    Matter.SANCTION: "discipline_case",
    Matter.REQUESTS_REPORTS: "requests_reports_to_superior",
    Matter.COMMITTEE_REPORT: "other_important",
    Matter.SOCIETY_MAJOR: "other_important",
    Matter.DUES_USE: "other_important",
    Matter.DUES_REDUCTION: "other_important",
    Matter.DUES_REPORT: "other_important",
    Matter.OTHER: "other_important",
}


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def pending_for(self, meeting: Meeting) -> Self:
        """What earlier meetings have left to this one: votes postponed, matters that the committee has referred."""
        if not meeting.takes_votes:
            return self.none()
        left = models.Q(state=AgendaItem.State.CARRIED_OVER, meeting__kind=meeting.kind)
        if meeting.is_general:
            left |= models.Q(state=AgendaItem.State.REFERRED)
        waiting = self.filter(left, meeting__organization=meeting.organization, taken_up__isnull=True)
        return waiting.exclude(meeting=meeting)

    def not_studied(self) -> Self:
        """Those that no committee meeting which is over has discussed before."""
        discussed = [AgendaItem.State.DECIDED, AgendaItem.State.NOTED, AgendaItem.State.REFERRED]
        over = [Meeting.State.CLOSED, Meeting.State.ARCHIVED]
        return self.exclude(prepared_in__state__in=discussed, prepared_in__meeting__state__in=over)


class AgendaItem(models.Model):
    """One item of a meeting's agenda, from proposal to its decision."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待书记确定"
        SETTLED = "settled", "已列入议程"
        VOTING = "voting", "正在表决"
        DECIDED = "decided", "已表决"
        NOTED = "noted", "已讨论，不表决"
        CARRIED_OVER = "carried_over", "暂缓表决"
        REFERRED = "referred", "提交党员大会"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("序号")
    matter = models.CharField("议事类别", max_length=32, choices=Matter)
    title = models.CharField("议题", max_length=120)
    state = models.CharField(max_length=14, choices=State, default=State.SETTLED)
    important = models.BooleanField("重要事项", default=False)
    mass_interest = models.BooleanField("与群众利益密切相关", default=False)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提议人"
    )
    concerns = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="items_about", verbose_name="涉及人员"
    )
    prepared_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="led_to", verbose_name="支委会讨论记录"
    )
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_up", verbose_name="承接的议题"
    )
    implements = models.ForeignKey(
        IncomingDocument, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="贯彻的上级文件"
    )
    introduction = models.TextField("议题介绍", blank=True)
    divided = models.BooleanField("分歧较大", default=False)

    objects = AgendaItemQuerySet.as_manager()
    secrecy = classify(
        internal="id meeting position matter title state important mass_interest proposed_by concerns prepared_in "
        "carried_from implements introduction divided"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="item_position_once", fields=["meeting", "position"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:item", args=[self.pk])

    @property
    def organization(self) -> Organization:
        return self.meeting.organization

    @property
    def seat(self) -> Organization:
        return self.meeting.seat

    @property
    def eligible_voters(self) -> int:
        return self.meeting.eligible_voters

    @property
    def voters_present(self) -> int:
        """Voters who signed in, less those who withdraw from this item; 应到 is not reduced (6.3.2)."""
        away = self.recusals.values("person")
        return (
            self.meeting.attendances.filter(may_vote=True, excluded_with="", signed_at__isnull=False)
            .exclude(person__in=away)
            .count()
        )

    @property
    def letters_to_count(self) -> int:
        """Written opinions of voters who were not there when the vote began; whoever came votes in person."""
        here = self.meeting.attendances.filter(signed_at__isnull=False)
        vote = getattr(self, "vote", None)
        if vote is not None:
            here = here.filter(signed_at__lte=vote.opened_at)
        return self.written_opinions.exclude(person__in=here.values("person")).count()

    @property
    def topic(self) -> str:
        """Which of the eight kinds of committee business it is (6.1)."""
        return TOPICS[Matter(self.matter)]

    @property
    def discussed_by_general_meeting(self) -> bool:
        """Whether an item that led from this one was discussed at a general meeting that is over (1.4.1d)."""
        over = [Meeting.State.CLOSED, Meeting.State.ARCHIVED]
        after = AgendaItem.objects.filter(meeting__kind=Meeting.Kind.GENERAL, meeting__state__in=over)
        return after.filter(models.Q(prepared_in=self) | models.Q(carried_from=self), remarks__isnull=False).exists()

    @property
    def is_reserved(self) -> bool:
        """Whether only the general meeting may decide it (1.4.1c); 其他重要事项 is no kind that could be told."""
        return self.matter != Matter.OTHER and self.matter in catalogue["1.4.1c"].raw["powers"]


class WrittenOpinion(models.Model):
    """A letter with the opinion of a voter who cannot come, sealed until the tellers count it (13.3.3.4c).

    That it came is on record; what it says goes into the count as a number only (X1-41).
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="written_opinions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="党员")
    received_at = models.DateTimeField("收到时间")
    cause = models.CharField("不能到会的原因", max_length=120)

    secrecy = classify(internal="id item person received_at", sensitive="cause")

    class Meta:
        constraints = [models.UniqueConstraint(name="written_opinion_once", fields=["item", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.item}"


class Remark(models.Model):
    """What somebody said in the discussion of an item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="remarks")
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发言人")
    text = models.TextField("发言要点")
    absent_opinion = models.BooleanField("缺席人员书面意见（不计票）", default=False)

    secrecy = classify(internal="id item", sensitive="speaker text absent_opinion")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item} #{self.pk}"


class Recusal(models.Model):
    """A voter who withdraws from one item because it touches himself or a relative (6.3.2)."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="回避人")
    reason = models.CharField("回避原因", max_length=120)

    secrecy = classify(internal="id item person", sensitive="reason")

    class Meta:
        constraints = [models.UniqueConstraint(name="recusal_once", fields=["item", "person"])]

    def __str__(self) -> str:
        return f"{self.person} {self.item}"


class Dissent(models.Model):
    """A committee member's reserved opinion: kept for the committee, without suspending the decision (6.4.1)."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="dissents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="保留意见人")
    text = models.TextField("不同意见")
    reports_upward = models.BooleanField("拟向上级党组织反映", default=False)

    secrecy = classify(internal="id item", highly="person text reports_upward")

    class Meta:
        constraints = [models.UniqueConstraint(name="dissent_once", fields=["item", "person"])]

    def __str__(self) -> str:
        return f"{self.item} #{self.pk}"
