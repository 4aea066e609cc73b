"""What is filled in about the printed text, a lapse, a mail that did not arrive."""

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from rulebook import clock
from rulebook.choices import QUESTIONS
from rulebook.models import Choice, Reminder
from rulebook.text import UnreadableText, read_text
from rulebook.web import ActForm, DateField


class UploadTextForm(ActForm):
    file = forms.FileField(
        label="制度汇编（docx、pdf 或 txt）",
        help_text="整本上传：篇名与正文俱全，目录、页眉、页码不必删。先预览，核对后再启用。涉密文件不得上传。",
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
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

    def next_url(self, result: Any) -> str:
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
        self.fields["value"].choices = list(answers.items())  # type: ignore[attr-defined]

    def next_url(self, result: Choice) -> str:
        return reverse("rulebook:choices", args=[self.subject.code])  # type: ignore[attr-defined]


class AdoptTextForm(ActForm):
    effective_on = DateField(label="施行日期", help_text="自这一天起，各条文后显示这一版的原文。", initial=clock.today)


class ExplainForm(ActForm):
    duty = forms.CharField(max_length=20, widget=forms.HiddenInput)
    subject_id = forms.IntegerField(widget=forms.HiddenInput)
    since = DateField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="原因说明", widget=forms.Textarea, help_text="缺漏仍在台账上，旁边写明原因。写明为何没有按期、何时补上。"
    )

    def next_url(self, result: Any) -> str:
        year = self.cleaned_data["since"].year
        return f"{reverse('desk:ledger', args=[self.subject.code])}?year={year}"


class SendAgainForm(ActForm):
    reminder = forms.ModelChoiceField(queryset=Reminder.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reminder"].queryset = Reminder.objects.filter(
            organization=self.subject, channel=Reminder.Channel.MAIL
        )

    def next_url(self, result: Any) -> str:
        return reverse("desk:today")
