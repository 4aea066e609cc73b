"""What the registrar, the committee and the superior fill in."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import Organization
from archives.scans import ScanField
from meetings.decided_items import DecisionField, decided_items
from meetings.models import AgendaItem, Matter, Meeting
from members.models import Person
from points.items import ITEMS, Field
from points.models import WorkItem
from points.participants import participants
from points.scheme import quarter_of
from rulebook import clock
from rulebook.periods import Period, add_months, name_of, span_of
from rulebook.web import ActForm, DateField, MonthField

KNOWN_ITEMS = [("", "新增项目"), *((code, f"{code} {item.label}") for code, item in ITEMS.items() if code != "C1")]
OPEN_FIELDS = [(value, label) for value, label in Field.choices if value != Field.CLEAN]


def last_month() -> date:
    return add_months(clock.today().replace(day=1), -1)


class RefusalForm(ActForm):
    refusal = forms.CharField(label="理由", max_length=200)


class ReasonForm(ActForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="如：6月30日系统停机，党员无法申报。")

    def next_url(self, result: Any) -> str:
        return month_url(result)


def month_url(month: Any) -> str:
    return reverse("points:month", args=[month.organization.code, month.month.strftime("%Y-%m")])


class CorrectionForm(ActForm):
    correction = forms.CharField(label="更正说明", max_length=200, help_text="随更正后的积分一并公布。")


class CloseForm(ActForm):
    month = MonthField(label="月份", initial=last_month)
    explains = "关账后本月不再接受申报；未补课、计划未完成的扣分同时登记。"

    def next_url(self, result: Any) -> str:
        return month_url(result)


class SettleForm(ActForm):
    quarter = forms.TypedChoiceField(label="季度", coerce=date.fromisoformat)
    explains = "结算后本季度积分不能再变，随即排出可评选人员的名次。"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = quarter_of(clock.today()).since
        quarters = [add_months(first, -3 * number) for number in range(1, 9)]
        self.fields["quarter"].choices = [
            (day.isoformat(), f"{day.year}年{name_of(span_of(day, Period.QUARTER), Period.QUARTER)}")
            for day in quarters
        ]

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class PioneersForm(ActForm):
    decision = DecisionField(label="支委会研究的议题", help_text="议事类别为“评优评先、表彰党员”、已表决通过的议题。")
    chosen = forms.ModelMultipleChoiceField(
        label="并列人员中选定", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    tie_reason = forms.CharField(label="并列取舍的理由", max_length=200, required=False)
    sent_on = DateField(label="报送日期", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tied = self.subject.places.filter(tied=True)
        self.fields["decision"].queryset = decided_items(self.subject.organization, Matter.COMMENDATION).filter(
            meeting__kind=Meeting.Kind.COMMITTEE
        )
        self.fields["chosen"].queryset = Person.objects.filter(pk__in=tied.values("person")).order_by("pinyin_key")
        if not tied.exists():
            del self.fields["chosen"], self.fields["tie_reason"]

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return {**given, "chosen": list(given.get("chosen", [])), "tie_reason": given.get("tie_reason", "")}


class PublishPioneersForm(ActForm):
    published_on = DateField(label="公示日期", initial=clock.today)


class VetoForm(ActForm):
    explains = "认定当季的积分归零，不参加该季评选；原有记录保留，标为作废。事实只在认定文件中，任何公布都不写。"
    recognised_by = forms.ChoiceField(
        label="认定单位",
        choices=[("general_branch", "党总支"), ("other", "其他")],
        widget=forms.RadioSelect,
    )
    dated_on = DateField(label="认定日期", initial=clock.today)
    number = forms.CharField(label="认定文件文号", max_length=80)
    paper = ScanField(label="认定文件")

    def next_url(self, result: Any) -> str:
        return reverse("points:of_person", args=[self.subject.pk])


class DisqualificationForm(ActForm):
    explains = "受党务公开责任追究（第31篇第四条）的，决定当年不得评优评奖，季度标兵也在内。"
    dated_on = DateField(label="追究决定日期", initial=clock.today)
    number = forms.CharField(label="决定文号", max_length=80)

    def next_url(self, result: Any) -> str:
        return reverse("points:of_person", args=[self.subject.pk])


class ChangeForm(ActForm):
    explains = "调整须经支委会研究并报党总支批准后才能启用；启用前一律照旧计分。"
    code = forms.ChoiceField(label="项目", choices=KNOWN_ITEMS, required=False)
    field = forms.ChoiceField(label="类别（新增项目）", choices=OPEN_FIELDS, initial=Field.WORK)
    title = forms.CharField(label="名称（新增项目）", max_length=60, required=False)
    coefficient = forms.DecimalField(label="系数或分值", max_digits=6, decimal_places=3, min_value=-100, max_value=100)
    effective_on = DateField(label="拟自（日期）起")
    reason = forms.CharField(label="理由", max_length=200)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class ReportChangeForm(ActForm):
    decision = DecisionField(label="支委会研究的议题", help_text="支委会已表决通过的议题。")
    sent_on = DateField(label="报送日期", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject.organization
        passed = AgendaItem.objects.filter(
            meeting__organization=organization, meeting__kind=Meeting.Kind.COMMITTEE, vote__passed=True
        )
        self.fields["decision"].queryset = passed.select_related("meeting").order_by("-meeting__held_on", "position")


class ActivateForm(ActForm):
    effective_on = DateField(
        label="自（日期）起", help_text="不早于党总支批准的日期，也不早于今天；按月计分的项目自月初起。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("effective_on", max(self.subject.effective_on, clock.today()))


class WorkForm(ActForm):
    month = MonthField(label="月份")
    title = forms.CharField(label="工作内容", max_length=120)
    owners = forms.ModelMultipleChoiceField(
        label="责任人", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject
        self.fields["owners"].queryset = participants(organization, clock.today()).order_by("pinyin_key", "pk")

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return {**given, "owners": list(given["owners"])}

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class RecogniseForm(ActForm):
    recognised_by = forms.ChoiceField(label="认定方", choices=WorkItem.Recogniser.choices, widget=forms.RadioSelect)
    recogniser = forms.CharField(
        label="认定人", max_length=60, required=False, help_text="党总支在线认定的不填；据书面认定登记的必填。"
    )
    number = forms.CharField(label="认定文号或说明", max_length=80, required=False)
    recognised_on = DateField(label="认定日期", initial=clock.today)
