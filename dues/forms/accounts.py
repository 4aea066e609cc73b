"""Payments, receipts, what goes up and comes back, what is made known."""

from typing import Any

from django import forms

from archives.scans import ScanField
from dues.forms.assessing import PersonForm
from dues.forms.fields import MoneyField
from dues.models import Payment, Repayment
from rulebook import clock
from rulebook.web import ActForm, DateField, MonthField


class PaymentForm(PersonForm):
    """A payment by the bank's app, as the list or the member shows it."""

    paid_on = DateField(label="交费日期", initial=clock.today)
    amount = MoneyField(label="金额（元）")
    channel = forms.ChoiceField(
        label="交费方式", choices=Payment.Channel.choices, initial=Payment.Channel.APP, widget=forms.RadioSelect
    )
    bank_number = forms.CharField(label="银行流水号", max_length=60, required=False, help_text="银行APP交费的填写。")
    receipt_number = forms.CharField(
        label="收据号", max_length=20, required=False, help_text="现金交费的须用专用收据。"
    )
    voluntary = forms.BooleanField(label="多出部分为自愿多交", required=False)
    central_receipt = forms.CharField(
        label="中央组织部收据号", max_length=60, required=False, help_text="除应交党费外一次自愿多交1000元以上的填写。"
    )
    note = forms.CharField(label="备注", max_length=200, required=False)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class ReasonForm(ActForm):
    reason = forms.CharField(label="原因", max_length=120)


class RepayForm(ActForm):
    explains = "退还的是多出待退的全部金额；退还后这笔交费不能再冲正。"
    repaid_on = DateField(label="退还日期", initial=clock.today)
    channel = forms.ChoiceField(
        label="退还方式", choices=Repayment.Channel.choices, initial=Repayment.Channel.BANK, widget=forms.RadioSelect
    )
    bank_number = forms.CharField(label="银行流水号", max_length=60, required=False, help_text="银行转账的填写。")
    signature = ScanField(label="本人签收单（扫描件）", required=False, help_text="现金退还的须由本人签收。")


class BookForm(ActForm):
    prefix = forms.CharField(label="冠字", max_length=10, required=False)
    first = forms.IntegerField(label="起号", min_value=1, max_value=99_999_999)
    last = forms.IntegerField(label="止号", min_value=1, max_value=99_999_999)
    issuer = forms.CharField(label="发放单位", max_length=80)
    issued_on = DateField(label="领用日期", initial=clock.today)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class ReturnForm(ActForm):
    returned_on = DateField(label="缴回日期", initial=clock.today)


class HandOverForm(ActForm):
    month = MonthField(label="所属月份")
    amount = MoneyField(label="上缴金额（元）")
    handed_on = DateField(label="上缴日期", initial=clock.today)
    receipt_number = forms.CharField(label="上级收据号", max_length=60)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class AllotmentForm(ActForm):
    amount = MoneyField(label="下拨金额（元）")
    received_on = DateField(label="到账日期", initial=clock.today)
    document = forms.CharField(label="下拨文件", max_length=120)

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class PublishForm(ActForm):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2199)
    published_on = DateField(label="公示日期", initial=clock.today)
    place = forms.CharField(label="公示方式", max_length=120, help_text="如：支部公开栏，公示5个工作日。")
    to_members = forms.BooleanField(label="同时向党员公布上年收缴情况", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year - 1

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()


class AnnouncementForm(ActForm):
    since = DateField(label="自")
    last_day = DateField(label="至")
    announced_on = DateField(label="公布日期", initial=clock.today)
    place = forms.CharField(label="公布方式", max_length=120, help_text="如：党员大会上宣布。")

    def next_url(self, result: Any) -> str:
        return result.get_absolute_url()
