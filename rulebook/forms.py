"""What is filled in about the printed text, a lapse, a mail that did not arrive."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse

from accounts.models import Organization
from rulebook import clock, rules
from rulebook.choices import QUESTIONS
from rulebook.models import Choice, Explanation, RulebookText
from rulebook.periods import YEARS
from rulebook.text import UnreadableText, read_text
from rulebook.web import ActForm, DateField


class UploadTextForm(ActForm):
    file = forms.FileField(
        label="制度汇编（docx、pdf 或 txt）",
        help_text="整本上传：篇名与正文俱全，目录、页眉、页码不必删。先预览，核对后再启用。涉密文件不得上传。",
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB，请删除图片后另存，或导出为纯文本再上传。")
        content = upload.read()
        try:
            self.reading = read_text(content)
        except UnreadableText as error:
            raise forms.ValidationError(f"{error}。") from error
        self.source_digest = hashlib.sha256(content).hexdigest()
        return upload

    def inputs(self) -> dict[str, Any]:
        name = self.cleaned_data["file"].name[:150]
        return {"name": name, "source_digest": self.source_digest, "reading": self.reading}

    def next_url(self, result: RulebookText) -> str:
        return result.get_absolute_url()


class ChooseForm(ActForm):
    name = forms.ChoiceField(label="事项", choices=[(question.name, question.label) for question in QUESTIONS.values()])
    value = forms.ChoiceField(label="选择", choices=[])
    since = DateField(label="自哪一天起", initial=clock.today)
    reason = forms.CharField(label="理由或依据", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.HiddenInput()
        asked = QUESTIONS.get(self.data.get("name") or self.initial.get("name", ""))
        answers = asked.answers if asked else {}
        self.fields["value"].label = asked.label if asked else "选择"
        self.fields["value"].choices = list(answers.items())

    def next_url(self, result: Choice) -> str:
        return reverse("rulebook:choices", args=[self.subject.code])


class AdoptTextForm(ActForm):
    effective_on = DateField(label="施行日期", help_text="自这一天起，各条文后显示这一版的原文。", initial=clock.today)


class ExplainForm(ActForm):
    """Opened from the ledger, which names the lapse in the address."""

    subject: Organization
    duty = forms.CharField(widget=forms.HiddenInput, max_length=20)
    subject_id = forms.IntegerField(widget=forms.HiddenInput)
    since = DateField(widget=forms.HiddenInput)
    text = forms.CharField(label="原因说明", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = f"{self.lapse_named()}写明为何没有按期；缺漏仍在台账上，旁边注明原因。"

    def lapse_named(self) -> str:
        """Which lapse the form is about, with what was written before, where the address names one."""
        try:
            duty, subject = str(self["duty"].value()), int(self["subject_id"].value())
            since = date.fromisoformat(str(self["since"].value()))
        except (TypeError, ValueError):
            return ""
        if since.year not in YEARS:
            return ""
        status = rules.status_of(self.subject, duty, subject, since, clock.today())
        if status is None:
            return ""
        earlier = Explanation.objects.of_lapse(self.subject, duty, subject, since).last()
        before = f"原说明：{earlier.text}。" if earlier else ""
        return f"{since.year}年{status.period_name}{status.duty.title}缺漏。{before}"

    def next_url(self, result: Explanation) -> str:
        return f"{reverse('desk:ledger', args=[self.subject.code])}?year={result.since.year}"


class SendAgainForm(ActForm):
    def next_url(self, result: None) -> str:
        return reverse("desk:outbox", args=[self.subject.code])
