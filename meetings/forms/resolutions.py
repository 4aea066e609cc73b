"""What a person fills in about resolutions, plans and superior documents to be studied."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from archives.models import IncomingDocument
from meetings.forms.meetings import people_of
from meetings.models import AgendaItem, Meeting, Resolution, YearPlan
from meetings.rules.plans import documents_to_study
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField


def passed_items(organization: Organization, *kinds: str) -> QuerySet[AgendaItem]:
    passed = AgendaItem.objects.filter(meeting__organization=organization, meeting__kind__in=kinds, vote__passed=True)
    return passed.select_related("meeting").order_by("-meeting__held_on", "position")


class ItemField(forms.ModelChoiceField):
    """One of the items that a meeting has voted through."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=AgendaItem.objects.none(), **kwargs)

    def label_from_instance(self, item: AgendaItem) -> str:
        return f"{item.meeting.held_on} {item.meeting}：{item}"


class AssignOwnerForm(ActForm):
    owner = forms.ModelChoiceField(label="落实责任人", queryset=Person.objects.none())
    due_on = DateField(label="完成期限", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(self.subject.organization)
        self.initial.update(owner=self.subject.owner_id, due_on=self.subject.due_on)


class ProgressForm(ActForm):
    happened_on = DateField(label="日期", initial=clock.today)
    text = forms.CharField(label="落实情况", widget=forms.Textarea(attrs={"rows": 3}))

    def next_url(self, result: Any) -> str:
        return self.subject.get_absolute_url()


class FinishForm(ActForm):
    done_on = DateField(label="办结日期", initial=clock.today)
    text = forms.CharField(label="办结情况", widget=forms.Textarea(attrs={"rows": 3}))


class OverruleForm(ActForm):
    outcome = forms.ChoiceField(
        label="党员大会的决定",
        choices=[(Resolution.Standing.AMENDED.value, "修改"), (Resolution.Standing.REJECTED.value, "否定")],
        widget=forms.RadioSelect,
    )
    item = ItemField(label="党员大会议题")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = passed_items(self.subject.organization, Meeting.Kind.GENERAL)


class AnnulForm(ActForm):
    item = ItemField(label="作出决定的议题")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Meeting.Kind.GENERAL, Meeting.Kind.COMMITTEE)
        self.fields["item"].queryset = passed_items(self.subject.organization, *kinds)


class RequestRulingForm(ActForm):
    decision = ItemField(label="支委会决定")
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 4}))
    sent_on = DateField(label="报送日期", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = passed_items(self.subject.organization, Meeting.Kind.COMMITTEE)


class StudyDocumentForm(ActForm):
    document = forms.ModelChoiceField(label="上级文件", queryset=IncomingDocument.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = waiting = documents_to_study(self.subject)
        self.initial["document"] = waiting.first()

    def next_url(self, result: AgendaItem) -> str:
        return self.subject.get_absolute_url()


class DraftPlanForm(ActForm):
    kind = forms.ChoiceField(label="计划", choices=YearPlan.Kind.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label="年度", min_value=1949, max_value=2999)
    text = forms.CharField(label="计划内容", widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["year"] = clock.today().year

    def next_url(self, result: YearPlan) -> str:
        return result.get_absolute_url()


class RevisePlanForm(ActForm):
    text = forms.CharField(label="计划内容", widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["text"] = self.subject.text


class PutPlanIntoEffectForm(ActForm):
    late_entry = True
    decision = ItemField(
        label="支委会研究的议题", required=False, help_text="年度工作计划须经支委会研究并表决通过；党课教育计划可不选。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = passed_items(self.subject.organization, Meeting.Kind.COMMITTEE)
