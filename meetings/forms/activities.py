"""What a person fills in about activities, key speeches and make-ups."""

from datetime import timedelta
from typing import Any

from django import forms

from archives.scans import ScanField
from meetings.forms.meetings import people_of
from meetings.models import ACTIVITIES, Attendance, MakeUp, Meeting
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField, MomentField

USUAL = timedelta(days=14)  # proposed for a make-up, which the rulebook gives no length (X1-36)


class PlanActivityForm(ActForm):
    kind = forms.ChoiceField(
        label="活动种类",
        choices=[("", "请选择"), *((kind.value, kind.label) for kind in Meeting.Kind if kind in ACTIVITIES)],
    )
    title = forms.CharField(label="名称", max_length=80, help_text="如：2026年3月主题党日")
    begins_at = MomentField(label="开始时间")
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.ModelChoiceField(label="主持人", queryset=Person.objects.none())
    recorder = forms.ModelChoiceField(label="记录人", queryset=Person.objects.none())
    requirements = forms.CharField(
        label="内容", widget=forms.Textarea(attrs={"rows": 4}), help_text="写入通知和活动记录。"
    )
    for_all_members = forms.BooleanField(
        label="面向全体党员",
        required=False,
        initial=True,
        help_text="仅部分人员参加的不选：不计入全体党员范围，参加人员逐一指定。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = self.fields["recorder"].queryset = people_of(self.subject.organization)

    def next_url(self, result: Meeting) -> str:
        return result.get_absolute_url()


class KeySpeechForm(ActForm):
    topic = forms.CharField(label="重点发言题目", max_length=120, required=False, help_text="清空即取消登记。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].label = f"{self.subject.person}的重点发言题目"
        self.initial["topic"] = self.subject.key_speech

    def next_url(self, result: Attendance) -> str:
        return self.subject.meeting.get_absolute_url()


class RequireMakeUpForm(ActForm):
    content = forms.CharField(
        label="补课要求", max_length=200, help_text="如：自学本次学习内容，提交学习心得和补课记录。"
    )
    mode = forms.ChoiceField(label="补课方式", choices=MakeUp.Mode.choices, widget=forms.RadioSelect, required=False)
    due_on = DateField(label="补课期限", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due_on", clock.today() + USUAL)
        absent = self.subject.attendances.to_make_up().order_by("person__pinyin_key")
        names = "、".join(absent.values_list("person__name", flat=True))
        self.fields["content"].help_text = f"通知{names}。" if names else ""


class HandInForm(ActForm):
    """A committee member who hands in for somebody may say when the paper came."""

    late_entry = True
    explains = "审核前可以重新提交，以最后一次提交的日期为准；超过期限的仍可提交，记为逾期。"
    scan = ScanField(label="本人签字的学习心得和补课记录（扫描件）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.attendance.person.user_id == self.user.pk:
            del self.fields["at"]
