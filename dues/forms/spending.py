"""The use of dues from the decision to the signature."""

from typing import Any

from django import forms

from accounts.models import Organization
from archives.scans import ScanField
from dues.forms.fields import MoneyField
from dues.models import Spending
from meetings.decided_items import DecisionField, decided_items
from meetings.models import Matter
from members.models import Person
from rulebook import clock
from rulebook.web import ActForm, DateField


class PutForwardForm(ActForm):
    use = forms.ChoiceField(label="使用范围", choices=Spending.Use.choices, widget=forms.RadioSelect)
    repairs = forms.BooleanField(label="用于修缮设施（凭票据，不需领款人签收）", required=False)
    purpose = forms.CharField(label="用途", max_length=120)
    amount = MoneyField(label="金额（元）")
    decision = DecisionField(
        label="集体研究的议题", help_text="议事类别为“党费使用”、已表决通过的议题；没有的，请先开会研究。"
    )
    reason = forms.CharField(label="超过结余的理由", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Organization = self.subject
        self.fields["decision"].queryset = decided_items(organization, Matter.DUES_USE)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class ConsentForm(ActForm):
    leader = forms.CharField(label="分管领导", max_length=60)
    consented_on = DateField(label="同意日期", initial=clock.today)


class SendForm(ActForm):
    sent_on = DateField(label="报送日期", initial=clock.today)


class PayForm(ActForm):
    paid_on = DateField(label="支付日期", initial=clock.today)
    invoice = ScanField(label="票据（扫描件）", required=False)


class SignForm(ActForm):
    name = forms.CharField(label="领款人姓名", max_length=60)
    person = forms.ModelChoiceField(label="本支部党员", queryset=Person.objects.none(), required=False)
    amount = MoneyField(label="金额（元）")
    signed_on = DateField(label="签收日期", initial=clock.today)
    signature = ScanField(label="本人签名的签收单（扫描件）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Person.objects.members(self.subject.organization, clock.today())
        self.fields["person"].queryset = members.order_by("pinyin_key")
