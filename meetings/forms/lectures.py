"""What a person fills in about lectures."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Organization
from archives.scans import ScanField
from meetings.forms.meetings import people_of
from meetings.models import Lecture, Meeting
from meetings.rules.lectures import guidance
from members.models import Person
from rulebook import clock
from rulebook.periods import Period, name_of, span_of, spans_of_year
from rulebook.web import ActForm, DateField, MomentField


class TeachingForm(ActForm):
    """Who teaches what."""

    topic = forms.CharField(label="授课题目", max_length=120)
    lecturer = forms.ModelChoiceField(
        label="授课人（本支部党员）",
        queryset=Person.objects.none(),
        required=False,
        help_text="外请的不选，在下一栏填写。",
    )
    outside_lecturer = forms.CharField(label="授课人（外请）", max_length=60, required=False)
    lecturer_type = forms.ChoiceField(
        label="授课人类别",
        choices=[("", "请选择"), *Lecture.LecturerType.choices],
        help_text="选“其他”的，须写明原因。",
    )
    division_level = forms.BooleanField(
        label="处级干部", required=False, help_text="处级干部的党课提纲须局党组书记签字。"
    )
    integrity = forms.BooleanField(label="廉政党课", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].help_text = guidance()
        self.fields["lecturer"].queryset = people_of(self.subject.organization)


class PlanLectureForm(TeachingForm):
    title = forms.CharField(label="名称", max_length=80, help_text="如：2026年第一季度党课")
    begins_at = MomentField(label="开始时间")
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.ModelChoiceField(label="主持人", queryset=Person.objects.none())
    recorder = forms.ModelChoiceField(label="记录人", queryset=Person.objects.none())
    requirements = forms.CharField(label="要求", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    field_order = ["title", "topic", "lecturer", "outside_lecturer", "lecturer_type", "division_level", "integrity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = Person.objects.committee(self.subject.organization, clock.today())
        self.fields["chair"].queryset = committee.order_by("stroke_key")
        self.fields["recorder"].queryset = people_of(self.subject.organization)

    def next_url(self, result: Lecture) -> str:
        return result.get_absolute_url()


class ChangeLectureForm(TeachingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(self.subject, name) for name in TeachingForm.base_fields})


class OutlineForm(ActForm):
    outline = ScanField(label="党课提纲")


class BureauSignatureForm(ActForm):
    signer = forms.CharField(label="局党组书记姓名", max_length=60)
    signed_on = DateField(label="签字日期", initial=clock.today)
    scan = ScanField(label="签字的提纲（扫描件）")


class CountForQuarterForm(ActForm):
    quarter = forms.TypedChoiceField(label="计入季度", coerce=date.fromisoformat)
    note = forms.CharField(
        label="集中开展说明", max_length=200, help_text="写明因何集中开展；本次党课改计入所选季度，不再计入举行的季度。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Meeting = self.subject.meeting
        own = span_of(meeting.held_on, Period.QUARTER)
        others = [span for span in spans_of_year(meeting.held_on.year, Period.QUARTER) if span != own]
        self.fields["quarter"].choices = [(span.since.isoformat(), name_of(span, Period.QUARTER)) for span in others]


class PlanGroupMeetingForm(ActForm):
    title = forms.CharField(label="名称", max_length=80, help_text="如：第一党小组3月党小组会")
    begins_at = MomentField(label="开始时间")
    place = forms.CharField(label="地点", max_length=80)
    chair = forms.ModelChoiceField(label="主持人", queryset=Person.objects.none())
    recorder = forms.ModelChoiceField(label="记录人", queryset=Person.objects.none())
    requirements = forms.CharField(label="内容和要求", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Organization = self.subject
        people = Person.objects.in_group(group, clock.today()).order_by("pinyin_key")
        self.fields["chair"].queryset = people
        self.fields["recorder"].queryset = people

    def next_url(self, result: Meeting) -> str:
        return result.get_absolute_url()
