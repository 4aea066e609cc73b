"""What a person fills in about submissions and scans."""

from django import forms

from archives.models import IncomingDocument, Submission
from archives.scans import ScanField
from rulebook import clock
from rulebook.web import ActForm, DateField


class DecideForm(ActForm):
    decision = forms.ChoiceField(label="批复", choices=Submission.Decision.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="批复意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    number = forms.CharField(label="批复文号", max_length=60, required=False)


class ForwardForm(ActForm):
    note = forms.CharField(label="审阅意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)


class RecordForwardingForm(ActForm):
    forwarded_on = DateField(label="转报日期", initial=clock.today)
    forwarded_by = forms.CharField(label="转报人", max_length=60)
    note = forms.CharField(label="审阅意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)


class RecordReplyForm(ActForm):
    decision = forms.ChoiceField(label="批复", choices=Submission.Decision.choices, widget=forms.RadioSelect)
    decided_on = DateField(label="批复日期", initial=clock.today)
    decided_by = forms.CharField(label="批复人", max_length=60)
    number = forms.CharField(label="批复文号", max_length=60)
    note = forms.CharField(label="批复意见", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scan = ScanField(label="批复扫描件", required=False)


class RegisterDocumentForm(ActForm):
    source = forms.ChoiceField(label="来源", choices=IncomingDocument.Source.choices, initial="superior")
    issuer = forms.CharField(label="发文单位", max_length=60)
    number = forms.CharField(label="文号", max_length=60, required=False)
    title = forms.CharField(label="标题", max_length=100)
    received_on = DateField(label="收文日期", initial=clock.today)
    to_implement = forms.BooleanField(
        label="需贯彻",
        required=False,
        help_text="勾选后，在下一次支委会会议的筹备页面提示列入议题，直到支委会研究为止。",
    )
    scan = ScanField(label="扫描件", required=False)

    def next_url(self, result: IncomingDocument) -> str:
        return result.get_absolute_url()
