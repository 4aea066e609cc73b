"""What a person fills in about submissions and scans."""

from django import forms

from archives.models import Submission
from archives.scans import ScanField
from rulebook import clock
from rulebook.web import ActForm, DateField


class DecideForm(ActForm):
    decision = forms.ChoiceField(label="批复", choices=Submission.Decision.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="批复意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    number = forms.CharField(label="批复文号", max_length=60, required=False)


class RecordReplyForm(ActForm):
    decision = forms.ChoiceField(label="批复", choices=Submission.Decision.choices, widget=forms.RadioSelect)
    decided_on = DateField(label="批复日期", initial=clock.today)
    decided_by = forms.CharField(label="批复人", max_length=60)
    number = forms.CharField(label="批复文号", max_length=60)
    note = forms.CharField(label="批复意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scan = ScanField(label="批复扫描件", required=False)
