"""Meetings of every kind: who was expected and came, what was discussed, voted and resolved."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, User
from accounts.secrecy import classify
from archives.models import Paper, Submission
from members.models import Person, reach_of
from rulebook.catalogue import catalogue


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """All meetings of the branches the user reads; committee meetings only where he sits or they were released."""
        reach = reach_of(user)
        open_kinds = Q(organization__in=reach.organizations("meetings.read")) & (
            ~Q(kind=Meeting.Kind.COMMITTEE) | Q(released_at__isnull=False)
        )
        return self.filter(open_kinds | Q(organization__in=reach.organizations("meetings.read_committee")))

    def held(self) -> Self:
        """Opened and lawfully closed: what satisfies a duty."""
        return self.filter(state__in=[Meeting.State.CLOSED, Meeting.State.ARCHIVED])

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)


class Meeting(models.Model):
    """One meeting, from its plan to the archive. Which steps are done is read from the dated facts."""

    class Kind(models.TextChoices):
        GENERAL = "general", "党员大会"
        COMMITTEE = "committee", "支委会会议"
        GROUP = "group", "党小组会"
        LECTURE = "lecture", "党课"

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"
        ARCHIVED = "archived", "已归档"
        CANCELLED = "cancelled", "已取消"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    kind = models.CharField("会议种类", max_length=12, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField("会议名称", max_length=80)
    begins_at = models.DateTimeField("开始时间")
    held_on = models.DateField("日期", editable=False)
    place = models.CharField("地点", max_length=80)
    requirements = models.TextField("内容和要求", blank=True)
    ad_hoc = models.BooleanField("临时召开", default=False)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="主持人")
    chair_reason = models.CharField("委托主持的原因", max_length=200, blank=True)
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="记录人")
    agenda_settled_at = models.DateTimeField(null=True, blank=True)
    agenda_decision = models.ForeignKey(
        "AgendaItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_agendas",
        verbose_name="确定议题的支委会决定",
    )
    report_due_on = models.DateField("最迟报送日期", null=True, blank=True)
    request = models.OneToOneField(Submission, models.PROTECT, null=True, blank=True, related_name="meeting")
    short_notice_consent = models.CharField("上级同意缩短报送时间的文号", max_length=60, blank=True)
    notified_at = models.DateTimeField("通知时间", null=True, blank=True)
    roll_frozen_at = models.DateTimeField("应到名单固定、签到开始时间", null=True, blank=True)
    opened_at = models.DateTimeField("开会时间", null=True, blank=True)
    closed_at = models.DateTimeField("散会时间", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    signed_paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字的会议记录"
    )
    signed_off_at = models.DateTimeField("主持人审签时间", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()
    secrecy = classify(
        internal="id organization kind state title begins_at held_on place requirements ad_hoc chair chair_reason "
        "recorder agenda_settled_at agenda_decision report_due_on request short_notice_consent notified_at "
        "roll_frozen_at opened_at closed_at archived_at cancelled_at cancel_reason released_at signed_paper "
        "signed_off_at"
    )

    class Meta:
        ordering = ["-begins_at", "-pk"]
        verbose_name = "会议"
        constraints = [
            models.CheckConstraint(
                name="meeting_state_has_its_dates",
                condition=Q(state="planned", opened_at__isnull=True, cancelled_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False, archived_at__isnull=True)
                | Q(state="archived", closed_at__isnull=False, archived_at__isnull=False)
                | Q(state="cancelled", opened_at__isnull=True, cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_closes_after_opening",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(name="meeting_held", fields=["kind", "state", "held_on"]),
            models.Index(name="meeting_of_branch", fields=["organization", "held_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    def save(self, **options: object) -> None:
        # A stored date, because duties count by the day in China whatever zone the database thinks in.
        self.held_on = timezone.localdate(self.opened_at or self.begins_at)
        super().save(**options)  # type: ignore[arg-type]

    @property
    def is_general(self) -> bool:
        return self.kind == self.Kind.GENERAL

    @property
    def is_committee(self) -> bool:
        return self.kind == self.Kind.COMMITTEE

    @property
    def sign_in_opens_at(self) -> datetime | None:
        """Paper sheets are laid out before the roll is frozen in the program: an hour before the planned start."""
        return self.roll_frozen_at and min(self.roll_frozen_at, self.begins_at - timedelta(hours=1))

    @property
    def is_lecture(self) -> bool:
        return self.kind == self.Kind.LECTURE

    @property
    def takes_votes(self) -> bool:
        return self.kind in (self.Kind.GENERAL, self.Kind.COMMITTEE)

    @property
    def needs_approval(self) -> bool:
        """General meetings and lectures are held only with the superior's approval (8.1.5b, 8.3.5b)."""
        return self.kind in (self.Kind.GENERAL, self.Kind.LECTURE)

    @property
    def eligible_voters(self) -> int:
        """应到会有表决权的党员 (of a committee meeting: 应到委员), frozen at the opening."""
        return self.attendances.filter(may_vote=True, excluded_with="").count()

    @property
    def voters_present(self) -> int:
        return self.attendances.filter(may_vote=True, excluded_with="", signed_at__isnull=False).count()


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def expected(self) -> Self:
        return self.filter(role=Attendance.Role.EXPECTED, excluded_with="")

    def present(self) -> Self:
        return self.filter(signed_at__isnull=False)


