"""What a person fills in at meetings; the shape of the input, nothing else."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from archives.scans import ScanField
from meetings.models import AgendaItem, Attendance, Matter, Meeting, Vote
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField, MomentField


def people_of(organization: Organization) -> QuerySet[Person]:
    return Person.objects.members(organization, clock.today()).order_by("pinyin_key")


def present_at(meeting: Meeting) -> QuerySet[Person]:
    return Person.objects.filter(attendances__in=meeting.attendances.present()).order_by("pinyin_key")


class PlanMeetingForm(ActForm):
    kind = forms.ChoiceField(
        label="会议种类",
        choices=[(kind.value, kind.label) for kind in (Meeting.Kind.GENERAL, Meeting.Kind.COMMITTEE)],
        help_text="党课从“筹备党课”、学习和主题党日从“筹备活动”登记，党小组会从党小组的页面筹备。",
    )
    title = forms.CharField(label="会议名称", max_length=80, help_text="如：2026年第一季度党员大会")
    begins_at = MomentField(label="开始时间")
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.ModelChoiceField(label="主持人", queryset=Person.objects.none())
    chair_reason = forms.CharField(
        label="委托主持的原因",
        max_length=200,
        required=False,
        help_text="由书记主持的不填；书记委托委员主持的，写明原因。",
    )
    recorder = forms.ModelChoiceField(label="记录人", queryset=Person.objects.none())
    requirements = forms.CharField(
        label="内容和要求",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="写入通知，事先告知全体党员。",
    )
    ad_hoc = forms.BooleanField(label="临时召开（支委会会议）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(self.subject.organization)
        committee = Person.objects.committee(self.subject.organization, clock.today()).order_by("stroke_key")
        self.fields["chair"].queryset = committee
        self.fields["recorder"].queryset = people

    def next_url(self, result: Meeting) -> str:
        return result.get_absolute_url()


class RescheduleForm(ActForm):
    begins_at = MomentField(label="改到")
    place = forms.CharField(label="地点", max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(begins_at=self.subject.begins_at, place=self.subject.place)


class ChangeChairForm(ActForm):
    chair = forms.ModelChoiceField(label="主持人", queryset=Person.objects.none())
    chair_reason = forms.CharField(
        label="委托主持的原因",
        max_length=200,
        required=False,
        help_text="由书记主持的不填；书记委托委员主持的，写明原因。",
    )
    recorder = forms.ModelChoiceField(label="记录人", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.subject
        if meeting.group is not None:
            chairs = people = Person.objects.in_group(meeting.group, clock.today()).order_by("pinyin_key")
            del self.fields["chair_reason"]
        else:
            people = people_of(meeting.organization)
            chairs = Person.objects.committee(meeting.organization, clock.today()).order_by("stroke_key")
            if meeting.is_activity:
                chairs = people
                del self.fields["chair_reason"]
        self.fields["chair"].queryset, self.fields["recorder"].queryset = chairs, people
        self.initial.update(chair=meeting.chair_id, recorder=meeting.recorder_id, chair_reason=meeting.chair_reason)


class CancelForm(ActForm):
    reason = forms.CharField(label="取消原因", max_length=200)


class AddItemForm(ActForm):
    matter = forms.ChoiceField(label="议事类别", choices=[("", "请选择"), *Matter.choices])
    title = forms.CharField(label="议题", max_length=120)
    important = forms.BooleanField(label="重要事项", required=False)
    mass_interest = forms.BooleanField(label="与群众利益密切相关", required=False)
    concerns = forms.ModelChoiceField(
        label="涉及人员", queryset=Person.objects.none(), required=False, help_text="议题涉及某位党员本人的，请选择。"
    )
    prepared_in = forms.ModelChoiceField(
        label="支委会讨论记录",
        queryset=AgendaItem.objects.none(),
        required=False,
        help_text="重要事项提交党员大会前，一般先经支委会讨论。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.subject
        self.fields["concerns"].queryset = Person.objects.of(meeting.organization, clock.today()).order_by("pinyin_key")
        if meeting.is_general:
            studied = AgendaItem.objects.filter(
                meeting__organization=meeting.organization, meeting__kind=Meeting.Kind.COMMITTEE
            ).exclude(meeting__state=Meeting.State.CANCELLED)
            self.fields["prepared_in"].queryset = studied.select_related("meeting").order_by(
                "-meeting__held_on", "position"
            )
            self.fields["prepared_in"].label_from_instance = lambda item: (
                f"{item.meeting.held_on} {item.meeting}：{item}"
            )
        else:
            del self.fields["prepared_in"]


class RemoveItemForm(ActForm):
    def next_url(self, result: None) -> str:
        return self.subject.meeting.get_absolute_url()


class SettleAgendaForm(ActForm):
    late_entry = True
    decision = forms.ModelChoiceField(
        label="支委会决定",
        queryset=AgendaItem.objects.none(),
        help_text="支委会会议上研究确定大会议题、并已表决通过的议题。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.subject
        self.fields["decision"].queryset = (
            AgendaItem.objects.filter(
                meeting__organization=meeting.organization, meeting__kind=Meeting.Kind.COMMITTEE, vote__passed=True
            )
            .select_related("meeting")
            .order_by("-meeting__held_on", "position")
        )
        self.fields["decision"].label_from_instance = lambda item: f"{item.meeting.held_on} {item.meeting}：{item}"


class TakeUpForm(ActForm):
    pending = forms.ModelChoiceField(label="待议事项", queryset=AgendaItem.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.subject
        self.fields["pending"].queryset = AgendaItem.objects.pending_for(meeting)


class ReleaseForm(ActForm):
    decision = forms.ModelChoiceField(
        label="决定公开的支委会议题",
        queryset=AgendaItem.objects.none(),
        help_text="支委会表决决定公开本次会议内容的议题。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passed = AgendaItem.objects.filter(meeting__organization=self.subject.organization, vote__passed=True)
        self.fields["decision"].queryset = passed.filter(meeting__kind=Meeting.Kind.COMMITTEE).order_by(
            "-meeting__held_on", "position"
        )


class DissentForm(ActForm):
    text = forms.CharField(label="不同意见", widget=forms.Textarea(attrs={"rows": 4}))
    reports_upward = forms.BooleanField(label="拟向上级党组织反映", required=False)


class ReportMeetingForm(ActForm):
    late_entry = True
    sent_on = DateField(label="报送日期", initial=clock.today)


class ConsentForm(ActForm):
    number = forms.CharField(label="上级书面同意的文号", max_length=60)


class ObserverForm(ActForm):
    person = forms.ModelChoiceField(label="列席人员", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.of(self.subject.organization, clock.today()).order_by(
            "pinyin_key"
        )
        if not self.subject.for_all_members:
            self.fields["person"].label = "参加人员"
            self.fields["person"].help_text = "本次活动仅部分人员参加，逐一指定。"


class LeaveOutForm(ActForm):
    person = forms.ModelChoiceField(label="党员", queryset=Person.objects.none())
    reason = forms.CharField(label="原因", max_length=120, required=False)
    consent = forms.CharField(label="上级书面同意的文号", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(self.subject.organization)


class AskLeaveForm(ActForm):
    late_entry = True
    reason = forms.CharField(label="请假原因", max_length=120)

    def next_url(self, result: Attendance) -> str:
        return self.subject.meeting.get_absolute_url()


class AnswerLeaveForm(ActForm):
    granted = forms.TypedChoiceField(
        label="批复",
        choices=[("yes", "准假"), ("no", "不准假")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["granted"].help_text = f"{self.subject.person}请假，原因：{self.subject.leave_reason}"

    def next_url(self, result: Attendance) -> str:
        return self.subject.meeting.get_absolute_url()


class SignInForm(ActForm):
    def next_url(self, result: Attendance) -> str:
        """An observer need not be one who reads meetings: his page is that of the sign-in."""
        if result.role == Attendance.Role.OBSERVER:
            return reverse("meetings:own_sign_in", args=[result.meeting_id])
        return self.subject.meeting.get_absolute_url()


class SignInSheetForm(ActForm):
    """A time box for everybody who has not signed in yet, as on the paper sheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = self.subject.attendances.filter(signed_at__isnull=True, excluded_with="").select_related("person")
        for attendance in waiting.order_by("person__pinyin_key"):
            self.fields[f"signed_{attendance.pk}"] = forms.TimeField(
                label=attendance.person.name,
                required=False,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            )

    def clean(self) -> dict[str, Any]:
        if not self.inputs()["entries"]:
            raise forms.ValidationError("请至少填写一人的签到时间；未到会的留空。")
        return self.cleaned_data

    def inputs(self) -> dict[str, Any]:
        day = timezone.localdate(self.subject.begins_at)
        zone = timezone.get_current_timezone()
        return {
            "entries": {
                int(name.removeprefix("signed_")): datetime.combine(day, value, tzinfo=zone)
                for name, value in self.cleaned_data.items()
                if name.startswith("signed_") and value is not None
            }
        }


