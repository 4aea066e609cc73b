"""Rates, bases, reductions, months."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import Organization
from dues.actions.assessing import RateLine
from dues.forms.fields import MoneyField
from dues.models.rates import Band, PayerKind
from dues.money import Rounding
from meetings.decided_items import DecisionField, decided_items
from meetings.models import Matter
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField, MonthField

# 中组发〔2008〕3号, for the keeper to check against the notice before he enters them.
EARNING = ((3000, "0.5"), (5000, "1"), (10000, "1.5"), (None, "2"))
RETIRED = ((5000, "0.5"), (None, "1"))


def percent(label: str, initial: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=initial, max_digits=5, decimal_places=3, min_value=Decimal("0.001"), max_value=100
    )


def bound(label: str, initial: int) -> forms.DecimalField:
    return forms.DecimalField(label=label, initial=initial, max_digits=12, decimal_places=2, min_value=1)


class BranchForm(ActForm):
    """About a branch: what is different then stands on its page of dues."""

    def next_url(self, result: Any) -> str:
        organization: Organization = self.subject
        return reverse("dues:dues", args=[organization.code])


class RatesForm(ActForm):
    """The lines of the national rule stand in the form; the keeper holds them against the notice he was sent."""

    since = MonthField(label="自（月）")
    basis = forms.CharField(
        label="依据文件", max_length=120, help_text="如：直属机关委员会某年交费通知，中组发〔2008〕3号。"
    )
    rounding = forms.ChoiceField(
        label="不足一分的尾数",
        choices=[(Rounding.HALF_UP.value, "四舍五入"), (Rounding.DOWN.value, "舍去")],
        widget=forms.RadioSelect,
        initial=Rounding.HALF_UP.value,
        help_text="国家规定没有写明，按支部的选择计算，并印在核定表上。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band, lines in ((Band.EARNING, EARNING), (Band.RETIRED, RETIRED)):
            for number, (upto, part) in enumerate(lines):
                title = f"{band.label}第{number + 1}档"
                if upto is not None:
                    self.fields[f"{band}_upto_{number}"] = bound(f"{title}：不超过（元）", upto)
                self.fields[f"{band}_percent_{number}"] = percent(f"{title}：比例（%）", part)
        self.fields["relief"] = MoneyField(label=f"{Band.RELIEF.label}：每月（元）", initial="0.20")
        self.fields["farmer_least"] = MoneyField(label="农民：每月最低（元）", initial="0.20")
        self.fields["farmer_most"] = MoneyField(label="农民：每月最高（元）", initial="1.00")

    def clean(self) -> None:
        super().clean()
        for band, lines in ((Band.EARNING, EARNING), (Band.RETIRED, RETIRED)):
            bounds = [self.cleaned_data.get(f"{band}_upto_{number}") or Decimal(0) for number in range(len(lines) - 1)]
            if all(bounds) and bounds != sorted(set(bounds)):
                self.add_error(f"{band}_upto_0", "各档上限须由低到高。")
        least, most = self.cleaned_data.get("farmer_least"), self.cleaned_data.get("farmer_most")
        if least is not None and most is not None and most < least:
            self.add_error("farmer_most", "最高低于最低。")

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        lines = [
            RateLine(band, given.get(f"{band}_upto_{number}"), given[f"{band}_percent_{number}"])
            for band, shape in ((Band.EARNING, EARNING), (Band.RETIRED, RETIRED))
            for number in range(len(shape))
        ]
        lines.append(RateLine(Band.RELIEF, least=given["relief"], most=given["relief"]))
        lines.append(RateLine(Band.FARMER, least=given["farmer_least"], most=given["farmer_most"]))
        return {**{name: given[name] for name in ("since", "basis", "rounding")}, "lines": lines}

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class PersonForm(BranchForm):
    """About one member of the branch."""

    person = forms.ModelChoiceField(label="姓名", queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject
        members = Person.objects.members(organization, clock.today())
        self.fields["person"].queryset = members.order_by("pinyin_key")


class AssessForm(PersonForm):
    kind = forms.ChoiceField(label="人员类型", choices=PayerKind.choices)
    base = forms.DecimalField(
        label="月计费基数（元）",
        required=False,
        max_digits=10,
        decimal_places=2,
        min_value=0,
        help_text="税后每月固定收入；年薪制、个体经营者填月平均数。按定额交纳的不填。",
    )
    fixed = MoneyField(label="定额（元）", required=False, help_text="学生、下岗失业、领取抚恤救济的人员和农民填写。")
    since = MonthField(label="核定起始月", help_text="工资变动的，自领取新工资的当月起。")
    basis = forms.CharField(label="依据", max_length=120, help_text="如：2026年1月工资单。")


class ReportForm(BranchForm):
    reported_on = DateField(label="报上级日期", initial=clock.today)


class ReductionForm(PersonForm):
    since = MonthField(label="自（月）")
    last_month = MonthField(label="至（月）")
    amount = MoneyField(label="减免后每月应交（元）", least="0", help_text="免交的填 0。")
    reason = forms.CharField(label="理由", max_length=200)
    decision = DecisionField(label="支委会研究的议题", help_text="议事类别为“党费减免”、关于此人、已表决通过的议题。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject
        self.fields["decision"].queryset = decided_items(organization, Matter.DUES_REDUCTION)

    def clean(self) -> None:
        super().clean()
        since, last = self.cleaned_data.get("since"), self.cleaned_data.get("last_month")
        if since and last and last < since:
            self.add_error("last_month", "截止月份早于起始月份。")


class MonthForm(ActForm):
    month = MonthField(label="月份")

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class CorrectForm(PersonForm):
    month = MonthField(label="补交哪一月")
    amount = MoneyField(label="补交金额（元）")
    reason = forms.CharField(label="原因", max_length=200, help_text="如：3月起调整工资，4月才知道。")
