"""A meeting, and who was expected at it and came."""

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

ACTIVITIES = frozenset(
    {"study", "centre_group", "theme_day", "life_meeting", "appraisal", "volunteer", "bureau"}
)  # kinds of meeting


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """All meetings of the branches the user reads; committee meetings only where he sits or they were released."""
        reach = reach_of(user)
        open_kinds = Q(organization__in=reach.organizations("meetings.read")) & (
            ~Q(kind=Meeting.Kind.COMMITTEE) | Q(released_at__isnull=False)
        )
        return self.filter(open_kinds | Q(organization__in=reach.organizations("meetings.read_committee")))

    def expecting(self, user: User) -> Self:
        """Those he sees, and those on whose list he stands: an observer comes to a meeting that is closed to him."""
        own = Attendance.objects.filter(person__user=user)
        return self.filter(Q(pk__in=self.visible_to(user).values("pk")) | Q(pk__in=own.values("meeting")))

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
        STUDY = "study", "党员集体学习"
        CENTRE_GROUP = "centre_group", "理论学习中心组学习"
        THEME_DAY = "theme_day", "主题党日"
        LIFE_MEETING = "life_meeting", "组织生活会"
        APPRAISAL = "appraisal", "民主评议党员"
        VOLUNTEER = "volunteer", "社区和志愿服务"
        BUREAU = "bureau", "省局会议、培训"

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        OPEN = "open", "进行中"
        CLOSED = "closed", "已结束"
        ARCHIVED = "archived", "已归档"
        CANCELLED = "cancelled", "已取消"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meetings")
    group = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="group_meetings", verbose_name="党小组"
    )
    kind = models.CharField("会议种类", max_length=12, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField("会议名称", max_length=80)
    begins_at = models.DateTimeField("开始时间")
    held_on = models.DateField("日期", editable=False)
    place = models.CharField("地点", max_length=80)
    requirements = models.TextField("内容和要求", blank=True)
    ad_hoc = models.BooleanField("临时召开", default=False)
    for_all_members = models.BooleanField("面向全体党员", default=True)
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
    distributed_at = models.DateTimeField("纪要印发时间", null=True, blank=True)
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    released_by = models.ForeignKey(
        "AgendaItem", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定公开的支委会议题"
    )
    signed_paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字的会议记录"
    )
    signed_off_at = models.DateTimeField("主持人审签时间", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()
    secrecy = classify(
        internal="id organization group kind state title begins_at held_on place requirements ad_hoc for_all_members "
        "chair chair_reason recorder agenda_settled_at agenda_decision report_due_on request short_notice_consent "
        "notified_at roll_frozen_at opened_at closed_at archived_at cancelled_at cancel_reason released_at "
        "released_by distributed_at signed_paper signed_off_at"
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
            models.CheckConstraint(
                name="meeting_group_where_it_is_one",
                condition=Q(kind="group", group__isnull=False) | (~Q(kind="group") & Q(group__isnull=True)),
            ),
            models.CheckConstraint(
                name="meeting_of_a_part_is_an_activity",
                condition=Q(for_all_members=True) | Q(kind__in=sorted(ACTIVITIES)),
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
    def seat(self) -> Organization:
        """Whose posts may do what here: the party group's leader leads his own group's meetings."""
        return self.group or self.organization

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
    def is_activity(self) -> bool:
        """Study, theme day, service and the like: it has a subject and a list, and no agenda to vote on."""
        return self.kind in ACTIVITIES

    @property
    def is_study(self) -> bool:
        """Who is absent has to make it up (11.2c)."""
        return self.kind in (self.Kind.STUDY, self.Kind.CENTRE_GROUP)

    @property
    def has_agenda(self) -> bool:
        """A lecture has a topic, an activity its contents, and neither has items."""
        return not (self.is_lecture or self.is_activity)

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
        return self.filter(Q(meeting__in=Meeting.objects.visible_to(user)) | Q(person__user=user))

    def expected(self) -> Self:
        return self.filter(role=Attendance.Role.EXPECTED, excluded_with="")

    def present(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def to_make_up(self) -> Self:
        """Expected and not there, on leave or not, and not yet told to make it up."""
        return self.expected().filter(signed_at__isnull=True, make_up__isnull=True)


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
    key_speech = models.CharField("重点发言题目", max_length=120, blank=True)

    objects = AttendanceQuerySet.as_manager()
    secrecy = classify(
        internal="id meeting person role may_vote excluded_with excluded_reason notified_at leave_asked_at "
        "leave_granted signed_at signed_by copied_at key_speech",
        sensitive="leave_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "person"]),
            models.CheckConstraint(
                name="attendance_observer_never_votes", condition=Q(role="expected") | Q(may_vote=False)
            ),
            models.CheckConstraint(
                name="attendance_speaks_where_present",
                condition=Q(key_speech="") | Q(signed_at__isnull=False),
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
    def seat(self) -> Organization:
        return self.meeting.seat

    @property
    def asked_leave_in_time(self) -> bool:
        """Leave asked before the meeting began; later it is only noted as 补报 (6.2.4c)."""
        return self.leave_asked_at is not None and self.leave_asked_at < (
            self.meeting.opened_at or self.meeting.begins_at
        )
