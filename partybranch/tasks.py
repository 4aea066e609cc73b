"""What workers do for the house: the files of annual reports."""

from celery import shared_task

from partybranch.models import AnnualReport
from partybranch.reports.making import make
from rulebook import clock

GIVEN_UP = "多次尝试都没有完成，请联系系统管理员查看运行日志"


@shared_task
def make_report(pk: int) -> None:
    """Makes the report once, however often the task arrives."""
    make(pk)


@shared_task
def sweep_reports() -> None:
    """What a queue or a dead worker has lost is sent again, and given up after the third time."""
    at = clock.now()
    AnnualReport.objects.hopeless(at).update(state=AnnualReport.State.FAILED, problem=GIVEN_UP)
    for pk in AnnualReport.objects.to_be_sent(at).values_list("pk", flat=True):
        make_report.delay(pk)
