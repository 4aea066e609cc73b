"""The scan of a signed paper, and the bundle of a person's papers."""

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest

from archives.scans import ScanField
from recruitment.documents.bundle import bundle
from recruitment.journey import journey_of
from recruitment.models import PoliticalReview, Record, Recruit
from rulebook import clock
from rulebook.web import ActForm


class AddScanForm(ActForm):
    scan = ScanField(label="扫描件")

    def next_url(self, result: Record) -> str:
        return self.subject.recruit.get_absolute_url()


class ExportPapersForm(ActForm):
    """The report of the political review goes along only where it is asked for, by whom it was granted."""

    subject: Recruit
    explains = (
        "导出一个压缩文件：先是按步骤列出材料、状态和文件名的目录，再是各步骤的扫描件，以及由记录打印的表格。"
        "每次导出都记入纪实。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        granted = PoliticalReview.objects.visible_to(self.user).filter(recruit=self.subject)
        self.review = granted.select_related("report").first()
        if self.review is not None and self.review.report is not None:
            self.fields["with_review"] = forms.BooleanField(
                label="包括综合性政治审查报告的扫描件", required=False, help_text="极敏感：勾选即为查阅，记入纪实。"
            )

    def inputs(self) -> dict[str, Any]:
        return {"with_review": bool(self.cleaned_data.get("with_review"))}

    def answer(self, request: HttpRequest, result: Any) -> FileResponse:
        report = self.review.report if self.review is not None and self.inputs()["with_review"] else None
        file = bundle(journey_of(self.subject, clock.today()), self.user, report)
        name = f"{self.subject.person.name}发展党员材料.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
