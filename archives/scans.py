"""How a scan comes in and goes out again; other apps' forms and views use it too."""

from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from archives.models import Paper

SIGNATURES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class ScanField(forms.FileField):
    """A scan: PDF, PNG or JPEG by its content, whatever its name says; at most 20 MB."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "PDF、PNG 或 JPEG，不超过 20 MB。涉密文件不得上传。")
        super().__init__(widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB，请分开扫描或降低分辨率。")
        head = upload.read(16)
        upload.seek(0)
        found = [kind for signature, kind in SIGNATURES.items() if head.startswith(signature)]
        if not found:
            raise forms.ValidationError("只收 PDF、PNG、JPEG 格式的扫描件，请另存后再传。")
        upload.content_type = found[0]
        return upload


def attachment(paper: Paper) -> FileResponse:
    """The file as it came, as an attachment that no browser runs. Who may have it, the view has asked."""
    response = FileResponse(paper.file.open("rb"), content_type="application/octet-stream", as_attachment=True)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    response["Content-Security-Policy"] = "sandbox"
    return response
