"""The shape of what a report is asked for with."""

from typing import Any

from django import forms
from django.urls import reverse

from partybranch.models import AnnualReport
from rulebook import clock
from rulebook.reporting import last_day_told
from rulebook.web import ActForm, DateField


class MakeReportForm(ActForm):
    as_of = DateField(
        label="统计截止日期", help_text="全年报告填12月31日；年中可以填当年的任何一天，统计从1月1日到这一天。"
    )
    edition = forms.ChoiceField(
        label="版本", choices=AnnualReport.Edition, help_text="“报送上级”不含未公开的支委会会议内容（第6篇 四（二））。"
    )
    format = forms.ChoiceField(label="格式", choices=AnnualReport.Format)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["as_of"].initial = last_day_told(today.year, today)
        if not self.user.has_perm("partybranch.read_own_report", self.subject):
            self.fields["edition"].choices = [(AnnualReport.Edition.UPWARD.value, AnnualReport.Edition.UPWARD.label)]

    def next_url(self, result: AnnualReport) -> str:
        return reverse("partybranch:made_report", args=[result.pk])
