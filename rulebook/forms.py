"""What is filled in about the printed text."""

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from rulebook import clock
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


class AdoptTextForm(ActForm):
    effective_on = DateField(label="施行日期", help_text="自这一天起，各条文后显示这一版的原文。", initial=clock.today)
