"""What the worker does for members: roster workbooks checked, imported and forgotten; answers that are owed."""

import gc
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from members.actions import import_roster
from members.intake import Intake, intake_of
from members.models import CorrectionRequest, PreviewPage, RosterProgress, RosterUpload, SealedRoster
from members.previews import lay_out
from members.roster import RosterReading, UnreadableWorkbook
from rulebook import clock
from rulebook.kernel import Finding, NotEntitled, Refused
from rulebook.reminders import Message, notify
from rulebook.tasks import standing
from rulebook.web import standing_against

KEPT = timedelta(days=1)
SILENT = timedelta(minutes=5)  # after so long without progress the worker is taken for dead
TOLD_EVERY = 5000  # rows
CALLED_BEFORE = timedelta(days=2)  # an answer that is owed calls these days before its day, and on it
GONE = "工作簿已经删除，请重新上传"
BROKEN = "程序出错，一行也没有导入；错误已记入系统日志，请联系系统管理员"
OUT_OF_OFFICE = "确认导入的人已不能办理导入，一行也没有导入；请由现任书记或组织委员重新上传"
Step = RosterProgress.Step
logger = logging.getLogger(__name__)


def begin_check(upload: RosterUpload, reading: RosterReading | None) -> None:
    """Has the upload checked: at once if it has been read already, else in the background."""
    RosterProgress.objects.create(upload=upload, in_background=reading is None, told_at=clock.now())
    if reading is None:
        transaction.on_commit(lambda: send(check_upload, upload))
    else:
        check(upload, Intake(upload.organization, upload.posts_since, reading, clock.today()))


def begin_import(upload: RosterUpload, *, by: User, at: datetime) -> None:
    """Imports a checked upload, or has it imported in the background. Raises Refused, NotEntitled."""
    if against := standing_against("members.import_roster", upload, by):
        raise Refused(against)
    confirmed = RosterProgress.objects.filter(upload=upload, step=Step.CHECKED).update(
        step=Step.CONFIRMED, confirmed_by=by, confirmed_at=at, told_at=clock.now(), done=0, of=0
    )
    if not confirmed and not RosterProgress.objects.filter(upload=upload, step__in=RosterProgress.IMPORTING).exists():
        raise Refused([Finding((), "名册还没有核对完")])
    if not confirmed:
        return
    if upload.progress.in_background:
        transaction.on_commit(lambda: send(import_upload, upload))
    else:
        import_upload(upload.pk)


def send(task: Any, upload: RosterUpload) -> None:
    try:
        task.delay(upload.pk)
    except (OperationalError, OSError):
        logger.warning("The queue cannot be reached; roster upload %s waits for resume_uploads", upload.pk)


@shared_task
def check_upload(pk: int) -> None:
    """Reads and compares a large workbook; done twice, it leaves the same preview."""
    upload = waiting_in(RosterProgress.CHECKING, pk)
    if upload is None:
        return
    with failure_told(upload), collector_at_rest():
        tell(upload, Step.READING)
        check(upload, intake_of(upload, clock.today()))


@shared_task
def import_upload(pk: int) -> None:
    """Enters everybody, as the one who confirmed it; done twice, it finds the upload imported and stops."""
    upload = waiting_in(RosterProgress.IMPORTING, pk)
    if upload is None:
        return
    progress = upload.progress
    with failure_told(upload), collector_at_rest():
        if upload.imported_at is None:
            tell(upload, Step.PREPARING)
            intake = intake_of(upload, clock.today())
            intake.prepare(lambda done, of: tell(upload, Step.PREPARING, done, of) if done % TOLD_EVERY == 0 else None)
            tell(upload, Step.WRITING)
            import_roster(upload, intake=intake, by=progress.confirmed_by, at=progress.confirmed_at)
        tell(upload, Step.IMPORTED)


def waiting_in(steps: Iterable[str], pk: int) -> RosterUpload | None:
    rows = RosterUpload.objects.select_related("organization", "progress__confirmed_by")
    return rows.filter(pk=pk, progress__step__in=steps).first()


def check(upload: RosterUpload, intake: Intake) -> None:
    tell(upload, Step.COMPARING, 0, len(intake.entries))
    comparison = intake.comparison
    lay_out(upload, comparison)
    RosterProgress.objects.filter(upload=upload).update(
        unchanged=comparison.unchanged, changed=len(comparison.changed_people)
    )
    tell(upload, Step.CHECKED)


def tell(upload: RosterUpload, step: str, done: int = 0, of: int = 0, fault: str = "") -> None:
    """Lets the page know how far it has come. Outside of transactions, or nobody would see it."""
    row = RosterProgress.objects.filter(upload=upload)
    row.update(step=step, done=done, of=of, fault=fault[:400], told_at=clock.now())


@contextmanager
def failure_told(upload: RosterUpload) -> Iterator[None]:
    """Within the block, what fails is shown on the upload's page; an error of the program is raised as well."""
    try:
        yield
    except (UnreadableWorkbook, Refused) as fault:
        tell(upload, Step.FAILED, fault=str(fault))
    except SealedRoster.DoesNotExist:
        tell(upload, Step.FAILED, fault=GONE)
    except NotEntitled:
        tell(upload, Step.FAILED, fault=OUT_OF_OFFICE)
    except Exception:
        tell(upload, Step.FAILED, fault=BROKEN)
        raise


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Within the block no cycles are looked for: 100,000 rows hold none, and the search takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@shared_task
def resume_uploads() -> None:
    """Sends again what a worker that was killed has left behind."""
    silent = RosterUpload.objects.filter(progress__in_background=True, progress__told_at__lt=clock.now() - SILENT)
    for upload in silent.filter(progress__step__in=RosterProgress.CHECKING):
        send(check_upload, upload)
    for upload in silent.filter(progress__step__in=RosterProgress.IMPORTING):
        send(import_upload, upload)


@shared_task
def forget_uploads() -> None:
    """Deletes workbooks that nobody has confirmed for a day, with their previews."""
    old = RosterUpload.objects.filter(uploaded_at__lt=clock.now() - KEPT)
    idle = old.exclude(progress__step__in=RosterProgress.IMPORTING)
    SealedRoster.objects.filter(upload__in=idle).delete()
    PreviewPage.objects.filter(upload__in=idle).delete()


@shared_task
def call_for_answers(at: str = "") -> None:
    """Who owes an answer to a correction request was told so two days before its day, and on it; each once."""
    with standing(at):
        on = clock.today()
        waiting = CorrectionRequest.objects.open().filter(due_on__gte=on, due_on__lte=on + CALLED_BEFORE)
        for request in waiting.select_related("organization", "person").order_by("pk"):
            last = request.due_on == on
            day = "今天" if last else f"{request.due_on.month}月{request.due_on.day}日"
            message = Message(
                title="更正申请今天到期，还没有答复" if last else "有一件更正申请即将到期",
                text=f"有一件更正申请最迟{day}答复，请登录系统查看。",
                url=request.get_absolute_url(),
            )
            occasion = "last day" if last else "days before"
            people = request.answerers(on).values("person__user")
            notify(request, "members.answer_correction", occasion, people, message)