class IntroduceForm(ActForm):
    introduction = forms.CharField(label="议题介绍", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["introduction"] = self.subject.introduction


class RemarkForm(ActForm):
    speaker = forms.ModelChoiceField(
        label="发言人", queryset=Person.objects.none(), required=False, empty_label="综合记录，不分发言人"
    )
    text = forms.CharField(label="发言要点", widget=forms.Textarea(attrs={"rows": 4}))
    absent_opinion = forms.BooleanField(label="缺席人员的书面意见（只作意见，不计票）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_the_list = Person.objects.filter(attendances__meeting=self.subject.meeting)
        self.fields["speaker"].queryset = on_the_list.order_by("pinyin_key")


class RecuseForm(ActForm):
    person = forms.ModelChoiceField(label="回避人", queryset=Person.objects.none())
    reason = forms.CharField(label="回避原因", max_length=120, help_text="涉及本人，或何种亲属关系。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = present_at(self.subject.meeting)


class OpenVoteForm(ActForm):
    method = forms.ChoiceField(label="表决方式", choices=Vote.Method.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = self.subject.meeting.is_committee
        self.initial["method"] = Vote.Method.VOICE if committee else Vote.Method.SHOW_OF_HANDS


def letter_fields(item: AgendaItem) -> dict[str, forms.Field]:
    """The totals of the letters that came before the meeting; none where none came."""
    letters = item.letters_to_count
    labels = {
        "written_in_favour": "书面意见赞成",
        "written_against": "书面意见反对",
        "written_abstained": "书面意见弃权",
    }
    return {
        name: forms.IntegerField(label=label, min_value=0, max_value=letters, initial=0, help_text=f"共{letters}份。")
        for name, label in labels.items()
        if letters
    }


class WrittenOpinionForm(ActForm):
    person = forms.ModelChoiceField(label="党员", queryset=Person.objects.none())
    received_at = MomentField(label="收到时间", help_text="须在大会召开前。信件封存，由计票人、监票人在计票时拆封。")
    cause = forms.CharField(label="不能到会的原因", max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voters = Person.objects.voters(self.subject.organization, self.subject.meeting.held_on)
        self.fields["person"].queryset = voters.order_by("pinyin_key")


class CountVoteForm(ActForm):
    issued = forms.IntegerField(label="发出票", min_value=0, max_value=9999)
    returned = forms.IntegerField(label="收回票", min_value=0, max_value=9999)
    in_favour = forms.IntegerField(label="赞成", min_value=0, max_value=9999)
    against = forms.IntegerField(label="反对", min_value=0, max_value=9999)
    abstained = forms.IntegerField(label="弃权", min_value=0, max_value=9999)
    spoiled = forms.IntegerField(label="废票", min_value=0, max_value=9999, initial=0)
    scrutineer = forms.ModelChoiceField(label="监票人", queryset=Person.objects.none())
    teller = forms.ModelChoiceField(label="计票人", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: AgendaItem = self.subject
        vote = getattr(item, "vote", None)  # none before the item is put to the vote: the act refuses
        if vote is not None and vote.method == Vote.Method.SECRET_BALLOT:
            for name in ("scrutineer", "teller"):
                self.fields[name].queryset = present_at(self.subject.meeting)
        else:
            for name in ("issued", "returned", "spoiled", "scrutineer", "teller"):
                del self.fields[name]
        self.fields.update(letter_fields(item))


class ResolveForm(ActForm):
    text = forms.CharField(label="决议内容", widget=forms.Textarea(attrs={"rows": 3}))
    carry_out = forms.BooleanField(
        label="需落实", required=False, initial=True, help_text="需落实的决议记入决议台账，跟踪到办结。"
    )
    owner = forms.ModelChoiceField(label="落实责任人", queryset=Person.objects.none(), required=False)
    due_on = DateField(label="完成期限", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.subject.organization)
        self.initial["text"] = f"同意{self.subject.title}。"


class ArchiveForm(ActForm):
    late_entry = True
    signed_paper = ScanField(label="签字的会议记录（扫描件）", required=False)