class Attendance(models.Model):
    """One person and one meeting: expected or observer, notified, on leave, signed in."""

    class Role(models.TextChoices):
        EXPECTED = "expected", "应到"
        OBSERVER = "observer", "列席"

    class Means(models.TextChoices):
        OWN_PHONE = "own_phone", "本人手机签到"
        PAPER = "paper", "纸质签到簿"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    role = models.CharField(max_length=10, choices=Role, default=Role.EXPECTED)
    may_vote = models.BooleanField("有表决权", default=False)
    excluded_with = models.CharField("不计入应到的上级同意文号", max_length=60, blank=True)
    excluded_reason = models.CharField("不计入应到的原因", max_length=120, blank=True)
    notified_at = models.DateTimeField("通知时间", null=True, blank=True)
    leave_asked_at = models.DateTimeField("请假时间", null=True, blank=True)
    leave_reason = models.CharField("请假原因", max_length=120, blank=True)
    leave_granted = models.BooleanField("准假", null=True)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)
    signed_by = models.CharField("签到方式", max_length=10, choices=Means, blank=True)
    copied_at = models.DateTimeField("录入时间", null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()
    secrecy = classify(
        internal="id meeting person role may_vote excluded_with excluded_reason notified_at leave_asked_at "
        "leave_granted signed_at signed_by copied_at",
        sensitive="leave_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "person"]),
            models.CheckConstraint(
                name="attendance_observer_never_votes", condition=Q(role="expected") | Q(may_vote=False)
            ),
            models.CheckConstraint(
                name="attendance_signed_by_some_means",
                condition=Q(signed_at__isnull=True, signed_by="")
                | Q(signed_at__isnull=False, signed_by__in=["own_phone", "paper"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.meeting}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    @property
    def organization(self) -> Organization:
        return self.meeting.organization

    @property
    def asked_leave_in_time(self) -> bool:
        """Leave asked before the meeting began; later it is only noted as 补报 (6.2.4c)."""
        return self.leave_asked_at is not None and self.leave_asked_at < (
            self.meeting.opened_at or self.meeting.begins_at
        )


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
    ADMISSION = "admit_probationary", "接收预备党员"
    CONVERSION = "regularise_probationary", "预备党员转正"
    PROBATION_EXTENSION = "extend_probation", "延长预备期"
    PROBATION_CANCELLATION = "cancel_probation", "取消预备党员资格"
    COMMENDATION = "commend_member", "评优评先、表彰党员"
    DISPOSAL = "organisational_disposal", "党员组织处置"
    SANCTION = "discipline_member", "党员违纪处理"
    SOCIETY_MAJOR = "society_major_issue", "学会重大问题"
    OTHER = "other_important", "其他重要事项"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class AgendaItem(models.Model):
    """One item of a meeting's agenda, from proposal to its decision."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待书记确定"
        SETTLED = "settled", "已列入议程"
        VOTING = "voting", "正在表决"
        DECIDED = "decided", "已表决"
        NOTED = "noted", "已讨论，不表决"
        CARRIED_OVER = "carried_over", "暂缓表决"

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
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及人员"
    )
    prepared_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="led_to", verbose_name="支委会讨论记录"
    )
    introduction = models.TextField("议题介绍", blank=True)
    divided = models.BooleanField("分歧较大", default=False)

    objects = AgendaItemQuerySet.as_manager()
    secrecy = classify(
        internal="id meeting position matter title state important mass_interest proposed_by concerns prepared_in "
        "introduction divided"
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
    def is_reserved(self) -> bool:
        """Whether only the general meeting may decide it (1.4.1c); 其他重要事项 is no kind that could be told."""
        return self.matter != Matter.OTHER and self.matter in catalogue["1.4.1c"].raw["powers"]


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


class Vote(models.Model):
    """The vote on one item: the numbers it started from, the count, and the result with its arithmetic."""

    class Method(models.TextChoices):
        VOICE = "voice", "口头"
        SHOW_OF_HANDS = "show_of_hands", "举手"
        SECRET_BALLOT = "secret_ballot", "无记名投票"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="vote")
    method = models.CharField("表决方式", max_length=14, choices=Method)
    opened_at = models.DateTimeField()
    eligible = models.PositiveSmallIntegerField("应到会有表决权")
    present = models.PositiveSmallIntegerField("实到会有表决权")
    written_in_favour = models.PositiveSmallIntegerField("书面意见赞成", default=0)
    written_against = models.PositiveSmallIntegerField("书面意见反对", default=0)
    written_abstained = models.PositiveSmallIntegerField("书面意见弃权", default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    issued = models.PositiveSmallIntegerField("发出票", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("收回票", null=True, blank=True)
    spoiled = models.PositiveSmallIntegerField("废票", default=0)
    in_favour = models.PositiveSmallIntegerField("赞成", default=0)
    against = models.PositiveSmallIntegerField("反对", default=0)
    abstained = models.PositiveSmallIntegerField("弃权", default=0)
    scrutineer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监票人"
    )
    teller = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="计票人")
    passed = models.BooleanField("通过", null=True)
    void = models.BooleanField("表决无效", default=False)
    arithmetic = models.TextField("计票说明", blank=True)

    secrecy = classify(
        internal="id item method opened_at eligible present written_in_favour written_against written_abstained "
        "counted_at issued returned spoiled in_favour against abstained scrutineer teller passed void arithmetic"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="vote_present_within_eligible", condition=Q(present__lte=F("eligible"))),
            models.CheckConstraint(
                name="vote_counted_has_result", condition=Q(counted_at__isnull=True) | Q(passed__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.arithmetic}"

    @property
    def organization(self) -> Organization:
        return self.item.organization

    @property
    def result_label(self) -> str:
        if self.void:
            return "表决无效"
        return {None: "尚未计票", True: "通过", False: "未通过"}[self.passed]


class Resolution(models.Model):
    """What the meeting resolved, who carries it out by when, and how far it is (1.3.1)."""

    class State(models.TextChoices):
        OPEN = "open", "待落实"
        IN_PROGRESS = "in_progress", "落实中"
        DONE = "done", "已办结"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="resolution")
    text = models.TextField("决议内容")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    due_on = models.DateField("完成期限", null=True, blank=True)
    state = models.CharField("落实情况", max_length=12, choices=State, default=State.OPEN)
    done_on = models.DateField("办结日期", null=True, blank=True)
    progress = models.TextField("落实记录", blank=True)

    secrecy = classify(internal="id item text owner due_on state done_on progress")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="resolution_done_dated",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def organization(self) -> Organization:
        return self.item.organization
