"""Everything on paper about one person as one file: an index by step first, then scans and printed papers."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import IO

from django.utils import timezone

from accounts.models import User
from archives.documents import reply_slip, request_paper
from archives.models import Paper, Submission
from recruitment.documents.papers import EVERYTHING, PAPERS
from recruitment.documents.sheet import day
from recruitment.dossier import NEEDED, Line, State, dossier
from recruitment.journey import Journey
from recruitment.models import Kind, Record
from recruitment.steps import STEPS, Key
from rulebook.printing import to_pdf

INDEX = "00-目录.pdf"
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
LONGEST = 80  # signs of a name before its ending: 240 bytes, which every file system takes
REVIEW_LEFT_OUT = "极敏感材料，未包括"


@dataclass(frozen=True)
class Entry:
    """One row of the index, with what stands behind it: a scan, a paper to print, or nothing."""

    number: int
    step: str
    title: str
    made_on: str = ""
    state: str = ""
    scan: Paper | None = None
    drawn: Callable[[], bytes] | None = None
    file: str = ""

    @property
    def ending(self) -> str:
        return ENDINGS.get(self.scan.content_type, ".pdf") if self.scan else ".pdf"


def bundle(journey: Journey, reader: User, review_report: Paper | None) -> IO[bytes]:
    """The zip, written to a temporary file piece by piece; it is gone when it is closed."""
    rows = named(entries(journey, reader, review_report))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        put(whole, INDEX, index(journey, rows))
        for row in rows:
            if row.drawn is not None:
                put(whole, row.file, row.drawn())
            elif row.scan is not None and row.file:
                copy(row.scan, whole, row.file)
    file.seek(0)
    return file


def copy(scan: Paper, whole: zipfile.ZipFile, name: str) -> None:
    """The scan as it came, in pieces."""
    with scan.file.open("rb") as source, whole.open(entry_of(name), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target)


def entry_of(name: str) -> zipfile.ZipInfo:
    now = timezone.localtime()
    entry = zipfile.ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def put(whole: zipfile.ZipFile, name: str, content: bytes) -> None:
    whole.writestr(entry_of(name), content)


def index(journey: Journey, rows: list[Entry]) -> bytes:
    recruit = journey.recruit
    context = {
        "heading": f"{recruit.person.name}发展党员材料目录",
        "branch": recruit.organization.name,
        "as_of": day(journey.on),
        "rows": rows,
        "files": sum(bool(row.file) for row in rows),
    }
    return to_pdf("print/recruitment/index.html", context)


def entries(journey: Journey, reader: User, review_report: Paper | None) -> list[Entry]:
    """By step: each paper's row, the rows of its files, and at the end what belongs to no paper of the list."""
    lines = [line for stage in dossier(journey) for line in stage.lines if line.state != State.AHEAD or line.records]
    rows = [row for line in lines for row in rows_of(line, journey, reader, review_report)]
    shown = {record.pk for line in lines for record in line.records}
    beside = [row for record in journey.records if record.pk not in shown for row in others(record)]
    return sorted([*rows, *beside], key=lambda row: row.number)


def rows_of(line: Line, journey: Journey, reader: User, review_report: Paper | None) -> Iterable[Entry]:
    needed, step = line.needed, line.needed.step
    state = f"{line.state.label}：{line.why}" if line.why else line.state.label
    if line.state == State.PRESENT:
        state = f"{state}，见会议记录" if needed.decided else f"{state}，已登记" if not needed.scanned else state
    row = Entry(step.number, step.title, needed.title, day(line.made_on) if line.made_on else "", state)
    files = [
        *(replace(row, title=scanned(needed.title, record), made_on=day(record.happened_on), scan=record.paper)
          for record in line.scans),
        *sent_and_replied(line, row),
        *printed(line, row, journey, reader),
    ]  # fmt: skip
    if needed.key == Key.REVIEW and line.made_on:
        files = [replace(row, scan=review_report)] if review_report else [replace(row, state=REVIEW_LEFT_OUT)]
    yield from [files[0], *(replace(more, state="") for more in files[1:])] if files else [row]


def scanned(title: str, record: Record) -> str:
    source = f"（{record.get_source_display()}）" if record.source else ""
    return f"{title}{source}{record.happened_on}扫描件"


def sent_and_replied(line: Line, row: Entry) -> Iterable[Entry]:
    """What went up, and what came back; the dossier sent up has its own row, before that of the approval."""
    submission = line.records[-1].submission if line.records else None
    if submission is not None and line.needed.key != Key.APPROVAL:
        yield sent(submission, row)
    if submission is not None and line.needed.replied:
        yield from replied(submission, row)


def sent(submission: Submission, row: Entry) -> Entry:
    named = replace(row, title=submission.title, made_on=day(submission.sent_on))
    return replace(named, drawn=lambda: request_paper(submission))


def replied(submission: Submission, row: Entry) -> Iterable[Entry]:
    """The scan of the reply, or the reply given online."""
    answered = replace(row, title=f"{submission.title}的批复", made_on=day(submission.decided_on))
    if submission.reply_scan is not None:
        yield replace(answered, scan=submission.reply_scan)
    elif submission.decision:
        yield replace(answered, drawn=lambda: reply_slip(submission))


def printed(line: Line, row: Entry, journey: Journey, reader: User) -> Iterable[Entry]:
    """The papers that print what is on record; no blank forms."""
    for paper in (PAPERS[name] for name in line.needed.printed if line.records):
        if paper.is_for(EVERYTHING, journey):
            yield replace(row, title=f"{paper.title}打印件", drawn=drawing(paper.draw, journey, reader))


def drawing(draw: Callable[[Journey, User], bytes], journey: Journey, reader: User) -> Callable[[], bytes]:
    return lambda: draw(journey, reader)


def others(record: Record) -> Iterable[Entry]:
    """What belongs to no paper of the list: thought reports, papers brought along, those of an earlier round."""
    needed = next((one for one in NEEDED if record.kind in one.kinds), None)
    step = needed.step if needed else STEPS[Key.INSPECTION] if record.kind == Kind.THOUGHT_REPORT else None
    number, name = (step.number, step.title) if step else (len(STEPS) + 1, "其他材料")
    row = Entry(number, name, record.get_kind_display(), day(record.happened_on), "另附")
    if record.paper is not None:
        yield replace(row, title=f"{record.get_kind_display()}{record.happened_on}扫描件", scan=record.paper)
    if record.submission is not None:
        yield from [sent(record.submission, row), *replied(record.submission, row)]


def named(rows: list[Entry]) -> list[Entry]:
    """With the names of their files, each once: the step's number, the step, the paper."""
    taken: set[str] = set()
    found = []
    for row in rows:
        if row.scan is None and row.drawn is None:
            found.append(row)
        elif row.scan is not None and not row.scan.file.storage.exists(str(row.scan.file.name)):
            found.append(replace(row, state=f"{row.state}；扫描件的文件不在".lstrip("；")))
        else:
            name = unique(safe(f"{row.number:02}-{row.step}-{row.title}"), row.ending, taken)
            taken.add(name)
            found.append(replace(row, file=name))
    return found


def safe(name: str) -> str:
    """A name that every file system takes; Chinese and other scripts stay as they are."""
    return UNSAFE.sub("_", name)[:LONGEST].rstrip(" .")


def unique(stem: str, ending: str, taken: set[str]) -> str:
    name, number = f"{stem}{ending}", 2
    while name in taken:
        name, number = f"{stem}（{number}）{ending}", number + 1
    return name
