"""Making the file of an annual report that was asked for: what a worker does between two states of its row."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from partybranch.models import AnnualReport
from partybranch.reports.assembly import NotBalanced, assemble
from partybranch.reports.documents import WRITERS
from rulebook import clock
from rulebook.reporting import ReportYear


def make(pk: int) -> None:
    """The file is there, or the reason why not. A second worker with the same report changes nothing."""
    if not AnnualReport.objects.claim(pk, clock.now()):
        return
    report = AnnualReport.objects.select_related("organization").get(pk=pk)
    try:
        told(report, AnnualReport.Step.COLLECTING)
        assembled = assemble(year_of(report))
        assembled.must_balance()
        told(report, AnnualReport.Step.PRINTING)
        content = WRITERS[report.format](assembled)
        told(report, AnnualReport.Step.STORING)
        store(report, content)
    except NotBalanced as error:
        failed(report, f"党员变动不能平衡：{error}")
    except Exception:
        failed(report, "生成时发生程序错误，请联系系统管理员查看运行日志")
        raise


def year_of(report: AnnualReport) -> ReportYear:
    """What the report speaks of; made a second time after a worker's death, it speaks of the same day."""
    upward = report.edition == AnnualReport.Edition.UPWARD
    made_on = timezone.localdate(report.asked_at)
    return ReportYear(report.organization, report.year, report.as_of, made_on, upward)


def told(report: AnnualReport, step: str) -> None:
    report.step, report.seen_at = step, clock.now()
    report.save(update_fields=["step", "seen_at"])


def store(report: AnnualReport, content: bytes) -> None:
    name = f"{report.uid}.{report.format}"
    storage = report.file.storage
    storage.delete(f"reports/{name}")
    report.file.save(name, ContentFile(content), save=False)
    report.size, report.digest = len(content), hashlib.sha256(content).hexdigest()
    report.state, report.made_at, report.seen_at = AnnualReport.State.DONE, clock.now(), clock.now()
    report.save()


def failed(report: AnnualReport, problem: str) -> None:
    report.state, report.problem, report.seen_at = AnnualReport.State.FAILED, problem, clock.now()
    report.save()
